#include "network/enclosure/elementary.hpp"

#include <limits>

namespace axiomark::enclosure {
namespace {

// The exact value that the library rounded to v. Relative, and absolute below the normal numbers.
Interval around(double v) {
  const double spread = kLibraryUlps * (0x1p-52 * std::fabs(v) + 0x1p-1074);
  return {below(v - spread), above(v + spread)};
}

Interval exp_at(double z) {
  const double nearest = std::exp(z);
  // An overflow says only that the value is near the largest number or beyond.
  if (std::isinf(nearest)) return {0x1.fffffffffff00p+1023, nearest};
  const Interval e = around(nearest);
  return {std::fmax(e.lower(), 0), e.upper()};
}

// With exp of a negative number only: nothing overflows, and small results keep their digits.
Interval sigmoid_at(double z) {
  const Interval e = exp_at(-std::fabs(z));
  return z < 0 ? e / (1.0 + e) : 1.0 / (1.0 + e);
}
Interval sigmoid_slope_at(double z) {
  const Interval e = exp_at(-std::fabs(z));
  return e / square(1.0 + e);
}
Interval tanh_at(double z) {
  if (z == 0) return Interval(0);
  const Interval e = around(std::expm1(-2 * std::fabs(z)));  // -2|z| is exact
  const Interval t = -e / (2.0 + e);
  return z < 0 ? -t : t;
}
Interval softplus_at(double z) {
  const Interval e = exp_at(-std::fabs(z));
  const Interval tail(around(std::log1p(e.lower())).lower(), around(std::log1p(e.upper())).upper());
  return std::fmax(z, 0) + tail;
}
// sqrt(1/2) and 1 / sqrt(2 pi), between neighbouring doubles.
const Interval kRootHalf(0x1.6a09e667f3bccp-1, 0x1.6a09e667f3bcdp-1);
const Interval kDensityAtZero(0x1.9884533d43650p-2, 0x1.9884533d43651p-2);

Interval normal_distribution_at(double z) {
  const Interval argument = -z * kRootHalf;
  // erfc falls.
  const Interval twice(around(std::erfc(argument.upper())).lower(),
                       around(std::erfc(argument.lower())).upper());
  return meet(twice * 0.5, Interval(0, 1));
}
Interval normal_density_at(double z) {
  const Interval half_square = square(Interval(z)) * 0.5;
  return kDensityAtZero *
         Interval(exp_at(-half_square.upper()).lower(), exp_at(-half_square.lower()).upper());
}

template <class At>
Interval increasing(const At& at, const Interval& z) {
  return {at(z.lower()).lower(), at(z.upper()).upper()};
}
// Even, and falling with |z|.
template <class At>
Interval bump(const At& at, const Interval& z) {
  const double nearest =
      contains_zero(z) ? 0 : std::fmin(std::fabs(z.lower()), std::fabs(z.upper()));
  return {std::fmax(at(magnitude(z)).lower(), 0), at(nearest).upper()};
}

}  // namespace

Interval exp_of(const Interval& z) { return increasing(exp_at, z); }
Interval log_of(const Interval& z) {
  if (!(z.lower() > 0)) return up_to(std::numeric_limits<double>::infinity());
  return increasing([](double v) { return around(std::log(v)); }, z);
}
Interval sigmoid_of(const Interval& z) { return meet(increasing(sigmoid_at, z), Interval(0, 1)); }
Interval sigmoid_slope_of(const Interval& z) { return bump(sigmoid_slope_at, z); }
Interval tanh_of(const Interval& z) { return meet(increasing(tanh_at, z), up_to(1)); }
Interval softplus_of(const Interval& z) { return increasing(softplus_at, z); }
Interval expm1_of(const Interval& z) {
  return increasing([](double v) { return v == 0 ? Interval(0) : around(std::expm1(v)); }, z);
}
Interval normal_distribution_of(const Interval& z) { return increasing(normal_distribution_at, z); }
Interval normal_density_of(const Interval& z) { return bump(normal_density_at, z); }

}  // namespace axiomark::enclosure
