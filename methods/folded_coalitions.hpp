#pragma once

#include <vector>

#include "methods/sampling.hpp"
#include "network/batch.hpp"

namespace axiomark {

/// The Shapley value of each player from v of all coalitions, as shapley_values (coalitions.hpp) computes it, by folding:
/// with w_s = s! (n - s - 1)! / n!,
///     phi_i = sum over C without i of (w_|C| v(C with i) - w_|C| v(C)),
/// and of every player whose value is done, the coalitions with it are added to those without, in both terms.
/// The two terms of a player who never changes v are the same sums in the same order: it gets exactly 0.
/// Error: every term goes through n + 3 roundings, so that |computed - exact| <=
/// gamma_(n + 3) sum over C without i of w_|C| (|v(C with i)| + |v(C)|) <= 2 gamma_(n + 3) max |v|. Exact in Rational.
/// Cost: 2^n products and 5 2^n additions.
template <Scalar S>
[[nodiscard]] std::vector<Accumulator<S>> folded_shapley_values(const Row<S>& values);

/// w_s for s = 0 to players - 1.
[[nodiscard]] std::vector<Rational> shapley_weights(Index players);

}  // namespace axiomark
