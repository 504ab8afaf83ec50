#include "report/path_derivation.hpp"

#include <fmt/format.h>

#include "network/gradient.hpp"
#include "network/linear_pieces.hpp"
#include "report/gradient_runs.hpp"
#include "report/number_text.hpp"

namespace axiomark {
namespace {

constexpr std::size_t kNodesOnLines = 8;
constexpr std::size_t kMostRuns = 16;

void add_sums(Derived& out, const Probe<Rational>& probe, const std::vector<GradientRun>& runs) {
  out.lines.push_back({"Attributions: (x − x′) times the weighted sum", {}, Emphasis::section});
  out.result = Vector<Rational>::Constant(probe.input.size(), Rational(0));
  for (Index i = 0; i < probe.input.size(); ++i) {
    Rational sum = 0;
    for (const GradientRun& run : runs) sum += run.weight * run.gradient(i);
    const Rational difference = probe.input(i) - probe.baseline(i);
    out.result(i) = difference * sum;
    const std::string inner = runs.size() > kMostRuns ? pretty(sum) : weighted_sum_text(runs, i);
    out.lines.push_back(
        {"A of " + feature_name(i, probe.input.size()),
         fmt::format("{} · ({}) = {}", difference_text(probe, i), inner, pretty(out.result(i))),
         Emphasis::result});
  }
}

Result<Derived> by_pieces(const PathOptions& options, const Probe<Rational>& probe,
                          const Segment<Rational>& segment) {
  const auto pieces = linear_pieces(probe.network, probe.target, segment);
  if (!pieces) return tl::make_unexpected(pieces.error());
  const std::vector<Rational> middles = pieces->midpoints();
  const Batch<Rational> points = interpolate<Rational>(segment.from, segment.to, middles);
  const auto gradients = gradient(probe.network, points, probe.target, options.conventions);
  if (!gradients) return tl::make_unexpected(gradients.error());
  Derived out;
  out.lines.push_back({"Linear pieces of the segment from x′ to x", {}, Emphasis::section});
  const std::vector<GradientRun> runs =
      gradient_runs(probe, points, gradients->values, pieces->lengths(), Join::none);
  for (const GradientRun& run : runs) {
    if (run.first == kMostRuns) {
      out.lines.push_back({"...", fmt::format("{} more pieces", runs.size() - kMostRuns)});
      break;
    }
    out.lines.push_back({fmt::format("piece {}", run.first + 1),
                         fmt::format("t from {} to {}{}: gradient {}, length {}",
                                     pretty(pieces->breakpoints[run.first]),
                                     pretty(pieces->breakpoints[run.first + 1]), run.states,
                                     pretty_point(run.gradient), pretty(run.weight))});
  }
  add_sums(out, probe, runs);
  return out;
}

Result<Derived> by_nodes(const PathOptions& options, const Probe<Rational>& probe,
                         const Segment<Rational>& segment) {
  const auto rule =
      make_quadrature<Rational>(*options.rule, options.steps, RandomStream(options.seed));
  if (!rule) return tl::make_unexpected(rule.error());
  const std::vector<Rational>& t = rule->nodes;
  const Batch<Rational> points = interpolate<Rational>(segment.from, segment.to, t);
  const auto gradients = gradient(probe.network, points, probe.target, options.conventions);
  if (!gradients) return tl::make_unexpected(gradients.error());
  const bool join = t.size() > kNodesOnLines;
  const std::vector<GradientRun> runs = gradient_runs(
      probe, points, gradients->values, rule->weights, join ? Join::neighbours : Join::none);
  Derived out;
  out.lines.push_back(
      {fmt::format("{} nodes on the segment from x′ to x", t.size()), {}, Emphasis::section});
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const GradientRun& run = runs[r];
    if (r == kMostRuns) {
      out.lines.push_back({"...", fmt::format("{} more runs of nodes", runs.size() - r)});
      break;
    }
    const std::string gradient_text = fmt::format("{}: gradient {}, weight {}", run.states,
                                                  pretty_point(run.gradient), pretty(run.weight));
    if (!join) {
      out.lines.push_back(
          {fmt::format("node {}", r + 1),
           fmt::format("t = {}, point {}{}", pretty(t[run.first]),
                       pretty_point(points.col(static_cast<Index>(run.first))), gradient_text)});
    } else if (run.first == run.last) {
      out.lines.push_back({fmt::format("run {}", r + 1),
                           fmt::format("t = {}, 1 node{}", pretty(t[run.first]), gradient_text)});
    } else {
      out.lines.push_back(
          {fmt::format("run {}", r + 1),
           fmt::format("t = {} … {}, {} nodes{}", pretty(t[run.first]), pretty(t[run.last]),
                       run.last - run.first + 1, gradient_text)});
    }
  }
  add_sums(out, probe, runs);
  return out;
}

}  // namespace

Result<Derived> path_lines(const PathOptions& options, const Probe<Rational>& probe) {
  const Segment<Rational> segment{probe.baseline, probe.input};
  return options.rule ? by_nodes(options, probe, segment) : by_pieces(options, probe, segment);
}

}  // namespace axiomark
