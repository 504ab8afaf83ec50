#pragma once

#include "methods/sampling.hpp"
#include "report/coalition_derivation.hpp"

namespace axiomark {

/// How shapley draws: shapley_sampling.hpp says what draw k is.
enum class OrderDraws { permutations, antithetic, stratified };

/// Sampled Shapley values: how often each order was drawn (of strata: nothing), the values of F at the
/// corners, then each attribution as differences between them with the shares of draws that met them.
/// Cost: the draws, and one evaluation per corner.
[[nodiscard]] Derived order_lines(OrderDraws draws, const SamplingOptions& sampling,
                                  const Probe<Rational>& probe);

}  // namespace axiomark
