// Included by one source file per instruction set, with AXIOMARK_LEVEL set to its namespace, and by the one
// for exact numbers.
#include <cstring>
#include <type_traits>
#include <utility>

#include "network/kernels/wide_gathered.hpp"
#include "network/kernels/wide_walks.hpp"

namespace axiomark::wide::AXIOMARK_LEVEL {
namespace {

// Rows are the lanes while columns are added, samples are the lanes of what is stored: squares of as many
// rows as samples are turned in registers.
template <class T>
struct Square {
  static constexpr std::size_t kSide = kRowBytes / sizeof(T);
  using Lanes [[gnu::vector_size(kRowBytes)]] = T;

  // low = a0 b0 a1 b1 ..., high goes on from the middle.
  template <std::size_t... k>
  static void interleave(const Lanes& a, const Lanes& b, Lanes& low, Lanes& high,
                         std::index_sequence<k...>) {
    low = __builtin_shufflevector(a, b, (k / 2 + k % 2 * kSide)...);
    high = __builtin_shufflevector(a, b, (kSide / 2 + k / 2 + k % 2 * kSide)...);
  }

  // Interleaving the halves of the list once for every power of two in its length transposes it.
  static void transpose(Lanes (&rows)[kSide]) {
    Lanes other[kSide];
    for (std::size_t step = 1; step < kSide; step *= 2) {
#pragma GCC unroll 16
      for (std::size_t k = 0; k < kSide / 2; ++k) {
        interleave(rows[k], rows[k + kSide / 2], other[2 * k], other[2 * k + 1],
                   std::make_index_sequence<kSide>());
      }
#pragma GCC unroll 16
      for (std::size_t k = 0; k < kSide; ++k) rows[k] = other[k];
    }
  }
};

template <class T>
void walk_in_vectors(const Columns<T>& columns, const T* start, const std::int32_t* moves,
                     std::ptrdiff_t count, T* state, T* y, std::ptrdiff_t y_stride) {
  using Lanes = typename Square<T>::Lanes;
  constexpr auto kSide = static_cast<std::ptrdiff_t>(Square<T>::kSide);
  for (std::ptrdiff_t first = 0; first < columns.rows; first += kSide) {
    Lanes begin;
    Lanes at;
    std::memcpy(&begin, start + first, sizeof(Lanes));
    std::memcpy(&at, state + first, sizeof(Lanes));
    const std::ptrdiff_t rows = columns.rows - first < kSide ? columns.rows - first : kSide;
    for (std::ptrdiff_t k = 0; k < count; k += kSide) {
      Lanes square[kSide];
      for (std::ptrdiff_t n = 0; n < kSide; ++n) {
        std::ptrdiff_t move = moves[k + n];
        if (move < 0) {
          move = ~move;
          at = begin;
        }
        Lanes column;
        std::memcpy(&column, columns.data + move * columns.stride + first, sizeof(Lanes));
        at += column;
        square[n] = at;
      }
      Square<T>::transpose(square);
      T* const to = y + first * y_stride + k;
      for (std::ptrdiff_t i = 0; i < rows; ++i) {
        std::memcpy(to + i * y_stride, &square[i], sizeof(Lanes));
      }
    }
    std::memcpy(state + first, &at, sizeof(Lanes));
  }
}

template <class T>
void walk(const Columns<T>& columns, const T* start, const std::int32_t* moves,
          std::ptrdiff_t count, T* state, T* y, std::ptrdiff_t y_stride) {
  if constexpr (std::is_floating_point_v<T>) {
    walk_in_vectors(columns, start, moves, count, state, y, y_stride);
  } else {
    for (std::ptrdiff_t i = 0; i < columns.rows; ++i) {
      for (std::ptrdiff_t k = 0; k < count; ++k) {
        const std::ptrdiff_t move = moves[k] < 0 ? ~moves[k] : moves[k];
        if (moves[k] < 0) state[i] = start[i];
        state[i] += columns.data[move * columns.stride + i];
        y[i * y_stride + k] = state[i];
      }
    }
  }
}

template <class T>
void add_to_rows(const T* start, const T* table, std::ptrdiff_t rows, std::ptrdiff_t count,
                 T* __restrict__ y) {
  for (std::ptrdiff_t i = 0; i < rows; ++i) {
    const T begin = start[i];
    for (std::ptrdiff_t k = 0; k < count; ++k) y[i * count + k] = begin + table[i * count + k];
  }
}

template <class T>
const WalkLoops<T>& all_walk_loops() {
  static const WalkLoops<T> loops = {walk<T>, add_to_rows<T>};
  return loops;
}

}  // namespace
}  // namespace axiomark::wide::AXIOMARK_LEVEL
