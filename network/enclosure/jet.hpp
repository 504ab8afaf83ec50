#pragma once

#include <array>

#include "network/enclosure/series.hpp"

namespace axiomark::enclosure {

/// A function f of sigma in [-1, 1], enclosed: for every sigma there are numbers
/// a_k in middle[k] +- radius[k] with f(sigma) = sum_k a_k sigma^k. The a_k may depend on sigma, so
/// that the remainder of a Taylor polynomial is part of the last coefficient, and a function that
/// is known by its range only is a coefficient 0 with a radius. Every operation keeps this true.
///
/// sigma is the segment's parameter t = centre + half_width * sigma: coefficient k of a smooth
/// function shrinks like half_width^k.
struct Jet {
  static constexpr std::size_t kSize = kOrder + 1;
  std::array<double, kSize> middle{};
  std::array<double, kSize> radius{};

  [[nodiscard]] Ball operator[](std::size_t k) const { return {middle[k], radius[k]}; }
  void set(std::size_t k, const Ball& b) {
    middle[k] = b.middle;
    radius[k] = b.radius;
  }
  /// f does not depend on sigma, and is known to: all coefficients but the first are exactly zero.
  /// (A range as coefficient 0 may hide a dependence; see Composition::coarse.)
  [[nodiscard]] bool constant() const;
  [[nodiscard]] bool finite() const;
  /// How far f may be from the polynomial of the middles, at most.
  [[nodiscard]] double width() const;
};

[[nodiscard]] Jet constant_jet(const Ball& value);
[[nodiscard]] Jet operator+(const Jet& a, const Jet& b);
[[nodiscard]] Jet operator-(const Jet& a, const Jet& b);
/// The polynomial's product; what exceeds the last degree goes to the last coefficient, because
/// |sigma| <= 1.
[[nodiscard]] Jet operator*(const Jet& a, const Jet& b);
[[nodiscard]] Jet operator*(const Ball& factor, const Jet& a);

/// Contains all values of f, by the Bernstein coefficients of the middles: exact where these rise
/// or fall, and never far off.
[[nodiscard]] Interval range(const Jet& a);

/// Contains half the integral of f over [-1, 1]: its mean.
[[nodiscard]] Ball mean(const Jet& a);
/// The part of mean()'s radius that is there without the last coefficient: rounding, where no
/// function was known by its range only.
[[nodiscard]] double mean_without_remainder(const Jet& a);

/// g(u) and g'(u) for an elementwise operator g.
struct Composition {
  Jet value;
  Jet slope;
  /// A kink or a wide range made one of them less than a Taylor polynomial with remainder; shorter
  /// intervals will do better.
  bool coarse = false;
  bool kink = false;
};

/// g(u) = sum_{k<n} g_k(a_0) v^k + g_n(Z) v^n with v = u - a_0 (Taylor's theorem with Lagrange's
/// remainder; Z contains all values of u), or g(Z) if that is narrower. With a kink in Z:
/// g(u) = g(a_0) + m v with m in the hull of the slopes. `series` returns g's Series on an
/// interval.
template <class SeriesAt>
[[nodiscard]] Composition compose(const SeriesAt& series, const Jet& u);

/// The same from g's series on the operand's first coefficient and on its range.
[[nodiscard]] Composition compose(const Series& at_centre, const Series& on_range, const Jet& u);

template <class SeriesAt>
Composition compose(const SeriesAt& series, const Jet& u) {
  const Series at_centre = series(to_interval(u[0]));
  return u.constant() ? compose(at_centre, at_centre, u) : compose(at_centre, series(range(u)), u);
}

}  // namespace axiomark::enclosure
