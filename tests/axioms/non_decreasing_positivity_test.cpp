#include "axioms/non_decreasing_positivity.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

namespace {

const std::string kSigned = "combination:terms=2*(path:order=[0,1])-(path:order=[1,0])";

}  // namespace

TEST_CASE("L02 a signed combination of two orders gives a growing product a negative attribution") {
  const auto c = a_case({probe("F", product_of_two(), {1, 1}, {0, 0})});
  CHECK(on("completeness", kSigned, c).outcome == Outcome::kept);
  CHECK(on("non-decreasing-positivity", kSigned, c) == broken({-1, 2}, {0, 0}));
  CHECK(on("non-decreasing-positivity", "shapley", c) ==
        kept({Rational(1, 2), Rational(1, 2)}, {0, 0}));
}

TEST_CASE("positivity is asked of functions that do not fall between baseline and input only") {
  const auto falling = one_layer({{-1, 1}}, {1}, {{1}});
  CHECK(refused("non-decreasing-positivity", a_case({probe("F", falling, {3, 1}, {0, 0})})));
  // The product falls outside the box; there nothing is asked.
  CHECK_FALSE(
      refused("non-decreasing-positivity", a_case({probe("F", product_of_two(), {1, 1}, {0, 0})})));
  CHECK(refused("non-decreasing-positivity",
                a_case({probe("F", product_of_two(), {1, 1}, {-1, -1})})));
}

}  // namespace axiomark::tests
