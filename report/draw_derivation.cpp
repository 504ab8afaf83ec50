#include "report/draw_derivation.hpp"

#include <fmt/format.h>

#include "report/formula.hpp"
#include "report/gradient_runs.hpp"
#include "report/number_text.hpp"

namespace axiomark {
namespace {

constexpr std::size_t kMostGradients = 16;

// "point (1/2, 1)" of one draw; two examples of several.
std::string points_text(const GradientRun& run, const Batch<Rational>& points) {
  const auto point = [&](std::size_t k) {
    return pretty_point(Vector<Rational>(points.col(static_cast<Index>(k))));
  };
  if (run.count == 1) return point(run.first);
  return point(run.first) + (run.count == 2 ? " and " : ", ..., ") + point(run.last);
}

}  // namespace

Result<Derived> draw_lines(const GradientSampling& sampling, DrawFactor times,
                           const Probe<Rational>& probe, const AskFunctionMethod& ask) {
  const auto recorded = record_gradients(probe, sampling.conventions.as<Rational>(), ask);
  if (!recorded) return tl::make_unexpected(recorded.error());
  const auto draws = static_cast<std::size_t>(recorded->points.cols());
  const std::vector<Rational> weights(draws, Rational(1) / static_cast<long>(draws));
  const std::vector<GradientRun> runs =
      gradient_runs(probe, recorded->points, recorded->gradients, weights, Join::all);
  Derived out;
  out.lines.push_back({fmt::format("{} drawn points, seed {}", draws, sampling.sampling.seed),
                       {},
                       Emphasis::section});
  for (std::size_t r = 0; r < runs.size(); ++r) {
    if (r == kMostGradients) {
      out.lines.push_back({"...", fmt::format("{} more gradients", runs.size() - r)});
      break;
    }
    out.lines.push_back({fmt::format("{} of {}", runs[r].count, draws),
                         fmt::format("at {}{}: gradient {}", points_text(runs[r], recorded->points),
                                     runs[r].states, pretty_point(runs[r].gradient))});
  }
  const bool difference = times == DrawFactor::difference;
  out.lines.push_back({difference ? "Attributions: (x − x′) times the mean gradient"
                                  : "Attributions: the mean gradient",
                       {},
                       Emphasis::section});
  out.result = Vector<Rational>::Constant(probe.input.size(), Rational(0));
  for (Index i = 0; i < probe.input.size(); ++i) {
    for (const GradientRun& run : runs) out.result(i) += run.weight * run.gradient(i);
    std::string text =
        runs.size() > kMostGradients ? pretty(out.result(i)) : weighted_sum_text(runs, i);
    if (difference) {
      out.result(i) *= probe.input(i) - probe.baseline(i);
      text = fmt::format("{} · ({})", difference_text(probe, i), text);
    }
    if (text != pretty(out.result(i))) text += " = " + pretty(out.result(i));
    out.lines.push_back({"A of " + feature_name(i, probe.input.size()), text, Emphasis::result});
  }
  return out;
}

}  // namespace axiomark
