#pragma once

#include <cstddef>
#include <cstdint>

// Points that are reached by adding columns, for one instruction set each; see wide_product.hpp for the rules.
namespace axiomark::wide {

/// Columns, one after the other, each `stride` numbers of which the first `rows` count; stride is a multiple of
/// kRowBytes / sizeof(T) and rows beyond the last are zero.
template <class T>
struct Columns {
  const T* data = nullptr;
  std::ptrdiff_t rows = 0;
  std::ptrdiff_t stride = 0;
};

/// The loops of one instruction set. `count` is a multiple of kRowBytes / sizeof(T).
template <class T>
struct WalkLoops {
  /// y[i * y_stride + k] = state_i after moves 0 to k: a move m >= 0 adds column m, a move ~m goes back to
  /// `start` first. `state` and `start` have `stride` numbers; state is left as it is after the last move.
  void (*walk)(const Columns<T>& columns, const T* start, const std::int32_t* moves,
               std::ptrdiff_t count, T* state, T* y, std::ptrdiff_t y_stride);
  /// y[i * count + k] = start_i + table[i * count + k] for i < rows
  void (*add_to_rows)(const T* start, const T* table, std::ptrdiff_t rows, std::ptrdiff_t count,
                      T* y);
};

#define AXIOMARK_WIDE_WALKS(level)             \
  namespace level {                            \
  const WalkLoops<float>& walk_loops(float);   \
  const WalkLoops<double>& walk_loops(double); \
  }
AXIOMARK_WIDE_WALKS(plain)
AXIOMARK_WIDE_WALKS(v3)
AXIOMARK_WIDE_WALKS(v4)
#undef AXIOMARK_WIDE_WALKS

}  // namespace axiomark::wide
