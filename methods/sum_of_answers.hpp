#pragma once

#include <span>

#include "methods/attribution.hpp"

namespace axiomark {

/// sum_j weights_j answers_j, of several answers to one query, all of one length.
/// Evaluations add up and conventions unite. The answer has an error bound if all have one:
/// sum |w_j| bound_j and the rounding of the sum. If some are sampled, standard errors and intervals
/// add up, |w_j| times each: no less than those of the sum, whether or not the samples depend on each
/// other (common random numbers do). Relevance absorbed adds up if all say where theirs went.
/// Notes are left to the caller.
template <Scalar S>
[[nodiscard]] Attribution<S> weighted_sum(std::span<const Attribution<S>> answers,
                                          std::span<const S> weights);

}  // namespace axiomark
