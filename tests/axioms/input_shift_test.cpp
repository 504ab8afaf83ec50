#include "axioms/input_shift.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

TEST_CASE("F01 exact attributions do not notice a shift of input and baseline together") {
  // f(z) = relu(2 z1 + z2), g(y) = f(y + (1, 1)): the input moved by (-1, -1).
  const Probe<Rational> f = probe("f", one_layer({{2, 1}}, {0}, {{1}}), {3, 1}, {0, 0});
  const Probe<Rational> g = probe("g", one_layer({{2, 1}}, {3}, {{1}}), {2, 0}, {-1, -1});
  CHECK(on("input-shift", kExact, a_case({f, g}, {}, {-1, -1})) == kept({6, 1}, {6, 1}));
  // Its factor is x, not x - x'.
  CHECK(on("input-shift", "gradient-x-input", a_case({f, g}, {}, {-1, -1})) ==
        broken({6, 1}, {4, 0}));
}

TEST_CASE("a shift is asked of a function and the same one moved only") {
  const Probe<Rational> f = probe("f", one_layer({{2, 1}}, {0}, {{1}}), {3, 1}, {0, 0});
  CHECK(refused("input-shift", a_case({f, f}, {}, {1, 0})));
  CHECK(refused("input-shift", a_case({f, f}, {}, {0})));
}

}  // namespace axiomark::tests
