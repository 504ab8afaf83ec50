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
    const Batch<S> point =
        interpolate<S>(q.segment.from, q.segment.to, std::span(&q.nodes[k], 1));
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

}  // namespace

TEST_CASE("a sum by runs equals the plain sum exactly") {
  property("graphs of every operator, nodes that cannot be merged", [] {
    require_exact(with_any_nodes(draw_question(build(draw_blueprint(kEveryKind)))));
  });
  property("graphs of affine operators and relus, nodes that can", [] {
    const int relu = static_cast<int>(StepKind::relu);
    require_exact(with_rule(draw_question(build(draw_blueprint(relu, 2, draw(3, 10))))));
  });
  property("graphs of every operator, nodes in order", [] {
    require_exact(with_rule(draw_question(build(draw_blueprint(kEveryKind)))));
  });
  property("convolutions, skip connections and pools", [] {
    const auto question = draw_question(ConvolutionDraw().network());
    require_exact(draw(0, 1) == 0 ? with_rule(question) : with_any_nodes(question));
  });
}

}  // namespace axiomark::tests
