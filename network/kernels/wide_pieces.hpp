#pragma once

#include <cstddef>
#include <cstdint>

// Loops over the columns at breakpoints of a segment, for one instruction set each; see wide_product.hpp for the
// rules.
namespace axiomark::wide {

/// Neighbouring intervals between breakpoints that share a bound. Group g has the intervals 16 g to 16 g + 15,
/// whose ends are the columns 16 g to 16 g + 16.
inline constexpr std::ptrdiff_t kIntervalGroup = 16;

/// What rounding leaves open about where a row crosses zero, all its intervals together.
template <class T>
struct Doubt {
  T longest = T(0);    ///< the longest stretch on which a sign may be mistaken
  T total = T(0);      ///< twice the sum of all of them
  bool rests = false;  ///< zero at both ends of an interval
  bool finite = true;
};

/// The loops of one instruction set. Columns are counted without padding.
template <class T>
struct PieceLoops {
  /// Per group of intervals, the largest |x| at their ends. A NaN is larger than all numbers.
  void (*group_sizes)(const T* x, std::ptrdiff_t columns, T* sizes);
  /// The largest x.
  void (*group_tops)(const T* x, std::ptrdiff_t columns, T* tops);
  /// z at the columns, linear between them, known to within `bounds` per group. `ts` has the columns'
  /// parameters, the last one again up to a whole group and once more. Marks the intervals in which z
  /// crosses zero, up to a whole group. A sign hidden by rounding hides a crossing within bound / slope of
  /// that end, or anywhere if both are; a crossing that is seen is off by as much, and by the `rounding` of
  /// its parameter.
  Doubt<T> (*doubt)(const T* z, const T* ts, std::ptrdiff_t columns, const T* bounds, T rounding,
                    std::uint8_t* crosses);
  /// sum_k |w_k| x_k
  T (*sum_of_sizes)(const T* w, const T* x, std::ptrdiff_t count);
  /// y += factor |x|
  void (*add_sizes)(const T& factor, const T* x, T* y, std::ptrdiff_t count);
};

#define AXIOMARK_WIDE_PIECES(level)              \
  namespace level {                              \
  const PieceLoops<float>& piece_loops(float);   \
  const PieceLoops<double>& piece_loops(double); \
  }
AXIOMARK_WIDE_PIECES(plain)
AXIOMARK_WIDE_PIECES(v3)
AXIOMARK_WIDE_PIECES(v4)
#undef AXIOMARK_WIDE_PIECES

}  // namespace axiomark::wide
