#include "network/rounding.hpp"

#include "tests/catch.hpp"
#include "tests/network/random_network_reference.hpp"

namespace axiomark::tests {

TEST_CASE("rounding_factor is gamma_n") {
  CHECK(rounding_factor<double>(0) == 0.0);
  CHECK(rounding_factor<double>(3) == 3 * 0x1p-53 / (1 - 3 * 0x1p-53));
  CHECK(rounding_factor<float>(1) == static_cast<float>(0x1p-24 / (1 - 0x1p-24)));
  CHECK(rounding_factor<float>(1 << 24) == std::numeric_limits<float>::infinity());
  CHECK(rounding_factor<Rational>(7) == 0);
}

TEMPLATE_TEST_CASE("propagated bounds cover the distance from the exact values", "", float,
                   double) {
  using S = TestType;
  property("at every tensor of random piecewise linear networks", [] {
    const Blueprint plan = draw_blueprint(kPiecewiseLinear, 3, 9);
    const auto network = convert<S>(build(plan)).value();
    const auto exact = convert<Rational>(network).value();
    const Batch<S> points = convert_all<S>(draw_points(plan.features(), 3, 3));
    const Trace<S> computed = trace(network, points);
    const Trace<Rational> truth = trace(exact, Batch<Rational>(convert_all<Rational>(points)));
    std::vector<Batch<S>> bounds;
    for (Index t = 0; t < network.tensor_count(); ++t) {
      const auto& values = computed.tensors[static_cast<std::size_t>(t)];
      if (t < network.first_node_tensor()) {
        bounds.push_back(Batch<S>::Constant(values.rows(), values.cols(), S(0)));
        continue;
      }
      const NodeOperands<S> operands(network.node_of(t), computed.tensors);
      const NodeOperands<S> operand_bounds(network.node_of(t), bounds);
      bounds.push_back(
          propagate_error<S>(network.operator_of(t), operands.get(), operand_bounds.get()));
      for (Index i = 0; i < values.rows(); ++i) {
        for (Index n = 0; n < values.cols(); ++n) {
          const Rational off = abs(Rational(convert<Rational>(values(i, n)) -
                                            truth.tensors[static_cast<std::size_t>(t)](i, n)));
          RC_ASSERT(off <= convert<Rational>(bounds.back()(i, n)));
        }
      }
    }
  });
}

TEST_CASE("a propagated bound is as small as its formula says") {
  // y = x_1 + 3 x_2 with bias -1: |A| bound + 2 gamma_4 (|A| |x| + |b|), gamma on the passed bound
  // too.
  Dense<double> op{Matrix<double>(1, 2), Vector<double>::Constant(1, -1.0)};
  op.weights << 1, -3;
  Batch<double> x(2, 1);
  x << -2, 5;
  Batch<double> bound(2, 1);
  bound << 0.5, 0.25;
  const std::vector<const Batch<double>*> operands = {&x};
  const std::vector<const Batch<double>*> bounds = {&bound};
  const double gamma = 2 * rounding_factor<double>(4);
  const double got = propagate_error<double>(Operator<double>(op), operands, bounds)(0, 0);
  CHECK(got == 1.25 * (1 + gamma) + 18 * gamma);
  CHECK(propagate_error<double>(Operator<double>(Relu{}), operands, bounds)(1, 0) == 0.25);
}

TEST_CASE("the gradient bound covers every gradient") {
  property("with all units passing, in Rational", [] {
    const Blueprint plan = draw_blueprint(kPiecewiseLinear);
    const Network<Rational> network = build(plan);
    const Vector<Rational> target = draw_points(network.output_features(), 1).col(0);
    std::vector<std::vector<bool>> active;
    for (Index t = 0; t < network.tensor_count(); ++t) {
      active.emplace_back(static_cast<std::size_t>(element_count(network.shape(t))), true);
    }
    const Vector<Rational> bound = gradient_bound(network, target, active);
    const auto x = column(draw_points(plan.features(), 1), 0);
    const auto at = gradient(plan, x, target, {});
    for (std::size_t i = 0; i < at.size(); ++i) {
      RC_ASSERT(abs(at[i]) <= bound(static_cast<Index>(i)));
    }
  });
}

TEST_CASE("the gradient bound follows active units only") {
  // F = 2 relu(x_1) - 3 relu(x_2) + x_1 - x_1
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Tensor units = b.dense(b.relu(x), {{2, -3}}, {0});
  const Tensor first = b.feature(x, 0);
  const auto network = b.build(b.sum({units, first, first}, {1, 1, -1})).value();
  std::vector<std::vector<bool>> active;
  for (Index t = 0; t < network.tensor_count(); ++t) {
    active.emplace_back(static_cast<std::size_t>(element_count(network.shape(t))), true);
  }
  const Vector<Rational> target = Vector<Rational>::Constant(1, Rational(-1));
  CHECK(column(gradient_bound(network, target, active), 0) == std::vector<Rational>{4, 3});
  active[1][1] = false;
  CHECK(column(gradient_bound(network, target, active), 0) == std::vector<Rational>{4, 0});
}

}  // namespace axiomark::tests
