#include "axioms/null_player.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

TEST_CASE("S18 integrated gradients give a player something that changes no coalition") {
  // -relu(1 - x1 - x2) - relu(x1 - x2): x1 adds nothing at the corners of the box to (1, 2).
  const auto null = one_layer({{-1, -1}, {1, -1}}, {1, 0}, {{-1, -1}});
  const auto c = a_case({probe("F", null, {1, 2}, {0, 0})}, {0});
  CHECK(on("null-player", kExact, c) == broken({Rational(1, 3)}, {0}));
  CHECK(on("null-player", "shapley", c) == kept({0}, {0}));
}

TEST_CASE("a player that changes a coalition is no null player") {
  CHECK(refused("null-player",
                a_case({probe("F", one_layer({{2, 1}}, {0}, {{1}}), {3, 1}, {0, 0})}, {0})));
}

}  // namespace axiomark::tests
