#include "tests/methods/layered_draws.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/reference/exact_integrated_gradients.hpp"
#include "tests/reference/gradient_methods.hpp"
#include "tests/reference/riemann_sums.hpp"

/// Every method against its slow reference, with ==, on random layer networks.
namespace axiomark::tests {
namespace {

/// The product's answer, which must be there.
Numbers answer_of(const std::string& text, const LayeredQuestion& q) {
  const auto answer =
      ask(method(text), build(q.layers), vector(q.x), vector(q.baseline), q.target_weights());
  if (!answer) RC_FAIL(text + ": " + message(answer.error()));
  return numbers(answer->values);
}

const std::vector<std::string> kKinks = {"0", "1", "1/2"};

}  // namespace

TEST_CASE("gradient and gradient x input equal the reference at every kink convention") {
  property("the gradient by dual numbers", [] {
    const LayeredQuestion q = draw_question();
    for (const std::string& kink : kKinks) {
      const Rational d0(kink);
      RC_ASSERT(answer_of("gradient:kink=" + kink, q) ==
                reference::gradient(q.layers, q.target, q.x, d0));
      RC_ASSERT(answer_of("gradient-x-input:kink=" + kink, q) ==
                reference::gradient_x_input(q.layers, q.target, q.x, d0));
    }
    RC_ASSERT(answer_of("gradient", q) == reference::gradient(q.layers, q.target, q.x));
  });
}

TEST_CASE("guided backpropagation and DeConvNet equal the reference") {
  property("the signals by recursion over units", [] {
    const LayeredQuestion q = draw_question();
    RC_ASSERT(answer_of("guided-backprop", q) ==
              reference::guided_backprop(q.layers, q.target, q.x));
    RC_ASSERT(answer_of("deconvnet", q) == reference::deconvnet(q.layers, q.target, q.x));
  });
}

TEST_CASE("quadratures of integrated gradients equal the reference at every kink convention") {
  using reference::RiemannRule;
  const std::vector<std::pair<std::string, RiemannRule>> rules = {
      {"left", RiemannRule::kLeft},
      {"right", RiemannRule::kRight},
      {"midpoint", RiemannRule::kMidpoint},
      {"trapezoid", RiemannRule::kTrapezoid},
      {"simpson", RiemannRule::kSimpson}};
  property("the sum over the rule's nodes", [&] {
    const LayeredQuestion q = draw_question();
    const int steps = 2 * draw(1, 5);
    for (const auto& [name, rule] : rules) {
      const std::string& kink = kKinks[static_cast<std::size_t>(draw(0, 2))];
      // An odd number of steps for every rule but Simpson's.
      const int m = rule == RiemannRule::kSimpson ? steps : steps - draw(0, 1);
      const std::string text =
          "integrated-gradients:rule=" + name + ",steps=" + std::to_string(m) + ",kink=" + kink;
      RC_ASSERT(answer_of(text, q) == reference::integrated_gradients(q.layers, q.target,
                                                                      q.baseline, q.x, rule, m,
                                                                      Rational(kink)));
    }
  });
}

TEST_CASE("exact integrated gradients equal the reference wherever they are defined") {
  int defined = 0;
  int refused = 0;
  property("the sum over linear pieces found by bisection", [&] {
    const LayeredQuestion q = draw_question();
    const auto expected = reference::linear_pieces(q.layers, q.target, q.baseline, q.x);
    const auto answer = ask(method("integrated-gradients:rule=exact"), build(q.layers), vector(q.x),
                            vector(q.baseline), q.target_weights());
    if (answer) {
      ++defined;
      // Not refused: no convention may make a difference.
      for (const std::string& kink : kKinks) {
        RC_ASSERT(numbers(answer->values) ==
                  reference::integrated_gradients_exact(q.layers, q.target, q.baseline, q.x,
                                                        Rational(kink)));
      }
      RC_ASSERT(answer->hung_on.empty());
    } else {
      ++refused;
      RC_ASSERT(answer.error().kind == ErrorKind::unsupported);
      RC_ASSERT(std::ranges::any_of(expected.kinks,
                                    [](const auto& kink) { return kink.reaches_target; }));
    }
  });
  CHECK(defined > refused);
}

}  // namespace axiomark::tests
