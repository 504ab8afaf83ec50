#include "methods/constant.hpp"
#include "methods/random_attribution.hpp"
#include "network/examples.hpp"
#include "tests/methods/one_answer.hpp"

namespace axiomark::tests {

TEST_CASE("constant gives every feature the same number, whatever the function") {
  CHECK(attributions("constant", examples::figure_7_f(), {3, 1}) == Numbers{1, 1});
  CHECK(attributions("constant:value=-2/3", examples::figure_7_difference(), {0, 5}) ==
        Numbers{Rational(-2, 3), Rational(-2, 3)});
  const auto answer = ask("constant", examples::saturation(), {2}, {0});
  CHECK(answer->gradient_evaluations == 0);
  CHECK(answer->hung_on.empty());
  CHECK_FALSE(make_method("constant:value=many").has_value());
}

TEST_CASE("a constant that a scalar cannot hold is an error") {
  const auto network = convert<float>(examples::saturation()).value();
  const Vector<float> x = Vector<float>::Ones(1);
  const auto answer = ask(method("constant:value=1e300"), network, x, x, x);
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().kind == ErrorKind::numeric);
}

TEST_CASE("random attributions are a function of seed and input alone, by value") {
  // The draws of SplitMix64 split by the bits of 3.0 and 1.0, worked out in Python.
  const Numbers at_3_1 = {Rational(-7420689, 8388608), Rational(4341916, 8388608)};
  CHECK(attributions("random", examples::figure_7_f(), {3, 1}) == at_3_1);
  CHECK(attributions("random", examples::minimum(), {3, 1}, {1, 1}) == at_3_1);
  CHECK(attributions("random:seed=1", examples::figure_7_f(), {3, 1}) != at_3_1);
  CHECK(attributions("random", examples::figure_7_f(), {1, 3}) != at_3_1);
  CHECK(attributions("random", examples::figure_7_f(), {3, 2}) != at_3_1);
  CHECK_FALSE(make_method("random:seed=-1").has_value());
}

TEST_CASE("random attributions are the same numbers in every scalar") {
  Vector<Rational> x = vector({Rational(-1, 2), 0});
  const auto exact = ask(method("random"), examples::figure_7_f(), x, x, vector({1}));
  REQUIRE(exact.has_value());
  const Vector<float> single{{-0.5F, -0.0F}};
  const auto network = convert<float>(examples::figure_7_f()).value();
  const auto rounded =
      ask<float>(method("random"), network, single, single, Vector<float>::Ones(1));
  REQUIRE(rounded.has_value());
  for (Index i = 0; i < 2; ++i) CHECK(Rational(rounded->values(i)) == exact->values(i));
}

TEST_CASE("the test doubles see neither network nor baseline") {
  for (const std::string text : {"constant", "random"}) {
    CHECK_FALSE(method(text).sees_network());
    CHECK(method(text).kind() == MethodKind::local);
  }
}

}  // namespace axiomark::tests
