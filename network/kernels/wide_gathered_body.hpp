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
void sum_block(const T* weights, const Place* outputs, const T* starts, Places terms, const T* x,
               T* y) {
  using V = typename VectorOf<T>::Type;
  constexpr int kLanes = kVectorBytes / static_cast<int>(sizeof(T));
  V sums[kRows][kColumns];
  const T* of_output[kRows];
#pragma GCC unroll 8
  for (int r = 0; r < kRows; ++r) {
    of_output[r] = weights + outputs[r].weight;
#pragma GCC unroll 2
    for (int c = 0; c < kColumns; ++c) {
      sums[r][c] = V{} + starts[r];
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
void sum_columns(const T* weights, const Place* outputs, const T* starts, Places terms, const T* x,
                 T* y, std::ptrdiff_t columns) {
  constexpr std::ptrdiff_t kLanes = kVectorBytes / sizeof(T);
  std::ptrdiff_t n = 0;
  for (; n + kVectors * kLanes <= columns; n += kVectors * kLanes) {
    sum_block<T, kRows, kVectors>(weights, outputs, starts, terms, x + n, y + n);
  }
  for (; n < columns; n += kLanes) {
    sum_block<T, kRows, 1>(weights, outputs, starts, terms, x + n, y + n);
  }
}

// The block function for each number of outputs from 1 to kOutputs.
template <class T, int... kRows>
void sum_some(std::integer_sequence<int, kRows...> /*sizes*/, std::ptrdiff_t rows, const T* weights,
              const Place* outputs, const T* starts, Places terms, const T* x, T* y,
              std::ptrdiff_t columns) {
  using Sum = void (*)(const T*, const Place*, const T*, Places, const T*, T*, std::ptrdiff_t);
  static constexpr Sum kSum[] = {sum_columns<T, kRows + 1>...};
  kSum[rows - 1](weights, outputs, starts, terms, x, y, columns);
}

// Outputs in blocks of about equal size: a last block of one would wait for its own additions.
template <class T>
void sum_gathered(const T* weights, Places outputs, const T* starts, Places terms, const T* x, T* y,
                  std::ptrdiff_t columns) {
  const std::ptrdiff_t blocks = (outputs.count + kOutputs - 1) / kOutputs;
  std::ptrdiff_t done = 0;
  for (std::ptrdiff_t block = 0; block < blocks; ++block) {
    const std::ptrdiff_t left = blocks - block;
    const std::ptrdiff_t rows = (outputs.count - done + left - 1) / left;
    sum_some<T>(std::make_integer_sequence<int, kOutputs>{}, rows, weights, outputs.data + done,
                starts + done, terms, x, y, columns);
    done += rows;
  }
}

}  // namespace

void gathered_product(const float* weights, Places outputs, const float* starts, Places terms,
                      const float* x, float* y, std::ptrdiff_t columns) {
  sum_gathered(weights, outputs, starts, terms, x, y, columns);
}
void gathered_product(const double* weights, Places outputs, const double* starts, Places terms,
                      const double* x, double* y, std::ptrdiff_t columns) {
  sum_gathered(weights, outputs, starts, terms, x, y, columns);
}

}  // namespace axiomark::wide::AXIOMARK_LEVEL
