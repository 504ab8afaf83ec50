#include "report/path_derivation.hpp"

#include <fmt/format.h>

#include "network/gradient.hpp"
#include "network/linear_pieces.hpp"
#include "report/formula.hpp"
#include "report/number_text.hpp"
#include "report/unit_diagram.hpp"

namespace axiomark {
namespace {

constexpr std::size_t kNodesOnLines = 8;
constexpr std::size_t kMostRuns = 16;
constexpr std::size_t kMostStates = 6;
// Beyond this many nodes, units' states are not worked out: a diagram each costs more than a line.
constexpr std::size_t kMostNodesWithStates = 400;

// Neighbouring places on the segment where F has the same gradient and units the same states.
struct Run {
  std::size_t first;
  std::size_t last;
  std::string states;
  Vector<Rational> gradient;
  Rational weight;
};

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

std::string sum_text(const std::vector<Run>& runs, Index feature) {
  std::vector<SignedText> terms;
  for (const Run& run : runs) {
    const Rational& g = run.gradient(feature);
    if (run.weight == 1) {
      terms.push_back({g < 0, pretty(g < 0 ? Rational(-g) : g)});
    } else {
      terms.push_back({false, pretty(run.weight) + " · " + factor(g)});
    }
  }
  return joined(std::move(terms));
}

std::vector<Run> runs_of(const Probe<Rational>& probe, const Batch<Rational>& points,
                         const Batch<Rational>& gradients, const std::vector<Rational>& weights,
                         bool join) {
  std::vector<Run> runs;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const auto column = static_cast<Index>(k);
    const Vector<Rational> gradient = gradients.col(column);
    std::string now;
    if (weights.size() <= kMostNodesWithStates) now = states(probe, points.col(column));
    if (join && !runs.empty() && runs.back().states == now &&
        (runs.back().gradient == gradient).all()) {
      runs.back().last = k;
      runs.back().weight += weights[k];
    } else {
      runs.push_back({k, k, std::move(now), gradient, weights[k]});
    }
  }
  return runs;
}

void add_sums(PathLines& out, const Probe<Rational>& probe, const std::vector<Run>& runs) {
  out.lines.push_back({"Attributions: (x − x′) times the weighted sum", {}, Emphasis::section});
  out.result = Vector<Rational>::Constant(probe.input.size(), Rational(0));
  for (Index i = 0; i < probe.input.size(); ++i) {
    Rational sum = 0;
    for (const Run& run : runs) sum += run.weight * run.gradient(i);
    const Rational difference = probe.input(i) - probe.baseline(i);
    out.result(i) = difference * sum;
    const std::string inner = runs.size() > kMostRuns ? pretty(sum) : sum_text(runs, i);
    const std::string difference_text =
        probe.baseline(i) == 0
            ? factor(probe.input(i))
            : fmt::format("({} − {})", pretty(probe.input(i)), factor(probe.baseline(i)));
    out.lines.push_back(
        {"A of " + feature_name(i, probe.input.size()),
         fmt::format("{} · ({}) = {}", difference_text, inner, pretty(out.result(i))),
         Emphasis::result});
  }
}

Result<PathLines> by_pieces(const PathOptions& options, const Probe<Rational>& probe,
                            const Segment<Rational>& segment) {
  const auto pieces = linear_pieces(probe.network, probe.target, segment);
  if (!pieces) return tl::make_unexpected(pieces.error());
  const std::vector<Rational> middles = pieces->midpoints();
  const Batch<Rational> points = interpolate<Rational>(segment.from, segment.to, middles);
  const auto gradients = gradient(probe.network, points, probe.target, options.conventions);
  if (!gradients) return tl::make_unexpected(gradients.error());
  PathLines out;
  out.lines.push_back({"Linear pieces of the segment from x′ to x", {}, Emphasis::section});
  const std::vector<Run> runs = runs_of(probe, points, gradients->values, pieces->lengths(), false);
  for (const Run& run : runs) {
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

Result<PathLines> by_nodes(const PathOptions& options, const Probe<Rational>& probe,
                           const Segment<Rational>& segment) {
  const auto rule =
      make_quadrature<Rational>(*options.rule, options.steps, RandomStream(options.seed));
  if (!rule) return tl::make_unexpected(rule.error());
  const std::vector<Rational>& t = rule->nodes;
  const Batch<Rational> points = interpolate<Rational>(segment.from, segment.to, t);
  const auto gradients = gradient(probe.network, points, probe.target, options.conventions);
  if (!gradients) return tl::make_unexpected(gradients.error());
  const bool join = t.size() > kNodesOnLines;
  const std::vector<Run> runs = runs_of(probe, points, gradients->values, rule->weights, join);
  PathLines out;
  out.lines.push_back(
      {fmt::format("{} nodes on the segment from x′ to x", t.size()), {}, Emphasis::section});
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const Run& run = runs[r];
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

Result<PathLines> path_lines(const PathOptions& options, const Probe<Rational>& probe) {
  const Segment<Rational> segment{probe.baseline, probe.input};
  return options.rule ? by_nodes(options, probe, segment) : by_pieces(options, probe, segment);
}

}  // namespace axiomark
