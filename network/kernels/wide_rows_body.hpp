// Included by one source file per instruction set, with AXIOMARK_LEVEL set to its namespace, and by the one
// for exact numbers. Plain loops, which compilers turn into vector instructions: conditions are summed in
// integers and nothing leaves a loop early.
#include <bit>
#include <type_traits>

#include "network/kernels/wide_gathered.hpp"
#include "network/kernels/wide_rows.hpp"

namespace axiomark::wide::AXIOMARK_LEVEL {
namespace {

template <class T>
Rectified rectify(const T* z, T* __restrict__ y, std::ptrdiff_t count) {
  const T zero(0);
  int faults = 0;
  int zeros = 0;
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    faults |= z[k] - z[k] == zero ? 0 : 1;
    zeros |= z[k] == zero ? 1 : 0;
    y[k] = z[k] > zero ? z[k] : zero;
  }
  return {faults == 0, zeros != 0};
}

template <class T>
void pull_back_open(const T* y, const T* c, T* x, std::ptrdiff_t count) {
  const T zero(0);
#pragma GCC ivdep
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    const T signal = c[k];
    x[k] = y[k] > zero ? signal : zero;
  }
}

template <class T>
bool pull_back_relu(const T* z, const T* c, const T& at_zero, T* __restrict__ x,
                    std::ptrdiff_t count) {
  const T zero(0);
  const T slope = at_zero;
  int on_kink = 0;
#pragma GCC ivdep
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    const T at = z[k];
    const T signal = c[k];
    on_kink |= (at == zero ? 1 : 0) & (signal != zero ? 1 : 0);
    const T below_or_on = at == zero ? T(signal * slope) : zero;
    x[k] = at > zero ? signal : below_or_on;
  }
  return on_kink != 0;
}

// exp(-a) for a from 0 to kLargest: 2^n exp(r), n whole and |r| <= ln(2) / 2, by the Taylor polynomial of
// kDegree, whose remainder is below a tenth of a unit of roundoff.
template <class T>
struct Exponential;
template <>
struct Exponential<float> {
  using Bits = std::int32_t;
  static constexpr int kDegree = 7;
  static constexpr int kFractionBits = 23;
  static constexpr float kLargest = 87.0F;          // e^-87 is a normal number
  static constexpr float kLog2High = 0x1.62e4p-1F;  // few bits: its product with n is exact
  static constexpr float kLog2Low = 0x1.7f7d1cp-20F;
};
template <>
struct Exponential<double> {
  using Bits = std::int64_t;
  static constexpr int kDegree = 13;
  static constexpr int kFractionBits = 52;
  static constexpr double kLargest = 708.0;
  static constexpr double kLog2High = 0x1.62e42fefap-1;
  static constexpr double kLog2Low = 0x1.cf79abc9e3b39p-40;
};

template <class T>
inline T exp_of_minus(T a) {
  using E = Exponential<T>;
  using Bits = typename E::Bits;
  // Adding 1.5 2^fraction bits rounds to a whole number, which then stands in the last bits.
  constexpr T kRound = static_cast<T>(static_cast<Bits>(3) << (E::kFractionBits - 1));
  constexpr T kLog2e = static_cast<T>(1.44269504088896340736);
  const T shifted = kRound - a * kLog2e;
  const T n = shifted - kRound;
  const T r = (-a - n * E::kLog2High) - n * E::kLog2Low;
  T sum(1);
#pragma GCC unroll 16
  for (int k = E::kDegree; k > 0; --k) sum = T(1) + sum * r * (T(1) / static_cast<T>(k));
  const Bits power = std::bit_cast<Bits>(shifted) - std::bit_cast<Bits>(kRound);
  return std::bit_cast<T>(
      static_cast<Bits>(std::bit_cast<Bits>(sum) + (power << E::kFractionBits)));
}

template <class T>
bool sigmoid(const T* z, T* __restrict__ y, T* __restrict__ slopes, std::ptrdiff_t count) {
  int faults = 0;
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    const T at = z[k];
    faults |= at - at == T(0) ? 0 : 1;
    const T size = at < T(0) ? -at : at;
    const T near = size <= Exponential<T>::kLargest ? size : Exponential<T>::kLargest;
    const T inside = exp_of_minus(near);
    const T e = size <= Exponential<T>::kLargest ? inside : T(0);
    const T share = T(1) / (T(1) + e);
    y[k] = at < T(0) ? e * share : share;
    slopes[k] = e * share * share;
  }
  return faults == 0;
}

template <class T>
void multiply(const T* a, const T* b, T* x, std::ptrdiff_t count) {
#pragma GCC ivdep
  for (std::ptrdiff_t k = 0; k < count; ++k) x[k] = a[k] * b[k];
}

// Whether any of some numbers is not zero: all their bits together, but for the signs.
template <class T>
inline bool any_not_zero(const T* x, std::ptrdiff_t count) {
  if constexpr (std::is_floating_point_v<T>) {
    using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    Bits any = 0;
    for (std::ptrdiff_t n = 0; n < count; ++n) any |= std::bit_cast<Bits>(x[n]);
    return static_cast<Bits>(any << 1) != 0;
  } else {
    bool any = false;
    for (std::ptrdiff_t n = 0; n < count; ++n) any = any || x[n] != T(0);
    return any;
  }
}

template <class T>
inline bool any_not_negative(const T* x, std::ptrdiff_t count) {
  const T zero(0);
  int any = 0;
  for (std::ptrdiff_t n = 0; n < count; ++n) any |= x[n] >= zero ? 1 : 0;
  return any != 0;
}

// Calls mark(row, columns) for each row, with the most common number of columns as a constant.
template <class T, class Mark>
inline void mark_rows(const T* x, std::ptrdiff_t rows, std::ptrdiff_t stride,
                      std::ptrdiff_t columns, std::uint8_t* marks, const Mark& mark) {
  constexpr std::ptrdiff_t kBlock = 4 * kRowBytes / static_cast<std::ptrdiff_t>(sizeof(T));
  if (columns == kBlock) {
    for (std::ptrdiff_t i = 0; i < rows; ++i) marks[i] = mark(x + i * stride, kBlock) ? 1 : 0;
  } else {
    for (std::ptrdiff_t i = 0; i < rows; ++i) marks[i] = mark(x + i * stride, columns) ? 1 : 0;
  }
}

template <class T>
void mark_not_zero(const T* x, std::ptrdiff_t rows, std::ptrdiff_t stride, std::ptrdiff_t columns,
                   std::uint8_t* marks) {
  mark_rows(x, rows, stride, columns, marks,
            [](const T* row, std::ptrdiff_t count) { return any_not_zero(row, count); });
}

template <class T>
void mark_not_negative(const T* x, std::ptrdiff_t rows, std::ptrdiff_t stride,
                       std::ptrdiff_t columns, std::uint8_t* marks) {
  mark_rows(x, rows, stride, columns, marks,
            [](const T* row, std::ptrdiff_t count) { return any_not_negative(row, count); });
}

template <class T>
bool any_sign_change(const T* x, const std::uint8_t* paired, std::ptrdiff_t count) {
  const T zero(0);
  int any = 0;
  for (std::ptrdiff_t n = 0; n < count; ++n) {
    const int above = (x[n] > zero ? 1 : 0) ^ (x[n + 1] > zero ? 1 : 0);
    const int below = (x[n] < zero ? 1 : 0) ^ (x[n + 1] < zero ? 1 : 0);
    any |= (above | below) & paired[n];
  }
  return any != 0;
}

template <class T>
void line(const T& from, const T& to, const T* ts, T* __restrict__ y, std::ptrdiff_t count) {
  const T begin = from;
  const T end = to;
  const T rise = end - begin;
  const T one(1);
  for (std::ptrdiff_t n = 0; n < count; ++n) {
    const T inside = begin + rise * ts[n];
    y[n] = ts[n] == one ? end : inside;
  }
}

template <class T>
void interpolate(const T* x, const ColumnSources<T>& sources, T* __restrict__ y) {
  for (std::ptrdiff_t n = 0; n < sources.count; ++n) {
    const T from = x[sources.from[n]];
    const T rise = x[sources.to[n]] - from;
    y[n] = from + rise * sources.part[n];
  }
}

template <class T>
void gather(const T* x, const std::int32_t* from, T* __restrict__ y, std::ptrdiff_t count) {
  for (std::ptrdiff_t n = 0; n < count; ++n) y[n] = x[from[n]];
}

template <class T>
void add_multiple(const T& factor, const T* x, T* __restrict__ y, std::ptrdiff_t count) {
  const T by = factor;
  for (std::ptrdiff_t n = 0; n < count; ++n) y[n] += by * x[n];
}

template <class T>
T sum(const T* x, std::ptrdiff_t count) {
  constexpr std::ptrdiff_t kLanes =
      std::is_floating_point_v<T> ? kRowBytes / static_cast<std::ptrdiff_t>(sizeof(T)) : 1;
  T total(0);
  if constexpr (kLanes < 2) {
    for (std::ptrdiff_t n = 0; n < count; ++n) total += x[n];
  } else {
    T lanes[kLanes] = {};
    for (std::ptrdiff_t n = 0; n < count; n += kLanes) {
      for (std::ptrdiff_t lane = 0; lane < kLanes; ++lane) lanes[lane] += x[n + lane];
    }
    for (const T& lane : lanes) total += lane;
  }
  return total;
}

template <class T>
const RowLoops<T>& all_row_loops() {
  constexpr auto kSigmoid = [] {
    if constexpr (std::is_floating_point_v<T>) {
      return &sigmoid<T>;
    } else {
      return nullptr;
    }
  }();
  static const RowLoops<T> loops = {rectify<T>,
                                    pull_back_open<T>,
                                    pull_back_relu<T>,
                                    kSigmoid,
                                    multiply<T>,
                                    mark_not_zero<T>,
                                    mark_not_negative<T>,
                                    any_sign_change<T>,
                                    line<T>,
                                    interpolate<T>,
                                    gather<T>,
                                    add_multiple<T>,
                                    sum<T>};
  return loops;
}

}  // namespace
}  // namespace axiomark::wide::AXIOMARK_LEVEL
