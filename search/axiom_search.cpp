#include "search/axiom_search.hpp"

#include <algorithm>
#include <ctime>
#include <deque>
#include <optional>

#include "axioms/points.hpp"
#include "network/segment_memory.hpp"
#include "search/case_size.hpp"
#include "search/conviction.hpp"
#include "search/enclosed_judgement.hpp"
#include "search/fixed_cases.hpp"
#include "search/fold.hpp"
#include "search/ingredient_source.hpp"

namespace axiomark {
namespace {

// Adds the seconds of its life to a sum.
class Stopwatch {
 public:
  explicit Stopwatch(double& sum) : sum_(sum) {}
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;
  ~Stopwatch() { sum_ += thread_seconds() - start_; }

 private:
  double& sum_;
  double start_ = thread_seconds();
};

// One drawn case, built for methods that have a baseline of their own and for those that have none, which is
// all that a case may depend on, and F at both ends of each probe.
class DrawnCase {
 public:
  DrawnCase(const Axiom& axiom, std::uint64_t seed, std::uint64_t number, bool smooth = false)
      : axiom_(axiom),
        in_(smooth ? draw_smooth_case(seed, axiom.info.name, number)
                   : draw_case(seed, axiom.info.name, number)),
        number_(number),
        smooth_(smooth) {}

  struct Built {
    Case<double> c;
    std::vector<Ends<double>> ends;
    // What methods find out about the segments, unless one question is put twice.
    std::optional<SegmentMemory<double>> memory;
  };
  [[nodiscard]] Result<Built>& built_for(MethodKind kind) {
    auto& slot = built_[has_own_baseline(kind) ? 1 : 0];
    if (!slot) slot = build(kind);
    return *slot;
  }
  [[nodiscard]] const Ingredients<double>& ingredients() const { return in_; }
  [[nodiscard]] std::uint64_t number() const { return number_; }
  [[nodiscard]] bool smooth() const { return smooth_; }

 private:
  [[nodiscard]] Result<Built> build(MethodKind kind) const {
    auto c = axiom_.build_case(in_, kind);
    if (!c) return tl::make_unexpected(c.error());
    auto ends = values_at_ends(*c);
    if (!ends) return tl::make_unexpected(ends.error());
    Built built{std::move(*c), std::move(*ends), {}};
    if (all_questions_differ(built.c)) {
      built.memory.emplace();
      for (const Probe<double>& probe : built.c.probes) {
        built.memory->expect(probe.network, probe.target, {probe.baseline, probe.input});
      }
    }
    return built;
  }

  [[nodiscard]] static bool all_questions_differ(const Case<double>& c) {
    const auto same = [](const Probe<double>& a, const Probe<double>& b) {
      return &a.network.parts() == &b.network.parts() && (a.input == b.input).all() &&
             (a.baseline == b.baseline).all() && (a.target == b.target).all();
    };
    for (std::size_t k = 0; k < c.probes.size(); ++k) {
      for (std::size_t j = 0; j < k; ++j) {
        if (same(c.probes[j], c.probes[k])) return false;
      }
    }
    return true;
  }

  const Axiom& axiom_;
  Ingredients<double> in_;
  std::uint64_t number_;
  bool smooth_;
  std::array<std::optional<Result<Built>>, 2> built_;
};

// One method before the axiom.
class Trial {
 public:
  Trial(const AnyMethod& method, const Axiom& axiom, const CampaignOptions& options,
        SearchWork& work)
      : method_(method),
        axiom_(axiom),
        options_(options),
        work_(work),
        fold_(method, axiom),
        end_(options.cases_per_cell / axiom.info.effort) {}

  [[nodiscard]] bool stated() const { return fold_.stated(); }

  // Until a case convicts; and some more cases of other kinds than the one that did, where there are any:
  // what they do tells what the violation hangs on.
  [[nodiscard]] bool wants(std::uint64_t number) {
    constexpr std::uint64_t kMoreCases = 500;
    if (!fold_.stated() || number >= end_) return false;
    if (fold_.convicted() && !only_other_kinds_) {
      if (axiom_.info.uses.variants == 1) return false;
      only_other_kinds_ = true;
      end_ = std::min(end_, number + kMoreCases);
    }
    return true;
  }

  // What a case without smooth operators convicts is shown better there, in fractions.
  [[nodiscard]] bool wants_smooth() const { return !fold_.convicted(); }

  [[nodiscard]] Finding finding() {
    if (!fold_.stated()) return fold_.outside();
    if (!fold_.convicted()) ask_for_stated_error();
    return fold_.finding();
  }

  void keep_smallest(ScopeResult scope) {
    const auto keep = [&](std::optional<ExactJudgement>& found, std::uint64_t number) {
      if (!found) return;
      fold_.keep(std::move(*found), {{}, options_.seed, number, 0, {}, {}, scope.finding.name});
    };
    keep(scope.smallest, scope.number);
    keep(scope.smallest_by_convention, scope.number_by_convention);
    fold_.searched(std::move(scope.finding));
  }

  void judge_fixed_cases() {
    for (const FixedCase& fixed : fixed_cases()) {
      if (fold_.convicted() || fixed.axiom != axiom_.info.name ||
          baseline_is_not_its_own(fixed.c)) {
        continue;
      }
      auto judged = judge_exactly(method_, axiom_, fixed.c);
      if (!judged) {
        fold_.count(CellFold::Draw::fixed, Outcome::error, message(judged.error()), {});
        continue;
      }
      const Judgement<Rational>& judgement = judged->judgement;
      fold_.count(CellFold::Draw::fixed, judgement.outcome, judgement.reason, judgement.hung_on,
                  judged->c.variant);
      if (judgement.outcome == Outcome::broken) {
        fold_.keep(std::move(*judged), {fixed.name, options_.seed, 0, 0, {}, {}});
      }
    }
  }

  void judge(DrawnCase& drawn) {
    auto& built = drawn.built_for(method_.kind());
    if (built && fold_.convicted(built->c.variant)) return;  // nothing more to learn of this kind
    draw_ = drawn.smooth() ? CellFold::Draw::smooth : CellFold::Draw::random;
    ++work_.judgements;
    if (!built) {
      // No premise can be built on such a network: nothing is said about the method.
      const bool refused = built.error().kind == ErrorKind::unsupported;
      return count(refused ? Outcome::not_applicable : Outcome::error, message(built.error()));
    }
    const auto answers = put_to_method(*built);
    if (!answers) return count(Outcome::error, message(answers.error()));
    states_error_ = states_error_ || std::ranges::any_of(*answers, [](const auto& answer) {
                      return answer.attribution && answer.attribution->error_bound;
                    });
    const Judgement<double> suspicion = axiom_.check(built->c, *answers);
    if (suspicion.outcome == Outcome::broken && !shown_before(suspicion, built->c)) {
      return settle(drawn, built->c);
    }
    count(suspicion.outcome, suspicion.reason, suspicion.hung_on, built->c.variant);
  }

 private:
  [[nodiscard]] Result<std::vector<Answer<double>>> put_to_method(DrawnCase::Built& built) const {
    const SegmentMemory<double>::InUse in_use(built.memory ? &*built.memory : nullptr);
    return ask(method_, built.c, built.ends, alone_);
  }

  [[nodiscard]] bool baseline_is_not_its_own(const Case<Rational>& c) const {
    return !has_own_baseline(method_.kind()) &&
           std::ranges::any_of(c.probes, [](const Probe<Rational>& p) {
             return (p.baseline != Rational(0)).any();
           });
  }

  // What a method says about its own error in exact arithmetic, where there is no rounding: it is an
  // approximation. A few cases tell, from all over: the first ones are too small to leave anything out.
  // A method that stated none in any case so far states none: it runs the same code.
  void ask_for_stated_error() {
    if (!states_error_) return;
    const std::uint64_t all = options_.cases_per_cell / axiom_.info.effort;
    const std::uint64_t asked = std::min<std::uint64_t>(16, all);
    for (std::uint64_t k = 0; k < asked; ++k) {
      const auto judged = judge_again(draw_case(options_.seed, axiom_.info.name, all * k / asked));
      // Rounding of answers in floating point is no approximation.
      if (judged && judged->judgement.evidence == Evidence::exact) {
        fold_.allow(convert<double>(stated_error(judged->answers)));
      }
    }
  }

  void count(Outcome outcome, const std::string& reason, HangSet hung_on = {},
             const std::string& variant = {}) {
    fold_.count(draw_, outcome, reason, hung_on, variant);
  }

  [[nodiscard]] Result<ExactJudgement> judge_again(const Ingredients<double>& in) {
    const Stopwatch watch(work_.exact_seconds);
    ++work_.exact_judgements;
    const auto exact_in = exactly(in);
    if (!exact_in) return tl::make_unexpected(exact_in.error());
    return judge_exactly(method_, axiom_, *exact_in);
  }

  // One case of a kind that hangs on a convention is enough to show. Further ones are counted as they are
  // suspected, if the axiom puts the same question in both arithmetics: whether they are broken tells
  // nothing new, and that they hang on a convention is taken on a double's word for what is kept, too.
  [[nodiscard]] bool shown_before(const Judgement<double>& suspicion, const Case<double>& c) const {
    return !suspicion.hung_on.empty() && std::ranges::find(shown_, c.variant) != shown_.end();
  }
  [[nodiscard]] static bool same_points(const Case<double>& suspected,
                                        const Case<Rational>& exact) {
    for (std::size_t k = 0; k < exact.probes.size(); ++k) {
      const Vector<Rational> input = convert_all<Rational>(suspected.probes[k].input);
      if ((input != exact.probes[k].input).any()) return false;
    }
    return true;
  }

  // Judges a suspicion again in exact arithmetic; that is what counts, and all that convicts.
  void settle(const DrawnCase& drawn, const Case<double>& suspected) {
    const Ingredients<double>& in = drawn.ingredients();
    auto judged = judge_again(in);
    if (!judged && is_undecided(judged.error())) return fold_.count_undecided();
    if (!judged) return count(Outcome::error, message(judged.error()));
    const Judgement<Rational>& judgement = judged->judgement;
    count(judgement.outcome, judgement.reason, judgement.hung_on, judged->c.variant);
    if (judgement.outcome != Outcome::broken || fold_.convicted()) return;
    const bool hangs = !judgement.hung_on.empty();
    if (hangs && same_points(suspected, judged->c)) shown_.push_back(judged->c.variant);
    if (hangs && fold_.convicted_by_convention()) return;
    const Stopwatch watch(work_.shrinking_seconds);
    Shrunk shrunk = shrink(method_, axiom_, in, std::move(*judged), hangs);
    Provenance provenance{{},
                          options_.seed,
                          drawn.number(),
                          shrunk.steps,
                          size_in_words(in.network),
                          size_in_words(shrunk.ingredients.network),
                          {},
                          drawn.smooth()};
    // Judged exactly, so that they can be converted.
    auto ingredients = exactly(shrunk.ingredients);
    fold_.keep(std::move(shrunk.judged), std::move(provenance), std::nullopt,
               std::move(ingredients).value());
  }

  const AnyMethod& method_;
  const Axiom& axiom_;
  const CampaignOptions& options_;
  SearchWork& work_;
  CellFold fold_;
  std::uint64_t end_;
  CellFold::Draw draw_ = CellFold::Draw::random;  // of the case that is judged now
  bool only_other_kinds_ = false;
  std::vector<std::string> shown_;  // kinds of case that are broken where they hang on a convention
  bool states_error_ = false;       // some answer of the method came with a bound on its error
  ThreadPool alone_;
};

}  // namespace

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

AxiomFindings search_axiom(std::span<const AnyMethod> methods, const Axiom& axiom,
                           const CampaignOptions& options, std::vector<ScopeResult> scoped) {
  AxiomFindings result;
  std::deque<Trial> trials;  // a trial does not move
  std::vector<Trial*> open;
  for (const AnyMethod& method : methods) {
    Trial& trial = trials.emplace_back(method, axiom, options, result.work);
    if (!trial.stated()) continue;
    if (!scoped.empty()) trial.keep_smallest(std::move(scoped[trials.size() - 1]));
    if (options.fixed_cases) trial.judge_fixed_cases();
    open.push_back(&trial);
  }
  for (std::uint64_t k = 0; k < options.cases_per_cell; ++k) {
    std::erase_if(open, [k](Trial* trial) { return !trial->wants(k); });
    if (open.empty() || options.stop.stop_requested()) break;
    DrawnCase drawn(axiom, options.seed, k);
    for (Trial* trial : open) trial->judge(drawn);
  }
  open.clear();
  for (Trial& trial : trials) {
    if (trial.stated()) open.push_back(&trial);
  }
  for (std::uint64_t k = 0; k < options.smooth_cases; ++k) {
    std::erase_if(open, [](Trial* trial) { return !trial->wants_smooth(); });
    if (open.empty() || options.stop.stop_requested()) break;
    DrawnCase drawn(axiom, options.seed, k, true);
    for (Trial* trial : open) trial->judge(drawn);
  }
  for (Trial& trial : trials) result.findings.push_back(trial.finding());
  return result;
}

}  // namespace axiomark
