#include "report/gradient_runs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/formula.hpp"
#include "report/number_text.hpp"
#include "report/unit_diagram.hpp"

namespace axiomark {
namespace {

constexpr std::size_t kMostStates = 6;
// Beyond this many points, units' states are not worked out: a diagram each costs more than a line.
constexpr std::size_t kMostPointsWithStates = 400;

// "h₁ on, h₂ off": which relus let the gradient through at t.
std::string states(const Probe<Rational>& probe, const Vector<Rational>& point) {
  const auto diagram = unit_diagram(probe.network, point, probe.target, probe.label);
  if (!diagram) return {};
  std::vector<std::string> words;
  for (const Unit& unit : diagram->units) {
    if (!unit.is_relu()) continue;
    const Rational& z = unit.operand_values[0];
    words.push_back(unit.name + (z > 0 ? " on" : (z < 0 ? " off" : " at its kink")));
  }
  if (words.empty() || words.size() > kMostStates) return {};
  return fmt::format(" ({})", fmt::join(words, ", "));
}

}  // namespace

std::string weighted_sum_text(const std::vector<GradientRun>& runs, Index feature) {
  std::vector<SignedText> terms;
  for (const GradientRun& run : runs) {
    const Rational& g = run.gradient(feature);
    if (run.weight == 1) {
      terms.push_back(signed_text(g));
    } else {
      terms.push_back({false, pretty(run.weight) + " · " + factor(g)});
    }
  }
  return joined(std::move(terms));
}

std::string difference_text(const Probe<Rational>& probe, Index feature) {
  const Rational& x = probe.input(feature);
  const Rational& from = probe.baseline(feature);
  return from == 0 ? factor(x) : fmt::format("({} − {})", pretty(x), factor(from));
}

std::vector<GradientRun> gradient_runs(const Probe<Rational>& probe, const Batch<Rational>& points,
                                       const Batch<Rational>& gradients,
                                       const std::vector<Rational>& weights, Join join) {
  std::vector<GradientRun> runs;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const auto column = static_cast<Index>(k);
    const Vector<Rational> gradient = gradients.col(column);
    std::string now;
    if (weights.size() <= kMostPointsWithStates) now = states(probe, points.col(column));
    const auto same = [&](const GradientRun& run) {
      return run.states == now && (run.gradient == gradient).all();
    };
    auto run = runs.end();
    if (join == Join::neighbours && !runs.empty() && same(runs.back())) run = runs.end() - 1;
    if (join == Join::all) run = std::ranges::find_if(runs, same);
    if (run == runs.end()) {
      runs.push_back({k, k, 1, std::move(now), gradient, weights[k]});
    } else {
      run->last = k;
      ++run->count;
      run->weight += weights[k];
    }
  }
  return runs;
}

}  // namespace axiomark
