#pragma once

#include <vector>

#include "methods/member.hpp"
#include "methods/registry_entry.hpp"

namespace axiomark {

/// A linear combination of methods.
/// Computes    A_i = sum over the terms of coefficient * A_i of the term's method. Terms read
///             3/2*(path:order=[0,1])-1/2*(gradient-x-input): exact decimals or fractions, methods
///             in parentheses; a coefficient of 1 and spaces between the parts may be left out.
/// Requires    what its methods require: one that refuses a query refuses it for all. With several
///             baselines per query, methods that know a distribution, or average.
/// Shapes      inputs, baselines [features x queries] -> one value per feature and query; a method
///             that knows a distribution takes [features x (queries * m)] baselines.
/// Error       exact in Rational where the methods are; in floating point the methods' bounds, times
///             their coefficients, and the rounding of the sum. Standard errors add up likewise.
/// Cost        that of its methods together.
/// Satisfies   linearity, dummy, implementation invariance if all its methods do; completeness if
///             all do and the coefficients sum to 1.
/// Violates    non-negativity for non-decreasing functions: 2 A^P1 - A^P3 of two orderings is
///             complete, linear and dummy, yet no average of monotone paths (claim L02).
/// Source      Lundstrom, Huang & Razaviyayn 2022, arXiv 2202.11912, on what characterizes path
///             methods. Kind: the widest of its methods' kinds.
struct Combination {
  struct Term {
    Rational coefficient;
    AnyMethod method;
  };

  std::vector<Term> terms;  ///< at least one
  MethodKind kind;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network, const Queries<S>& queries,
                                          const ThreadPool& pool) const;
  [[nodiscard]] bool sees_network() const;
};

[[nodiscard]] RegistryEntry combination_entry();

}  // namespace axiomark
