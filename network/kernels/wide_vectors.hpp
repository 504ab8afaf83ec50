#pragma once

#include <cstddef>
#include <cstdint>

// Products of a matrix with one vector that leave out what is zero, for one instruction set each; see
// wide_product.hpp for the rules.
namespace axiomark::wide {

/// Neighbouring numbers of a vector that are left out together, if all of them are zero: a line of the cache.
template <class T>
inline constexpr std::ptrdiff_t kVectorBlock = 64 / static_cast<std::ptrdiff_t>(sizeof(T));

/// The loops of one instruction set, for a row-major matrix of `columns` columns.
template <class T>
struct VectorLoops {
  /// y_i += sum over the listed whole blocks b of the columns kVectorBlock b, ... of row i times x.
  void (*add_products)(const T* weights, std::ptrdiff_t rows, std::ptrdiff_t columns,
                       const std::int32_t* blocks, std::ptrdiff_t count, const T* x, T* y);
  /// x += sum over the listed rows r of y_r times row r.
  void (*add_rows)(const T* weights, std::ptrdiff_t columns, const std::int32_t* rows,
                   std::ptrdiff_t count, const T* y, T* x);
};

#define AXIOMARK_WIDE_VECTORS(level)               \
  namespace level {                                \
  const VectorLoops<float>& vector_loops(float);   \
  const VectorLoops<double>& vector_loops(double); \
  }
AXIOMARK_WIDE_VECTORS(plain)
AXIOMARK_WIDE_VECTORS(v3)
AXIOMARK_WIDE_VECTORS(v4)
#undef AXIOMARK_WIDE_VECTORS

}  // namespace axiomark::wide
