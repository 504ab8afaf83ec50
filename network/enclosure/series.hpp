#pragma once

#include <array>

#include "network/enclosure/interval.hpp"
#include "network/operator.hpp"

namespace axiomark::enclosure {

/// The degree of every jet: halving an interval divides the remainder's part of the integral by
/// 2^9, so that a few intervals are enough for 1e-6. Other degrees were not measured.
inline constexpr int kOrder = 8;

/// What an elementwise operator g does on an interval Z: coefficient[k] contains g^(k)(z) / k! for
/// all z in Z. One more than kOrder, because the slope is a function, too.
/// With a kink in Z, `smooth` is false and only the value and coefficient[1] are set: the latter
/// contains (g(y) - g(z)) / (y - z) for all y and z in Z.
struct Series {
  std::array<Interval, kOrder + 2> coefficient{};
  bool smooth = true;
};

/// Parameters are enclosed by `parameter` (rounded ones are wider than a point).
/// An operator that is not defined on all of Z has coefficients that are not finite.
struct SeriesOf {
  Interval z;
  double parameter_error = 0;  ///< relative

  Series operator()(const Relu&) const;
  Series operator()(const LeakyRelu<double>& op) const;
  Series operator()(const Abs&) const;
  Series operator()(const Clip<double>& op) const;
  Series operator()(const Power& op) const;
  Series operator()(const Sigmoid&) const;
  Series operator()(const Tanh&) const;
  Series operator()(const Softplus&) const;
  Series operator()(const Elu<double>& op) const;
  Series operator()(const Gelu&) const;
  Series operator()(const Exp&) const;
  Series operator()(const Log&) const;
  Series operator()(const Sqrt&) const;

  [[nodiscard]] Interval parameter(double p) const;
};

/// Of 1 / z; not finite if Z contains 0.
[[nodiscard]] Series reciprocal_series(const Interval& z);

}  // namespace axiomark::enclosure
