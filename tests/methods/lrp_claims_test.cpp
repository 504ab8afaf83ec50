#include "network/examples.hpp"
#include "tests/methods/lrp_draws.hpp"
#include "tests/reference/gradient_methods.hpp"

/// Statements of the literature are cited by their numbers in the catalogue of claims: A is
/// Sundararajan et al. 2017, C Ancona et al. 2018, D Shrikumar et al. 2017, E the LRP rules.
namespace axiomark::tests {
namespace {

using namespace examples;

Rational sum(const Numbers& values) {
  Rational total = 0;
  for (const Rational& value : values) total += value;
  return total;
}

const Numbers kSigned = {1, -1, 2};

}  // namespace

TEST_CASE("A01 LRP does not see the rise of 1 - relu(1 - x) and has no baseline to help it") {
  for (const std::string bias : {"include", "ignore"}) {
    CHECK(lrp("rule=0,bias=" + bias, saturation(), {2}) == Numbers{0});
    CHECK(lrp("bias=" + bias, saturation(), {2}) == Numbers{0});
  }
}

TEST_CASE("A05 on figure 7 LRP tells f from g only when the bias is left out") {
  const Numbers x = {3, 1};
  struct Expected {
    std::string options;
    Numbers f;
    Numbers g;
  };
  const std::vector<Expected> table = {
      {"rule=0,bias=ignore", {q(3, 2), q(-1, 2)}, {2, -1}},
      {"rule=0,bias=include", {3, -1}, {3, -1}},
      {"rule=z+,bias=include", {1, 0}, {1, 0}},
      {"rule=z+,bias=ignore", {1, 0}, {1, 0}},
      {"rule=alpha-beta,alpha=2,bias=ignore", {4, -2}, {4, -2}},
      {"rule=alpha-beta,alpha=2,bias=include", {4, -1}, {4, -2}},
      {"rule=gamma,gamma=1/4,bias=include", {q(15, 7), q(-4, 7)}, {q(25, 11), q(-2, 3)}},
      {"rule=gamma,gamma=1/4,bias=ignore", {q(15, 11), q(-4, 11)}, {q(5, 3), q(-2, 3)}}};
  for (const Expected& e : table) {
    INFO(e.options);
    CHECK(lrp(e.options, figure_7_f(), x) == e.f);
    CHECK(lrp(e.options, figure_7_g(), x) == e.g);
  }
}

TEST_CASE("C01 LRP-0 with the bias is gradient x input wherever no sum is zero") {
  int asked = 0;
  int ignored_differs = 0;
  property("R_i = x_i dF/dx_i, with any biases", [&] {
    const LayeredQuestion question = draw_question();
    if (!without_zero_sums(question)) return;
    ++asked;
    const Numbers expected =
        reference::gradient_x_input(question.layers, question.target, question.x);
    const auto zero = lrp_answer("rule=0,bias=include", question);
    RC_ASSERT(numbers(zero->values) == expected);
    RC_ASSERT(zero->hung_on.empty());
    // epsilon -> 0: each share changes by a factor z / (z + epsilon); |z| >= 3^-6, |R| < 10^10.
    const auto nearly = lrp_answer("epsilon=1e-40,bias=include", question);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      RC_ASSERT(abs(nearly->values(static_cast<Index>(i)) - expected[i]) <
                Rational("1/10000000000000000000000000"));
    }
    if (numbers(lrp_answer("rule=0,bias=ignore", question)->values) != expected) ++ignored_differs;
  });
  CHECK(asked > 20);
  CHECK(ignored_differs > 5);
}

TEST_CASE("C01 where F(x) is zero there is no relevance to pass on") {
  NetworkBuilder<Rational> b;
  const Network<Rational> difference = b.build(b.dense(b.input({2}), {{1, -1}}, {0})).value();
  CHECK(lrp("rule=0", difference, {1, 1}) == Numbers{0, 0});
  CHECK(attributions("gradient-x-input", difference, {1, 1}) == Numbers{1, -1});
  // 0 / 0, with the limit (1, -1) from both sides.
  CHECK(ask("lrp:rule=0", difference, {1, 1}, {0, 0})->hung_on == HangSet(Hang::zero_denominator));
  CHECK(ask("lrp:rule=0", difference, {0, 0}, {0, 0})->hung_on.empty());
}

TEST_CASE("A19 a unit on its kink makes LRP miss x1 by convention only") {
  const auto answer = ask("lrp:rule=0,bias=include", first_input_in_disguise(), {1, 1}, {0, 0});
  CHECK(numbers(answer->values) == Numbers{0, 1});
  CHECK(answer->hung_on == HangSet(Hang::zero_denominator));
  CHECK(lrp("rule=0,bias=include", first_input_in_disguise(), {2, 1}) == Numbers{2, 0});
}

TEST_CASE("C02 without biases LRP-0 is gradient x input and integrated gradients from zero") {
  int asked = 0;
  property("all three, and their sum is F(x)", [&] {
    LayeredQuestion question = draw_question();
    for (auto& layer : question.layers) layer.b.assign(layer.b.size(), Rational(0));
    if (!without_zero_sums(question)) return;
    ++asked;
    const Numbers values = numbers(lrp_answer("rule=0", question)->values);
    RC_ASSERT(values == reference::gradient_x_input(question.layers, question.target, question.x));
    RC_ASSERT(sum(values) == reference::evaluate(question.layers, question.x).at(question.target));
    const Numbers zero(question.x.size(), Rational(0));
    RC_ASSERT(numbers(ask(method("integrated-gradients:rule=exact"), build(question.layers),
                          vector(question.x), vector(zero), question.target_weights())
                          ->values) == values);
  });
  CHECK(asked > 20);
}

TEST_CASE("D02 at relu(x - 10) the bias decides between a jump and a slope") {
  CHECK(lrp("rule=0,bias=include", thresholded(), {q(101, 10)}) == Numbers{q(101, 10)});
  CHECK(lrp("rule=0,bias=ignore", thresholded(), {q(101, 10)}) == Numbers{q(1, 10)});
  for (const std::string bias : {"include", "ignore"}) {
    CHECK(lrp("rule=0,bias=" + bias, thresholded(), {q(99, 10)}) == Numbers{0});
    CHECK(lrp("rule=0,bias=" + bias, thresholded(), {10}) == Numbers{0});
  }
}

TEST_CASE("A20 what cancels in F still gets LRP unless the bias counts by rule 0") {
  // F = x3 + f - g with f, g of figure 7: F = x3 everywhere. (F = f - g itself would start with
  // relevance 0, and show nothing.)
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({3});
  const Tensor pair = b.concat({b.feature(x, 0), b.feature(x, 1)}, 0);
  const Tensor f = b.include(figure_7_f(), {pair});
  const Tensor g = b.include(figure_7_g(), {pair});
  const Network<Rational> network =
      b.build(b.dense(b.concat({b.feature(x, 2), f, g}, 0), {{1, 1, -1}}, {0})).value();
  CHECK(lrp("rule=0,bias=ignore", network, {3, 1, 1}) == Numbers{q(-1, 2), q(1, 2), 1});
  CHECK(lrp("rule=0,bias=include", network, {3, 1, 1}) == Numbers{0, 0, 1});
  CHECK(lrp("rule=z+", network, {3, 1, 1}) == Numbers{q(1, 2), 0, q(1, 2)});
}

TEST_CASE("E01 rules 0 gamma and z+ conserve exactly if no bias counts and nothing was lost") {
  int kept = 0;
  property("sum R = F(x) where no convention decided; epsilon loses some", [&] {
    const LayeredQuestion question = draw_question();
    const Rational f = reference::evaluate(question.layers, question.x).at(question.target);
    for (const std::string rule : {"0", "gamma", "z+"}) {
      const auto answer = lrp_answer("bias=ignore,rule=" + rule, question);
      if (answer->hung_on.empty()) {
        kept += f != 0 ? 1 : 0;
        RC_ASSERT(answer->values.sum() == f);
        RC_ASSERT(answer->conservation->absorbed.empty());
      } else {
        RC_ASSERT(answer->hung_on == HangSet(Hang::zero_denominator));
        RC_ASSERT(!answer->conservation->absorbed.empty() || answer->values.sum() == f);
      }
    }
    const auto answer = lrp_answer("bias=ignore,epsilon=1/8", question);
    if (f != 0) RC_ASSERT(!answer->conservation->absorbed.empty());
  });
  CHECK(kept > 30);
}

TEST_CASE("E01 a zero denominator loses all relevance and says so") {
  NetworkBuilder<Rational> b;
  const Network<Rational> minus = b.build(b.dense(b.input({1}), {{-1}}, {0})).value();
  const auto lost = ask("lrp:rule=z+", minus, {1}, {0});
  REQUIRE(lost.has_value());
  CHECK(numbers(lost->values) == Numbers{0});
  CHECK(lost->hung_on == HangSet(Hang::zero_denominator));
  REQUIRE(lost->conservation->absorbed.size() == 1);
  CHECK(lost->conservation->started == -1);
  CHECK(lost->conservation->absorbed[0].relevance == -1);
  CHECK(lost->conservation->absorbed[0].node == "node 0 (dense)");
  // A unit that only its bias feeds.
  NetworkBuilder<Rational> c;
  const Tensor h = c.relu(c.dense(c.input({1}), {{1}, {0}}, {0, 2}));
  const Network<Rational> fed_by_bias = c.build(c.dense(h, {{1, 1}}, {0})).value();
  CHECK(lrp("rule=0,bias=ignore", fed_by_bias, {3}) == Numbers{3});
  CHECK(ask("lrp:rule=0,bias=ignore", fed_by_bias, {3}, {0})->hung_on ==
        HangSet(Hang::zero_denominator));
  // The same relevance absorbed by the bias hangs on nothing.
  CHECK(lrp("rule=0,bias=include", fed_by_bias, {3}) == Numbers{3});
  CHECK(ask("lrp:rule=0,bias=include", fed_by_bias, {3}, {0})->hung_on.empty());
}

TEST_CASE("E02 alpha-beta doubles relevance at every unit without negative contributions") {
  CHECK(sum(lrp("rule=alpha-beta,alpha=2", small(false), kPoint)) == 12);
  CHECK(sum(lrp("rule=alpha-beta,alpha=2", small(false), kSigned)) == 48);
  CHECK(evaluate(small(false), Batch<Rational>(vector(kPoint)))(0, 0) == 6);
  CHECK(evaluate(small(false), Batch<Rational>(vector(kSigned)))(0, 0) == 12);
}

TEST_CASE("E03 z+ is never negative where F is positive") {
  property("R_i >= 0", [] {
    const LayeredQuestion question = draw_question();
    const Rational f = reference::evaluate(question.layers, question.x).at(question.target);
    const auto answer = lrp_answer("rule=z+", question);
    for (const Rational& r : answer->values) RC_ASSERT(r * f >= 0);
  });
}

}  // namespace axiomark::tests
