#pragma once

#include <memory>
#include <span>
#include <string>

#include "network/error.hpp"
#include "search/scopes/function_classes.hpp"

namespace axiomark {

/// An input and a baseline that differ.
struct PointPair {
  std::vector<int> input;
  std::vector<int> baseline;
};

/// A finite set of cases, stated before any method is asked.
struct ScopeLimits {
  std::string name;  ///< "tiny"
  NetworkLimits networks;
  int lowest_input = 0;     ///< features of inputs are whole numbers from here ...
  int highest_input = 1;    ///< ... to here
  int lowest_baseline = 0;  ///< of baselines: for methods that have one; others are asked with zero
  int highest_baseline = 0;
  /// Axioms that wrap a network, or combine two, are asked about the networks of at most so many relus,
  /// at inputs up to a bound of their own.
  int wrapped_relus = 1;
  int highest_wrapped_input = 1;
  /// A method whose answers are costly in exact arithmetic is asked about as many networks, the smallest
  /// first, as cost at most so many evaluations of a network for all axioms that are asked directly, and a
  /// fraction of it for each other axiom.
  double most_exact_evaluations = 1e6;
};

/// tiny, small, medium: the smallest first.
[[nodiscard]] std::span<const ScopeLimits> named_scopes();
[[nodiscard]] Result<ScopeLimits> find_scope(std::string_view name);
/// "tiny: networks of at most ...; inputs 0 to 3, baselines 0"
[[nodiscard]] std::string in_words(const ScopeLimits& limits);

/// All pairs of different points, the nearest to zero first: by the sum of all absolute values, then
/// number by number.
[[nodiscard]] std::vector<PointPair> point_pairs(const ScopeLimits& limits, int inputs,
                                                 bool own_baseline);

/// A scope laid out: its networks by number, and what they compute.
class Scope {
 public:
  explicit Scope(ScopeLimits limits);
  [[nodiscard]] const ScopeLimits& limits() const { return limits_; }
  [[nodiscard]] const NetworkSpace& networks() const { return networks_; }
  [[nodiscard]] const FunctionFacts& function(std::size_t number) const {
    return functions_.at(number);
  }
  [[nodiscard]] const FunctionClasses& functions() const { return functions_; }

 private:
  ScopeLimits limits_;
  NetworkSpace networks_;
  FunctionClasses functions_;
};

}  // namespace axiomark
