#include "methods/integrated_gradients.hpp"
#include "methods/shapley.hpp"
#include "network/examples.hpp"
#include "tests/methods/layered_game.hpp"

/// Statements about Shapley values and occlusion with their exact values, as catalogued: A is
/// Sundararajan, Taly & Yan 2017, B Friedman & Moulin and Sundararajan & Najmi, C Ancona et al.
/// 2018, D Shrikumar et al. 2017, L Lundstrom et al., S what notes repeat.
namespace axiomark::tests {
namespace {

using namespace examples;

const std::string kExactIg = "integrated-gradients:rule=exact";
// Simpson's rule is exact on polynomials of degree 3: on integrands of F of degree 4.
const std::string kSimpson = "integrated-gradients:rule=simpson,steps=2";

Rational q(int numerator, int denominator) { return Rational(numerator, denominator); }

/// relu(w . x + b), times `factor`
Network<Rational> relu_of(std::initializer_list<Rational> weights, const Rational& bias,
                          const Rational& factor = 1) {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({static_cast<Index>(weights.size())});
  return b.build(b.dense(b.relu(b.dense(x, {weights}, {bias})), {{factor}}, {0})).value();
}

Network<Rational> product_of_two() {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  return b.build(b.product(b.feature(x, 0), b.feature(x, 1))).value();
}

/// (w . x)^3
Network<Rational> cube() {
  NetworkBuilder<Rational> b;
  const Tensor sum = b.dense(b.input({2}), {{1, 1}}, {0});
  return b.build(b.apply(Operator<Rational>(Power{3}), {sum})).value();
}

/// x1 x2 / (x1 + x2), continued by 0 where the sum is 0: no network of ours has a quotient.
struct HarmonicHalf {
  [[nodiscard]] Index dimension() const { return 2; }
  [[nodiscard]] Result<Row<Rational>> evaluate(const Batch<Rational>& points) const {
    Row<Rational> values(points.cols());
    for (Index k = 0; k < points.cols(); ++k) {
      const Rational sum = points(0, k) + points(1, k);
      values(k) = sum == 0 ? Rational(0) : Rational(points(0, k) * points(1, k) / sum);
    }
    return values;
  }
  [[nodiscard]] Result<Gradients<Rational>> gradient(const Batch<Rational>& points) const {
    Gradients<Rational> all{points, evaluate(points).value(),
                            std::vector<HangSet>(static_cast<std::size_t>(points.cols()))};
    for (Index k = 0; k < points.cols(); ++k) {
      const Rational sum = points(0, k) + points(1, k);
      all.values(0, k) = points(1, k) * points(1, k) / (sum * sum);
      all.values(1, k) = points(0, k) * points(0, k) / (sum * sum);
    }
    return all;
  }
};

/// sum over all sets of four features of a drawn coefficient times their product
Network<Rational> draw_multilinear() {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({4});
  std::vector<Tensor> terms;
  Matrix<Rational> coefficients(1, 15);
  for (Index set = 1; set < 16; ++set) {
    std::optional<Tensor> term;
    for (Index i = 0; i < 4; ++i) {
      if ((set >> i & 1) == 0) continue;
      term = term ? b.product(*term, b.feature(x, i)) : b.feature(x, i);
    }
    terms.push_back(*term);
    coefficients(0, set - 1) = draw_number();
  }
  return b.build(b.dense(b.concat(terms, 0), coefficients, vector({draw_number()}))).value();
}

}  // namespace

TEST_CASE("A08 Shapley values split the minimum of two inputs equally") {
  for (const Network<Rational>& network : {minimum(), minimum_mirrored()}) {
    CHECK(attributions("shapley", network, {1, 3}) == Numbers{q(1, 2), q(1, 2)});
    CHECK(attributions("shapley-shubik", network, {1, 3}) == Numbers{q(1, 2), q(1, 2)});
    CHECK(attributions("kernel-shap", network, {1, 3}) == Numbers{q(1, 2), q(1, 2)});
  }
}

TEST_CASE("A04 baseline Shapley values of figure 7 are the same for both networks") {
  CHECK(attributions("shapley", figure_7_f(), {3, 1}) == Numbers{q(3, 2), q(-1, 2)});
  CHECK(attributions("shapley", figure_7_g(), {3, 1}) == Numbers{q(3, 2), q(-1, 2)});
}

TEST_CASE("A16 Shapley values are an average of paths but not one path") {
  CHECK(attributions("shapley", product_of_two(), {1, 1}) == Numbers{q(1, 2), q(1, 2)});
  // relu(1/4 - |x1 - 1/2| - |x2 - 3/8|) vanishes on the edges of the unit square: whoever sees only
  // its corners gives nothing, a path through the inside does. A path that gave nothing for every
  // such bump would have to stay on the edges, and give (0,1) or (1,0) for x1 x2.
  NetworkBuilder<Rational> b;
  const Tensor parts = b.relu(b.dense(b.input({2}), {{1, 0}, {-1, 0}, {0, 1}, {0, -1}},
                                      {q(-1, 2), q(1, 2), q(-3, 8), q(3, 8)}));
  const Network<Rational> bump =
      b.build(b.relu(b.dense(parts, {{-1, -1, -1, -1}}, {q(1, 4)}))).value();
  CHECK(attributions("shapley", bump, {1, 1}) == Numbers{0, 0});
  CHECK(attributions(kExactIg, bump, {1, 1}) == Numbers{q(1, 8), q(-1, 8)});
}

TEST_CASE("A21 occlusion keeps sensitivity-a and is not complete") {
  CHECK(attributions("occlusion", product_of_two(), {1, 1}) == Numbers{1, 1});
  CHECK(attributions("occlusion", saturation(), {2}) == Numbers{1});
  property("one feature differs: occlusion is the difference of F", [] {
    const LayeredQuestion drawn = draw_game(3);
    LayeredQuestion one = drawn;
    one.baseline = one.x;
    one.baseline[1] = drawn.baseline[1];
    RC_ASSERT(values_of("occlusion", one) ==
              (Numbers{0, value_at(one)(one.x) - value_at(one)(one.baseline), 0}));
  });
}

TEST_CASE(
    "B01 integrated gradients of the minimum break demand monotonicity and Shapley does not") {
  const std::vector<Rational> x1 = {1, 2, q(5, 2), 4};
  const Numbers ig = {1, 2, q(5, 2), 0};
  const Numbers shapley = {q(1, 2), 1, q(5, 4), q(3, 2)};
  for (const Network<Rational>& network : {minimum(), minimum_mirrored()}) {
    for (std::size_t k = 0; k < x1.size(); ++k) {
      CHECK(attributions(kExactIg, network, {x1[k], 3}).at(0) == ig[k]);
      CHECK(attributions("shapley", network, {x1[k], 3}).at(0) == shapley[k]);
    }
  }
}

TEST_CASE("B02 integrated gradients of x1 x2 / (x1 + x2) fall while the function rises") {
  const Function<Rational> function{HarmonicHalf{}};
  const Numbers ig = {q(1, 4), q(2, 9), q(3, 16)};
  for (const int x1 : {1, 2, 3}) {
    const Batch<Rational> x = vector({x1, 1});
    const Batch<Rational> zero = vector({0, 0});
    // F is homogeneous: its gradient is the same all along the ray, so that one node is exact.
    IntegratedGradients gradients;
    gradients.rule = QuadratureRule::midpoint;
    gradients.steps = 1;
    CHECK(gradients.attribute(function, x, zero).front()->values(0) ==
          ig[static_cast<std::size_t>(x1 - 1)]);
    const Rational f = function.evaluate(x).value()(0);
    CHECK(f == q(x1, x1 + 1));
    CHECK(Shapley{}.attribute(function, x, zero).front()->values(0) == f / 2);
  }
}

TEST_CASE("B03 Shapley values break proportionality and integrated gradients keep it") {
  CHECK(attributions(kSimpson, cube(), {1, 2}) == Numbers{9, 18});
  CHECK(attributions("shapley", cube(), {1, 2}) == Numbers{10, 17});
  const Network<Rational> kinked = relu_of({1, 1}, -1);
  CHECK(attributions(kExactIg, kinked, {2, 1}) == Numbers{q(4, 3), q(2, 3)});
  CHECK(attributions("shapley", kinked, {2, 1}) == Numbers{q(3, 2), q(1, 2)});
}

TEST_CASE("B04 Shapley values, KernelSHAP and occlusion are affine scale invariant") {
  property("new units with the baseline transformed along", [] {
    const LayeredQuestion question = draw_game(3);
    const Network<Rational> network = build(question.layers);
    NetworkBuilder<Rational> b;
    Numbers x;
    Numbers baseline;
    Vector<Rational> back_factor(3);
    Vector<Rational> back_offset(3);
    for (std::size_t i = 0; i < 3; ++i) {
      const Rational c = q(draw(1, 5), draw(1, 3));
      const Rational d = draw_number();
      x.push_back(c * question.x[i] + d);
      baseline.push_back(c * question.baseline[i] + d);
      back_offset(static_cast<Index>(i)) = -d;
      back_factor(static_cast<Index>(i)) = 1 / c;
    }
    const Tensor old_units = b.scale(b.shift(b.input({3}), back_offset), back_factor);
    const Network<Rational> transformed = b.build(b.include(network, {old_units})).value();
    for (const std::string text : {"shapley", "kernel-shap", "occlusion"}) {
      RC_ASSERT(attributions(text, transformed, x, baseline) == values_of(text, question));
    }
  });
}

TEST_CASE("B06 integrated gradients and Shapley values agree on multilinear functions") {
  property("four variables, any baseline", [] {
    const Network<Rational> network = draw_multilinear();
    const Numbers x = draw_numbers(4);
    const Numbers baseline = draw_numbers(4);
    RC_ASSERT(attributions(kSimpson, network, x, baseline) ==
              attributions("shapley", network, x, baseline));
  });
}

TEST_CASE("L06 integrated gradients split x1^2 x2 as 2 to 1 and Shapley values equally") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Tensor square = b.apply(Operator<Rational>(Power{2}), {b.feature(x, 0)});
  const Network<Rational> network = b.build(b.product(square, b.feature(x, 1))).value();
  CHECK(attributions(kSimpson, network, {1, 1}) == Numbers{q(2, 3), q(1, 3)});
  CHECK(attributions("shapley", network, {1, 1}) == Numbers{q(1, 2), q(1, 2)});
}

TEST_CASE("L05 Shapley values break symmetric monotonicity") {
  // The partial derivatives of (x1 + x2)^3 are equal; what a unit of each feature gets is not.
  const Numbers values = attributions("shapley", cube(), {1, 2});
  CHECK(values.at(0) / 1 == 10);
  CHECK(values.at(1) / 2 == q(17, 2));
  const Numbers gradients = attributions(kSimpson, cube(), {1, 2});
  CHECK(gradients.at(0) / 1 == gradients.at(1) / 2);
}

TEST_CASE("C04 sensitivity-n on x1 x2 holds for occlusion at 1 and integrated gradients at 2") {
  const Numbers ig = attributions(kSimpson, product_of_two(), {1, 1});
  const Numbers occlusion = attributions("occlusion", product_of_two(), {1, 1});
  CHECK(ig == Numbers{q(1, 2), q(1, 2)});
  // The function falls by 1 without either feature and without both.
  CHECK(occlusion == Numbers{1, 1});
  CHECK(ig.at(0) != 1);
  CHECK(sum(ig) == 1);
  CHECK(sum(occlusion) != 1);
}

TEST_CASE("C05 values that DeepExplain's tests use") {
  CHECK(attributions("shapley", minimum(), {2, -2}) == Numbers{0, -2});
  CHECK(attributions("shapley", minimum(), {4, 2}) == Numbers{1, 1});
  NetworkBuilder<Rational> b;
  const Tensor h = b.relu(b.dense(b.input({2}), {{1, -1}, {-1, 1}}, {q(3, 2), -1}));
  const Network<Rational> simple =
      b.build(b.dense(h, {{q(11, 10), q(-1, 2)}, {q(7, 5), 1}}, {0, 2})).value();
  const Batch<Rational> outputs = evaluate(simple, Batch<Rational>(vector({1, 0})));
  CHECK(numbers(Vector<Rational>(outputs.col(0))) == Numbers{q(11, 4), q(11, 2)});
  const auto first =
      ask<Rational>(method("shapley"), simple, vector({1, 0}), vector({0, 0}), vector({1, 0}));
  // At zero the first output is 33/20; only x1 moves.
  CHECK(numbers(first->values) == Numbers{q(11, 10), 0});
}

TEST_CASE("D01 the saturated sum: occlusion sees nothing and Shapley values share it") {
  CHECK(attributions("occlusion", saturated_sum(), {1, 1}) == Numbers{0, 0});
  CHECK(attributions("shapley", saturated_sum(), {1, 1}) == Numbers{q(1, 2), q(1, 2)});
  CHECK(attributions("occlusion:groups=[0,0]", saturated_sum(), {1, 1}) == Numbers{1, 1});
}

TEST_CASE("S18 integrated gradients break the axioms of games and Shapley values keep them") {
  const Network<Rational> symmetric = relu_of({-1, -1}, 1, -1);
  CHECK(attributions(kExactIg, symmetric, {1, 2}) == Numbers{q(1, 3), q(2, 3)});
  CHECK(attributions("shapley", symmetric, {1, 2}) == Numbers{q(1, 2), q(1, 2)});
  NetworkBuilder<Rational> b;
  const Tensor h = b.relu(b.dense(b.input({2}), {{-1, -1}, {1, -1}}, {1, 0}));
  const Network<Rational> null_player = b.build(b.dense(h, {{-1, -1}}, {0})).value();
  CHECK(attributions(kExactIg, null_player, {1, 2}) == Numbers{q(1, 3), q(2, 3)});
  CHECK(attributions("shapley", null_player, {1, 2}) == Numbers{0, 1});
  // The same game as the first, by another function.
  const Network<Rational> same_game = relu_of({-2, -1}, 1, -1);
  CHECK(attributions(kExactIg, same_game, {1, 2}) == Numbers{q(1, 2), q(1, 2)});
  CHECK(attributions("shapley", same_game, {1, 2}) == Numbers{q(1, 2), q(1, 2)});
}

}  // namespace axiomark::tests
