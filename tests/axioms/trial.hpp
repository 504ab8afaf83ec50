#pragma once

#include "search/ingredient_source.hpp"
#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

/// The ingredients of case k of the campaign with seed 2026, exactly.
[[nodiscard]] inline Ingredients<Rational> ingredients(const std::string& by, std::uint64_t k) {
  return convert<Rational>(draw_case(2026, by, k)).value();
}

/// Calls `check(ingredients)` for `count` cases of a campaign.
template <class Check>
void for_each_case(const std::string& by, std::uint64_t count, const Check& check) {
  for (std::uint64_t k = 0; k < count; ++k) {
    INFO("seed 2026, " << by << ", case " << k);
    check(ingredients(by, k));
  }
}

[[nodiscard]] inline Rational value(const Probe<Rational>& p, const Vector<Rational>& at) {
  return (evaluate(p.network, Batch<Rational>(at)).col(0) * p.target).sum();
}

/// Points of an integer grid and between, a function of the stream.
[[nodiscard]] inline Vector<Rational> draw_point(RandomStream& stream, Index size) {
  Vector<Rational> point(size);
  for (Rational& v : point) v = Rational(stream.between(-12, 12), stream.between(1, 3));
  return point;
}

}  // namespace axiomark::tests
