#pragma once

#include "network/enclosure/interval.hpp"

namespace axiomark::enclosure {

/// Enclosures of functions of the C library at every point of an interval, by their values at its
/// ends: all are monotone on one or two halves of the line. The library's own error is covered by
/// kLibraryUlps units in the last place.
///
/// The GNU C library's manual ("Known maximum errors in math functions", x86_64, round to nearest)
/// lists 1 ulp for exp, expm1, log and log1p and 5 for erfc; other processors' columns say no more
/// than that. Eight leaves room for the libraries of other systems, which list 1 to 2.
inline constexpr double kLibraryUlps = 8;

[[nodiscard]] Interval exp_of(const Interval& z);
[[nodiscard]] Interval log_of(const Interval& z);      ///< z > 0, else unbounded
[[nodiscard]] Interval sigmoid_of(const Interval& z);  ///< 1 / (1 + exp(-z))
/// The derivative of the sigmoid, with small relative error wherever it is.
[[nodiscard]] Interval sigmoid_slope_of(const Interval& z);
[[nodiscard]] Interval tanh_of(const Interval& z);
[[nodiscard]] Interval softplus_of(const Interval& z);  ///< log(1 + exp(z))
[[nodiscard]] Interval expm1_of(const Interval& z);
[[nodiscard]] Interval normal_distribution_of(const Interval& z);  ///< Phi
[[nodiscard]] Interval normal_density_of(const Interval& z);       ///< Phi'

}  // namespace axiomark::enclosure
