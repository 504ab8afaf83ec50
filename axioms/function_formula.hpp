#pragma once

#include "axioms/axiom_formula.hpp"

namespace axiomark {

/// Functions of an axiom file:
///   f, g             the drawn function and another of the same features
///   linear(v)        z -> sum over i of v_i z_i, for a point v
///   rewritten(F)     F as another network: the drawn rewrites, each proved to change no value
///   swapped(F)       z -> F(z with z_p and z_q exchanged)
///   behind(F, c, d)  y -> F((y - d) / c), for points or numbers c and d; c is never 0
///   of_sum(F)        z -> F(s, ..., s) with s the sum of all z_i
///   unused(F)        F with one more feature, which nothing reads
///   cancelling(F)    F(z) - rewritten(F)(z) + t with one more feature t: reads all, depends on t alone
///   as_targets(F)    for a sum of two functions: two outputs, weighted by the target, not by a layer
/// and sums, differences and multiples by numbers of functions with the same features.
struct FunctionType {
  int added = 0;  ///< features behind those of f

  friend bool operator==(const FunctionType&, const FunctionType&) = default;
};
[[nodiscard]] Result<FunctionType> type_of_function(const std::string& text,
                                                    const Expression& formula);

/// A function, and the rewrites that were used to write it.
template <Scalar S>
struct MadeFunction {
  TargetFunction<S> function;
  std::vector<RewriteStep> rewrites;
};
/// The function of a formula whose type is known to be right. An error of the kind `unsupported` where
/// no such function can be made of what was drawn.
template <Scalar S>
[[nodiscard]] Result<MadeFunction<S>> function_of(const Expression& formula,
                                                  const DrawnQuantities<S>& drawn);

}  // namespace axiomark
