#include "methods/adaptive_integral.hpp"

#include <cmath>

#include "methods/integrated_gradients.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/methods/power_function.hpp"
#include "tests/methods/refusal.hpp"

/// Integrated gradients to a tolerance.
namespace axiomark::tests {
namespace {

/// A relu network with some twenty pieces on a segment.
LayeredQuestion draw_wide_question() {
  LayeredQuestion q{Layered(3), 0, draw_numbers(2), draw_numbers(2)};
  std::size_t width = 2;
  for (std::size_t l = 0; l < 3; ++l) {
    const std::size_t units = l == 2 ? 1 : 8;
    for (std::size_t j = 0; j < units; ++j) q.layers[l].W.push_back(draw_numbers(width));
    q.layers[l].b = draw_numbers(units);
    q.layers[l].activation = l == 2 ? reference::Activation::kNone : reference::Activation::kRelu;
    width = units;
  }
  return q;
}

/// sigmoid(w . x + b)
Network<double> squashed(std::initializer_list<double> weights, double bias) {
  NetworkBuilder<double> b;
  const Tensor x = b.input({static_cast<Index>(weights.size())});
  return b.build(b.apply(Operator<double>(Sigmoid{}), {b.dense(x, {weights}, {bias})})).value();
}

}  // namespace

TEST_CASE("on piecewise linear networks the bound holds and no more gradients are taken") {
  int compared = 0;
  int fewer = 0;
  property("|adaptive - exact| <= error_bound exactly, and within the tolerance", [&] {
    const LayeredQuestion q = draw(0, 1) == 0 ? draw_question() : draw_wide_question();
    const auto network = build(q.layers);
    const auto answer = [&](const std::string& text) {
      return ask(method("integrated-gradients:rule=" + text), network, vector(q.x),
                 vector(q.baseline), q.target_weights());
    };
    const auto exact = answer("exact");
    for (const std::string tolerance : {"1/1000", "1/10", "0.9999"}) {
      const auto adaptive = answer("adaptive,tolerance=" + tolerance);
      RC_ASSERT(adaptive.has_value() == exact.has_value());
      if (!exact) {
        RC_ASSERT(message(adaptive.error()) == message(exact.error()));
        continue;
      }
      ++compared;
      RC_ASSERT(adaptive->error_bound.has_value());
      RC_ASSERT(adaptive->gradient_evaluations <= exact->gradient_evaluations);
      if (adaptive->gradient_evaluations < exact->gradient_evaluations) ++fewer;
      const Rational allowed = parse_rational(tolerance).value() * abs(exact->values.sum());
      for (Index i = 0; i < exact->values.size(); ++i) {
        const Rational bound = (*adaptive->error_bound)(i);
        RC_ASSERT(abs(adaptive->values(i) - exact->values(i)) <= bound);
        RC_ASSERT(bound <= allowed);
      }
      if (adaptive->gradient_evaluations == exact->gradient_evaluations) {
        RC_ASSERT(numbers(adaptive->values) == numbers(exact->values));
      }
    }
  });
  CHECK(compared >= 200);
  CHECK(fewer >= 10);
}

TEST_CASE("on piecewise linear networks the bound holds in double and in float") {
  int compared = 0;
  property("|adaptive - exact in Rational| <= error_bound", [&] {
    const LayeredQuestion q = draw_wide_question();
    const auto check = [&]<Scalar S>(S) {
      const auto network = convert<S>(build(q.layers)).value();
      const Vector<S> x = convert_all<S>(vector(q.x));
      const Vector<S> baseline = convert_all<S>(vector(q.baseline));
      const Vector<S> target = convert_all<S>(q.target_weights());
      const auto rounded = ask(method("integrated-gradients:rule=adaptive,tolerance=1/10"), network,
                               x, baseline, target);
      const auto truth =
          ask(method("integrated-gradients:rule=exact"), convert<Rational>(network).value(),
              Vector<Rational>(convert_all<Rational>(x)),
              Vector<Rational>(convert_all<Rational>(baseline)),
              Vector<Rational>(convert_all<Rational>(target)));
      if (!rounded || !truth) return;
      ++compared;
      for (Index i = 0; i < x.size(); ++i) {
        const S bound = (*rounded->error_bound)(i);
        RC_ASSERT(is_finite(bound));
        RC_ASSERT(abs(convert<Rational>(S(rounded->values(i))) - truth->values(i)) <=
                  convert<Rational>(bound));
      }
    };
    check(double{});
    check(float{});
  });
  CHECK(compared >= 100);
}

TEST_CASE("short linear pieces are left out and counted to their neighbours") {
  // relu(x - 1/1000) on [0, 1]: pieces of 1/1000 and 999/1000, and a gradient of at most 1.
  NetworkBuilder<Rational> b;
  const auto network = b.build(b.relu(b.dense(b.input({1}), {{1}}, {Rational(-1, 1000)}))).value();
  const std::string text = "integrated-gradients:rule=adaptive,tolerance=";
  const auto loose = ask(text + "1/100", network, {1}, {0});
  REQUIRE(loose.has_value());
  CHECK(loose->gradient_evaluations == 1);
  CHECK(numbers(loose->values) == Numbers{1});
  CHECK(numbers(*loose->error_bound) == Numbers{Rational(1, 500)});
  CHECK(loose->notes == std::vector<std::string>{"gradients of 1 of 2 linear pieces"});
  const auto tight = ask(text + "1/1000", network, {1}, {0});
  CHECK(tight->gradient_evaluations == 2);
  CHECK(numbers(tight->values) == Numbers{Rational(999, 1000)});
  CHECK(numbers(*tight->error_bound) == Numbers{0});
  CHECK(tight->function_evaluations == 2);
}

TEST_CASE("a function that does not change gets the exact integral") {
  const auto network = examples::figure_7_difference();
  const auto answer =
      ask("integrated-gradients:rule=adaptive,tolerance=1/2", network, {3, 1}, {0, 0});
  REQUIRE(answer.has_value());
  CHECK(numbers(answer->values) == Numbers{0, 0});
  const auto still = ask("integrated-gradients:rule=adaptive", examples::saturation(), {2}, {2});
  REQUIRE(still.has_value());
  CHECK(numbers(still->values) == Numbers{0});
}

TEST_CASE("smooth networks get a bound") {
  const AnyMethod adaptive = method("integrated-gradients:rule=adaptive,tolerance=1e-9");
  const Vector<double> one = Vector<double>::Ones(2);
  const Vector<double> zero = Vector<double>::Zero(2);
  const Vector<double> target = Vector<double>::Ones(1);
  const auto answer = ask(adaptive, squashed({1, 1}, 0), one, zero, target);
  REQUIRE(answer.has_value());
  REQUIRE(answer->notes.size() == 1);
  CHECK(contains(answer->notes.front(), "a bound: Taylor polynomials of degree 8"));
  CHECK_FALSE(contains(answer->notes.front(), "not reached"));
  // A11: (sigma(2) - 1/2) / 2 each = tanh(1)/4.
  REQUIRE(answer->error_bound.has_value());
  for (Index i = 0; i < 2; ++i) {
    const double bound = (*answer->error_bound)(i);
    CHECK(std::fabs(answer->values(i) - std::tanh(1.0) / 4) <= bound + 1e-16);
    CHECK(bound <= 1e-9 * std::tanh(1.0) / 2);
  }
  // Nine coefficients each; fifteen Kronrod nodes would have been enough, but nobody would know.
  CHECK(answer->gradient_evaluations <= 9 * 15);
}

TEST_CASE("black boxes get an estimate in the notes and no bound") {
  struct Tanh2 {
    [[nodiscard]] Index dimension() const { return 1; }
    [[nodiscard]] Result<Row<double>> evaluate(const Batch<double>& points) const {
      return Row<double>(points.row(0).tanh());
    }
    [[nodiscard]] Result<Gradients<double>> gradient(const Batch<double>& points) const {
      return Gradients<double>{1 - points.tanh().square(), points.row(0).tanh(),
                               std::vector<HangSet>(static_cast<std::size_t>(points.cols()))};
    }
  };
  const Vector<double> one = Vector<double>::Ones(1);
  const auto answer =
      adaptive_integral<double>(Function<double>(Tanh2{}), {Vector<double>::Zero(1), one}, 1e-9);
  REQUIRE(answer.has_value());
  CHECK_FALSE(answer->error_bound.has_value());
  REQUIRE(answer->notes.size() == 2);
  CHECK(contains(answer->notes[0], "an estimate, not a bound"));
  CHECK_FALSE(contains(answer->notes[0], "not reached"));
  CHECK(contains(answer->notes[1], "no bound: function: a black box; expected a network"));
  CHECK(answer->gradient_evaluations == 15);
  CHECK(std::fabs(answer->values(0) - std::tanh(1.0)) < 1e-15);
}

TEST_CASE("a steep sigmoid is cornered with few gradients") {
  const AnyMethod adaptive = method("integrated-gradients:rule=adaptive,tolerance=1e-6");
  for (const double steepness : {10.0, 100.0, 1000.0, 1e5}) {
    INFO(steepness);
    const auto network = squashed({steepness}, -steepness / 2.02);
    const Vector<double> one = Vector<double>::Ones(1);
    const auto answer = ask(adaptive, network, one, Vector<double>(Vector<double>::Zero(1)), one);
    REQUIRE(answer.has_value());
    CHECK_FALSE(contains(answer->notes.front(), "not reached"));
    const double rise =
        1 / (1 + std::exp(-steepness * (1 - 1 / 2.02))) - 1 / (1 + std::exp(steepness / 2.02));
    CHECK(std::fabs(answer->values(0) - rise) <= (*answer->error_bound)(0) + 1e-15);
    CHECK((*answer->error_bound)(0) <= 1e-6 * rise);
    CHECK(answer->gradient_evaluations <= 15 * 80);
  }
}

TEST_CASE("a kink that no linear pieces tell of is cut out") {
  // relu(x1 - 1/3) times x2: not piecewise linear.
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Tensor kinked = b.relu(b.dense(x, {{1, 0}}, {Rational(-1, 3)}));
  const auto network = b.build(b.product(kinked, b.feature(x, 1))).value();
  const auto answer =
      ask("integrated-gradients:rule=adaptive,tolerance=1e-6", network, {1, 1}, {0, 0});
  REQUIRE(answer.has_value());
  REQUIRE(answer->error_bound.has_value());
  // F = (t - 1/3) t beyond 1/3: A_1 = integral of t = 4/9, A_2 = integral of t - 1/3 = 2/9.
  const Rational allowed = Rational(2, 3) / 1'000'000;
  const Numbers bound = numbers(*answer->error_bound);
  CHECK(abs(answer->values(0) - Rational(4, 9)) <= bound[0]);
  CHECK(abs(answer->values(1) - Rational(2, 9)) <= bound[1]);
  CHECK(bound[0] <= allowed);
  CHECK(bound[1] <= allowed);
  // Left of the kink, around it, right of it: one enclosure to find it and three to know.
  CHECK(answer->gradient_evaluations == 9 * 4);
}

TEST_CASE("polynomials of degree 13 and less take one pair of rules") {
  property("to the nodes' rounding", [] {
    const Function<double> f(PowerFunction<double>{draw_power_sum(2, 3), 2});
    Vector<double> x(2);
    Vector<double> baseline(2);
    for (Index i = 0; i < 2; ++i) {
      x(i) = draw(-4, 4);
      baseline(i) = draw(-4, 4);
    }
    const auto adaptive = adaptive_integral<double>(f, {baseline, x}, 1e-9);
    RC_ASSERT(adaptive.has_value());
    Batch<double> straight(2, 2);
    straight << baseline, x;
    Batch<double> points(2, 2);
    const auto values = f.evaluate(straight).value();
    // Both rules agree up to rounding: of numbers up to 4 * 4 * 4^6 * 3 * 8, by 2^-53 each time.
    RC_ASSERT(adaptive->gradient_evaluations <= 45);
    RC_ASSERT(std::fabs(adaptive->values.sum() - (values(1) - values(0))) <= 1.6e6 * 0x1p-48);
  });
}

TEST_CASE("a function without an integral ends with a note") {
  // The gradient jumps between two values with every bit of x: no rule settles.
  struct Noise {
    [[nodiscard]] Index dimension() const { return 1; }
    [[nodiscard]] Result<Row<double>> evaluate(const Batch<double>& points) const {
      return Row<double>(points.row(0));
    }
    [[nodiscard]] Result<Gradients<double>> gradient(const Batch<double>& points) const {
      Gradients<double> at{points, points.row(0),
                           std::vector<HangSet>(static_cast<std::size_t>(points.cols()))};
      at.values = points.unaryExpr([](double v) {
        return RandomStream(static_cast<std::uint64_t>(v * 0x1p60)).one_in(2) ? 1.0 : -1.0;
      });
      return at;
    }
  };
  const Vector<double> one = Vector<double>::Ones(1);
  const auto answer =
      adaptive_integral<double>(Function<double>(Noise{}), {Vector<double>::Zero(1), one}, 1e-6);
  REQUIRE(answer.has_value());
  CHECK(answer->gradient_evaluations <= 100'000);
  CHECK(contains(answer->notes.front(), "the tolerance 1e-06 was not reached"));
}

TEST_CASE("a tolerance that is none is refused") {
  for (const std::string bad : {"0", "-1", "1", "2"}) {
    CHECK(contains(refusal("integrated-gradients:rule=adaptive,tolerance=" + bad),
                   "a number above 0 and below 1"));
  }
  CHECK(contains(refusal("integrated-gradients:rule=adaptive,tolerance=x"), "option 'tolerance'"));
  CHECK(contains(refusal("integrated-gradients:rule=left,tolerance=1/2"), "given with rule=left"));
  CHECK(
      contains(refusal("integrated-gradients:rule=adaptive,steps=5"), "given with rule=adaptive"));
  CHECK(contains(refusal("integrated-gradients:rule=adaptive,seed=5"), "given with rule=adaptive"));
}

}  // namespace axiomark::tests
