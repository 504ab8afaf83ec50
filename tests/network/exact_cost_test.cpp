#include "network/exact_cost.hpp"

#include "network/builder.hpp"
#include "tests/catch.hpp"

namespace axiomark {
namespace {

// x, x^2, x^4, ...
Network<Rational> squares(int count) {
  NetworkBuilder<Rational> b;
  Tensor x = b.input({1});
  for (int k = 0; k < count; ++k) x = b.product(x, x);
  return b.build(x).value();
}

TEST_CASE("products double the digits that exact arithmetic is charged for") {
  // Numbers of 64, 128 and 256 bits: 3 times 2.5e-7 seconds, and 1.5e-9 for each of 448 bits.
  CHECK(exact_seconds(squares(3), 1) == Approx(1.422e-6));
  CHECK(exact_seconds(squares(3), 10) == Approx(1.422e-5));
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({1});
  const auto cubed = b.build(b.apply(Operator<Rational>(Power{3}), {x})).value();
  CHECK(exact_seconds(cubed, 1) == Approx(2.5e-7 + 1.5e-9 * 96));
}

TEST_CASE("a few dozen products of products are not affordable") {
  CHECK_FALSE(affordable(exact_seconds(squares(40), 1), 1e6));
  CHECK(affordable(exact_seconds(squares(10), 1), 1));
}

}  // namespace
}  // namespace axiomark
