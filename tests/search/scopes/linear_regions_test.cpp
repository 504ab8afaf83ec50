#include "search/scopes/linear_regions.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "search/scopes/function_classes.hpp"
#include "tests/axioms/trial.hpp"

namespace axiomark::tests {
namespace {

// Figure 7 of Sundararajan, Taly & Yan 2017.
const IntegerNetwork kF = {{2, {1, 0, 0, 1}, {0, 0}, true}, {2, {1, -1}, {-1}, true}};
const IntegerNetwork kG = {{2, {1, 0, 0, 1}, {-1, 0}, true}, {2, {1, -1}, {0}, true}};

// relu(x) - relu(2 x - 1) + relu(x - 1): 0 at every whole number, 1/2 at 1/2.
const IntegerNetwork kBetweenWholeNumbers = {{1, {1, 2, 1}, {0, -1, -1}, true},
                                             {3, {1, -1, 1}, {0}, false}};
const IntegerNetwork kZero = {{1, {1, 1}, {0, 0}, true}, {2, {1, -1}, {0}, false}};

// Parameters that do not multiply within 64 bits.
IntegerNetwork deep(int last_bias) {
  constexpr int kLarge = 2'000'000'000;
  return {{2, {kLarge, 1, 1, kLarge}, {0, 1}, true},
          {2, {kLarge, -1, 1, kLarge}, {1, 0}, true},
          {2, {kLarge, -kLarge}, {last_bias}, false}};
}

}  // namespace

TEST_CASE("figure 7: f has six linear regions and g five, counted by hand") {
  // x1 < 0: 2, by the sign of x2, the outer relu off. x1 > 0, x2 < 0: x1 against 1. x1 > 0, x2 > 0: x1
  // against 1 + x2.
  CHECK(Regions(kF).count() == 6);
  // x1 < 1: 2, by the sign of x2. x1 > 1, x2 < 0: on. x1 > 1, x2 > 0: x1 - 1 against x2.
  CHECK(Regions(kG).count() == 5);
}

TEST_CASE("figure 7: f and g are one function, and no other shift of the threshold is") {
  CHECK(same_function(kF, kG));
  IntegerNetwork other = kG;
  other[0].bias[0] = -2;
  CHECK_FALSE(same_function(kF, other));
  other = kG;
  other[1].relu = false;
  CHECK_FALSE(same_function(kF, other));
}

TEST_CASE("functions that agree at all whole numbers are told apart by their regions") {
  for (int x = -20; x <= 20; ++x) {
    CHECK(value_at(kBetweenWholeNumbers, {x}) == value_at(kZero, {x}));
  }
  CHECK_FALSE(same_function(kBetweenWholeNumbers, kZero));
  CHECK(Regions(kBetweenWholeNumbers).depends_on(0));
  CHECK_FALSE(Regions(kZero).depends_on(0));
}

TEST_CASE("numbers that leave 64 bits are computed again in any length") {
  CHECK_FALSE(linear_regions<CheckedInteger>(deep(0)).has_value());
  REQUIRE(linear_regions<LongInteger>(deep(0)).has_value());
  const Regions regions(deep(0));
  CHECK(regions.depends_on(0));
  CHECK(regions.count() == linear_regions<LongInteger>(deep(0))->size());
  CHECK(same_function(deep(0), deep(0)));
  CHECK_FALSE(same_function(deep(0), deep(1)));
}

TEST_CASE("a checked number remembers that it did not fit") {
  const CheckedInteger large(std::int64_t{1} << 62);
  CHECK_FALSE((large + CheckedInteger(1)).overflowed());
  CHECK((large + large).overflowed());
  CHECK((large * CheckedInteger(2)).overflowed());
  CHECK((CheckedInteger(0) * (large + large)).overflowed());
  CHECK((-CheckedInteger(std::numeric_limits<std::int64_t>::min())).overflowed());
}

TEST_CASE("a system of strict inequalities has an interior or none") {
  using Form = AffineFunction<CheckedInteger>;
  const auto form = [](int a, int b, int c) {
    return Form{{CheckedInteger(a), CheckedInteger(b)}, CheckedInteger(c)};
  };
  using Forms = std::vector<Form>;
  CHECK(has_interior(Forms{}) == true);
  CHECK(has_interior(Forms{form(1, 1, 0), form(-1, -1, 1)}) == true);   // 0 < x + y < 1
  CHECK(has_interior(Forms{form(1, 1, 0), form(-1, -1, 0)}) == false);  // a line
  CHECK(has_interior(Forms{form(1, 0, 0), form(0, 1, 0), form(-1, -1, 0)}) == false);  // a point
  CHECK(has_interior(Forms{form(1, 0, 0), form(0, 1, 0), form(-2, -3, 1)}) == true);
  CHECK(has_interior(Forms{form(0, 0, 0)}) == false);
}

TEST_CASE("equality by regions is what exact evaluation at many points says") {
  // Functions of the tiny scope have kinks on lines with small whole coefficients: halves and thirds
  // between them separate what differs.
  const NetworkSpace space({2, 1, 2, 3, 1, 1});
  const FunctionClasses classes(space);
  CHECK(classes.count() < space.size());
  RandomStream stream(7);
  for (int trial = 0; trial < 300; ++trial) {
    const std::size_t k = stream.below(space.size());
    const std::size_t first = classes.at(k).first;
    REQUIRE(first <= k);
    INFO("networks " << first << " and " << k);
    const auto f = as_network<Rational>(space.at(first));
    const auto g = as_network<Rational>(space.at(k));
    const bool dependent_on_none =
        std::ranges::find(classes.at(k).depends_on, true) == classes.at(k).depends_on.end();
    std::optional<Rational> constant;
    for (int p = 0; p < 20; ++p) {
      const Vector<Rational> point = draw_point(stream, g.input_features());
      const Rational at_f = evaluate(f, Batch<Rational>(point))(0, 0);
      const Rational at_g = evaluate(g, Batch<Rational>(point))(0, 0);
      CHECK(at_f == at_g);
      if (dependent_on_none && constant) CHECK(at_g == *constant);
      constant = at_g;
      if (classes.at(k).symmetric) {
        const Vector<Rational> exchanged = point.reverse();
        CHECK(evaluate(g, Batch<Rational>(exchanged))(0, 0) == at_g);
      }
    }
  }
}

TEST_CASE("classes of functions are as many as values at the points of a fine grid tell apart") {
  // One input: all kinks of the scope lie at whole numbers and halves between -3 and 3, so that a function
  // is what it is at quarters from -4 to 4.
  const NetworkSpace space({1, 1, 2, 3, 1, 1});
  std::set<std::vector<Rational>> functions;
  for (std::size_t k = 0; k < space.size(); ++k) {
    const auto network = as_network<Rational>(space.at(k));
    std::vector<Rational> values;
    for (int quarter = -16; quarter <= 16; ++quarter) {
      const Vector<Rational> point = Vector<Rational>::Constant(1, Rational(quarter, 4));
      values.push_back(evaluate(network, Batch<Rational>(point))(0, 0));
    }
    functions.insert(values);
  }
  CHECK(FunctionClasses(space).count() == functions.size());
}

}  // namespace axiomark::tests
