#pragma once

#include "network/enclosure/interval.hpp"

namespace axiomark::enclosure {

/// Enclosures of functions of the C library at every point of an interval, by their values at its
/// ends: all are monotone on one or two halves of the line. The library's own error is covered by
/// kLibraryUlps units in the last place.
///
/// This is the one thing that is assumed and not proved: the C library promises no bound. The GNU C
/// library's manual ("Errors in Math Functions") lists the largest errors that its tests have
/// shown; for the functions used here these are 1 or 2 ulps and for erfc 5
/// (smooth_operators_test.cpp), and eight leaves room for what no test has met.
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
