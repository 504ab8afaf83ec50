#include <cmath>
#include <cstdio>

#include "methods/integrated_gradients.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"
#include "network/random_stream.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/methods/refusal.hpp"

/// rule=auto: the true error, not the residual, is within the tolerance.
namespace axiomark::tests {
namespace {

constexpr const char* kAuto = "integrated-gradients:rule=auto,tolerance=0.01";
constexpr double kTolerance = 0.01;

enum class Kind { relu, sigmoid, tanh };

struct Drawn {
  Network<double> network;
  Vector<double> input;
  Vector<double> baseline;
};

/// Numbers k/4 from -2 to 2: exact in double, short in fractions.
double quarter(RandomStream& stream) { return static_cast<double>(stream.between(-8, 8)) / 4; }

/// 1 to 5 features, 1 to `layers` hidden layers of 2 to `units` units, weights up to `scale`.
struct Size {
  long layers;
  long units;
  double scale;
};
constexpr Size kSmall{3, 16, 2};
constexpr Size kWide{2, 128, 2};
// A composition of steep functions takes thousands of enclosures.
constexpr Size kGentle{2, 8, 1};

Drawn draw_network(RandomStream stream, Kind kind, const Size& size) {
  NetworkBuilder<double> b;
  Index width = stream.between(1, 5);
  Vector<double> input(width);
  Vector<double> baseline(width);
  for (Index i = 0; i < width; ++i) {
    input(i) = 2 * quarter(stream);
    baseline(i) = quarter(stream);
  }
  Tensor at = b.input({width});
  const auto dense = [&](Index units) {
    Matrix<double> weights(units, width);
    for (double& w : weights.reshaped()) w = size.scale / 2 * quarter(stream);
    Vector<double> bias(units);
    for (double& v : bias) v = quarter(stream);
    width = units;
    return b.dense(at, weights, bias);
  };
  for (long layers = stream.between(1, size.layers); layers > 0; --layers) {
    at = dense(stream.between(size.units / 4 + 1, size.units));
    at = kind == Kind::relu      ? b.relu(at)
         : kind == Kind::sigmoid ? b.apply(Operator<double>(Sigmoid{}), {at})
                                 : b.apply(Operator<double>(Tanh{}), {at});
  }
  at = dense(1);
  return {b.build(at).value(), std::move(input), std::move(baseline)};
}

template <Scalar S>
Result<Attribution<S>> answer(const std::string& text, const Network<S>& network,
                              const Drawn& drawn) {
  return ask<S>(method(text), network, convert_all<S>(drawn.input), convert_all<S>(drawn.baseline),
                Vector<S>::Constant(1, S(1)));
}

bool says(const Attribution<double>& answer, const std::string& words) {
  return contains(answer.notes.back(), words);
}

}  // namespace

TEST_CASE("auto meets its tolerance on 800 random networks with kinks") {
  const RandomStream draws(2026);
  int answered = 0;
  int longest = 0;
  int guaranteed = 0;
  for (std::uint64_t k = 0; k < 800; ++k) {
    const Drawn drawn = draw_network(draws.split(k), Kind::relu, k % 10 == 0 ? kWide : kSmall);
    CAPTURE(k);
    const auto exact = answer<Rational>("integrated-gradients:rule=exact",
                                        *convert<Rational>(drawn.network), drawn);
    const auto found = answer<double>(kAuto, drawn.network, drawn);
    if (!exact) {  // inside a kink
      CHECK_FALSE(found.has_value());
      continue;
    }
    REQUIRE(found.has_value());
    ++answered;
    longest += says(*found, "rule=adaptive chosen") ? 1 : 0;
    const Vector<double> right = convert_all<double>(exact->values);
    // Completeness holds exactly. Where F does not rise, the answer is the exact one, and rounding is
    // covered by its bound.
    const double allowed = kTolerance * std::abs(convert<double>(Rational(exact->values.sum())));
    const Vector<double> off = (found->values - right).abs();
    for (Index i = 0; i < off.size(); ++i) {
      CHECK(off(i) <= std::max(allowed, (*found->error_bound)(i)));
    }
    if (says(*found, "; guaranteed: ")) {
      ++guaranteed;
      CHECK(off.maxCoeff() <= allowed);
    }
  }
  std::printf("auto: %d of 800 answered, %d guaranteed, %d by the longest pieces\n", answered,
              guaranteed, longest);
  CHECK(answered > 780);
  // But for those where F hardly rises.
  CHECK(guaranteed > 750);
  CHECK(longest > 10);
}

TEST_CASE("auto meets its tolerance on 200 random smooth networks") {
  const RandomStream draws(2027);
  for (std::uint64_t k = 0; k < 200; ++k) {
    const Drawn drawn =
        draw_network(draws.split(k), k % 2 == 0 ? Kind::sigmoid : Kind::tanh, kGentle);
    CAPTURE(k);
    const auto found = answer<double>(kAuto, drawn.network, drawn);
    // Two numbers of nodes that agree: no pole is so near the segment that they do not suffice.
    const auto right = answer<double>("integrated-gradients:steps=1000", drawn.network, drawn);
    const auto again = answer<double>("integrated-gradients:steps=700", drawn.network, drawn);
    REQUIRE(found.has_value());
    REQUIRE(right.has_value());
    Batch<double> ends(drawn.input.size(), 2);
    ends << drawn.baseline, drawn.input;
    const Batch<double> values = evaluate(drawn.network, ends);
    const double allowed = kTolerance * std::abs(values(0, 1) - values(0, 0));
    REQUIRE((right->values - again->values).abs().maxCoeff() <= allowed / 100 + 1e-9);
    CHECK((found->values - right->values).abs().maxCoeff() <= allowed + 1e-9);
  }
}

TEST_CASE("auto says what it chose and what it guarantees") {
  const auto few = ask(kAuto, examples::saturation(), {2}, {0});
  REQUIRE(few.has_value());
  CHECK(few->notes.back() == "rule=exact chosen; guaranteed: exact");
  CHECK(few->values(0) == 1);
  // A kink at every (k + 1/2)/100: more pieces than one takes without asking.
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({1});
  Matrix<Rational> ones = Matrix<Rational>::Constant(100, 1, Rational(1));
  Vector<Rational> places(100);
  for (int k = 0; k < 100; ++k) places(k) = -(Rational(2 * k + 1) / 200);
  const Tensor kinks = b.relu(b.dense(x, ones, places));
  const auto network = b.build(b.dense(kinks, Matrix<Rational>::Constant(1, 100, Rational(1)),
                                       Vector<Rational>::Constant(1, Rational(0))))
                           .value();
  const auto many = ask("integrated-gradients:rule=auto,tolerance=1/10", network, {1}, {0});
  REQUIRE(many.has_value());
  CHECK(many->notes.back() ==
        "rule=adaptive chosen; guaranteed: every attribution is within 1/10 of F(x) - F(x') of the "
        "integral");
  CHECK(many->gradient_evaluations < 101);
  // sum over k of 1 - (k + 1/2)/100 = 50
  CHECK(abs(Rational(many->values(0) - 50)) <= 5);
  // sqrt has no slope at 0, so that nothing can be promised.
  NetworkBuilder<double> root;
  const Tensor z = root.input({1});
  const auto sqrt = root.build(root.apply(Operator<double>(Sqrt{}), {z})).value();
  const Vector<double> one = Vector<double>::Ones(1);
  const auto open = ask<double>(method(kAuto), sqrt, one, Vector<double>::Zero(1), one);
  REQUIRE(open.has_value());
  CHECK(open->notes.back() ==
        "rule=adaptive chosen; no guarantee: the error is an estimate from finitely many points");
  CHECK(std::abs(open->values(0) - 1) <= kTolerance);
}

TEST_CASE("auto refuses a segment inside a kink, and steps beside it") {
  const auto inside = ask(kAuto, examples::minimum(), {1, 1}, {0, 0});
  REQUIRE_FALSE(inside.has_value());
  CHECK(contains(message(inside.error()), "runs inside its kink"));
  CHECK(contains(refusal("integrated-gradients:rule=auto,steps=5"), "given with rule=auto"));
  CHECK(contains(refusal("integrated-gradients:rule=auto,tolerance=0"),
                 "a number above 0 and below 1"));
}

}  // namespace axiomark::tests
