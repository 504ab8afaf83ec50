#pragma once

#include "network/function.hpp"
#include "tests/methods/layered_draws.hpp"
#include "tests/reference/path_integrals.hpp"

namespace axiomark::tests {

/// A polynomial as a black box: values and gradients alone.
template <Scalar S>
struct PowerFunction {
  reference::PowerSum f;
  Index features = 0;

  [[nodiscard]] static Numbers column(const Batch<S>& points, Index k) {
    Numbers x;
    for (Index i = 0; i < points.rows(); ++i) x.push_back(convert<Rational>(S(points(i, k))));
    return x;
  }
  [[nodiscard]] Index dimension() const { return features; }
  [[nodiscard]] Result<Row<S>> evaluate(const Batch<S>& points) const {
    Row<S> values(points.cols());
    for (Index k = 0; k < points.cols(); ++k) {
      values(k) = convert<S>(reference::value(f, column(points, k)));
    }
    return values;
  }
  [[nodiscard]] Result<Gradients<S>> gradient(const Batch<S>& points) const {
    Gradients<S> at{Batch<S>(points.rows(), points.cols()), evaluate(points).value(),
                    std::vector<HangSet>(static_cast<std::size_t>(points.cols()))};
    for (Index k = 0; k < points.cols(); ++k) {
      for (Index i = 0; i < points.rows(); ++i) {
        at.values(i, k) =
            convert<S>(reference::partial(f, static_cast<std::size_t>(i), column(points, k)));
      }
    }
    return at;
  }
};

/// Up to four monomials, every exponent at most `degree`.
[[nodiscard]] inline reference::PowerSum draw_power_sum(std::size_t features, int degree) {
  reference::PowerSum f(static_cast<std::size_t>(draw(1, 4)));
  for (auto& monomial : f) {
    monomial.coefficient = draw_number();
    for (std::size_t i = 0; i < features; ++i) monomial.exponents.push_back(draw(0, degree));
  }
  return f;
}

}  // namespace axiomark::tests
