// Included by one source file per instruction set, with AXIOMARK_LEVEL set to its namespace, and by the one
// for exact numbers. Plain loops, which compilers turn into vector instructions: conditions are summed in
// integers and nothing leaves a loop early.
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

template <class T>
void mark_not_zero(const T* x, std::ptrdiff_t rows, std::ptrdiff_t stride, std::ptrdiff_t columns,
                   std::uint8_t* marks) {
  const T zero(0);
  for (std::ptrdiff_t i = 0; i < rows; ++i) {
    int any = 0;
    for (std::ptrdiff_t n = 0; n < columns; ++n) any |= x[i * stride + n] != zero ? 1 : 0;
    marks[i] = static_cast<std::uint8_t>(any);
  }
}

template <class T>
void mark_not_negative(const T* x, std::ptrdiff_t rows, std::ptrdiff_t stride,
                       std::ptrdiff_t columns, std::uint8_t* marks) {
  const T zero(0);
  for (std::ptrdiff_t i = 0; i < rows; ++i) {
    int any = 0;
    for (std::ptrdiff_t n = 0; n < columns; ++n) any |= x[i * stride + n] >= zero ? 1 : 0;
    marks[i] = static_cast<std::uint8_t>(any);
  }
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
  constexpr std::ptrdiff_t kLanes = kRowBytes / static_cast<std::ptrdiff_t>(sizeof(T));
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
  static const RowLoops<T> loops = {rectify<T>,
                                    pull_back_open<T>,
                                    pull_back_relu<T>,
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
