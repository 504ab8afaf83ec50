#include "methods/integrated_gradients.hpp"

#include "network/builder.hpp"
#include "network/examples.hpp"
#include "tests/methods/layered_draws.hpp"
#include "tests/methods/one_answer.hpp"

namespace axiomark::tests {
namespace {

/// A model that is no network: F(x) = x1^2 + 3 x2, values and gradients alone.
struct BlackBox {
  [[nodiscard]] Index dimension() const { return 2; }
  [[nodiscard]] Result<Row<Rational>> evaluate(const Batch<Rational>& points) const {
    return Row<Rational>(points.row(0) * points.row(0) + points.row(1) * Rational(3));
  }
  [[nodiscard]] Result<Gradients<Rational>> gradient(const Batch<Rational>& points) const {
    Gradients<Rational> result{points, evaluate(points).value(),
                               std::vector<HangSet>(static_cast<std::size_t>(points.cols()))};
    result.values.row(0) *= Rational(2);
    result.values.row(1).setConstant(Rational(3));
    return result;
  }
};

/// The same, but the gradient is refused.
struct Broken : BlackBox {
  [[nodiscard]] Result<Gradients<Rational>> gradient(const Batch<Rational>&) const {
    return fail(ErrorKind::numeric, "black box", "nothing");
  }
};

Result<Attribution<Rational>> at_black_box(const IntegratedGradients& asked) {
  const auto answers =
      asked.attribute(Function<Rational>(BlackBox{}), Batch<Rational>(vector({4, 5})),
                      Batch<Rational>(vector({1, 2})));
  REQUIRE(answers.size() == 1);
  return answers.front();
}

}  // namespace

TEST_CASE("quadratures of a black box need only its gradient") {
  // A_1 = 3 * sum of w_k 2 (1 + 3 t_k), A_2 = 9.
  const auto value = [](QuadratureRule rule, long steps) {
    const auto answer = at_black_box({{}, rule, steps, 0});
    REQUIRE(answer.has_value());
    CHECK(answer->values(1) == 9);
    CHECK(answer->hung_on.empty());
    CHECK_FALSE(answer->error_bound.has_value());
    return Rational(answer->values(0));
  };
  CHECK(value(QuadratureRule::midpoint, 5) == 15);
  CHECK(value(QuadratureRule::trapezoid, 5) == 15);
  CHECK(value(QuadratureRule::simpson, 4) == 15);
  CHECK(value(QuadratureRule::left, 3) == 12);
  CHECK(value(QuadratureRule::right, 3) == 18);
  // More nodes than are asked for at once.
  CHECK(value(QuadratureRule::midpoint, 200) == 15);
}

TEST_CASE("exact integrated gradients of a black box are refused with the reason") {
  const auto answer = at_black_box({});
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().kind == ErrorKind::unsupported);
  CHECK(message(answer.error()) ==
        "function: a black box without linear pieces; expected a piecewise linear network");
}

TEST_CASE("the error of a black box's gradient is the answer to every query") {
  const IntegratedGradients asked{{}, QuadratureRule::left, 5, 0};
  const Batch<Rational> points = Batch<Rational>::Constant(2, 3, Rational(1));
  const auto answers = asked.attribute(Function<Rational>(Broken{}), points, points);
  REQUIRE(answers.size() == 3);
  for (const auto& answer : answers) {
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().where == "black box");
  }
}

TEST_CASE("gradient evaluations are counted as documented for each rule") {
  const auto evaluations = [](const std::string& text) {
    return ask("integrated-gradients:" + text, examples::saturation(), {2}, {0})
        ->gradient_evaluations;
  };
  CHECK(evaluations("rule=left,steps=12") == 12);
  CHECK(evaluations("rule=right,steps=12") == 12);
  CHECK(evaluations("rule=midpoint,steps=12") == 12);
  CHECK(evaluations("rule=trapezoid,steps=12") == 13);
  CHECK(evaluations("rule=simpson,steps=12") == 13);
  CHECK(evaluations("rule=gauss-legendre,steps=12") == 12);
  CHECK(evaluations("rule=random,steps=12,seed=1") == 12);
  CHECK(evaluations("rule=exact") == 2);
  CHECK(evaluations("kink=0") == 50);
  CHECK(ask("gradient", examples::saturation(), {2}, {0})->gradient_evaluations == 1);
  CHECK(ask("guided-backprop", examples::saturation(), {2}, {0})->gradient_evaluations == 1);
}

TEST_CASE("Gauss-Legendre and random nodes are complete on one linear piece exactly") {
  property("a network without relus", [] {
    LayeredQuestion q = draw_question();
    for (auto& layer : q.layers) layer.activation = reference::Activation::kNone;
    const auto network = build(q.layers);
    Batch<Rational> ends(static_cast<Index>(q.x.size()), 2);
    ends.col(0) = vector(q.x);
    ends.col(1) = vector(q.baseline);
    const Batch<Rational> y = evaluate(network, ends);
    const auto t = static_cast<Index>(q.target);
    for (const std::string rule : {"gauss-legendre,steps=7", "random,steps=3", "exact"}) {
      const auto answer = ask(method("integrated-gradients:rule=" + rule), network, vector(q.x),
                              vector(q.baseline), q.target_weights());
      RC_ASSERT(answer.has_value());
      RC_ASSERT(answer->values.sum() == y(t, 0) - y(t, 1));
    }
  });
}

TEST_CASE("what a quadrature hangs on is reported and exact integrated gradients hang on nothing") {
  const auto hung = [](const std::string& text) {
    return ask("integrated-gradients:" + text, examples::saturation(), {2}, {0})->hung_on;
  };
  CHECK(hung("rule=right,steps=10") == HangSet(Hang::kink));
  CHECK(hung("rule=right,steps=5").empty());
  CHECK(hung("rule=exact").empty());
}

TEST_CASE("the stated error bound of exact integrated gradients holds in double and in float") {
  int bounded = 0;
  const auto holds_on_one = [&] {
    const LayeredQuestion q = draw_question();
    // The floating point network is the subject: the exact answer is that of its own numbers.
    const auto check = [&]<Scalar S>(S) {
      const auto network = convert<S>(build(q.layers)).value();
      const Vector<S> x = convert_all<S>(vector(q.x));
      const Vector<S> baseline = convert_all<S>(vector(q.baseline));
      const Vector<S> target = convert_all<S>(q.target_weights());
      const AnyMethod exact = method("integrated-gradients:rule=exact");
      const auto rounded = ask(exact, network, x, baseline, target);
      const auto truth =
          ask(exact, convert<Rational>(network).value(), Vector<Rational>(convert_all<Rational>(x)),
              Vector<Rational>(convert_all<Rational>(baseline)),
              Vector<Rational>(convert_all<Rational>(target)));
      if (!rounded || !truth) return;
      ++bounded;
      RC_ASSERT(rounded->error_bound.has_value());
      RC_ASSERT(!truth->error_bound.has_value());
      RC_ASSERT(!rounded->notes.empty());
      RC_ASSERT(rounded->notes.front().find("delta = ") != std::string::npos);
      for (Index i = 0; i < x.size(); ++i) {
        const Rational off = convert<Rational>(rounded->values(i)) - truth->values(i);
        const S& bound = (*rounded->error_bound)(i);
        // An infinite bound is honest but would prove nothing.
        RC_ASSERT(is_finite(bound));
        const Rational limit = convert<Rational>(bound);
        RC_ASSERT(off <= limit && -off <= limit);
      }
    };
    check(double{});
    check(float{});
  };
  // A hundred networks each, and two scalars on every network.
  property("|computed - exact| <= error_bound for every feature", holds_on_one);
  property("|computed - exact| <= error_bound for every feature, once more", holds_on_one);
  CHECK(bounded >= 200);
}

}  // namespace axiomark::tests
