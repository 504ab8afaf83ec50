#include "network/builder.hpp"
#include "network/examples.hpp"
#include "tests/methods/one_answer.hpp"

/// Published values of path methods.
namespace axiomark::tests {
namespace {

Rational q(int numerator, int denominator) { return Rational(numerator, denominator); }

/// x1 x2 with x2 in units of its own: F(y) = y1 * unit * y2.
Network<Rational> product_of_two(const Rational& unit = 1) {
  NetworkBuilder<Rational> b;
  const Tensor x = b.scale(b.input({2}), vector({1, unit}));
  return b.build(b.product(b.feature(x, 0), b.feature(x, 1))).value();
}

}  // namespace

TEST_CASE("A08 the mean over both orders gives each input half of the minimum") {
  for (const auto& network : {examples::minimum(), examples::minimum_mirrored()}) {
    CHECK(attributions("path:order=all", network, {1, 3}) == Numbers{q(1, 2), q(1, 2)});
    CHECK(attributions("path:order=all,rule=midpoint,steps=3", network, {1, 3}).size() == 2);
  }
}

TEST_CASE("A09 curves and polylines off the diagonal treat symmetric inputs differently") {
  CHECK(attributions("path:curve=[t,t^2],rule=simpson,steps=2", product_of_two(), {1, 1}) ==
        Numbers{q(1, 3), q(2, 3)});
  CHECK(attributions("path:curve=[t^2,t],rule=simpson,steps=4", product_of_two(), {1, 1}) ==
        Numbers{q(2, 3), q(1, 3)});
  const std::string polyline = "path:points=[[1/2,2/5],[9/10,2/5]],rule=";
  for (const std::string rule : {"midpoint,steps=1", "trapezoid,steps=1", "simpson,steps=2"}) {
    CHECK(attributions(polyline + rule, product_of_two(), {1, 1}) ==
          Numbers{q(33, 100), q(67, 100)});
  }
}

TEST_CASE("A10 every path is complete and one that turns back gives a negative attribution") {
  const auto network = product_of_two();
  CHECK(attributions("path:order=[0,1]", network, {1, 1}) == Numbers{0, 1});
  CHECK(attributions("path:order=[1,0]", network, {1, 1}) == Numbers{1, 0});
  CHECK(attributions("path:order=reverse", network, {1, 1}) == Numbers{1, 0});
  CHECK(attributions("path:rule=midpoint,steps=1", network, {1, 1}) == Numbers{q(1, 2), q(1, 2)});
  CHECK(attributions("path:order=all", network, {1, 1}) == Numbers{q(1, 2), q(1, 2)});
  // P1, back along P3, P1.
  const std::string back = "path:points=[[1,0],[1,1],[0,1],[0,0],[1,0]],rule=";
  CHECK(attributions(back + "exact", network, {1, 1}) == Numbers{-1, 2});
  CHECK(attributions(back + "midpoint,steps=1", network, {1, 1}) == Numbers{-1, 2});
}

TEST_CASE("A15 the serial-cost path treats symmetric inputs alike and is not the straight path") {
  for (const std::string rule : {"midpoint,steps=1", "simpson,steps=2"}) {
    CHECK(attributions("serial-cost:rule=" + rule, product_of_two(), {1, 3}) ==
          Numbers{q(1, 2), q(5, 2)});
    CHECK(attributions("integrated-gradients:rule=" + rule, product_of_two(), {1, 3}) ==
          Numbers{q(3, 2), q(3, 2)});
    CHECK(attributions("serial-cost:rule=" + rule, product_of_two(), {2, 2}) == Numbers{2, 2});
  }
}

TEST_CASE("B04 a change of units moves the serial-cost answer and no other") {
  const auto in_thirds = product_of_two(3);
  CHECK(attributions("serial-cost:rule=midpoint,steps=1", in_thirds, {1, 1}) ==
        Numbers{q(3, 2), q(3, 2)});
  for (const std::string text : {"integrated-gradients:rule=midpoint,steps=1", "path:order=all",
                                 "path:order=[1,0]", "path:curve=[t,t^2],rule=simpson,steps=2"}) {
    INFO(text);
    CHECK(attributions(text, in_thirds, {1, 1}) == attributions(text, product_of_two(), {1, 3}));
    CHECK(attributions(text, in_thirds, {2, 1}, {1, -1}) ==
          attributions(text, product_of_two(), {2, 3}, {1, -3}));
  }
}

TEST_CASE("G01 a layer of relus has the pieces and integrated gradients of the published example") {
  NetworkBuilder<Rational> b;
  const auto layer = b.build(b.relu(b.input({2}))).value();
  const auto pieces =
      linear_pieces<Rational>(layer, vector({1, 1}), {vector({0, 1}), vector({0, -1})});
  REQUIRE(pieces.has_value());
  CHECK(pieces->breakpoints == Numbers{0, q(1, 2), 1});
  const auto answer = [&](const Numbers& x, const Numbers& baseline, const Numbers& target) {
    const auto exact = method("integrated-gradients:rule=exact");
    return numbers(ask(exact, layer, vector(x), vector(baseline), vector(target))->values);
  };
  CHECK(answer({0, -1}, {0, 1}, {1, 0}) == Numbers{0, 0});
  CHECK(answer({0, -1}, {0, 1}, {0, 1}) == Numbers{0, -1});
  CHECK(answer({4, 3}, {2, 3}, {1, 0}) == Numbers{2, 0});
}

}  // namespace axiomark::tests
