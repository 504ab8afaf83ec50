#include "search/scopes/scope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "methods/options.hpp"

namespace axiomark {
namespace {

// All points with `inputs` whole coordinates from low to high.
std::vector<std::vector<int>> points(int inputs, int low, int high) {
  std::vector<std::vector<int>> all = {{}};
  for (int i = 0; i < inputs; ++i) {
    std::vector<std::vector<int>> longer;
    for (const auto& point : all) {
      for (int v = low; v <= high; ++v) {
        longer.push_back(point);
        longer.back().push_back(v);
      }
    }
    all = std::move(longer);
  }
  return all;
}

int magnitude(const PointPair& pair) {
  int sum = 0;
  for (const int v : pair.input) sum += std::abs(v);
  for (const int v : pair.baseline) sum += std::abs(v);
  return sum;
}

std::string range(int low, int high) {
  return low == high ? fmt::format("{}", low) : fmt::format("{} to {}", low, high);
}

}  // namespace

std::span<const ScopeLimits> named_scopes() {
  // tiny: the smallest in which figure 7 of the paper lies: two inputs, three relus, weights and biases
  // -1, 0, 1, the point (3, 1) from zero.
  static const std::array<ScopeLimits, 3> scopes = {{
      {.name = "tiny",
       .networks =
           {.inputs = 2, .hidden_layers = 1, .width = 2, .relus = 3, .weight = 1, .bias = 1},
       .highest_input = 3,
       .highest_wrapped_input = 2,
       .most_exact_evaluations = 2e5},
      {.name = "small",
       .networks =
           {.inputs = 2, .hidden_layers = 2, .width = 2, .relus = 3, .weight = 1, .bias = 1},
       .lowest_input = -1,
       .highest_input = 3,
       .highest_baseline = 1,
       .highest_wrapped_input = 3,
       .most_exact_evaluations = 2e6},
      {.name = "medium",
       .networks =
           {.inputs = 2, .hidden_layers = 2, .width = 2, .relus = 3, .weight = 1, .bias = 2},
       .lowest_input = -1,
       .highest_input = 3,
       .highest_baseline = 1,
       .highest_wrapped_input = 3,
       .most_exact_evaluations = 4e6},
  }};
  return scopes;
}

Result<ScopeLimits> find_scope(std::string_view name) {
  std::vector<std::string> names;
  for (const ScopeLimits& scope : named_scopes()) {
    if (scope.name == name) return scope;
    names.push_back(scope.name);
  }
  return fail(ErrorKind::usage, "scope", "unknown name " + with_suggestion(name, names),
              fmt::format("none or one of: {}", fmt::join(names, ", ")));
}

std::string in_words(const ScopeLimits& limits) {
  return fmt::format("{}: every network of {}; inputs {}, baselines {}", limits.name,
                     in_words(limits.networks), range(limits.lowest_input, limits.highest_input),
                     range(limits.lowest_baseline, limits.highest_baseline));
}

std::vector<PointPair> point_pairs(const ScopeLimits& limits, int inputs, bool own_baseline) {
  const int low = own_baseline ? limits.lowest_baseline : 0;
  const int high = own_baseline ? limits.highest_baseline : 0;
  std::vector<PointPair> pairs;
  for (const auto& baseline : points(inputs, low, high)) {
    for (const auto& input : points(inputs, limits.lowest_input, limits.highest_input)) {
      if (input != baseline) pairs.push_back({input, baseline});
    }
  }
  std::ranges::stable_sort(pairs, {}, magnitude);
  return pairs;
}

Scope::Scope(ScopeLimits limits)
    : limits_(std::move(limits)), networks_(limits_.networks), functions_(networks_) {}

}  // namespace axiomark
