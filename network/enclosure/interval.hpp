#pragma once

#include <boost/numeric/interval/arith.hpp>
#include <boost/numeric/interval/arith2.hpp>
#include <boost/numeric/interval/checking.hpp>
#include <boost/numeric/interval/interval.hpp>
#include <boost/numeric/interval/policies.hpp>
#include <boost/numeric/interval/utility.hpp>
#include <cmath>
#include <concepts>

/// Rigorous arithmetic in double: every result contains all values that the exact operation can
/// take. Nothing here switches the rounding mode, which stays to nearest (see floating_point.hpp).
namespace axiomark::enclosure {

/// A number not above the exact result that was rounded to nearest into v, and one not below it:
/// the neighbour of v or one further (Rump, Zimmermann, Boldo & Melquiond 2009, "Computing
/// predecessor and successor in rounding to nearest"; the second term is for subnormal results).
[[nodiscard]] inline double below(double v) {
  return v - (0x1.0000000000001p-53 * std::fabs(v) + 0x1p-1074);
}
[[nodiscard]] inline double above(double v) {
  return v + (0x1.0000000000001p-53 * std::fabs(v) + 0x1p-1074);
}

/// How boost's intervals round: to nearest, then outward. Operations with a zero are exact and stay
/// so, so that what does not depend on anything that moves has no width.
struct OutwardRounding {
  using unprotected_rounding = OutwardRounding;
  static double add_down(double x, double y) { return sum_is_exact(x, y) ? x + y : below(x + y); }
  static double add_up(double x, double y) { return sum_is_exact(x, y) ? x + y : above(x + y); }
  static double sub_down(double x, double y) { return add_down(x, -y); }
  static double sub_up(double x, double y) { return add_up(x, -y); }
  static double mul_down(double x, double y) { return is_zero(x, y) ? 0.0 : below(x * y); }
  static double mul_up(double x, double y) { return is_zero(x, y) ? 0.0 : above(x * y); }
  static double div_down(double x, double y) { return x == 0 ? 0.0 : below(x / y); }
  static double div_up(double x, double y) { return x == 0 ? 0.0 : above(x / y); }
  static double sqrt_down(double x) { return x == 0 ? 0.0 : below(std::sqrt(x)); }
  static double sqrt_up(double x) { return x == 0 ? 0.0 : above(std::sqrt(x)); }
  // Ends that are given as doubles or ints are exact. Nothing else converts: a double that became
  // an int on its way would be cut off.
  template <class T>
  static double conv_down(T x) {
    static_assert(std::same_as<T, double> || std::same_as<T, int>);
    return x;
  }
  template <class T>
  static double conv_up(T x) {
    return conv_down(x);
  }

 private:
  // Equal and opposite numbers cancel without rounding.
  static bool sum_is_exact(double x, double y) { return x == 0 || y == 0 || x == -y; }
  static bool is_zero(double x, double y) { return x == 0 || y == 0; }
};

/// [lower, upper]. An operation without a finite result makes an end infinite or NaN; whoever uses
/// a result checks that it is finite.
using Interval = boost::numeric::interval<
    double, boost::numeric::interval_lib::policies<
                OutwardRounding, boost::numeric::interval_lib::checking_base<double>>>;

[[nodiscard]] inline bool contains_zero(const Interval& z) {
  return !(z.lower() > 0) && !(z.upper() < 0);
}
/// The largest |z|.
[[nodiscard]] inline double magnitude(const Interval& z) {
  return std::fmax(std::fabs(z.lower()), std::fabs(z.upper()));
}
/// All of both; neither may be NaN.
[[nodiscard]] inline Interval join(const Interval& a, const Interval& b) {
  return {std::fmin(a.lower(), b.lower()), std::fmax(a.upper(), b.upper())};
}
/// What is known twice: both contain the value.
[[nodiscard]] inline Interval meet(const Interval& a, const Interval& b) {
  return {std::fmax(a.lower(), b.lower()), std::fmin(a.upper(), b.upper())};
}
[[nodiscard]] inline Interval up_to(double size) { return {-size, size}; }

/// middle +- radius.
struct Ball {
  double middle = 0;
  double radius = 0;
};
[[nodiscard]] inline Interval to_interval(const Ball& b) {
  if (b.radius == 0) return Interval(b.middle);
  return {below(b.middle - b.radius), above(b.middle + b.radius)};
}
[[nodiscard]] inline Ball to_ball(const Interval& z) {
  if (z.lower() == z.upper()) return {z.lower(), 0};
  const double middle = z.lower() / 2 + z.upper() / 2;
  return {middle, above(std::fmax(z.upper() - middle, middle - z.lower()))};
}

}  // namespace axiomark::enclosure
