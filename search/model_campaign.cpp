#include "search/model_campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "network/exact_cost.hpp"
#include "network/exact_work.hpp"
#include "search/conviction.hpp"
#include "search/enclosed_residual.hpp"
#include "search/fold.hpp"
#include "search/ingredient_source.hpp"

namespace axiomark {
namespace {

// Features, or pairs of them, singled out per input: enough to meet one that a method ignores, few
// enough that a thousand inputs are judged in seconds.
constexpr int kFeaturesPerInput = 4;

// One feature after another that differs from its baseline; any, where none does.
std::vector<Index> draw_features(RandomStream& stream, const Ingredients<double>& plain) {
  std::vector<Index> candidates;
  for (Index i = 0; i < plain.input.size(); ++i) {
    if (plain.input(i) != plain.baseline(i)) candidates.push_back(i);
  }
  if (candidates.empty()) {
    for (Index i = 0; i < plain.input.size(); ++i) candidates.push_back(i);
  }
  std::vector<Index> drawn;
  while (drawn.size() < kFeaturesPerInput && !candidates.empty()) {
    const auto at =
        candidates.begin() + static_cast<std::ptrdiff_t>(stream.below(candidates.size()));
    drawn.push_back(*at);
    candidates.erase(at);
  }
  return drawn;
}

// The kinds of rewrite that the model has a place for.
std::vector<RewriteKind> fitting_rewrites(const ModelTrial& trial) {
  std::vector<RewriteKind> fitting;
  for (const RewriteKind kind : rewrite_kinds()) {
    if (rewrite(trial.network, {kind, 0, 1})) fitting.push_back(kind);
  }
  return fitting;
}

// What is worth varying for an axiom at one input of the model.
std::vector<Ingredients<double>> worth_judging(const ModelTrial& trial,
                                               const std::vector<RewriteKind>& rewrites,
                                               const AxiomInfo& axiom, std::uint64_t seed,
                                               Index input) {
  const Ingredients<double> plain{trial.network,
                                  trial.inputs.col(input),
                                  trial.baselines.col(input),
                                  trial.targets.col(input),
                                  0,
                                  {}};
  const auto features = static_cast<std::uint64_t>(plain.input.size());
  const auto outputs = static_cast<std::uint64_t>(plain.target.size());
  RandomStream stream = case_stream(seed, axiom.name, static_cast<std::uint64_t>(input));
  std::vector<Ingredients<double>> all = {plain};
  if (axiom.uses.feature || axiom.uses.pair) {
    all.clear();
    for (const Index feature : draw_features(stream, plain)) {
      all.push_back(plain);
      all.back().feature = feature;
      if (axiom.uses.pair) all.back().other = static_cast<Index>(stream.below(features));
    }
  }
  if (axiom.uses.rewrites) {
    const std::size_t unwritten = all.size();
    for (const RewriteKind kind : rewrites) {
      const auto at = [&](Index place) {
        all.push_back(all[all.size() % unwritten]);
        all.back().rewrites = {{kind, place, static_cast<int>(stream.between(1, 3))}};
      };
      // A place drawn for each input, and once the first, which is the input itself for insertions.
      if (input == 0) at(0);
      at(static_cast<Index>(stream.below(64)));
    }
  }
  const Index kinds =
      axiom.uses.variants == kVariantPerFeature ? plain.input.size() : axiom.uses.variants;
  const std::size_t of_one_kind = all.size();
  for (Index variant = 1; variant < kinds; ++variant) {
    for (std::size_t k = 0; k < of_one_kind; ++k) {
      all.push_back(all[k]);
      all.back().variant = variant;
    }
  }
  for (Ingredients<double>& in : all) {
    if (axiom.uses.second) {  // another output of the same model
      in.second_target = Vector<double>::Zero(plain.target.size());
      in.second_target(static_cast<Index>(stream.below(outputs))) = 1;
    }
    if (axiom.uses.second || axiom.uses.map) draw_maps(stream, in);
  }
  return all;
}

class ModelCellSearch {
 public:
  ModelCellSearch(const ModelTrial& trial, const std::vector<RewriteKind>& rewrites,
                  const AnyMethod& method, const Axiom& axiom, const CampaignOptions& options)
      : trial_(trial),
        rewrites_(rewrites),
        method_(method),
        axiom_(axiom),
        options_(options),
        fold_(method, axiom),
        budget_(trial.max_cost) {}

  Finding run() {
    if (!fold_.stated()) return fold_.outside();
    if (!axiom_.info.uses.network) {
      count(Outcome::not_applicable,
            axiom_.info.name +
                " is judged on functions of its own: nothing it finds is about a model");
      return fold_.finding();
    }
    for (Index k = 0; k < trial_.inputs.cols() && !fold_.convicted(); ++k) {
      for (const auto& in : worth_judging(trial_, rewrites_, axiom_.info, options_.seed, k)) {
        if (fold_.convicted() || options_.stop.stop_requested()) break;
        judge(in, static_cast<std::uint64_t>(k));
      }
    }
    Finding finding = fold_.finding();
    if (largest_bound_ > 0) finding.error_bound = largest_bound_;
    return finding;
  }

 private:
  void count(Outcome outcome, const std::string& reason, HangSet hung_on = {},
             const std::string& variant = {}) {
    fold_.count(CellFold::Draw::model, outcome, reason, hung_on, variant);
  }

  void judge(const Ingredients<double>& in, std::uint64_t input) {
    const auto c = axiom_.build_case(in, method_.kind());
    if (!c) {
      const bool refused = c.error().kind == ErrorKind::unsupported;
      return count(refused ? Outcome::not_applicable : Outcome::error, message(c.error()));
    }
    const auto answers = ask(method_, *c, alone_);
    if (!answers) return count(Outcome::error, message(answers.error()));
    for (const auto& answer : *answers) {
      if (answer.attribution && answer.attribution->error_bound) {
        largest_bound_ = std::max(largest_bound_, answer.attribution->error_bound->sum());
      }
    }
    const Judgement<double> suspicion = axiom_.check(*c, *answers);
    if (suspicion.outcome == Outcome::broken) return settle(in, *answers, input);
    count(suspicion.outcome, suspicion.reason, suspicion.hung_on, c->variant);
  }

  // Judges a suspicion again in Rational, if that can be paid for.
  void settle(const Ingredients<double>& in, const std::vector<Answer<double>>& answers,
              std::uint64_t input) {
    const auto exact_in = convert<Rational>(in);
    if (!exact_in) return leave_unsettled(message(exact_in.error()) + enclosed(in, answers));
    auto judged = within_exact_work(budget_, [&] { return judge_again(*exact_in, answers); });
    if (!judged) {
      const Error& why = judged.error();
      const bool too_long = why.kind == ErrorKind::unsupported && why.where == kExactWork;
      return leave_unsettled(too_long ? why.found + "; " + why.expected : message(why));
    }
    const Judgement<Rational>& judgement = judged->judgement;
    count(judgement.outcome, judgement.reason, judgement.hung_on, judged->c.variant);
    if (judgement.outcome != Outcome::broken) return;
    Provenance provenance;
    provenance.seed = options_.seed;
    provenance.case_number = input;
    fold_.keep(std::move(*judged), std::move(provenance),
               ModelReference{trial_.path, trial_.sha256, *exact_in});
  }

  // What is foreseen to take too long is not begun; numbers may grow all the same, and to build a case may
  // take as long (some axioms look for the kinks of the network).
  [[nodiscard]] Result<ExactJudgement> judge_again(
      const Ingredients<Rational>& in, const std::vector<Answer<double>>& answers) const {
    const auto c = axiom_.build_case(in, method_.kind());
    if (!c) return tl::make_unexpected(c.error());
    double seconds = 0;
    for (std::size_t k = 0; k < answers.size(); ++k) {
      const double gradients =
          answers[k].attribution ? static_cast<double>(answers[k].attribution->gradient_evaluations)
                                 : 1.0;
      seconds += exact_seconds(c->probes[k].network, 2 * gradients + 2);
    }
    if (auto ok = affordable(seconds, budget_.left()); !ok) return tl::make_unexpected(ok.error());
    return judge_exactly(method_, axiom_, *c);
  }

  // What can be proved beside Rational: "; the residual ... lies in [a, b]", of completeness. Once a cell,
  // which shows one reason.
  [[nodiscard]] std::string enclosed(const Ingredients<double>& in,
                                     const std::vector<Answer<double>>& answers) {
    if (axiom_.info.name != "completeness" || enclosed_ || answers.size() != 1) return {};
    enclosed_ = true;
    const auto c = axiom_.build_case(in, method_.kind());
    if (!c || !answers.front().attribution) return {};
    const auto residual = enclosed_residual(c->probes.front(), answers.front().attribution->values);
    return residual ? "; " + in_words(*residual) : std::string();
  }

  void leave_unsettled(const std::string& why) {
    count(Outcome::error, "suspected in double, but not judged exactly: " + why);
  }

  const ModelTrial& trial_;
  const std::vector<RewriteKind>& rewrites_;
  const AnyMethod& method_;
  const Axiom& axiom_;
  const CampaignOptions& options_;
  CellFold fold_;
  ThreadPool alone_;
  double largest_bound_ = 0;
  bool enclosed_ = false;
  ExactWorkBudget budget_;
};

// Fills in all findings, cell by cell, on the threads of the pool.
void run_cells(Campaign& campaign, const CampaignOptions& options, const ThreadPool& pool,
               const std::function<Finding(const AnyMethod&, const Axiom&)>& search) {
  const std::size_t columns = options.axioms.size();
  const std::size_t cells = options.methods.size() * columns;
  campaign.findings.resize(cells);
  std::atomic<std::size_t> done = 0;
  pool.for_each(static_cast<Index>(cells), [&](Index cell) {
    const auto k = static_cast<std::size_t>(cell);
    campaign.findings[k] = search(options.methods[k / columns], options.axioms[k % columns]);
    if (options.progress) options.progress(++done, cells);
  });
}

}  // namespace

Campaign run_model_campaign(const ModelTrial& trial, const CampaignOptions& options,
                            const ThreadPool& pool) {
  Campaign campaign = empty_campaign(options);
  campaign.subject = fmt::format("{}, {} input{}, SHA-256 {}", trial.path, trial.inputs.cols(),
                                 trial.inputs.cols() == 1 ? "" : "s", trial.sha256);
  campaign.cases_per_cell = static_cast<std::uint64_t>(trial.inputs.cols());
  const std::vector<RewriteKind> rewrites = fitting_rewrites(trial);
  run_cells(campaign, options, pool, [&](const AnyMethod& method, const Axiom& axiom) {
    return ModelCellSearch(trial, rewrites, method, axiom, options).run();
  });
  return campaign;
}

}  // namespace axiomark
