#include "search/campaign.hpp"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>

#include "axioms/points.hpp"
#include "search/conviction.hpp"
#include "search/fixed_cases.hpp"
#include "search/fold.hpp"
#include "search/ingredient_source.hpp"
#include "search/scopes/scope_search.hpp"
#include "search/simpler.hpp"

namespace axiomark {
namespace {

// The search of one cell: what a scope gave, fixed cases, then random ones, until a case convicts.
class CellSearch {
 public:
  CellSearch(const AnyMethod& method, const Axiom& axiom, const CampaignOptions& options)
      : method_(method), axiom_(axiom), options_(options), fold_(method, axiom) {}

  Finding run(std::optional<ScopeResult> scope = {}) {
    if (!fold_.stated()) return fold_.outside();
    if (scope) keep_smallest(std::move(*scope));
    if (options_.fixed_cases) judge_fixed_cases();
    search_at_random();
    if (!fold_.convicted()) ask_for_stated_error();
    return fold_.finding();
  }

 private:
  // Until a case convicts; and some more cases of other kinds than the one that did, where there are any:
  // what they do tells what the violation hangs on.
  void search_at_random() {
    constexpr std::uint64_t kMoreCases = 500;
    std::uint64_t end = options_.cases_per_cell / axiom_.info.effort;
    bool only_other_kinds = false;
    for (std::uint64_t k = 0; k < end && !options_.stop.stop_requested(); ++k) {
      if (fold_.convicted() && !only_other_kinds) {
        if (axiom_.info.uses.variants == 1) return;
        only_other_kinds = true;
        end = std::min(end, k + kMoreCases);
      }
      judge_random_case(k);
    }
  }

  [[nodiscard]] bool baseline_is_not_its_own(const Case<Rational>& c) const {
    return !has_own_baseline(method_.kind()) &&
           std::ranges::any_of(c.probes, [](const Probe<Rational>& p) {
             return (p.baseline != Rational(0)).any();
           });
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

  // What a method says about its own error in exact arithmetic, where there is no rounding: it is an
  // approximation. A few cases tell.
  void ask_for_stated_error() {
    constexpr std::uint64_t kCases = 16;
    for (std::uint64_t k = 0; k < std::min(kCases, options_.cases_per_cell / axiom_.info.effort);
         ++k) {
      const auto in =
          convert<Rational>(draw_ingredients(case_stream(options_.seed, axiom_.info.name, k)));
      if (!in) continue;
      const auto judged = judge_exactly(method_, axiom_, *in);
      // Rounding of answers in floating point is no approximation.
      if (judged && judged->judgement.evidence == Evidence::exact) {
        fold_.allow(convert<double>(stated_error(judged->answers)));
      }
    }
  }

  void count(Outcome outcome, const std::string& reason, HangSet hung_on = {},
             const std::string& variant = {}) {
    fold_.count(CellFold::Draw::random, outcome, reason, hung_on, variant);
  }

  void judge_random_case(std::uint64_t k) {
    const Ingredients<double> in =
        draw_ingredients(case_stream(options_.seed, axiom_.info.name, k));
    const auto c = axiom_.build_case(in, method_.kind());
    if (!c) {
      // No premise can be built on such a network: nothing is said about the method.
      const bool refused = c.error().kind == ErrorKind::unsupported;
      return count(refused ? Outcome::not_applicable : Outcome::error, message(c.error()));
    }
    if (fold_.convicted(c->variant)) return;  // nothing more to learn of this kind
    const auto answers = ask(method_, *c, alone_);
    if (!answers) return count(Outcome::error, message(answers.error()));
    const Judgement<double> suspicion = axiom_.check(*c, *answers);
    if (suspicion.outcome == Outcome::broken) return settle(in, k);
    count(suspicion.outcome, suspicion.reason, suspicion.hung_on, c->variant);
  }

  // Judges a suspicion again in exact arithmetic; that is what counts, and all that convicts.
  void settle(const Ingredients<double>& in, std::uint64_t k) {
    const auto exact_in = convert<Rational>(in);
    if (!exact_in) return count(Outcome::error, message(exact_in.error()));
    auto judged = judge_exactly(method_, axiom_, *exact_in);
    if (!judged) return count(Outcome::error, message(judged.error()));
    const Judgement<Rational>& judgement = judged->judgement;
    count(judgement.outcome, judgement.reason, judgement.hung_on, judged->c.variant);
    if (judgement.outcome != Outcome::broken || fold_.convicted()) return;
    // One case that hangs on a convention is enough to show; go on looking for one that does not.
    const bool hangs = !judgement.hung_on.empty();
    if (hangs && fold_.convicted_by_convention()) return;
    Shrunk shrunk = shrink(method_, axiom_, *exact_in, std::move(*judged), hangs);
    Provenance provenance{{},
                          options_.seed,
                          k,
                          shrunk.steps,
                          size_in_words(exact_in->network),
                          size_in_words(shrunk.ingredients.network)};
    fold_.keep(std::move(shrunk.judged), std::move(provenance), std::nullopt,
               std::move(shrunk.ingredients));
  }

  const AnyMethod& method_;
  const Axiom& axiom_;
  const CampaignOptions& options_;
  CellFold fold_;
  ThreadPool alone_;
};

ExampleFinding answer_example(const Example& example, const std::vector<AnyMethod>& methods) {
  ExampleFinding finding{example.id,     example.title,  example.statement,
                         example.source, example.probes, {}};
  const ThreadPool alone;
  for (const AnyMethod& method : methods) {
    auto answers = ask(method, Case<Rational>{example.probes, {}, {}}, alone);
    if (answers) finding.rows.push_back({method.name(), std::move(*answers)});
  }
  return finding;
}

}  // namespace

double violation_rate_upper(std::uint64_t cases, std::uint64_t violations) {
  if (violations >= cases) return 1.0;
  // Quantile of the beta distribution (Clopper & Pearson 1934).
  return boost::math::ibeta_inv(static_cast<double>(violations) + 1.0,
                                static_cast<double>(cases - violations), 0.95);
}

Finding search_cell(const AnyMethod& method, const Axiom& axiom, const CampaignOptions& options) {
  return CellSearch(method, axiom, options).run();
}

Campaign run_campaign(const CampaignOptions& options, const ThreadPool& pool) {
  Campaign campaign = empty_campaign(options);
  campaign.subject = "embedded networks";
  std::vector<ScopeResult> smallest;
  if (options.scope) {
    const Scope scope(*options.scope);
    smallest = search_scope(scope, options, pool);
    campaign.scope = in_words(*options.scope);
  }
  run_cells(campaign, options, pool, [&](const AnyMethod& method, const Axiom& axiom) {
    if (!options.scope) return search_cell(method, axiom, options);
    const auto row = static_cast<std::size_t>(&method - options.methods.data());
    const auto column = static_cast<std::size_t>(&axiom - options.axioms.data());
    ScopeResult& cell = smallest[row * options.axioms.size() + column];
    return CellSearch(method, axiom, options).run(std::move(cell));
  });
  for (const Example& example : paper_examples()) {
    campaign.examples.push_back(answer_example(example, options.methods));
  }
  return campaign;
}

}  // namespace axiomark
