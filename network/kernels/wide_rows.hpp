#pragma once

#include <cstddef>
#include <cstdint>

// Loops over rows of samples, for one instruction set each; see wide_product.hpp for the rules.
namespace axiomark::wide {

/// Where the values of one column come from: from + (to - from) * part.
template <class T>
struct ColumnSources {
  const std::int32_t* from = nullptr;
  const std::int32_t* to = nullptr;
  const T* part = nullptr;
  std::ptrdiff_t count = 0;
};

/// What was met among values.
struct Rectified {
  bool finite = true;
  bool zero = false;  ///< some value is exactly zero
};

/// The loops of one instruction set. Numbers are counted in elements.
template <class T>
struct RowLoops {
  /// y = max(z, 0)
  Rectified (*rectify)(const T* z, T* y, std::ptrdiff_t count);
  /// x = c where y > 0, 0 elsewhere. x may be c.
  void (*pull_back_open)(const T* y, const T* c, T* x, std::ptrdiff_t count);
  /// x = c where z > 0, c * at_zero where z = 0, 0 elsewhere; whether any c that is not zero met z = 0. x may be c.
  bool (*pull_back_relu)(const T* z, const T* c, const T& at_zero, T* x, std::ptrdiff_t count);
  /// y = 1 / (1 + exp(-z)) and its derivative there, each within 8 units of roundoff of the true value (beyond
  /// |z| = 87, or 708 in double, the derivative is 0); whether all of z is finite. Null for exact numbers.
  bool (*sigmoid)(const T* z, T* y, T* slopes, std::ptrdiff_t count);
  /// x = a * b, number by number. x may be a or b.
  void (*multiply)(const T* a, const T* b, T* x, std::ptrdiff_t count);
  /// Per row, whether any of `columns` numbers is not zero.
  void (*mark_not_zero)(const T* x, std::ptrdiff_t rows, std::ptrdiff_t stride,
                        std::ptrdiff_t columns, std::uint8_t* marks);
  /// Per row, whether any of `columns` numbers is zero or above.
  void (*mark_not_negative)(const T* x, std::ptrdiff_t rows, std::ptrdiff_t stride,
                            std::ptrdiff_t columns, std::uint8_t* marks);
  /// Whether any number and its right neighbour differ in sign (below, at or above zero) where `paired`.
  bool (*any_sign_change)(const T* x, const std::uint8_t* paired, std::ptrdiff_t count);
  /// from + (to - from) * t, and `to` itself where t is 1
  void (*line)(const T& from, const T& to, const T* ts, T* y, std::ptrdiff_t count);
  /// A row of new columns made of an old row.
  void (*interpolate)(const T* x, const ColumnSources<T>& sources, T* y);
  /// y_n = x_{from_n}
  void (*gather)(const T* x, const std::int32_t* from, T* y, std::ptrdiff_t count);
  /// y += factor * x
  void (*add_multiple)(const T& factor, const T* x, T* y, std::ptrdiff_t count);
  /// The sum of `count` numbers, a multiple of the lanes of the widest vector: lane by lane, then over the
  /// lanes, the same on every instruction set.
  T (*sum)(const T* x, std::ptrdiff_t count);
};

#define AXIOMARK_WIDE_ROWS(level)            \
  namespace level {                          \
  const RowLoops<float>& row_loops(float);   \
  const RowLoops<double>& row_loops(double); \
  }
AXIOMARK_WIDE_ROWS(plain)
AXIOMARK_WIDE_ROWS(v3)
AXIOMARK_WIDE_ROWS(v4)
#undef AXIOMARK_WIDE_ROWS

}  // namespace axiomark::wide
