#include <cmath>

#include "methods/integrated_gradients.hpp"
#include "network/builder.hpp"
#include "tests/methods/one_answer.hpp"

/// What integrated gradients ask of a function, as catalogued: how steep it may be for so many steps
/// (A02), and that a derivative almost everywhere is not enough (A12).
namespace axiomark::tests {
namespace {

/// sigmoid(k (x - 1/2)): from 0 to 1 a rise of nearly 1, within about 5 / k of the middle.
Network<double> step_of_steepness(double k) {
  NetworkBuilder<double> b;
  const Tensor z = b.dense(b.input({1}), {{k}}, {-k / 2});
  return b.build(b.apply(Operator<double>(Sigmoid{}), {z}, "sigmoid")).value();
}

/// The smallest m from which on five numbers of steps in a row are within 5 %; 0 if none up to 420.
int steps_for_five_percent(const std::string& rule, double k) {
  const Network<double> network = step_of_steepness(k);
  const double rise = std::tanh(k / 4);  // sigmoid(k / 2) - sigmoid(-k / 2)
  int in_a_row = 0;
  for (int m = 1; m <= 424; ++m) {
    const auto answer = ask<double>(
        method("integrated-gradients:rule=" + rule + ",steps=" + std::to_string(m)), network,
        Vector<double>::Ones(1), Vector<double>::Zero(1), Vector<double>::Ones(1));
    if (!answer) FAIL(message(answer.error()));
    const bool good = std::abs(answer->values(0) / rise - 1) < 0.05;
    in_a_row = good ? in_a_row + 1 : 0;
    if (in_a_row == 5) return m - 4;
  }
  return 0;
}

/// Cantor's function on [0, 1], with its derivative where it has one: off the Cantor set, where it
/// is 0. A black box.
struct CantorFunction {
  struct At {
    Rational value;
    bool differentiable;
  };
  // One ternary digit after the other until a middle third is met. Exact; a number of the Cantor set
  // never meets one, and no number written by fewer than 1000 digits takes as many.
  static At at(Rational x) {
    constexpr int kMostDigits = 1000;
    Rational value = 0;
    Rational half(1, 2);
    for (int digit = 0; digit < kMostDigits; ++digit) {
      if (3 * x > 1 && 3 * x < 2) return {value + half, true};
      if (3 * x >= 2) value += half;
      x = 3 * x >= 2 ? Rational(3 * x - 2) : Rational(3 * x);
      half /= 2;
      if (x == 1) return {value + 2 * half, false};
      if (x == 0) return {value, false};
    }
    return {value, false};
  }

  [[nodiscard]] static Index dimension() { return 1; }
  [[nodiscard]] static Result<Row<Rational>> evaluate(const Batch<Rational>& points) {
    Row<Rational> values(points.cols());
    for (Index k = 0; k < points.cols(); ++k) values(k) = at(points(0, k)).value;
    return values;
  }
  [[nodiscard]] static Result<Gradients<Rational>> gradient(const Batch<Rational>& points) {
    for (Index k = 0; k < points.cols(); ++k) {
      if (!at(points(0, k)).differentiable) {
        return fail(ErrorKind::input, "Cantor's function", to_text(Rational(points(0, k))),
                    "a point off the Cantor set");
      }
    }
    return Gradients<Rational>{Batch<Rational>::Constant(1, points.cols(), Rational(0)),
                               evaluate(points).value(),
                               std::vector<HangSet>(static_cast<std::size_t>(points.cols()))};
  }
};

}  // namespace

TEST_CASE("A02 steps for 5 per cent grow with steepness and Gauss-Legendre nodes need more") {
  CHECK(steps_for_five_percent("right", 10) == 4);
  CHECK(steps_for_five_percent("midpoint", 10) == 4);
  CHECK(steps_for_five_percent("trapezoid", 10) == 4);
  CHECK(steps_for_five_percent("gauss-legendre", 10) == 5);
  CHECK(steps_for_five_percent("right", 100) == 32);
  CHECK(steps_for_five_percent("midpoint", 100) == 32);
  CHECK(steps_for_five_percent("trapezoid", 100) == 32);
  CHECK(steps_for_five_percent("gauss-legendre", 100) == 49);
  CHECK(steps_for_five_percent("right", 1000) == 315);
  CHECK(steps_for_five_percent("midpoint", 1000) == 315);
  CHECK(steps_for_five_percent("trapezoid", 1000) == 315);
  CHECK(steps_for_five_percent("gauss-legendre", 1000) == 0);  // more than 400
}

TEST_CASE("A12 a derivative almost everywhere is not enough: Cantor's function gets nothing") {
  const Batch<Rational> one = vector({1});
  const Batch<Rational> zero = vector({0});
  const Function<Rational> cantor{CantorFunction{}};
  CHECK(cantor.evaluate(one).value()(0) - cantor.evaluate(zero).value()(0) == 1);
  // 1/4 is 0.020202... in base 3, which the function reads as 0.010101... in base 2.
  CHECK(absolute_value<Rational>(CantorFunction::at(Rational(1, 4)).value - Rational(1, 3)) <
        Rational(1, 1'000'000));
  for (const long steps : {20, 300, 2000}) {
    IntegratedGradients random;
    random.rule = QuadratureRule::random;
    random.steps = steps;
    const auto answer = random.attribute(cantor, one, zero).front();
    if (!answer) FAIL(message(answer.error()));
    CHECK(answer->values(0) == 0);
  }
  // The trap: regular nodes such as 1/4 lie in the Cantor set, where there is no derivative.
  IntegratedGradients regular;
  regular.rule = QuadratureRule::right;
  regular.steps = 4;
  CHECK_FALSE(regular.attribute(cantor, one, zero).front().has_value());
}

}  // namespace axiomark::tests
