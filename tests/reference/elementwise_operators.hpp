#pragma once

#include <cmath>
#include <concepts>

#include "tests/reference/tensor.hpp"

/// One-number functions; elementwise(x, [](const auto& v) { return relu(v); }) makes operators of
/// them. relu itself is in scalars.hpp. Functions with kinks and integer powers take any scalar and
/// Dual; smooth ones take floating point (long double gives the derivative helper room).
namespace axiomark::reference {

template <class T, class Function>
[[nodiscard]] Tensor<T> elementwise(const Tensor<T>& x, const Function& function) {
  return tabulate<T>(x.shape, [&](const Index& index) -> T { return function(x.at(index)); });
}

/// x where x >= 0, alpha x elsewhere; its derivative at 0 is alpha + (1 - alpha) * kink, because it
/// is alpha x + (1 - alpha) relu(x).
template <class T>
[[nodiscard]] T leaky_relu(const T& x, const scalar_of<T>& alpha,
                           const scalar_of<T>& kink = scalar_of<T>(0)) {
  using S = scalar_of<T>;
  if (x > T(S(0))) return x;
  if (x < T(S(0))) return T(alpha) * x;
  return at_kink(x, S(0), alpha + (S(1) - alpha) * kink);
}

/// |x|; its derivative at 0 is `kink`.
template <class T>
[[nodiscard]] T absolute(const T& x, const scalar_of<T>& kink = scalar_of<T>(0)) {
  using S = scalar_of<T>;
  if (x > T(S(0))) return x;
  if (x < T(S(0))) return -x;
  return at_kink(x, S(0), kink);
}

/// min(max(x, low), high) for low < high; its derivatives at the two bounds are arguments, since
/// a relu convention k can be read there as (k, 1 - k) or as (k, k).
template <class T>
[[nodiscard]] T clip(const T& x, const scalar_of<T>& low, const scalar_of<T>& high,
                     const scalar_of<T>& kink_at_low = scalar_of<T>(0),
                     const scalar_of<T>& kink_at_high = scalar_of<T>(0)) {
  if (x < T(low)) return T(low);
  if (x > T(high)) return T(high);
  if (!(x > T(low))) return at_kink(x, low, kink_at_low);
  if (!(x < T(high))) return at_kink(x, high, kink_at_high);
  return x;
}

/// x^n as a product of n factors (1 for n = 0), its reciprocal for negative n.
template <class T>
[[nodiscard]] T integer_power(const T& x, int n) {
  const T one = T(scalar_of<T>(1));
  T product = one;
  for (int factor = 0; factor < (n < 0 ? -n : n); ++factor) product = product * x;
  return n < 0 ? one / product : product;
}

template <std::floating_point T>
[[nodiscard]] T exp(T x) {
  return std::exp(x);
}
template <std::floating_point T>
[[nodiscard]] T log(T x) {
  return std::log(x);
}
template <std::floating_point T>
[[nodiscard]] T sqrt(T x) {
  return std::sqrt(x);
}
template <std::floating_point T>
[[nodiscard]] T tanh(T x) {
  return std::tanh(x);
}

/// 1 / (1 + e^-x).
template <std::floating_point T>
[[nodiscard]] T sigmoid(T x) {
  return T(1) / (T(1) + std::exp(-x));
}

/// log(1 + e^x), where e^x would overflow: x + log(1 + e^-x).
template <std::floating_point T>
[[nodiscard]] T softplus(T x) {
  return x > T(0) ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

/// x where x >= 0, alpha (e^x - 1) elsewhere.
template <std::floating_point T>
[[nodiscard]] T elu(T x, T alpha = T(1)) {
  return x < T(0) ? alpha * std::expm1(x) : x;
}

/// x (1 + erf(x / sqrt 2)) / 2, as erfc because 1 + erf cancels for negative x.
template <std::floating_point T>
[[nodiscard]] T gelu(T x) {
  return x * std::erfc(-x / std::sqrt(T(2))) / T(2);
}

}  // namespace axiomark::reference
