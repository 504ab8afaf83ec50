#pragma once

#include "methods/coalitions.hpp"
#include "methods/kernel_shap.hpp"

namespace axiomark {

/// A proper coalition of n >= 2 players with probability ~ k(size): who is in it.
[[nodiscard]] std::vector<bool> random_kernel_coalition(RandomStream stream, Index n);

/// rule=sampled and rule=unbiased, for two players or more. Draw d is
/// random_kernel_coalition(RandomStream(seed).split(d), n).
template <Scalar S>
[[nodiscard]] Result<Attribution<S>> kernel_shap_by_sampling(const BaselineGame<S>& game,
                                                             const KernelShap& method);

/// A from the right-hand side b_i = sum of k(C) (v(C) - v(nobody)) over the C with i.
/// The matrix of the least squares, sum k z z', has one value a on its diagonal and one value c
/// beside it. With the multiplier l of the constraint (a - c) A_i = b_i - (c sum A + l), so that
/// A_i = b_i / (a - c) + the same for all i, which the constraint settles. a - c is the weight of
/// the coalitions that have i and lack j: C(n-2, s-1) of size s, k(s) C(n-2, s-1) = 1/n for each s.
/// As probabilities, divided by sum k(s) C(n, s) = 2 (n-1)/n (1 + 1/2 + ... + 1/(n-1)).
template <Scalar S>
[[nodiscard]] std::vector<Accumulator<S>> solve_with_equal_diagonal(std::vector<Accumulator<S>> b,
                                                                    const Accumulator<S>& diagonal,
                                                                    const Accumulator<S>& rise) {
  const auto n = Accumulator<S>(b.size());
  Accumulator<S> mean(0);
  for (const Accumulator<S>& entry : b) mean += entry;
  mean /= n;
  for (Accumulator<S>& entry : b) entry = (entry - mean) / diagonal + rise / n;
  return b;
}

}  // namespace axiomark
