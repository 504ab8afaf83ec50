#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/reference/tensor.hpp"

/// Derivatives of an operator given as a callable that maps its operands to its result, such as
///   [&](const auto& xs) { return max_pool(xs[0], window); }
/// so that a test can compare a pull-back with cotangent . J column by column.
namespace axiomark::reference {

template <class T>
using Operands = std::vector<Tensor<T>>;

/// The derivative of every output with respect to one entry of one operand, exact in Rational:
/// a forward pass of dual numbers. Same shape as the output: a column of the Jacobian.
template <class S, class Operator>
[[nodiscard]] Tensor<S> jacobian_column(const Operator& op, const Operands<S>& xs,
                                        std::size_t operand, std::size_t entry) {
  Operands<Dual<S>> duals;
  for (const Tensor<S>& x : xs) duals.push_back(as<Dual<S>>(x));
  duals.at(operand).data.at(entry).slope = S(1);
  const Tensor<Dual<S>> y = op(duals);
  Tensor<S> column{y.shape, {}};
  for (const Dual<S>& value : y.data) column.data.push_back(value.slope);
  return column;
}

/// For every operand, the tensor of sum_o cotangent_o * d output_o / d entry.
template <class S, class Operator>
[[nodiscard]] Operands<S> cotangent_times_jacobian(const Operator& op, const Operands<S>& xs,
                                                   const Tensor<S>& cotangent) {
  Operands<S> result;
  for (std::size_t k = 0; k < xs.size(); ++k) {
    Tensor<S> pulled{xs[k].shape, {}};
    for (std::size_t entry = 0; entry < xs[k].data.size(); ++entry) {
      const Tensor<S> column = jacobian_column(op, xs, k, entry);
      S sum = S(0);
      for (std::size_t o = 0; o < column.data.size(); ++o) {
        sum += cotangent.data.at(o) * column.data[o];
      }
      pulled.data.push_back(sum);
    }
    result.push_back(pulled);
  }
  return result;
}

/// A derivative by central differences and an estimate of its error.
struct NumericSlope {
  long double slope;
  long double error;
};

/// The step of a central difference at x. Its error is h^2 |f'''| / 6 from truncation plus about
/// u |f| / h from rounding, u = 2^-64; with f and f''' of the same size the sum is least at
/// h = (3 u)^(1/3), and 2^-21 is the power of two next to it (a power of two keeps x +- h exact for
/// small x). Growing with |x| it stays far above the spacing of numbers there.
[[nodiscard]] inline long double central_step(long double x) {
  const long double u = std::numeric_limits<long double>::epsilon() / 2;
  const int exponent = std::ilogb(std::cbrt(3 * u)) + std::ilogb(std::max(1.0L, std::fabs(x)));
  return std::ldexp(1.0L, exponent);
}

/// f'(x) for a smooth f: long double -> long double. The error is |D(2h) - D(h)|, three times the
/// truncation error of D(h) to leading order, plus the rounding of two values of f that are each
/// taken to be right within `ulps` units of 1 + |f|.
template <class Function>
[[nodiscard]] NumericSlope central_difference(const Function& f, long double x,
                                              long double ulps = 8) {
  const long double h = central_step(x);
  const auto quotient_over = [&](long double step) {
    const long double up = x + step;
    const long double down = x - step;
    return (f(up) - f(down)) / (up - down);
  };
  const long double fine = quotient_over(h);
  const long double coarse = quotient_over(2 * h);
  const long double unit = std::numeric_limits<long double>::epsilon() * (1 + std::fabs(f(x)));
  return {fine, std::fabs(coarse - fine) + 2 * ulps * unit / h};
}

/// cotangent . J by central differences, for every operand its entries in order.
template <class Operator>
[[nodiscard]] std::vector<std::vector<NumericSlope>> numeric_cotangent_times_jacobian(
    const Operator& op, const Operands<long double>& xs, const Tensor<long double>& cotangent) {
  std::vector<std::vector<NumericSlope>> result;
  for (std::size_t k = 0; k < xs.size(); ++k) {
    std::vector<NumericSlope> pulled;
    for (std::size_t entry = 0; entry < xs[k].data.size(); ++entry) {
      NumericSlope sum{0, 0};
      for (std::size_t o = 0; o < cotangent.data.size(); ++o) {
        const auto output = [&](long double value) -> long double {
          Operands<long double> moved = xs;
          moved[k].data[entry] = value;
          return op(moved).data.at(o);
        };
        const NumericSlope slope = central_difference(output, xs[k].data[entry]);
        sum.slope += cotangent.data[o] * slope.slope;
        sum.error += std::fabs(cotangent.data[o]) * slope.error;
      }
      pulled.push_back(sum);
    }
    result.push_back(pulled);
  }
  return result;
}

}  // namespace axiomark::reference
