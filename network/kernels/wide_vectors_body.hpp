// Included by one source file per instruction set, with AXIOMARK_LEVEL set to its namespace, behind
// wide_gathered_body.hpp, which says how wide a register is.
#include "network/kernels/wide_vectors.hpp"

namespace axiomark::wide::AXIOMARK_LEVEL {
namespace {

// Rows at once: as many sums as hide the time that one takes, each reading memory in a stream of its own.
constexpr int kRowsAtOnce = 8;

template <class T>
inline T sum_of_lanes(const typename VectorOf<T>::Type& v) {
  constexpr int kLanes = kVectorBytes / static_cast<int>(sizeof(T));
  T sum(0);
  for (int lane = 0; lane < kLanes; ++lane) sum += v[lane];
  return sum;
}

template <class T, int kRows>
void add_products_of(const T* weights, std::ptrdiff_t columns, const std::int32_t* blocks,
                     std::ptrdiff_t count, const T* x, T* y) {
  using V = typename VectorOf<T>::Type;
  constexpr std::ptrdiff_t kLanes = kVectorBytes / sizeof(T);
  V sums[kRows] = {};
  for (const std::int32_t *block = blocks, *end = blocks + count; block != end; ++block) {
    const std::ptrdiff_t first = *block * kVectorBlock<T>;
#pragma GCC unroll 4
    for (std::ptrdiff_t n = first; n < first + kVectorBlock<T>; n += kLanes) {
      const V values = *reinterpret_cast<const V*>(x + n);
#pragma GCC unroll 8
      for (int r = 0; r < kRows; ++r) {
        sums[r] += *reinterpret_cast<const V*>(weights + r * columns + n) * values;
      }
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < kRows; ++r) y[r] += sum_of_lanes<T>(sums[r]);
}

template <class T>
void add_products(const T* weights, std::ptrdiff_t rows, std::ptrdiff_t columns,
                  const std::int32_t* blocks, std::ptrdiff_t count, const T* x, T* y) {
  std::ptrdiff_t i = 0;
  for (; i + kRowsAtOnce <= rows; i += kRowsAtOnce) {
    add_products_of<T, kRowsAtOnce>(weights + i * columns, columns, blocks, count, x, y + i);
  }
  for (; i < rows; ++i) {
    add_products_of<T, 1>(weights + i * columns, columns, blocks, count, x, y + i);
  }
}

template <class T, int kRows>
void add_rows_of(const T* weights, std::ptrdiff_t columns, const std::int32_t* rows, const T* y,
                 T* x) {
  using V = typename VectorOf<T>::Type;
  constexpr std::ptrdiff_t kLanes = kVectorBytes / sizeof(T);
  const T* row[kRows];
  V factor[kRows];
#pragma GCC unroll 8
  for (int r = 0; r < kRows; ++r) {
    row[r] = weights + rows[r] * columns;
    factor[r] = V{} + y[rows[r]];
  }
  std::ptrdiff_t n = 0;
  for (; n + kLanes <= columns; n += kLanes) {
    V sum = *reinterpret_cast<const V*>(x + n);
#pragma GCC unroll 8
    for (int r = 0; r < kRows; ++r) sum += factor[r] * *reinterpret_cast<const V*>(row[r] + n);
    *reinterpret_cast<V*>(x + n) = sum;
  }
  for (; n < columns; ++n) {
    for (int r = 0; r < kRows; ++r) x[n] += y[rows[r]] * row[r][n];
  }
}

template <class T>
void add_rows(const T* weights, std::ptrdiff_t columns, const std::int32_t* rows,
              std::ptrdiff_t count, const T* y, T* x) {
  std::ptrdiff_t k = 0;
  for (; k + kRowsAtOnce <= count; k += kRowsAtOnce) {
    add_rows_of<T, kRowsAtOnce>(weights, columns, rows + k, y, x);
  }
  for (; k < count; ++k) add_rows_of<T, 1>(weights, columns, rows + k, y, x);
}

template <class T>
const VectorLoops<T>& all_vector_loops() {
  static constexpr VectorLoops<T> loops = {add_products<T>, add_rows<T>};
  return loops;
}

}  // namespace

const VectorLoops<float>& vector_loops(float) { return all_vector_loops<float>(); }
const VectorLoops<double>& vector_loops(double) { return all_vector_loops<double>(); }

}  // namespace axiomark::wide::AXIOMARK_LEVEL
