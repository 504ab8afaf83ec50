#include "network/builder.hpp"
#include "network/examples.hpp"
#include "tests/methods/one_answer.hpp"

/// Statements of the literature with their exact values, as catalogued: A is Sundararajan, Taly &
/// Yan 2017, F Kindermans et al. 2017 and Hesse et al. 2021.
namespace axiomark::tests {
namespace {

using namespace examples;

const std::string kExact = "integrated-gradients:rule=exact";

std::string rule(const std::string& name, int steps, const std::string& kink = "0") {
  return "integrated-gradients:rule=" + name + ",steps=" + std::to_string(steps) + ",kink=" + kink;
}

Rational q(int numerator, int denominator) { return Rational(numerator, denominator); }

/// relu(w . x + b)
Network<Rational> one_relu(std::initializer_list<Rational> weights, const Rational& bias) {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({static_cast<Index>(weights.size())});
  return b.build(b.relu(b.dense(x, {weights}, {bias}))).value();
}

}  // namespace

TEST_CASE("A01 on 1 - relu(1 - x) at 2 only integrated gradients see the rise") {
  CHECK(attributions("gradient", saturation(), {2}) == Numbers{0});
  CHECK(attributions("gradient-x-input", saturation(), {2}) == Numbers{0});
  CHECK(attributions("guided-backprop", saturation(), {2}) == Numbers{0});
  CHECK(attributions("deconvnet", saturation(), {2}) == Numbers{0});
  CHECK(attributions(kExact, saturation(), {2}) == Numbers{1});
}

TEST_CASE("A02 the value of a quadrature on 1 - relu(1 - x) depends on rule parity and kink") {
  const auto value = [](const std::string& name, int m, const std::string& kink) {
    return attributions(rule(name, m, kink), saturation(), {2}).at(0);
  };
  CHECK(value("right", 10, "0") == q(4, 5));
  CHECK(value("right", 20, "0") == q(9, 10));
  CHECK(value("right", 40, "0") == q(19, 20));
  CHECK(value("right", 50, "0") == q(24, 25));
  CHECK(value("right", 21, "0") == q(20, 21));
  CHECK(value("left", 20, "1") == q(11, 10));
  for (const int m : {2, 10, 20, 40, 50}) {
    INFO(m << " steps");
    CHECK(value("right", m, "0") == 1 - q(2, m));
    CHECK(value("right", m, "1") == 1);
    CHECK(value("left", m, "0") == 1);
    CHECK(value("left", m, "1") == 1 + q(2, m));
    CHECK(value("trapezoid", m, "0") == 1 - q(1, m));
    CHECK(value("midpoint", m, "0") == 1);
  }
  for (const int m : {1, 5, 21, 51}) {
    INFO(m << " steps");
    CHECK(value("right", m, "0") == 1 - q(1, m));
    CHECK(value("left", m, "0") == 1 + q(1, m));
    CHECK(value("trapezoid", m, "0") == 1);
    CHECK(value("midpoint", m, "0") == 1 - q(1, m));
  }
}

TEST_CASE("A03 both networks of figure 7 get the same integrated gradients at (3 1)") {
  for (const Network<Rational>& network : {figure_7_f(), figure_7_g()}) {
    CHECK(evaluate(network, Batch<Rational>(vector({3, 1})))(0, 0) == 1);
    CHECK(attributions(kExact, network, {3, 1}) == Numbers{q(3, 2), q(-1, 2)});
    const auto pieces =
        linear_pieces<Rational>(network, vector({1}), {vector({0, 0}), vector({3, 1})});
    REQUIRE(pieces.has_value());
    // relu(x1 - 1) of g turns on at 1/3, whether or not that reaches the output.
    CHECK(std::ranges::find(pieces->breakpoints, q(1, 2)) != pieces->breakpoints.end());
  }
}

TEST_CASE("A05 gradient x input of figure 7 is (3 -1) in both networks and not complete") {
  CHECK(attributions("gradient-x-input", figure_7_f(), {3, 1}) == Numbers{3, -1});
  CHECK(attributions("gradient-x-input", figure_7_g(), {3, 1}) == Numbers{3, -1});
}

TEST_CASE("A06 guided backpropagation and DeConvNet never see x2 in figure 7") {
  for (int i = -24; i <= 24; ++i) {
    for (int j = -24; j <= 24; ++j) {
      const Numbers p = {q(i, 6), q(j, 6)};
      for (const std::string text : {"guided-backprop", "deconvnet"}) {
        if (attributions(text, figure_7_f(), p).at(1) != 0) FAIL(text << " at " << i << ", " << j);
      }
    }
  }
  CHECK(attributions("guided-backprop", figure_7_f(), {3, 1}) == Numbers{1, 0});
  CHECK(attributions("deconvnet", figure_7_f(), {3, 1}) == Numbers{1, 0});
  CHECK(attributions("gradient", figure_7_f(), {3, 1}) == Numbers{1, -1});
  CHECK(attributions(kExact, figure_7_f(), {3, 1}, {3, 0}) == Numbers{0, -1});
}

TEST_CASE("A07 DeConvNet passes a signal through a relu that is off") {
  const Network<Rational> network = one_relu({1}, -1);
  CHECK(attributions("gradient", network, {0}) == Numbers{0});
  CHECK(attributions("guided-backprop", network, {0}) == Numbers{0});
  CHECK(attributions("deconvnet", network, {0}) == Numbers{1});
}

TEST_CASE("A08 integrated gradients give the minimum of two inputs to the smaller") {
  for (const Network<Rational>& network : {minimum(), minimum_mirrored()}) {
    CHECK(attributions(kExact, network, {1, 3}) == Numbers{1, 0});
    CHECK(attributions(rule("right", 10), network, {1, 3}) == Numbers{1, 0});
    CHECK(attributions(rule("midpoint", 10), network, {1, 3}) == Numbers{1, 0});
  }
  CHECK(attributions(rule("left", 10, "0"), minimum(), {1, 3}) == Numbers{q(9, 10), 0});
  CHECK(attributions(rule("left", 10, "1"), minimum(), {1, 3}) == Numbers{1, q(3, 10)});
  CHECK(attributions(rule("trapezoid", 10, "0"), minimum(), {1, 3}) == Numbers{q(19, 20), 0});
}

TEST_CASE("A14 a feature equal to its baseline gets no integrated gradient") {
  CHECK(attributions(kExact, figure_7_f(), {3, 1}, {0, 1}) == Numbers{1, 0});
  CHECK(attributions(rule("right", 7), figure_7_f(), {3, 1}, {0, 1}).at(1) == 0);
  CHECK(attributions(kExact, saturation(), {2}, {2}) == Numbers{0});
}

TEST_CASE("A17 the derivative of relu(x) - relu(-x) at 0 is what the convention makes it") {
  NetworkBuilder<Rational> b;
  const Tensor h = b.relu(b.dense(b.input({1}), {{1}, {-1}}, {0, 0}));
  const Network<Rational> identity = b.build(b.dense(h, {{1, -1}}, {0})).value();
  CHECK(attributions("gradient:kink=0", identity, {0}) == Numbers{0});
  CHECK(attributions("gradient:kink=1", identity, {0}) == Numbers{2});
  CHECK(attributions("gradient:kink=1/2", identity, {0}) == Numbers{1});
  CHECK(ask("gradient", identity, {0}, {0})->hung_on == HangSet(Hang::kink));
  CHECK(ask("gradient", identity, {1}, {0})->hung_on.empty());
  CHECK(attributions(rule("left", 10, "0"), identity, {1}) == Numbers{q(9, 10)});
  CHECK(attributions(rule("left", 10, "1"), identity, {1}) == Numbers{q(11, 10)});
  CHECK(attributions(rule("trapezoid", 10, "0"), identity, {1}) == Numbers{q(19, 20)});
  CHECK(attributions(kExact, identity, {1}) == Numbers{1});
}

TEST_CASE("A18 a path inside a kink has no exact integrated gradients and the unit is named") {
  struct Expected {
    Network<Rational> network;
    Numbers at_kink_0;
    Numbers at_kink_1;
  };
  for (const Expected& e :
       {Expected{minimum(), {1, 0}, {0, 1}}, Expected{minimum_mirrored(), {0, 1}, {1, 0}}}) {
    const auto answer = ask(kExact, e.network, {1, 1}, {0, 0});
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().kind == ErrorKind::unsupported);
    CHECK(answer.error().where == "node 1 (relu), feature 0");
    CHECK(message(answer.error()).find("t from 0 to 1") != std::string::npos);
    for (const std::string name : {"right", "midpoint"}) {
      CHECK(attributions(rule(name, 10, "0"), e.network, {1, 1}) == e.at_kink_0);
      CHECK(attributions(rule(name, 10, "1"), e.network, {1, 1}) == e.at_kink_1);
      CHECK(attributions(rule(name, 10, "1/2"), e.network, {1, 1}) == Numbers{q(1, 2), q(1, 2)});
    }
  }
}

TEST_CASE("A19 inside a kink automatic differentiation breaks sensitivity-b but stays complete") {
  const Network<Rational> network = first_input_in_disguise();
  CHECK(attributions(rule("right", 10, "0"), network, {1, 1}) == Numbers{0, 1});
  CHECK(attributions(rule("right", 10, "1"), network, {1, 1}) == Numbers{2, -1});
  CHECK(attributions(rule("right", 10, "1/2"), network, {1, 1}) == Numbers{1, 0});
  CHECK_FALSE(ask(kExact, network, {1, 1}, {0, 0}).has_value());
  CHECK(attributions(kExact, network, {2, 1}) == Numbers{2, 0});
}

// Chain N - C0 - C1 - O; one unit relu(w . type + 3/10 degree - 1/5 + u . types of the neighbours) per
// atom, added up. Types are one-hot (C, N, O), atoms N, C0, C1, O; degrees are constants.
Network<Rational> atoms_in_a_chain(const Numbers& own, const Numbers& neighbour) {
  const std::vector<int> degree = {1, 2, 2, 1};
  Matrix<Rational> weights = Matrix<Rational>::Constant(4, 12, Rational(0));
  Vector<Rational> bias(4);
  for (Index atom = 0; atom < 4; ++atom) {
    bias(atom) = q(3, 10) * degree[static_cast<std::size_t>(atom)] - q(1, 5);
    for (Index type = 0; type < 3; ++type) {
      weights(atom, 3 * atom + type) = own[static_cast<std::size_t>(type)];
      for (const Index other : {atom - 1, atom + 1}) {
        if (other < 0 || other > 3) continue;
        weights(atom, 3 * other + type) = neighbour[static_cast<std::size_t>(type)];
      }
    }
  }
  NetworkBuilder<Rational> b;
  const Tensor units = b.relu(b.dense(b.input({12}), weights, bias));
  return b.build(b.dense(units, {{1, 1, 1, 1}}, {0})).value();
}

TEST_CASE(
    "A13 atoms of one type and one set of bonds get the same unless neighbours are convolved") {
  const Numbers chain = {0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1};
  const Numbers own = {1, q(1, 2), q(-7, 10)};
  const auto of_atom = [](const Numbers& attributions, std::size_t atom) -> Rational {
    return attributions[3 * atom] + attributions[3 * atom + 1] + attributions[3 * atom + 2];
  };
  const Numbers alone = attributions(kExact, atoms_in_a_chain(own, {0, 0, 0}), chain);
  CHECK(of_atom(alone, 1) == 1);
  CHECK(of_atom(alone, 2) == 1);
  const Numbers convolved =
      attributions(kExact, atoms_in_a_chain(own, {q(1, 5), 1, q(-9, 10)}), chain);
  CHECK(of_atom(convolved, 1) == q(7, 5));
  CHECK(of_atom(convolved, 2) == q(31, 25));  // 1.24
}

TEST_CASE("A20 f - g of figure 7 is zero everywhere and DeConvNet attributes it to x1") {
  const Network<Rational> zero = figure_7_difference();
  CHECK(attributions(kExact, zero, {3, 1}) == Numbers{0, 0});
  CHECK(attributions("gradient", zero, {3, 1}) == Numbers{0, 0});
  CHECK(attributions("guided-backprop", zero, {3, 1}) == Numbers{1, 0});
  CHECK(attributions("deconvnet", zero, {3, 1}) == Numbers{1, 0});
}

TEST_CASE("A23 what leaves a softmax alone moves gradient x input of its logits") {
  const Matrix<Rational> weights{{1, 2}, {0, 1}};
  const Matrix<Rational> shifted{{6, -1}, {5, -2}};  // (5, -3) added to both rows
  const auto logit = [](const Matrix<Rational>& w) {
    NetworkBuilder<Rational> b;
    return b.build(b.dense(b.input({2}), w, vector({0, 0}))).value();
  };
  const auto of_first = [&](const Matrix<Rational>& w) {
    const auto answer =
        ask(method("gradient-x-input"), logit(w), vector({1, 1}), vector({0, 0}), vector({1, 0}));
    if (!answer) FAIL(message(answer.error()));
    return numbers(answer->values);
  };
  CHECK(of_first(weights) == Numbers{1, 2});
  CHECK(of_first(shifted) == Numbers{6, -1});
  const auto probabilities = [](const Matrix<Rational>& w) {
    NetworkBuilder<double> b;
    const Tensor z = b.dense(b.input({2}), convert_all<double>(w), Vector<double>::Zero(2));
    const Network<double> network = b.build(b.softmax(z, 0)).value();
    return evaluate(network, Batch<double>{{1, 0, -3, 2}, {1, 4, 2, -5}});
  };
  // At whole numbers the differences of the logits, all that a softmax sees, are the same doubles.
  CHECK((probabilities(weights) == probabilities(shifted)).all());
}

TEST_CASE("F01 a shift of the input moves integrated gradients unless the baseline moves along") {
  const Network<Rational> plain = one_relu({2, 1}, 0);
  const Network<Rational> shifted = one_relu({2, 1}, 3);
  const Numbers x = {3, 1};
  const Numbers y = {2, 0};
  CHECK(attributions("gradient", plain, x) == Numbers{2, 1});
  CHECK(attributions("gradient", shifted, y) == Numbers{2, 1});
  CHECK(attributions("gradient-x-input", plain, x) == Numbers{6, 1});
  CHECK(attributions("gradient-x-input", shifted, y) == Numbers{4, 0});
  CHECK(attributions(kExact, plain, x) == Numbers{6, 1});
  CHECK(attributions(kExact, shifted, y) == Numbers{4, 0});
  CHECK(attributions(kExact, shifted, y, {-1, -1}) == Numbers{6, 1});
}

TEST_CASE("F05 without biases and from zero gradient x input is integrated gradients") {
  CHECK(attributions(kExact, one_relu({1}, -1), {3}) == Numbers{2});
  CHECK(attributions("gradient-x-input", one_relu({1}, -1), {3}) == Numbers{3});
  const Network<Rational> biasless = one_relu({2, -1}, 0);
  CHECK(attributions(kExact, biasless, {2, 1}) ==
        attributions("gradient-x-input", biasless, {2, 1}));
  CHECK(attributions(kExact, biasless, {2, 1}, {1, 3}) == Numbers{q(3, 2), q(3, 2)});
  // gradient (2, -1) times (x - x') = (1, -2)
  CHECK(attributions("gradient", biasless, {2, 1}) == Numbers{2, -1});
}

}  // namespace axiomark::tests
