#pragma once

#include <cstddef>

// Loops of backward rules that divide, for one instruction set each; see wide_product.hpp for the rules. None
// of them fuses: the same bits on every machine, and no operation that a loop with branches would not
// do leaves a rounding behind (the processor's inexact flag).
namespace axiomark::wide {

/// An elementwise operator's operand and result at two points.
template <class T>
struct TwoPoints {
  const T* z = nullptr;
  const T* z0 = nullptr;
  const T* y = nullptr;
  const T* y0 = nullptr;
};

/// One row of a fraction: every number gets factor * relevance / (z + epsilon sign(z)), sign(0) = 1.
template <class T>
struct FractionRow {
  const T* relevance = nullptr;
  const T* z = nullptr;
  T factor;
  T epsilon;
  T bias;
};

template <class T>
struct QuotientLoops {
  /// x = m (y - y0) / (z - z0) for a relu; where |z - z0| <= threshold m times its slope at z, `at_zero` on the
  /// kink. m = 0 stays 0.
  void (*rescale_relu)(const TwoPoints<T>& at, const T* m, const T& threshold, const T& at_zero,
                       T* x, std::ptrdiff_t count);
  /// Whether some m that is not zero is where |z - z0| <= threshold.
  bool (*meets_no_difference)(const T* z, const T* z0, const T* m, const T& threshold,
                              std::ptrdiff_t count);
  /// Quotients, 0 where the denominator is 0; what bias, epsilon and denominators of zero take is added to
  /// `absorbed`. Whether some z is zero.
  bool (*share)(const FractionRow<T>& row, T* quotients, T* absorbed, std::ptrdiff_t count);
};

#define AXIOMARK_WIDE_QUOTIENTS(level)                 \
  namespace level {                                    \
  const QuotientLoops<float>& quotient_loops(float);   \
  const QuotientLoops<double>& quotient_loops(double); \
  }
AXIOMARK_WIDE_QUOTIENTS(plain)
AXIOMARK_WIDE_QUOTIENTS(ordered_v3)
AXIOMARK_WIDE_QUOTIENTS(ordered_v4)
#undef AXIOMARK_WIDE_QUOTIENTS

}  // namespace axiomark::wide
