#include "experiments/convergence/convergence_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "experiments/convergence/rule_sums.hpp"
#include "experiments/convergence/step_grid.hpp"
#include "methods/adaptive_integral.hpp"
#include "methods/path_integral.hpp"

namespace axiomark {
namespace {

template <class Run>
double seconds_of(const Run& run) {
  const auto start = std::chrono::steady_clock::now();
  run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

QuadratureRule rule_number(std::size_t k) { return static_cast<QuadratureRule>(k); }

// Gradients that all rules of a grid need together, where nodes have no pieces to share: left,
// right, trapezoid and simpson have the same, midpoint, Gauss-Legendre and random their own.
double gradients_of(const std::vector<long>& grid) {
  double sum = 0;
  for (const long m : grid) sum += 4 * static_cast<double>(m);
  return sum;
}

// The largest grid whose gradients are affordable.
std::vector<long> affordable_grid(const Function<double>& function, const Segment<double>& segment,
                                  const ConvergenceOptions& options, bool pieces) {
  if (pieces) return step_grid(options.most_steps);
  std::vector<double> nodes(64);
  for (std::size_t k = 0; k < nodes.size(); ++k) nodes[k] = static_cast<double>(k) / 64;
  const Batch<double> points = interpolate<double>(segment.from, segment.to, nodes);
  const double each = seconds_of([&] { return function.gradient(points).has_value(); }) / 64;
  long most = std::min(options.most_steps, options.most_unshared_steps);
  while (most > 64 && gradients_of(step_grid(most)) * each > options.most_seconds) most /= 2;
  return step_grid(most);
}

std::vector<std::optional<double>> all(const RuleStudy& study,
                                       std::optional<double> AttributionErrors::*measure) {
  std::vector<std::optional<double>> values;
  for (const RuleAnswer& answer : study.answers) values.push_back(answer.errors.*measure);
  return values;
}

void summarize(RuleStudy& study, double floor) {
  const auto errors = all(study, &AttributionErrors::relative_l1);
  const auto residuals = all(study, &AttributionErrors::relative_residual);
  std::vector<long> steps;
  std::vector<double> sizes;
  for (std::size_t k = 0; k < errors.size(); ++k) {
    if (!errors[k]) continue;
    steps.push_back(study.answers[k].steps);
    sizes.push_back(*errors[k]);
  }
  study.order = fit_order(steps, sizes, floor);
  for (std::size_t level = 0; level < kErrorLevels.size(); ++level) {
    if (const auto at = for_good(errors, kErrorLevels[level])) {
      study.steps_for_good[level] = study.answers[*at].steps;
    }
    if (const auto at = for_good(residuals, kErrorLevels[level])) {
      study.residual_for_good[level] = study.answers[*at].steps;
    }
  }
  for (std::size_t level = 0; level < kStopLevels.size(); ++level) {
    const auto first = std::ranges::find_if(
        residuals, [&](const auto& r) { return r && *r <= kStopLevels[level]; });
    if (first == residuals.end()) continue;
    const RuleAnswer& answer = study.answers[static_cast<std::size_t>(first - residuals.begin())];
    study.stops[level] = Stop{answer.steps, answer.errors};
  }
}

// Longer runs than this are not repeated: little disturbs them.
constexpr double kLongEnough = 0.5;

// The best of three, so that rules are compared and not what else the machine did.
template <class Run>
double best_seconds_of(const Run& run) {
  double best = INFINITY;
  for (int k = 0; k < 3 && (k == 0 || best <= kLongEnough); ++k) {
    best = std::min(best, seconds_of(run));
  }
  return best;
}

Cost measured_cost(const Function<double>& function, const Segment<double>& segment,
                   long most_steps) {
  Cost cost;
  for (long m = 1; m <= most_steps; m *= 10) {
    const auto rule = make_quadrature<double>(QuadratureRule::midpoint, m);
    const double best = best_seconds_of(
        [&] { return function.gradient_sum(segment, rule->nodes, rule->weights).has_value(); });
    cost.gradient_evaluations.push_back(m);
    cost.seconds.push_back(best);
    // Time is in proportion by then.
    if (best > kLongEnough) break;
  }
  return cost;
}

std::vector<MethodAnswer> own_nodes(const Function<double>& function,
                                    const Segment<double>& segment, const Truth& truth, bool time) {
  std::vector<MethodAnswer> answers;
  const auto seconds = [&](const auto& run) {
    return time ? best_seconds_of(run) : seconds_of(run);
  };
  if (truth.pieces) {
    Batch<double> ends(segment.from.size(), 2);
    ends << segment.from, segment.to;
    const double exact = time ? best_seconds_of([&] {
      return exact_integral<double>(function, ends, AxisLegs::by_gradients).has_value();
    })
                              : truth.seconds;
    answers.push_back({"exact", truth.gradient_evaluations, exact,
                       attribution_errors(truth.known.values, truth.known),
                       relative_to_rise(truth.known.bound, truth), truth.words});
  }
  for (const int parts : {10, 100, 1000}) {
    std::optional<Result<Attribution<double>>> answer;
    MethodAnswer said;
    said.name = fmt::format("adaptive, tolerance 1/{}", parts);
    said.seconds =
        seconds([&] { answer = adaptive_integral<double>(function, segment, 1.0 / parts); });
    if (!answer->has_value()) continue;
    const Attribution<double>& found = **answer;
    said.gradient_evaluations = found.gradient_evaluations;
    said.errors = attribution_errors(found.values, truth.known);
    if (found.error_bound) said.largest_bound = relative_to_rise(*found.error_bound, truth);
    if (!found.notes.empty()) said.note = found.notes.front();
    answers.push_back(std::move(said));
  }
  return answers;
}

}  // namespace

std::optional<double> relative_to_rise(const Vector<double>& bound, const Truth& truth) {
  if (truth.known.rise == 0 || bound.size() == 0) return {};
  return bound.maxCoeff() / std::abs(truth.known.rise);
}

std::optional<std::size_t> for_good(const std::vector<std::optional<double>>& values,
                                    double level) {
  std::size_t first = values.size();
  while (first > 0 && values[first - 1] && *values[first - 1] <= level) --first;
  if (first == values.size()) return {};
  return first;
}

double Cost::at(Index gradients) const {
  if (seconds.empty()) return 0;
  const auto n = static_cast<double>(gradients);
  for (std::size_t k = 1; k < seconds.size(); ++k) {
    const auto low = static_cast<double>(gradient_evaluations[k - 1]);
    const auto high = static_cast<double>(gradient_evaluations[k]);
    if (n > high) continue;
    return seconds[k - 1] + (seconds[k] - seconds[k - 1]) * (n - low) / (high - low);
  }
  return seconds.back() * n / static_cast<double>(gradient_evaluations.back());
}

Result<StudyRules> study_rules(long most_steps, std::uint64_t seed) {
  StudyRules rules;
  rules.grid = step_grid(most_steps);
  for (std::size_t r = 0; r < quadrature_rule_names().size(); ++r) {
    rules.steps.push_back(steps_of(rule_number(r), rules.grid));
    for (const long m : rules.steps.back()) {
      auto rule = make_quadrature<double>(rule_number(r), m, RandomStream(seed));
      if (!rule) return tl::make_unexpected(rule.error());
      rules.quadratures.push_back(std::move(*rule));
    }
  }
  return rules;
}

Result<ConvergenceStudy> convergence_study(const Function<double>& function,
                                           const Segment<double>& segment,
                                           const ConvergenceOptions& options,
                                           const StudyRules* prepared) {
  auto truth =
      integrated_gradients_truth(function, segment, options.network ? &*options.network : nullptr);
  if (!truth) return tl::make_unexpected(truth.error());
  ConvergenceStudy study;
  study.truth = std::move(*truth);
  study.features = segment.from.size();
  const LinearPieces<double>* pieces = study.truth.pieces ? &*study.truth.pieces : nullptr;
  // Nodes that share no piece are evaluated one by one: few of them cost little.
  const bool shared = pieces != nullptr && shares_pieces(*pieces);
  const std::vector<long> grid = affordable_grid(function, segment, options, shared);
  study.most_steps = grid.back();
  if (grid.back() < options.most_steps) {
    study.note = fmt::format("up to {} steps: without linear pieces to share, {} would take long",
                             grid.back(), options.most_steps);
  }
  const bool ready = prepared != nullptr && prepared->grid == grid;
  const auto made =
      ready ? Result<StudyRules>(StudyRules{}) : study_rules(study.most_steps, options.seed);
  if (!made) return tl::make_unexpected(made.error());
  const StudyRules* asked = ready ? prepared : &*made;
  const auto sums = rule_sums(function, segment, asked->quadratures, pieces);
  if (!sums) return tl::make_unexpected(sums.error());
  study.gradients_computed = sums->evaluations;
  const Vector<double> difference = segment.to - segment.from;
  // Ten times what is unknown of the truth, and of the sums' rounding: below it an error is noise.
  const double floor = 10 * study.truth.uncertainty + 1e-13;
  Index column = 0;
  for (std::size_t r = 0; r < asked->steps.size(); ++r) {
    RuleStudy rule{quadrature_rule_names()[r], {}, {}, {}, {}, {}};
    for (const long m : asked->steps[r]) {
      const Vector<double> values = difference * sums->gradients.col(column).array();
      const auto& nodes = asked->quadratures[static_cast<std::size_t>(column)].nodes;
      rule.answers.push_back(
          {m, static_cast<Index>(nodes.size()), attribution_errors(values, study.truth.known)});
      ++column;
    }
    summarize(rule, floor);
    study.rules.push_back(std::move(rule));
  }
  study.methods = own_nodes(function, segment, study.truth, options.time);
  if (options.time) study.cost = measured_cost(function, segment, study.most_steps);
  return study;
}

}  // namespace axiomark
