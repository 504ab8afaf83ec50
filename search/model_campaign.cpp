#include "search/model_campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "network/exact_cost.hpp"
#include "network/exact_work.hpp"
#include "search/conviction.hpp"
#include "search/enclosed_judgement.hpp"
#include "search/enclosed_residual.hpp"
#include "search/fold.hpp"
#include "search/model_cases.hpp"

namespace axiomark {
namespace {

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
        asking_(trial.max_cost),
        budget_(trial.max_cost) {}

  Finding run() {
    if (!fold_.stated()) return fold_.outside();
    if (!axiom_.info.uses.network) {
      count(Outcome::not_applicable,
            axiom_.info.name +
                " is judged on functions of its own: nothing it finds is about a model");
      return fold_.finding();
    }
    for (Index k = 0; k < trial_.inputs.cols() && !done(); ++k) {
      for (const auto& in : worth_judging(trial_, rewrites_, axiom_.info, options_.seed, k)) {
        if (done() || options_.stop.stop_requested()) break;
        judge(in, static_cast<std::uint64_t>(k));
      }
    }
    // Of what nothing was judged, the reason is all there is to say.
    const std::string left_out = fmt::format(
        "cases were left out after {:g} seconds, by estimate (raise it with --max-cost)",
        trial_.max_cost);
    if (asking_.left() < 0 && judged_ == 0) count(Outcome::error, left_out);
    Finding finding = fold_.finding();
    if (asking_.left() < 0 && judged_ > 0 && !finding.counterexample) {
      finding.scope += (finding.scope.empty() ? "" : "; ") + left_out;
    }
    if (largest_bound_ > 0) finding.error_bound = largest_bound_;
    return finding;
  }

 private:
  [[nodiscard]] bool done() const { return fold_.convicted() || asking_.left() < 0; }

  void count(Outcome outcome, const std::string& reason, HangSet hung_on = {},
             const std::string& variant = {}) {
    if (outcome == Outcome::kept || outcome == Outcome::broken) ++judged_;
    fold_.count(CellFold::Draw::model, outcome, reason, hung_on, variant);
  }

  void judge(const Ingredients<double>& in, std::uint64_t input) {
    const auto c =
        within_exact_work(asking_, [&] { return axiom_.build_case(in, method_.kind()); });
    if (!c) {
      if (asking_.left() < 0) return;
      const bool refused = c.error().kind == ErrorKind::unsupported;
      return count(refused ? Outcome::not_applicable : Outcome::error, message(c.error()));
    }
    const auto answers = within_exact_work(asking_, [&] { return ask(method_, *c, alone_); });
    if (!answers) {
      if (asking_.left() < 0) return;
      return count(Outcome::error, message(answers.error()));
    }
    asking_.spend(seconds_of_passes(*c, *answers));
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
    const auto exact_in = exactly(in);
    if (!exact_in) return leave_unsettled(message(exact_in.error()) + enclosed(in, answers));
    auto judged = within_exact_work(
        budget_, [&] { return decided([&] { return judge_again(*exact_in, answers); }); });
    if (!judged) {
      const Error& why = judged.error();
      const bool too_long = why.kind == ErrorKind::unsupported && why.where == kExactWork;
      return leave_unsettled((too_long ? why.found + "; " + why.expected : message(why)) +
                             enclosed(in, answers));
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
  std::uint64_t judged_ = 0;
  ExactWorkBudget asking_;  // in double
  ExactWorkBudget budget_;  // of exact judgements
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
