#include "network/gradient.hpp"

#include <limits>

#include "tests/catch.hpp"
#include "tests/network/operator_check.hpp"
#include "tests/network/random_network_reference.hpp"

namespace axiomark::tests {
namespace {

using ExactConventions = Conventions<Rational>;

ExactConventions draw_conventions() {
  return {Rational(draw(0, 2), 2), Rational(draw(-2, 2), 2), Tie::first};
}

Vector<Rational> draw_target(const Network<Rational>& network) {
  return draw_points(network.output_features(), 1).col(0);
}

struct Nodes {
  std::vector<Rational> ts;
  std::vector<Rational> weights;  ///< some are zero
};

Nodes draw_nodes(int most) {
  Nodes nodes;
  const int count = draw(0, most);
  for (int k = 0; k < count; ++k) {
    nodes.ts.emplace_back(draw(0, 8), 8);
    nodes.weights.emplace_back(draw(-3, 3), 4);
  }
  return nodes;
}

/// sum_k weights_k grad F at the nodes, one point at a time.
template <Scalar S>
GradientSum<S> plain_sum(const Network<S>& network, const Vector<S>& target,
                         const Conventions<S>& conventions, const Segment<S>& segment,
                         const std::vector<S>& ts, const std::vector<S>& weights) {
  GradientSum<S> sum{Vector<S>::Constant(network.input_features(), S(0)), {}, 0};
  for (std::size_t k = 0; k < ts.size(); ++k) {
    const Batch<S> point = interpolate<S>(segment.from, segment.to, std::span(&ts[k], 1));
    const Gradients<S> at = gradient(network, point, target, conventions).value();
    sum.value += weights[k] * at.values.col(0);
    if (weights[k] != S(0)) sum.hung_on |= at.hung_on[0];
    ++sum.evaluations;
  }
  return sum;
}

template <Scalar S>
GradientSum<S> planned_sum(const Network<S>& network, const Vector<S>& target,
                           const Conventions<S>& conventions, const Segment<S>& segment,
                           const std::vector<S>& ts, const std::vector<S>& weights,
                           const ThreadPool& pool) {
  return SegmentPlan<S>(network)
      .gradient_sum(network, target, conventions, segment, ts, weights, pool)
      .value();
}

Vector<double> rounded(const Vector<Rational>& exact) { return convert_all<double>(exact); }

template <Scalar S>
bool same(const Vector<S>& a, const Vector<S>& b) {
  return a.size() == b.size() && (a == b).all();
}

}  // namespace

TEST_CASE("gradients of random graphs equal the reference exactly") {
  property("values, outputs and gradients in Rational", [] {
    const Blueprint plan = draw_blueprint(kEveryKind);
    const Network<Rational> network = build(plan);
    const Vector<Rational> target = draw_target(network);
    const ExactConventions c = draw_conventions();
    const Batch<Rational> points = draw_points(plan.features(), draw(1, 3));
    const auto got = gradient(network, points, target, c).value();
    const Batch<Rational> outputs = evaluate(network, points);
    RC_ASSERT(
        (outputs == trace(network, points).tensors[static_cast<std::size_t>(network.output())])
            .all());
    for (Index n = 0; n < points.cols(); ++n) {
      const auto x = column(points, n);
      RC_ASSERT(column(outputs, n) == evaluate(plan, x, c));
      RC_ASSERT(got.outputs(n) == (outputs.col(n) * target).sum());
      RC_ASSERT(column(got.values, n) == gradient(plan, x, target, c));
    }
  });
  property("gradients in double, where every number is short", [] {
    const Blueprint plan = draw_blueprint(kPiecewiseLinear);
    const Network<Rational> network = build(plan);
    const Vector<Rational> target = draw_target(network);
    const ExactConventions c = draw_conventions();
    const Batch<Rational> points = draw_points(plan.features(), draw(1, 3));
    const auto exact = gradient(network, points, target, c).value();
    const auto got =
        gradient(convert<double>(network).value(), convert_all<double>(points), rounded(target),
                 Conventions<double>{convert<double>(c.relu_at_zero),
                                     convert<double>(c.abs_at_zero), c.tie})
            .value();
    require_equal("gradient", convert_all<Rational>(got.values).eval(), exact.values);
    RC_ASSERT(got.hung_on == exact.hung_on);
  });
}

TEST_CASE("a gradient names the conventions it hung on") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Tensor both = b.concat({b.relu(x), b.max({b.feature(x, 0), b.feature(x, 1)})}, 0);
  const auto network = b.build(both).value();
  Batch<Rational> points(2, 4);
  points << 0, 1, 2, 0,  //
      1, 1, 1, 0;
  const auto hung = [&](Vector<Rational> target) {
    return gradient(network, points, target, {}).value().hung_on;
  };
  Vector<Rational> relu_only(3);
  relu_only << 1, 1, 0;
  Vector<Rational> max_only(3);
  max_only << 0, 0, 1;
  using Sets = std::vector<HangSet>;
  CHECK(hung(relu_only) == Sets{Hang::kink, {}, {}, Hang::kink});
  CHECK(hung(max_only) == Sets{{}, Hang::tie, {}, Hang::tie});
  HangSet all = Hang::kink;
  all |= Hang::tie;
  CHECK(hung(relu_only + max_only) == Sets{Hang::kink, Hang::tie, {}, all});
  CHECK(names(all) == std::vector<std::string>{"kink", "tie"});
}

TEST_CASE("a gradient that is not finite names the node") {
  NetworkBuilder<double> b;
  const Tensor x = b.input({1});
  const auto network = b.build(b.apply(Operator<double>(Log{}), {b.relu(x)}, "out")).value();
  const auto at = [&](double v) {
    return gradient(network, Batch<double>(Batch<double>::Constant(1, 1, v)),
                    Vector<double>(Vector<double>::Constant(1, 1.0)), {});
  };
  CHECK(at(2.0).value().values(0, 0) == 0.5);
  REQUIRE_FALSE(at(-1.0).has_value());
  CHECK(at(-1.0).error().kind == ErrorKind::numeric);
  CHECK(at(-1.0).error().where == "node 1 'out' (log)");
}

TEST_CASE("a planned sum of gradients equals the plain sum exactly") {
  property("in Rational, on random graphs", [] {
    const Blueprint plan = draw_blueprint(kEveryKind);
    const Network<Rational> network = build(plan);
    const Vector<Rational> target = draw_target(network);
    const ExactConventions c = draw_conventions();
    const Segment<Rational> segment{draw_points(plan.features(), 1).col(0),
                                    draw_points(plan.features(), 1).col(0)};
    const Nodes nodes = draw_nodes(40);
    const auto expected = plain_sum(network, target, c, segment, nodes.ts, nodes.weights);
    const auto got =
        planned_sum(network, target, c, segment, nodes.ts, nodes.weights, ThreadPool());
    RC_ASSERT(same(got.value, expected.value));
    RC_ASSERT(got.hung_on == expected.hung_on);
    RC_ASSERT(got.evaluations == expected.evaluations);
  });
}

TEST_CASE("a planned sum is exact over many chunks where every number is short") {
  const ThreadPool pool(2);
  property("thousands of nodes in double", [&] {
    const Blueprint plan = draw_blueprint(kPiecewiseLinear, 2, 5);
    const Network<Rational> exact = build(plan);
    const auto network = convert<double>(exact).value();
    const Vector<double> target = rounded(draw_target(exact));
    const Segment<double> segment{rounded(draw_points(plan.features(), 1).col(0)),
                                  rounded(draw_points(plan.features(), 1).col(0))};
    // More than the chunks that are kept in memory at once, and a last one that is not full.
    const int count = 256 * 32 * draw(0, 1) + draw(1, 700);
    std::vector<double> ts;
    std::vector<double> weights;
    for (int k = 0; k < count; ++k) {
      ts.push_back(k * 37 % 65 / 64.0);
      weights.push_back((k * 11 % 7 - 3) / 4.0);
    }
    // The 65 * 7 different nodes, each as often as it occurs.
    std::vector<double> each_t;
    std::vector<double> each_weight;
    for (int t = 0; t <= 64; ++t) {
      double sum = 0;
      for (int k = 0; k < count; ++k)
        sum += ts[static_cast<std::size_t>(k)] == t / 64.0 ? weights[static_cast<std::size_t>(k)]
                                                           : 0.0;
      each_t.push_back(t / 64.0);
      each_weight.push_back(sum);
    }
    const auto expected = plain_sum(network, target, {}, segment, each_t, each_weight);
    const auto got = planned_sum(network, target, {}, segment, ts, weights, pool);
    RC_ASSERT(same(got.value, expected.value));
    RC_ASSERT(got.evaluations == count);
  });
}

TEST_CASE("a planned sum has the same bits for any number of threads") {
  const ThreadPool one(1);
  const ThreadPool two(2);
  const ThreadPool three(3);
  property("numbers that round", [&] {
    const Blueprint plan = draw_blueprint(kPiecewiseLinear, 3);
    const Network<Rational> exact = build(plan);
    const auto network = convert<double>(exact).value();
    const Vector<double> target = rounded(draw_target(exact));
    const Segment<double> segment{rounded(draw_points(plan.features(), 1, 3).col(0)),
                                  rounded(draw_points(plan.features(), 1, 3).col(0))};
    const int count = draw(1, 3000);
    std::vector<double> ts;
    std::vector<double> weights;
    for (int k = 0; k < count; ++k) {
      ts.push_back((k + 0.5) / count);
      weights.push_back(1.0 / (k + 1));
    }
    const auto value = [&](const ThreadPool& pool) {
      return planned_sum(network, target, {}, segment, ts, weights, pool).value;
    };
    const Vector<double> first = value(one);
    RC_ASSERT(same(value(two), first));
    RC_ASSERT(same(value(three), first));
  });
}

TEST_CASE("a planned sum of a smooth network is within its rounding bound") {
  property("sigmoid units behind an affine head", [] {
    const Index inputs = draw(1, 4);
    const Index units = draw(1, 4);
    const auto numbers = [](Index rows, Index columns) {
      return convert_all<double>(draw_points(rows, columns, 3));
    };
    const Matrix<double> weights = numbers(units, inputs);
    const Vector<double> bias = numbers(units, 1).col(0);
    const Matrix<double> out = numbers(1, units);
    NetworkBuilder<double> b;
    const Tensor hidden =
        b.apply(Operator<double>(Sigmoid{}), {b.dense(b.input({inputs}), weights, bias)});
    const auto network = b.build(b.dense(hidden, out, Vector<double>::Constant(1, 0.25))).value();
    const Segment<double> segment{numbers(inputs, 1).col(0), numbers(inputs, 1).col(0)};
    const int count = draw(1, 600);
    std::vector<double> ts;
    std::vector<double> sizes;
    for (int k = 0; k < count; ++k) {
      ts.push_back((k + 0.5) / count);
      sizes.push_back(1.0 / count);
    }
    const Vector<double> one = Vector<double>::Constant(1, 1.0);
    const auto expected = plain_sum(network, one, {}, segment, ts, sizes);
    const auto got = planned_sum(network, one, {}, segment, ts, sizes, ThreadPool());
    // z differs by at most gamma_(inputs + 6) (|W| |x| + |b|) in each of the two: a dense row, and
    // an interpolation before or behind it. The sigmoid's slope is at most 1/4 and changes by at
    // most 0.1 per unit of z; it takes 8 roundings, the products with weights 3 and the sums behind
    // them units, and at most count.
    const Vector<double> reach = segment.from.abs().max(segment.to.abs());
    const Vector<double> z_off = rounding_factor<double>(inputs + 6) *
                                 ((weights.abs().matrix() * reach.matrix()).array() + bias.abs());
    const double relative = rounding_factor<double>(8 + 3 + units + count);
    const Vector<double> slope_off = 0.1 * z_off + 0.25 * relative;
    const Vector<double> allowed = 2 * (weights.abs().matrix().transpose() *
                                        (out.row(0).transpose().abs() * slope_off).matrix())
                                           .array() +
                                   std::numeric_limits<double>::min();
    for (Index i = 0; i < inputs; ++i) {
      require_close("the sum", got.value(i), expected.value(i), allowed(i));
    }
  });
}

TEST_CASE("the head of a plan is what only affine operators lead to") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Tensor head = b.dense(x, {{1, 2}, {3, 4}}, {0, 0});
  const Tensor tail = b.relu(head);
  const Tensor joined = b.add(head, tail);
  const auto network = b.build(joined).value();
  const SegmentPlan<Rational> plan(network);
  CHECK(plan.in_head(x.number));
  CHECK(plan.in_head(head.number));
  CHECK_FALSE(plan.in_head(tail.number));
  CHECK_FALSE(plan.in_head(joined.number));
}

TEST_CASE("interpolate gives both ends exactly") {
  Vector<double> from(2);
  from << 0.1, 1e16;
  Vector<double> to(2);
  to << 0.3, 1;
  const std::vector<double> ts = {0.0, 0.5, 1.0};
  const Batch<double> points = interpolate<double>(from, to, ts);
  CHECK((points.col(0) == from).all());
  CHECK((points.col(2) == to).all());
  CHECK(points(1, 1) == 5e15);
}

}  // namespace axiomark::tests
