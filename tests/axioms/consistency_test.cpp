#include "axioms/consistency.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

TEST_CASE("S18 integrated gradients give a player less in an equal game") {
  const auto g = one_layer({{-1, -1}}, {1}, {{-1}});
  const auto f = one_layer({{-2, -1}}, {1}, {{-1}});
  const auto c = a_case({probe("g", g, {1, 2}, {0, 0}), probe("f", f, {1, 2}, {0, 0})}, {0});
  CHECK(on("consistency", kExact, c) == broken({Rational(1, 3)}, {Rational(1, 2)}));
  CHECK(on("consistency", "shapley", c) == kept({Rational(1, 2)}, {Rational(1, 2)}));
}

TEST_CASE("consistency is asked where the player adds at least as much in g only") {
  const auto rising = one_layer({{2, 1}}, {0}, {{1}});
  const auto falling = one_layer({{-1, 1}}, {1}, {{1}});
  const Probe<Rational> f = probe("f", rising, {3, 1}, {0, 0});
  CHECK(refused("consistency", a_case({probe("g", falling, {3, 1}, {0, 0}), f}, {0})));
  CHECK(refused("consistency", a_case({probe("g", rising, {3, 2}, {0, 0}), f}, {0})));
}

}  // namespace axiomark::tests
