#include "methods/guided_ig.hpp"

#include <cmath>

#include "methods/idgi.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/methods/power_function.hpp"
#include "tests/methods/refusal.hpp"
#include "tests/reference/adaptive_paths.hpp"
#include "tests/reference/gradient_methods.hpp"

/// Methods whose steps depend on the gradient: guided integrated gradients and IDGI.
namespace axiomark::tests {
namespace {

Rational q(int numerator, int denominator) { return Rational(numerator, denominator); }

Network<Rational> affine(std::initializer_list<Rational> weights) {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({static_cast<Index>(weights.size())});
  return b.build(b.dense(x, {weights}, {0})).value();
}

}  // namespace

TEST_CASE("guided integrated gradients equal the reference on random networks and polynomials") {
  property("without anchors, any fraction", [] {
    const LayeredQuestion question = draw_question();
    const int steps = draw(1, 5);
    const Rational fraction(draw(0, 4), 4);
    const std::string text =
        "guided-ig:fraction=" + to_text(fraction) + ",steps=" + std::to_string(steps);
    const auto answer = ask(method(text), build(question.layers), vector(question.x),
                            vector(question.baseline), question.target_weights());
    const auto gradient_at = [&](const Numbers& p) {
      return reference::gradient(question.layers, question.target, p);
    };
    RC_ASSERT(answer.has_value());
    RC_ASSERT(numbers(answer->values) ==
              reference::guided_ig(gradient_at, question.baseline, question.x, steps, fraction));
    RC_ASSERT(answer->gradient_evaluations == steps);

    const std::size_t n = 4;
    const reference::PowerSum f = draw_power_sum(n, 2);
    const Numbers x = draw_numbers(n);
    const Numbers baseline = draw_numbers(n);
    const auto partials = [&](const Numbers& p) {
      Numbers g;
      for (std::size_t i = 0; i < n; ++i) g.push_back(reference::partial(f, i, p));
      return g;
    };
    const GuidedIg guided{{}, fraction, steps, 0};
    const auto smooth =
        guided.attribute(Function<Rational>(PowerFunction<Rational>{f, 4}),
                         Batch<Rational>(vector(x)), Batch<Rational>(vector(baseline)));
    RC_ASSERT(numbers(smooth.front()->values) ==
              reference::guided_ig(partials, baseline, x, steps, fraction));
  });
}

TEST_CASE("guided integrated gradients move the flatter feature first") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  // x1 x2 + x1 / 2: from (0, 0) the gradient is (1/2, 0), so x2 moves first, then x1.
  const auto network =
      b.build(b.add(b.product(b.feature(x, 0), b.feature(x, 1)), b.dense(x, {{q(1, 2), 0}}, {0})))
          .value();
  CHECK(attributions("guided-ig:steps=2", network, {1, 1}) == Numbers{q(3, 2), 0});
  // With fraction 1 both move together: left sums of the straight path, nodes 0 and 1/2.
  CHECK(attributions("guided-ig:steps=2,fraction=1", network, {1, 1}) ==
        attributions("integrated-gradients:rule=left,steps=2", network, {1, 1}));
}

TEST_CASE("anchors hold guided integrated gradients to the straight path") {
  property("a stretch between anchors is a question of its own", [] {
    const LayeredQuestion question = draw_question();
    const auto network = build(question.layers);
    const auto answer = [&](const std::string& text, const Numbers& from, const Numbers& to) {
      return ask(method(text), network, vector(to), vector(from), question.target_weights())
          .value()
          .values;
    };
    Numbers middle;
    for (std::size_t i = 0; i < question.x.size(); ++i) {
      middle.push_back((question.x[i] + question.baseline[i]) / 2);
    }
    const Vector<Rational> both = answer("guided-ig:steps=3", question.baseline, middle) +
                                  answer("guided-ig:steps=3", middle, question.x);
    RC_ASSERT(numbers(answer("guided-ig:steps=3,anchors=1", question.baseline, question.x)) ==
              numbers(both));
    // One step between neighbours: nothing is left to choose.
    RC_ASSERT(
        numbers(answer("guided-ig:steps=1,anchors=4", question.baseline, question.x)) ==
        numbers(answer("integrated-gradients:rule=left,steps=5", question.baseline, question.x)));
  });
}

TEST_CASE("S19 IDGI shares 2 x1 + x2 out by squares and integrated gradients do not") {
  for (const std::string steps : {"1", "7", "50"}) {
    CHECK(attributions("idgi:steps=" + steps, affine({2, 1}), {1, 1}) ==
          Numbers{q(12, 5), q(3, 5)});
  }
  CHECK(attributions("integrated-gradients:rule=exact", affine({2, 1}), {1, 1}) == Numbers{2, 1});
  // A feature that does not move takes a share as well.
  CHECK(attributions("idgi:steps=3", affine({2, 1}), {1, 0}) == Numbers{q(8, 5), q(2, 5)});
}

TEST_CASE("IDGI equals the reference and is complete where the gradient is not zero") {
  int complete = 0;
  property("random networks", [&] {
    const LayeredQuestion question = draw_question();
    const int steps = draw(1, 6);
    const auto answer =
        ask(method("idgi:steps=" + std::to_string(steps)), build(question.layers),
            vector(question.x), vector(question.baseline), question.target_weights());
    const auto value_at = [&](const Numbers& p) {
      return reference::evaluate(question.layers, p).at(question.target);
    };
    const auto gradient_at = [&](const Numbers& p) {
      return reference::gradient(question.layers, question.target, p);
    };
    RC_ASSERT(answer.has_value());
    RC_ASSERT(numbers(answer->values) ==
              reference::idgi(value_at, gradient_at, question.baseline, question.x, steps));
    const Rational rise = value_at(question.x) - value_at(question.baseline);
    if (answer->hung_on.contains(Hang::zero_denominator)) {
      RC_ASSERT(answer->notes.size() == 1U);
      return;
    }
    RC_ASSERT(answer->values.sum() == rise);
    RC_ASSERT(answer->notes.empty());
    if (rise != 0) ++complete;
  });
  CHECK(complete > 20);
}

TEST_CASE("IDGI says what it could not share out where the gradient is zero") {
  // 1 - relu(1 - x) from 2 to 0 in two steps: flat at 2, at 1 by convention.
  const auto answer = ask("idgi:steps=2", examples::saturation(), {0}, {2});
  REQUIRE(answer.has_value());
  CHECK(numbers(answer->values) == Numbers{0});
  CHECK(answer->hung_on.contains(Hang::zero_denominator));
  CHECK(answer->hung_on.contains(Hang::kink));
  CHECK(answer->notes == std::vector<std::string>{
                             "a change of F by -1 where the gradient is zero went to no feature"});
  const auto flat = ask("idgi:steps=2", examples::saturation(), {3}, {2});
  CHECK(numbers(flat->values) == Numbers{0});
  CHECK(flat->hung_on.empty());
}

TEST_CASE("squares of tiny and of huge gradients neither vanish nor overflow in IDGI") {
  for (const double scale : {1e-200, 1e200}) {
    NetworkBuilder<double> b;
    const auto network = b.build(b.dense(b.input({2}), {{2 * scale, scale}}, {0})).value();
    const Vector<double> one = Vector<double>::Ones(2);
    const auto answer = ask(method("idgi"), network, one, Vector<double>(Vector<double>::Zero(2)),
                            Vector<double>(Vector<double>::Ones(1)));
    REQUIRE(answer.has_value());
    // Fifty sums of numbers rounded at most eight times each.
    CHECK(std::fabs(answer->values(0) / scale - 2.4) < 2.4 * 58 * 0x1p-53);
    CHECK(std::fabs(answer->values(1) / scale - 0.6) < 0.6 * 58 * 0x1p-53 * 5);
  }
}

TEST_CASE("bad options of guided integrated gradients and IDGI are refused") {
  CHECK(contains(refusal("guided-ig:fraction=2"), "a number from 0 to 1"));
  CHECK(contains(refusal("guided-ig:fraction=-1/2"), "a number from 0 to 1"));
  CHECK(contains(refusal("guided-ig:anchors=-1"), "option 'anchors'"));
  CHECK(contains(refusal("guided-ig:steps=0"), "option 'steps'"));
  CHECK(contains(refusal("idgi:steps=0"), "option 'steps'"));
  CHECK(contains(refusal("idgi:rule=left"), "unknown option 'rule'"));
}

}  // namespace axiomark::tests
