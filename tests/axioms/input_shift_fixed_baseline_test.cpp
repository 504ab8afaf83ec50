#include "axioms/input_shift_fixed_baseline.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

TEST_CASE("F01 a shift of the input alone changes gradient x input and exact attributions") {
  const Probe<Rational> f = probe("f", one_layer({{2, 1}}, {0}, {{1}}), {3, 1}, {0, 0});
  const Probe<Rational> g = probe("g", one_layer({{2, 1}}, {3}, {{1}}), {2, 0}, {0, 0});
  const auto c = a_case({f, g}, {}, {-1, -1});
  const std::string by = "input-shift-fixed-baseline";
  CHECK(on(by, "gradient", c) == kept({2, 1}, {2, 1}));
  CHECK(on(by, "gradient-x-input", c) == broken({6, 1}, {4, 0}));
  CHECK(on(by, kExact, c) == broken({6, 1}, {4, 0}));
}

TEST_CASE("a shift with a fixed baseline is asked of a function and the same one moved only") {
  const Probe<Rational> f = probe("f", one_layer({{2, 1}}, {0}, {{1}}), {3, 1}, {0, 0});
  const Probe<Rational> g = probe("g", one_layer({{2, 2}}, {0}, {{1}}), {3, 1}, {0, 0});
  CHECK(refused("input-shift-fixed-baseline", a_case({f, g}, {}, {0, 0})));
  const Probe<Rational> moved = probe("g", one_layer({{2, 1}}, {3}, {{1}}), {2, 0}, {-1, -1});
  CHECK(refused("input-shift-fixed-baseline", a_case({f, moved}, {}, {-1, -1})));
}

}  // namespace axiomark::tests
