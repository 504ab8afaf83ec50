#pragma once

#include "network/builder.hpp"
#include "tests/axioms/trial.hpp"

/// Small functions by their formula, and cases of them by hand.
namespace axiomark::tests {

/// w z + b
[[nodiscard]] inline Network<Rational> affine(const Numbers& weights, const Rational& bias = 0) {
  NetworkBuilder<Rational> b;
  const Matrix<Rational> row = vector(weights).transpose();
  return b.build(b.dense(b.input({row.cols()}), row, vector({bias}))).value();
}

/// height relu(w z + b)
[[nodiscard]] inline Network<Rational> bend(const Numbers& weights, const Rational& bias = 0,
                                            const Rational& height = 1) {
  NetworkBuilder<Rational> b;
  const Matrix<Rational> row = vector(weights).transpose();
  const Tensor bent = b.relu(b.dense(b.input({row.cols()}), row, vector({bias})));
  return b.build(b.scale(bent, vector({height}))).value();
}

/// z_1 z_2
[[nodiscard]] inline Network<Rational> product() {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  return b.build(b.product(b.feature(x, 0), b.feature(x, 1))).value();
}

/// F + G
[[nodiscard]] inline Network<Rational> sum(const Network<Rational>& f, const Network<Rational>& g) {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({f.input_features()});
  return b.build(b.add(b.include(f, {x}), b.include(g, {x}))).value();
}

[[nodiscard]] inline Probe<Rational> at(const Network<Rational>& network, const Numbers& input,
                                        const Numbers& baseline) {
  return probe("F", network, input, baseline);
}

}  // namespace axiomark::tests
