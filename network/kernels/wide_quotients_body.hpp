// Included by one source file per instruction set, with AXIOMARK_LEVEL set to its namespace. Plain loops without
// branches; lanes that do not count divide by 1.
#include "network/kernels/wide_quotients.hpp"

namespace axiomark::wide::AXIOMARK_LEVEL {
namespace {

template <class T>
void rescale_relu(const TwoPoints<T>& at, const T* m, const T& threshold, const T& at_zero,
                  T* __restrict__ x, std::ptrdiff_t count) {
  const T zero(0);
  const T one(1);
  const T most = threshold;
  const T on_kink = at_zero;
  const T* const z = at.z;
  const T* const z0 = at.z0;
  const T* const y = at.y;
  const T* const y0 = at.y0;
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    const T difference = z[k] - z0[k];
    const T size = difference < zero ? -difference : difference;
    const T divisor = size <= most ? one : difference;
    const T quotient = (y[k] - y0[k]) / divisor;
    const T below_or_on = z[k] == zero ? on_kink : zero;
    const T slope = z[k] > zero ? one : below_or_on;
    const T weight = size <= most ? slope : quotient;
    const T signal = m[k];
    x[k] = signal == zero ? zero : signal * weight;
  }
}

template <class T>
bool meets_no_difference(const T* z, const T* z0, const T* m, const T& threshold,
                         std::ptrdiff_t count) {
  const T zero(0);
  const T most = threshold;
  int met = 0;
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    const T difference = z[k] - z0[k];
    const T size = difference < zero ? -difference : difference;
    met |= (size <= most ? 1 : 0) & (m[k] != zero ? 1 : 0);
  }
  return met != 0;
}

template <class T>
bool share(const FractionRow<T>& row, T* __restrict__ quotients, T* __restrict__ absorbed,
           std::ptrdiff_t count) {
  const T zero(0);
  const T one(1);
  const T factor = row.factor;
  const T epsilon = row.epsilon;
  const T bias = row.bias;
  const T* const relevance = row.relevance;
  const T* const z = row.z;
  int zeros = 0;
  for (std::ptrdiff_t n = 0; n < count; ++n) {
    const T all = factor * relevance[n];
    const T added = z[n] < zero ? -epsilon : epsilon;
    const T denominator = z[n] + added;
    const T divisor = denominator == zero ? one : denominator;
    const T quotient = all / divisor;
    const T passed = denominator == zero ? zero : quotient;
    const T kept = passed * bias + added * passed;
    zeros |= z[n] == zero ? 1 : 0;
    quotients[n] = passed;
    absorbed[n] += denominator == zero ? all : kept;
  }
  return zeros != 0;
}

template <class T>
const QuotientLoops<T>& all_quotient_loops() {
  static const QuotientLoops<T> loops = {rescale_relu<T>, meets_no_difference<T>, share<T>};
  return loops;
}

}  // namespace

const QuotientLoops<float>& quotient_loops(float) { return all_quotient_loops<float>(); }
const QuotientLoops<double>& quotient_loops(double) { return all_quotient_loops<double>(); }

}  // namespace axiomark::wide::AXIOMARK_LEVEL
