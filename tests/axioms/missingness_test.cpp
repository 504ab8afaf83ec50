#include "axioms/missingness.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

TEST_CASE("a feature at its baseline gets nothing on a path, and a constant all the same") {
  const auto c = a_case({probe("F", one_layer({{1, 1}}, {0}, {{1}}), {2, 0}, {0, 0})}, {1});
  CHECK(on("missingness", kExact, c) == kept({0}, {0}));
  CHECK(on("missingness", "shapley", c) == kept({0}, {0}));
  CHECK(on("missingness", "constant:value=3", c) == broken({3}, {0}));
}

TEST_CASE("missingness is asked of features at their baseline only") {
  CHECK(refused("missingness",
                a_case({probe("F", one_layer({{2, 1}}, {0}, {{1}}), {3, 1}, {0, 0})}, {0})));
}

}  // namespace axiomark::tests
