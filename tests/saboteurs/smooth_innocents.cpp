#include "tests/saboteurs/smooth_innocents.hpp"

#include "methods/registry.hpp"
#include "search/conviction.hpp"
#include "search/enclosed_judgement.hpp"
#include "search/ingredient_source.hpp"

namespace axiomark::tests {
namespace {

void judge_with_bounds(const AnyMethod& on_trial, const Axiom& by, const Ingredients<double>& in,
                       SmoothTrial& trial) {
  ++trial.enclosed;
  const auto exact = exactly(in);
  if (!exact) return trial.errors.push_back(trial.cases);
  const auto judged = judge_exactly(on_trial, by, *exact);
  if (!judged && is_undecided(judged.error())) {
    ++trial.undecided;
  } else if (!judged || judged->judgement.outcome == Outcome::error) {
    trial.errors.push_back(trial.cases);
  } else if (judged->judgement.outcome == Outcome::broken) {
    if (judged->judgement.hung_on.empty()) {
      trial.convicted.push_back(trial.cases);
    } else {
      ++trial.by_convention;
    }
  }
}

}  // namespace

SmoothTrial put_on_smooth_trial(const std::string& method, const Axiom& by, std::uint64_t seed,
                                std::uint64_t judgements, std::uint64_t every_nth) {
  const AnyMethod on_trial = make_method(method).value();
  const ThreadPool alone;
  SmoothTrial trial{method, by.info.name, 0, 0, 0, 0, 0, {}, {}};
  for (; trial.judged < judgements && trial.cases < 4 * judgements; ++trial.cases) {
    const auto in = draw_smooth_case(seed, by.info.name, trial.cases);
    const auto c = by.build_case(in, on_trial.kind());
    if (!c) {
      if (c.error().kind != ErrorKind::unsupported) trial.errors.push_back(trial.cases);
      continue;
    }
    const auto answers = ask(on_trial, *c, alone);
    if (!answers) {
      trial.errors.push_back(trial.cases);
      continue;
    }
    const Judgement<double> suspicion = by.check(*c, *answers);
    if (suspicion.outcome == Outcome::not_applicable) continue;
    ++trial.judged;
    if (suspicion.outcome != Outcome::kept || trial.cases % every_nth == 0) {
      judge_with_bounds(on_trial, by, in, trial);
    }
  }
  return trial;
}

}  // namespace axiomark::tests
