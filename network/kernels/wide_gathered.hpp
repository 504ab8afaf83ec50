#pragma once

#include <cstddef>
#include <cstdint>

// Products that skip what is zero, for one instruction set each; see wide_product.hpp for the rules.
namespace axiomark::wide {

/// A row that takes part in a gathered product: where its weights and where its samples begin, counted in
/// numbers from the beginning of the arrays.
struct Place {
  std::int32_t weight = 0;
  std::int32_t row = 0;
};

/// A list of places.
struct Places {
  const Place* data = nullptr;
  std::ptrdiff_t count = 0;
};

/// Rows of samples are multiples of this many bytes, the widest vector of any instruction set.
inline constexpr std::ptrdiff_t kRowBytes = 64;

/// y[o.row + n] = start_o + sum over terms t of weights[o.weight + t.weight] * x[t.row + n], for every output o and
/// n < columns, a multiple of kRowBytes / sizeof(T). The terms are added in their order. One loop serves
/// dense layers and convolutions, forward and backward: they differ in their lists of places, and a list
/// leaves out rows that are zero and outputs that nobody reads.
template <class T>
using GatheredProduct = void (*)(const T* weights, Places outputs, const T* starts, Places terms,
                                 const T* x, T* y, std::ptrdiff_t columns);

#define AXIOMARK_WIDE_GATHERED(level)                                                         \
  namespace level {                                                                           \
  void gathered_product(const float*, Places, const float*, Places, const float*, float*,     \
                        std::ptrdiff_t);                                                      \
  void gathered_product(const double*, Places, const double*, Places, const double*, double*, \
                        std::ptrdiff_t);                                                      \
  }
AXIOMARK_WIDE_GATHERED(plain)
AXIOMARK_WIDE_GATHERED(v3)
AXIOMARK_WIDE_GATHERED(v4)
// Wide, but without fusing: bit for bit what `plain` computes.
AXIOMARK_WIDE_GATHERED(ordered_v3)
AXIOMARK_WIDE_GATHERED(ordered_v4)
#undef AXIOMARK_WIDE_GATHERED

}  // namespace axiomark::wide
