#include <limits>

#include "network/segment/gradient_sum.hpp"
#include "tests/catch.hpp"
#include "tests/network/convolution_draws.hpp"
#include "tests/network/operator_check.hpp"
#include "tests/network/random_network_reference.hpp"

namespace axiomark::tests {
namespace {

template <Scalar S>
struct Question {
  Network<S> network;
  Vector<S> target;
  Conventions<S> conventions;
  Segment<S> segment;
  std::vector<S> nodes;
  std::vector<S> weights;
};

Question<Rational> draw_question(Network<Rational> network) {
  const Vector<Rational> target = draw_points(network.output_features(), 1).col(0);
  const Conventions<Rational> conventions{Rational(draw(0, 2), 2), Rational(draw(-2, 2), 2),
                                          Tie::first};
  const Segment<Rational> segment{draw_points(network.input_features(), 1).col(0),
                                  draw_points(network.input_features(), 1).col(0)};
  return {std::move(network), target, conventions, segment, {}, {}};
}

/// Nodes in any order, weights of both signs: nothing can be merged.
Question<Rational> with_any_nodes(Question<Rational> question) {
  for (int count = draw(0, 20); count > 0; --count) {
    question.nodes.emplace_back(draw(0, 8), 8);
    question.weights.emplace_back(draw(-3, 3), 4);
  }
  return question;
}

/// Increasing nodes, some of them equal, and weights of which none is negative.
Question<Rational> with_rule(Question<Rational> question) {
  const int steps = draw(1, 40);
  for (int k = 0; k <= steps; ++k) {
    for (int copies = draw(0, 5) == 0 ? 2 : 1; copies > 0; --copies) {
      question.nodes.emplace_back(k, steps);
      question.weights.emplace_back(draw(0, 3), 4);
    }
  }
  return question;
}

/// One node at a time, by the gradient at a point.
template <Scalar S>
GradientSum<S> plain_sum(const Question<S>& q) {
  GradientSum<S> sum{Vector<S>::Constant(q.network.input_features(), S(0)), {}, 0};
  for (std::size_t k = 0; k < q.nodes.size(); ++k) {
    const Batch<S> point = interpolate<S>(q.segment.from, q.segment.to, std::span(&q.nodes[k], 1));
    const Gradients<S> at = gradient(q.network, point, q.target, q.conventions).value();
    sum.value += q.weights[k] * at.values.col(0);
    if (q.weights[k] != S(0)) sum.hung_on |= at.hung_on[0];
    ++sum.evaluations;
  }
  return sum;
}

template <Scalar S>
std::optional<GradientSum<S>> sum_by_runs(const Question<S>& q, const ThreadPool& pool) {
  return gradient_sum_by_runs<S>(q.network, q.target, q.conventions, q.segment, q.nodes, q.weights,
                                 pool);
}

void require_exact(const Question<Rational>& q) {
  const GradientSum<Rational> expected = plain_sum(q);
  const auto got = sum_by_runs(q, ThreadPool());
  RC_ASSERT(got.has_value());
  RC_ASSERT((got->value == expected.value).all());
  RC_ASSERT(got->hung_on == expected.hung_on);
  RC_ASSERT(got->evaluations == expected.evaluations);
}

/// The question in floating point, where all its numbers are short.
template <Scalar S>
Question<S> rounded(const Question<Rational>& q) {
  const auto list = [](const std::vector<Rational>& numbers) {
    std::vector<S> result;
    for (const Rational& number : numbers) result.push_back(convert<S>(number));
    return result;
  };
  return {convert<S>(q.network).value(),
          convert_all<S>(q.target),
          {convert<S>(q.conventions.relu_at_zero), convert<S>(q.conventions.abs_at_zero),
           q.conventions.tie},
          {convert_all<S>(q.segment.from), convert_all<S>(q.segment.to)},
          list(q.nodes),
          list(q.weights)};
}

/// Layers of relus as wide as a few vectors, with weights from -1 to 1 in halves. A point has 16 bits, so that
/// no unit of the random ones below is exactly on its kink.
Question<Rational> draw_wide_question() {
  std::uint32_t seed = static_cast<std::uint32_t>(draw(1, 1 << 30));
  const auto number = [&](int from, int to, int unit) {
    seed = seed * 1664525U + 1013904223U;  // Numerical Recipes' generator: any will do
    return Rational(
        from + static_cast<int>((seed >> 8) % static_cast<std::uint32_t>(to - from + 1)), unit);
  };
  const auto numbers = [&](Index rows, Index columns, int most, int unit) {
    Matrix<Rational> m(rows, columns);
    for (Index k = 0; k < m.size(); ++k) m.data()[k] = number(-most, most, unit);
    return m;
  };
  NetworkBuilder<Rational> b;
  Index width = 5;
  Tensor x = b.input({width});
  for (int layer = draw(2, 3); layer > 0; --layer) {
    const Index units = draw(9, 40);
    x = b.relu(
        b.dense(x, numbers(units, width, 2, 2), Vector<Rational>(numbers(units, 1, 2, 2).col(0))));
    width = units;
  }
  Question<Rational> q = draw_question(
      b.build(b.dense(x, numbers(2, width, 2, 2), Vector<Rational>(numbers(2, 1, 2, 2).col(0))))
          .value());
  q.segment = {numbers(5, 1, 1 << 15, 1 << 15).col(0), numbers(5, 1, 1 << 15, 1 << 15).col(0)};
  return q;
}

}  // namespace

TEST_CASE("a sum by runs equals the plain sum exactly") {
  property("graphs of every operator, nodes that cannot be merged",
           [] { require_exact(with_any_nodes(draw_question(build(draw_blueprint(kEveryKind))))); });
  property("graphs of affine operators and relus, nodes that can", [] {
    const int relu = static_cast<int>(StepKind::relu);
    require_exact(with_rule(draw_question(build(draw_blueprint(relu, 2, draw(3, 10))))));
  });
  property("graphs of every operator, nodes in order",
           [] { require_exact(with_rule(draw_question(build(draw_blueprint(kEveryKind))))); });
  property("convolutions, skip connections and pools", [] {
    const auto question = draw_question(ConvolutionDraw().network());
    require_exact(draw(0, 1) == 0 ? with_rule(question) : with_any_nodes(question));
  });
}

// Gradients of these networks are short dyadic numbers, exact in double: a sum of them in double tells
// whether every node was found on the right side of every kink, although values are interpolated. Nodes on a
// kink are left to Rational: an interpolated zero may be off by a rounding.
TEST_CASE("a sum by runs finds the side of every kink in double") {
  property("affine operators and relus", [] {
    const int relu = static_cast<int>(StepKind::relu);
    const auto q = with_rule(draw_question(build(draw_blueprint(relu, 2, draw(3, 7)))));
    const GradientSum<Rational> expected = plain_sum(q);
    if (!expected.hung_on.empty()) return;
    const auto got = sum_by_runs(rounded<double>(q), ThreadPool()).value();
    RC_ASSERT((got.value == convert_all<double>(expected.value)).all());
    RC_ASSERT(got.hung_on.empty());
  });
  property("convolutions", [] {
    const auto q = with_rule(draw_question(ConvolutionDraw().network()));
    const GradientSum<Rational> expected = plain_sum(q);
    if (!expected.hung_on.empty()) return;
    const auto got = sum_by_runs(rounded<double>(q), ThreadPool()).value();
    RC_ASSERT((convert_all<Rational>(got.value) == expected.value).all());
  });
}

TEST_CASE(
    "wide sums in double and float equal the plain sum, merged or not, on any number of threads") {
  const ThreadPool one(1);
  const ThreadPool three(3);
  property("hundreds of nodes", [&] {
    Question<Rational> exact = draw_wide_question();
    // More nodes than one merged stretch has, in order or not.
    const int steps = draw(1, 4) * 200;
    const bool in_order = draw(0, 1) == 0;
    for (int k = 0; k < steps; ++k) {
      exact.nodes.emplace_back((in_order ? k : k * 37 % steps) * 1024 / steps, 1024);
      exact.weights.emplace_back(k % 3, 4);
    }
    const Question<double> q = rounded<double>(exact);
    const GradientSum<double> expected = plain_sum(q);
    const auto got = sum_by_runs(q, one).value();
    RC_ASSERT((got.value == expected.value).all());
    RC_ASSERT(got.evaluations == expected.evaluations);
    RC_ASSERT((sum_by_runs(q, three).value().value == got.value).all());
    const Question<float> single = rounded<float>(exact);
    const auto first = sum_by_runs(single, one).value();
    RC_ASSERT((sum_by_runs(single, three).value().value == first.value).all());
  });
}

TEST_CASE("a network with more values than fit one stretch has its nodes in shorter ones") {
  // Unit i is on from t = (i + 1/2) / 8000, with a slope of 8000; nodes lie between two units' kinks.
  constexpr Index kUnits = 8000;
  constexpr int kSteps = 1000;
  NetworkBuilder<double> b;
  Vector<double> bias(kUnits);
  for (Index i = 0; i < kUnits; ++i) bias(i) = -static_cast<double>(i) - 0.5;
  const Tensor hidden =
      b.relu(b.dense(b.input({1}), Matrix<double>::Constant(kUnits, 1, kUnits), bias));
  const auto network = b.build(b.dense(hidden, Matrix<double>::Constant(1, kUnits, 1.0),
                                       Vector<double>::Constant(1, 0.0)))
                           .value();
  const Vector<double> one = Vector<double>::Constant(1, 1.0);
  Question<double> q{network, one, {0.0, 0.0, Tie::first}, {0 * one, one}, {}, {}};
  double expected = 0;
  for (int k = 0; k < kSteps; ++k) {
    q.nodes.push_back((k + 0.5) / kSteps);
    q.weights.push_back(1);
    expected += static_cast<double>(kUnits) * static_cast<double>(8 * k + 4);
  }
  const auto got = sum_by_runs(q, ThreadPool()).value();
  CHECK(got.evaluations == kSteps);
  CHECK(got.value(0) == expected);
}

TEST_CASE("a sum by runs leaves what is not finite to the plain sum, which names the node") {
  NetworkBuilder<float> b;
  const Tensor x = b.input({32});
  const Tensor big =
      b.dense(x, Matrix<float>::Constant(32, 32, 1e30F), Vector<float>::Constant(32, 0.0F));
  const Tensor lost = b.relu(
      b.dense(big, Matrix<float>::Constant(1, 32, -1e30F), {Vector<float>::Constant(1, 0.0F)}));
  const auto network = b.build(lost).value();
  const Question<float> q{network,
                          Vector<float>::Constant(1, 1.0F),
                          {},
                          {Vector<float>::Constant(32, 1.0F), Vector<float>::Constant(32, 2.0F)},
                          {0.0F, 0.5F, 1.0F},
                          {0.25F, 0.5F, 0.25F}};
  CHECK_FALSE(sum_by_runs(q, ThreadPool()).has_value());
  const auto planned = SegmentPlan<float>(network).gradient_sum(
      network, q.target, q.conventions, q.segment, q.nodes, q.weights, ThreadPool());
  REQUIRE_FALSE(planned.has_value());
  CHECK(planned.error().kind == ErrorKind::numeric);
  CHECK(planned.error().where == "node 1 (dense)");
}

}  // namespace axiomark::tests
