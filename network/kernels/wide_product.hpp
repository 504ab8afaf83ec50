#pragma once

#include <cstddef>

// Products of row-major arrays for one instruction set each. Plain pointers only: these functions
// are compiled with other flags than the rest, and must share no inline code with it.
namespace axiomark::wide {

/// add_product: c [m x n] += a [m x k] b [k x n].
/// add_transposed_product: c [k x n] += a^T b with a [m x k], b [m x n].
template <class T>
using Product = void (*)(const T* a, const T* b, T* c, std::ptrdiff_t m, std::ptrdiff_t k,
                         std::ptrdiff_t n);

#define AXIOMARK_WIDE_PRODUCTS(level)                                                             \
  namespace level {                                                                               \
  void add_product(const float*, const float*, float*, std::ptrdiff_t, std::ptrdiff_t,            \
                   std::ptrdiff_t);                                                               \
  void add_product(const double*, const double*, double*, std::ptrdiff_t, std::ptrdiff_t,         \
                   std::ptrdiff_t);                                                               \
  void add_transposed_product(const float*, const float*, float*, std::ptrdiff_t, std::ptrdiff_t, \
                              std::ptrdiff_t);                                                    \
  void add_transposed_product(const double*, const double*, double*, std::ptrdiff_t,              \
                              std::ptrdiff_t, std::ptrdiff_t);                                    \
  }
AXIOMARK_WIDE_PRODUCTS(plain)
AXIOMARK_WIDE_PRODUCTS(v3)
AXIOMARK_WIDE_PRODUCTS(v4)
#undef AXIOMARK_WIDE_PRODUCTS

}  // namespace axiomark::wide
