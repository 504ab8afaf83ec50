// Included by one source file per instruction set, with AXIOMARK_LEVEL set to its namespace.
#include <utility>

#include "network/kernels/wide_gathered.hpp"

namespace axiomark::wide::AXIOMARK_LEVEL {
namespace {

// The registers of the instruction set: how wide one is, and how many outputs by how many vectors of samples
// are summed in them at once, so that loads do not hold up the multiplications.
#if defined(__AVX512F__)
constexpr int kVectorBytes = 64;
constexpr int kOutputs = 8;
#elif defined(__AVX2__)
constexpr int kVectorBytes = 32;
constexpr int kOutputs = 6;
#else
constexpr int kVectorBytes = 16;
constexpr int kOutputs = 4;
#endif
constexpr int kVectors = 2;

template <class T>
struct VectorOf {
  using Type __attribute__((vector_size(kVectorBytes), aligned(alignof(T)), may_alias)) = T;
};

// kRows outputs, kColumns vectors of samples.
template <class T, int kRows, int kColumns>
void add_block(const T* weights, const Place* outputs, Places terms, const T* x, T* y) {
  using V = typename VectorOf<T>::Type;
  constexpr int kLanes = kVectorBytes / static_cast<int>(sizeof(T));
  V sums[kRows][kColumns];
  const T* of_output[kRows];
#pragma GCC unroll 8
  for (int r = 0; r < kRows; ++r) {
    of_output[r] = weights + outputs[r].weight;
#pragma GCC unroll 2
    for (int c = 0; c < kColumns; ++c) {
      sums[r][c] = *reinterpret_cast<const V*>(y + outputs[r].row + c * kLanes);
    }
  }
  for (const Place *term = terms.data, *end = term + terms.count; term != end; ++term) {
    const T* const from = x + term->row;
    const std::ptrdiff_t weight = term->weight;
    V values[kColumns];
#pragma GCC unroll 2
    for (int c = 0; c < kColumns; ++c) {
      values[c] = *reinterpret_cast<const V*>(from + c * kLanes);
    }
#pragma GCC unroll 8
    for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 2
      for (int c = 0; c < kColumns; ++c) sums[r][c] += of_output[r][weight] * values[c];
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 2
    for (int c = 0; c < kColumns; ++c) {
      *reinterpret_cast<V*>(y + outputs[r].row + c * kLanes) = sums[r][c];
    }
  }
}

template <class T, int kRows>
void add_columns(const T* weights, const Place* outputs, Places terms, const T* x, T* y,
                 std::ptrdiff_t columns) {
  constexpr std::ptrdiff_t kLanes = kVectorBytes / sizeof(T);
  std::ptrdiff_t n = 0;
  for (; n + kVectors * kLanes <= columns; n += kVectors * kLanes) {
    add_block<T, kRows, kVectors>(weights, outputs, terms, x + n, y + n);
  }
  for (; n < columns; n += kLanes) {
    add_block<T, kRows, 1>(weights, outputs, terms, x + n, y + n);
  }
}

// The block function for each number of outputs from 1 to kOutputs.
template <class T, int... kRows>
void add_some(std::integer_sequence<int, kRows...> /*sizes*/, std::ptrdiff_t rows, const T* weights,
              const Place* outputs, Places terms, const T* x, T* y, std::ptrdiff_t columns) {
  using Add = void (*)(const T*, const Place*, Places, const T*, T*, std::ptrdiff_t);
  static constexpr Add kAdd[] = {add_columns<T, kRows + 1>...};
  kAdd[rows - 1](weights, outputs, terms, x, y, columns);
}

// Outputs in blocks of about equal size: a last block of one would wait for its own additions.
template <class T>
void add_gathered(const T* weights, Places outputs, Places terms, const T* x, T* y,
                  std::ptrdiff_t columns) {
  const std::ptrdiff_t blocks = (outputs.count + kOutputs - 1) / kOutputs;
  std::ptrdiff_t done = 0;
  for (std::ptrdiff_t block = 0; block < blocks; ++block) {
    const std::ptrdiff_t left = blocks - block;
    const std::ptrdiff_t rows = (outputs.count - done + left - 1) / left;
    add_some<T>(std::make_integer_sequence<int, kOutputs>{}, rows, weights, outputs.data + done,
                terms, x, y, columns);
    done += rows;
  }
}

}  // namespace

void gathered_product(const float* weights, Places outputs, Places terms, const float* x, float* y,
                      std::ptrdiff_t columns) {
  add_gathered(weights, outputs, terms, x, y, columns);
}
void gathered_product(const double* weights, Places outputs, Places terms, const double* x,
                      double* y, std::ptrdiff_t columns) {
  add_gathered(weights, outputs, terms, x, y, columns);
}

}  // namespace axiomark::wide::AXIOMARK_LEVEL
