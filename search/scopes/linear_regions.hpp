#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <optional>
#include <vector>

#include "search/scopes/checked_integer.hpp"
#include "search/scopes/integer_network.hpp"

namespace axiomark {

/// slopes . z + constant
template <class Number>
struct AffineFunction {
  std::vector<Number> slopes;
  Number constant;
  friend bool operator==(const AffineFunction&, const AffineFunction&) = default;
};

/// A set with interior on which a network is one affine function: where all `above_zero` forms are at
/// least zero.
template <class Number>
struct LinearRegion {
  std::vector<AffineFunction<Number>> above_zero;
  AffineFunction<Number> value;
};

/// Number: CheckedInteger, or whole numbers of any length. With the first nothing is answered if some
/// number did not fit into 64 bits.
using LongInteger = boost::multiprecision::cpp_int;

/// Whether some point makes all forms greater than zero. Fourier-Motzkin elimination: a system of strict
/// inequalities has a solution if and only if the system without one unknown has, in which each lower
/// bound on it is below each upper bound.
template <class Number>
[[nodiscard]] std::optional<bool> has_interior(std::vector<AffineFunction<Number>> forms);

/// All linear regions with interior. They cover R^n but for the hyperplanes between them. A unit whose
/// operand is constant on a region is on or off there without a condition.
template <class Number>
[[nodiscard]] std::optional<std::vector<LinearRegion<Number>>> linear_regions(
    const IntegerNetwork& network);

/// A network's regions in the numbers that are wide enough, 64 bits wherever they are.
class Regions {
 public:
  explicit Regions(const IntegerNetwork& network);

  /// Whether the function changes anywhere when feature i alone does. Exact: it does not if and only if the
  /// slope is zero on every region, since the regions are dense and the function is continuous.
  [[nodiscard]] bool depends_on(int feature) const;
  [[nodiscard]] std::size_t count() const;

  /// Whether two networks are one function on all of R^n. They are if and only if their affine functions
  /// agree wherever regions of both share interior: those shared parts are dense, and both functions are
  /// continuous.
  friend bool same_function(const Regions& f, const Regions& g);

 private:
  IntegerNetwork network_;
  std::optional<std::vector<LinearRegion<CheckedInteger>>> narrow_;
};

[[nodiscard]] bool same_function(const Regions& f, const Regions& g);
[[nodiscard]] bool same_function(const IntegerNetwork& f, const IntegerNetwork& g);

}  // namespace axiomark
