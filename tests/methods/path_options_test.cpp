#include "network/builder.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/methods/refusal.hpp"

/// What names a path, and what does not.
namespace axiomark::tests {

TEST_CASE("paths that are no paths are refused when they are named") {
  CHECK(contains(refusal("path:points=[[1,0]],curve=[t,t]"), "one of points, order and curve"));
  CHECK(contains(refusal("path:points=[[1,0]],order=all"), "given with points"));
  CHECK(contains(refusal("path:curve=[t,t^2+t]"), "coordinate 1: 2 at t = 1"));
  CHECK(contains(refusal("path:curve=[1-t,t]"), "coordinate 0: 1 at t = 0"));
  CHECK(contains(refusal("path:curve=[t,t],rule=exact"), "a quadrature rule"));
  CHECK(contains(refusal("path:curve=t"), "a list such as [t, t^2]"));
  CHECK(contains(refusal("path:order=[0,2]"), "every feature once"));
  CHECK(contains(refusal("path:order=[0,1/2]"), "every feature once"));
  CHECK(contains(refusal("path:order=[1,1]"), "every feature once"));
  CHECK(contains(refusal("path:order=revers"), "did you mean 'reverse'?"));
  CHECK(contains(refusal("path:order=all,steps=5"), "given with rule=exact"));
  CHECK(contains(refusal("path:order=reverse,seed=5"), "option 'seed'"));
  CHECK(contains(refusal("path:points=[[1,0],[1]]"), "option 'points'"));
  CHECK(contains(refusal("path:order=random,seed=5"), "accepted"));
  CHECK(contains(refusal("path:order=all,rule=left,steps=5"), "accepted"));
  CHECK(contains(refusal("path:points=none,order=none,curve=none"), "accepted"));
}

TEST_CASE("a path for another number of features is refused where it is asked") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const auto product = b.build(b.product(b.feature(x, 0), b.feature(x, 1))).value();
  for (const std::string option : {"points=[[1/2,1/2,1/2]]", "order=[0,2,1]", "curve=[t]"}) {
    INFO(option);
    const auto answer = ask("path:" + option, product, {1, 1}, {0, 0});
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().kind == ErrorKind::usage);
    CHECK(contains(message(answer.error()), "expected 2, one per feature"));
  }
}

TEST_CASE("all orders of nine features are refused and features that do not move cost nothing") {
  NetworkBuilder<Rational> b;
  const auto network = b.build(b.dense(b.input({9}), {{1, 1, 1, 1, 1, 1, 1, 1, 1}}, {0})).value();
  const auto nine =
      ask("path:order=all", network, Numbers(9, Rational(1)), Numbers(9, Rational(0)));
  REQUIRE_FALSE(nine.has_value());
  CHECK(contains(message(nine.error()), "at most 8"));
  Numbers x(9, Rational(0));
  x[4] = 3;
  const auto one = ask("path:order=all", network, x, Numbers(9, Rational(0)));
  REQUIRE(one.has_value());
  CHECK(numbers(one->values) == x);
  CHECK(one->function_evaluations == 2);
  CHECK(numbers(ask("path:order=all", network, x, x)->values) == Numbers(9, Rational(0)));
}

TEST_CASE("a random order is a function of its seed and every order comes up") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({3});
  const auto network =
      b.build(b.product(b.product(b.feature(x, 0), b.feature(x, 1)), b.feature(x, 2))).value();
  // The last feature to move gets everything.
  std::vector<int> last(3, 0);
  for (int seed = 0; seed < 60; ++seed) {
    const std::string text = "path:order=random,seed=" + std::to_string(seed);
    const Numbers a = attributions(text, network, {1, 1, 1});
    CHECK(a == attributions(text, network, {1, 1, 1}));
    for (std::size_t i = 0; i < 3; ++i) last[i] += a[i] == 1 ? 1 : 0;
  }
  CHECK(last[0] + last[1] + last[2] == 60);
  // Twenty on average with a standard deviation of 3.7.
  for (const int count : last) CHECK(count > 5);
}

}  // namespace axiomark::tests
