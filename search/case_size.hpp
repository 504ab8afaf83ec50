#pragma once

#include <compare>
#include <string>
#include <vector>

#include "axioms/case.hpp"

namespace axiomark {

/// How large ingredients are to a reader, from what weighs most to what weighs least. Shrinking makes it
/// smaller step by step, in this order.
struct CaseSize {
  Index extras = 0;     ///< rewrites, and what else the axiom can do without
  Index operators = 0;  ///< dense nodes and relus count 1, rarer operators more
  Index units = 0;      ///< values that the nodes make
  Index inputs = 0;
  Index bends = 0;     ///< elementwise nodes
  Index non_zero = 0;  ///< parameters
  double numbers = 0;  ///< the cost of all numbers together
  /// The costs one after another: of two cases alike, the one whose simpler numbers come first.
  std::vector<double> order;

  friend std::partial_ordering operator<=>(const CaseSize&, const CaseSize&) = default;
  friend bool operator==(const CaseSize&, const CaseSize&) = default;
};
[[nodiscard]] CaseSize size_of(const Ingredients<double>& in);

/// How far a number is from what a reader likes: 0, then 1, -1, 2, -2, ...; fractions behind all whole
/// numbers of a case, by their denominator.
[[nodiscard]] double cost_of(double v);

/// "2 inputs, 2 relus, 5 non-zero weights": the size of a network to a reader; "..., 1 other operator, ..."
/// where there is more than dense nodes and relus.
[[nodiscard]] std::string size_in_words(const Network<double>& network);

}  // namespace axiomark
