#include "axioms/game_symmetry.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

TEST_CASE("S18 integrated gradients tell players apart that change every coalition alike") {
  // -relu(1 - x1 - x2): -1 at the baseline, 0 at the other corners.
  const auto c = a_case({probe("F", one_layer({{-1, -1}}, {1}, {{-1}}), {1, 2}, {0, 0})}, {0, 1});
  CHECK(on("game-symmetry", kExact, c) == broken({Rational(1, 3)}, {Rational(2, 3)}));
  CHECK(on("game-symmetry", "shapley", c) == kept({Rational(1, 2)}, {Rational(1, 2)}));
}

TEST_CASE("game symmetry is asked of players that change every coalition alike only") {
  CHECK(refused("game-symmetry",
                a_case({probe("F", one_layer({{2, 1}}, {0}, {{1}}), {3, 1}, {0, 0})}, {0, 1})));
}

}  // namespace axiomark::tests
