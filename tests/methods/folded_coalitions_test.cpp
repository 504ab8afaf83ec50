#include "methods/folded_coalitions.hpp"

#include "methods/coalitions.hpp"
#include "network/rounding.hpp"
#include "tests/catch.hpp"
#include "tests/network/operator_check.hpp"
#include "tests/property.hpp"

namespace axiomark::tests {
namespace {

/// phi_i = sum over C without i of |C|! (n - |C| - 1)! / n! (v(C with i) - v(C)), term by term.
std::vector<Rational> by_definition(const Row<Rational>& values, Index players) {
  const auto factorial = [](Index n) {
    Rational product(1);
    for (Index k = 2; k <= n; ++k) product *= Rational(k);
    return product;
  };
  std::vector<Rational> result;
  for (Index player = 0; player < players; ++player) {
    Rational sum(0);
    for (Index c = 0; c < values.size(); ++c) {
      if (has_player(c, player)) continue;
      Index size = 0;
      for (Index other = 0; other < players; ++other) size += has_player(c, other) ? 1 : 0;
      sum += factorial(size) * factorial(players - size - 1) / factorial(players) *
             (values(c | Index{1} << player) - values(c));
    }
    result.push_back(sum);
  }
  return result;
}

Row<Rational> draw_values(Index players) {
  Row<Rational> values(Index{1} << players);
  for (Rational& v : values) v = Rational(draw(-1000, 1000), 7);
  return values;
}

template <Scalar S>
void check_bound(const Row<S>& values, Index players) {
  const auto got = folded_shapley_values(values);
  const auto expected = by_definition(convert_all<Rational>(values), players);
  const double most = convert<double>(S(values.abs().maxCoeff()));
  // Summed in double for float, too. The header's bound, doubled for being computed in floating point itself.
  const double bound = 4 * rounding_factor<double>(players + 3) * most;
  for (std::size_t k = 0; k < expected.size(); ++k) {
    RC_ASSERT(std::abs(convert<double>(convert<Rational>(got[k]) - expected[k])) <= bound);
  }
}

}  // namespace

TEST_CASE("folding coalitions gives the Shapley values, exactly") {
  property("against the definition", [] {
    const Index players = draw(1, 8);  // more than are listed at once
    const Row<Rational> values = draw_values(players);
    RC_ASSERT(folded_shapley_values(values) == by_definition(values, players));
    RC_ASSERT(shapley_values(values) == by_definition(values, players));
  });
}

TEST_CASE("folding coalitions is within its bound in floating point") {
  property("against the definition", [] {
    const Index players = draw(1, 9);
    const Row<Rational> values = draw_values(players);
    check_bound<float>(convert_all<float>(values), players);
    check_bound<double>(convert_all<double>(values), players);
  });
}

TEST_CASE("a player who never changes the value gets exactly nothing in floating point") {
  property("null players", [] {
    const Index players = draw(1, 8);
    const Index null = draw(0, static_cast<int>(players) - 1);
    Row<double> values = convert_all<double>(draw_values(players));
    for (Index c = 0; c < values.size(); ++c) {
      if (has_player(c, null)) values(c) = values(c ^ (Index{1} << null));
    }
    RC_ASSERT(folded_shapley_values(values)[static_cast<std::size_t>(null)] == 0.0);
  });
}

}  // namespace axiomark::tests
