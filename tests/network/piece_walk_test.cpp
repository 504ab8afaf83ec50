#include "network/segment/piece_walk.hpp"

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/network/convolution_draws.hpp"
#include "tests/network/piece_check.hpp"
#include "tests/network/random_network.hpp"

namespace axiomark::tests {
namespace {

template <Scalar S>
struct Question {
  Network<S> network;
  Vector<S> target;
  Segment<S> segment;
};

Question<Rational> draw_question(Network<Rational> network, int denominator = 2) {
  const Index features = network.input_features();
  const Vector<Rational> target = draw_points(network.output_features(), 1).col(0);
  return {std::move(network), target,
          Segment<Rational>{draw_points(features, 1, denominator).col(0),
                            draw_points(features, 1, denominator).col(0)}};
}

template <Scalar S>
Question<S> rounded(const Question<Rational>& q) {
  return {convert<S>(q.network).value(), convert_all<S>(q.target),
          Segment<S>{convert_all<S>(q.segment.from), convert_all<S>(q.segment.to)}};
}

Blueprint draw_relu_blueprint(int denominator) {
  return draw_blueprint(static_cast<int>(StepKind::relu), denominator, draw(3, 10));
}

/// Layers of relus with more crossings than one group of intervals has, and numbers that round. Points are so
/// far from zero, which the first layer takes back: what rounds is so many times larger than what changes.
Question<Rational> draw_wide_question(int distance = 0) {
  NetworkBuilder<Rational> b;
  Index width = 3;
  Tensor x = b.input({width});
  const auto numbers = [](Index rows, Index columns) {
    Matrix<Rational> m(rows, columns);
    for (Index k = 0; k < m.size(); ++k) m.data()[k] = Rational(draw(-9, 9), 7);
    return m;
  };
  Rational back = distance;
  for (const Index units : {24, 9}) {
    const Matrix<Rational> weights = numbers(units, width);
    Vector<Rational> bias = numbers(units, 1).col(0);
    for (Index i = 0; i < units; ++i) {
      for (Index j = 0; j < width; ++j) bias(i) -= weights(i, j) * back;
    }
    x = b.relu(b.dense(x, weights, bias));
    width = units;
    back = 0;
  }
  x = b.dense(x, numbers(1, width), Vector<Rational>(numbers(1, 1).col(0)));
  Question<Rational> q = draw_question(b.build(x).value(), 7);
  for (Vector<Rational>* end : {&q.segment.from, &q.segment.to}) {
    for (Index i = 0; i < end->size(); ++i) (*end)(i) += distance;
  }
  return q;
}

template <Scalar S>
LinearPieces<S> as_pieces(const Question<S>& q, const WalkedPieces<S>& walked) {
  LinearPieces<S> pieces;
  pieces.breakpoints = walked.breakpoints;
  pieces.delta = walked.delta;
  pieces.uncertain_length = std::min(walked.uncertain_length, S(1));
  pieces.gradient_bound = gradient_bound(q.network, q.target, walked.active);
  return pieces;
}

/// `linear_pieces` walks networks in floating point alone: in Rational it is the plain way.
void require_plain_pieces(const Question<Rational>& q) {
  const auto expected = linear_pieces(q.network, q.target, q.segment).value();
  const auto got = walk_pieces(q.network, q.segment);
  RC_ASSERT(got.has_value());
  RC_ASSERT(got->breakpoints == expected.breakpoints);
  RC_ASSERT(got->delta == 0);
  RC_ASSERT(got->uncertain_length == 0);
  RC_ASSERT((as_pieces(q, *got).gradient_bound == expected.gradient_bound).all());
  if (expected.inside_kink) RC_ASSERT(got->rests);
}

template <Scalar S>
void require_near_exact(const Question<Rational>& exact) {
  const Question<S> q = rounded<S>(exact);
  const auto walked = walk_pieces(q.network, q.segment);
  RC_ASSERT(walked.has_value());
  const std::string fault =
      compare_with_exact(q.network, q.target, q.segment, as_pieces(q, *walked));
  if (!fault.empty()) RC_FAIL(fault);
}

}  // namespace

TEST_CASE("a walk finds the plain pieces exactly") {
  property("graphs of affine operators and relus",
           [] { require_plain_pieces(draw_question(build(draw_relu_blueprint(2)))); });
  property("layers with many crossings", [] { require_plain_pieces(draw_wide_question()); });
}

TEMPLATE_TEST_CASE("a walk in floating point finds the exact pieces of the rounded network", "",
                   float, double) {
  using S = TestType;
  property("graphs of affine operators and relus, with numbers that round",
           [] { require_near_exact<S>(draw_question(build(draw_relu_blueprint(3)), 3)); });
  property("layers with many crossings", [] { require_near_exact<S>(draw_wide_question()); });
  property("layers with many crossings, far from zero",
           [] { require_near_exact<S>(draw_wide_question(1000)); });
}

TEST_CASE("bounds of groups of intervals are near those of single ones") {
  property("layers with many crossings, in double", [] {
    const Question<double> q = rounded<double>(draw_wide_question());
    // Of fewer than 512 weights: the plain way.
    const auto plain = linear_pieces(q.network, q.target, q.segment).value();
    const auto walked = walk_pieces(q.network, q.segment).value();
    RC_ASSERT(walked.breakpoints.size() == plain.breakpoints.size());
    // The largest of 17 columns for each of them, in two layers of which values are within a few times of
    // each other.
    RC_ASSERT(walked.delta <= 64 * plain.delta);
  });
}

TEST_CASE("a walk goes through convolutions, skip connections and pools of sums") {
  property("convolutions", [] {
    const auto q = draw_question(ConvolutionDraw().network());
    const auto got = walk_pieces(q.network, q.segment);
    if (got) require_plain_pieces(q);  // not with a maximum
  });
}

TEST_CASE("a walk leaves other operators and what is not finite to the plain way") {
  NetworkBuilder<float> b;
  const Tensor x = b.input({2});
  const Vector<float> ones = Vector<float>::Constant(2, 1.0F);
  const Segment<float> segment{-ones, ones};
  CHECK_FALSE(
      walk_pieces(b.build(b.add(b.relu(x), b.max({x, b.relu(x)}))).value(), segment).has_value());

  NetworkBuilder<float> huge;
  const Tensor big = huge.dense(huge.input({2}), Matrix<float>::Constant(2, 2, 3e38F),
                                Vector<float>::Constant(2, 0.0F));
  CHECK_FALSE(walk_pieces(huge.build(huge.relu(big)).value(), segment).has_value());
}

TEST_CASE("a unit that only rounding turned off passes signals and leaves its side open") {
  // 2^-26 + 1 - 1 - 2^-40 is above zero; in float the first term is lost, and the sum below it.
  NetworkBuilder<float> b;
  Matrix<float> weights(1, 4);
  weights << 0x1p-26F, 1.0F, -1.0F, -0x1p-40F;
  const Tensor hidden = b.relu(b.dense(b.input({4}), weights, Vector<float>::Constant(1, 0.0F)));
  const auto network = b.build(hidden).value();
  const Vector<float> ones = Vector<float>::Constant(4, 1.0F);
  const auto walked = walk_pieces<float>(network, {ones, ones}).value();
  CHECK(walked.active.back() == std::vector<bool>{true});
  CHECK(walked.delta == 1.0F);
}

TEST_CASE("a walk tells a unit that rests on its kink from one that crosses it") {
  const auto rests = [](double slope, double other) {
    // relu(slope x1 + other x2) along x1 = x2 = t.
    NetworkBuilder<double> b;
    Matrix<double> weights(1, 2);
    weights << slope, other;
    const auto network =
        b.build(b.relu(b.dense(b.input({2}), weights, Vector<double>::Constant(1, 0.0)))).value();
    const Vector<double> ones = Vector<double>::Constant(2, 1.0);
    return walk_pieces<double>(network, {-ones, ones}).value().rests;
  };
  CHECK(rests(1, -1));
  CHECK_FALSE(rests(1, 1));
}

}  // namespace axiomark::tests
