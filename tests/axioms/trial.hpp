#pragma once

#include "axioms/axiom.hpp"
#include "search/ingredient_source.hpp"
#include "tests/methods/one_answer.hpp"

namespace axiomark::tests {

[[nodiscard]] inline Axiom axiom(const std::string& name) {
  auto found = find_axiom(name);
  if (!found) FAIL(message(found.error()));
  return *found;
}

/// One method before one case, in exact arithmetic.
[[nodiscard]] inline Judgement<Rational> judged(const AnyMethod& asked, const std::string& by,
                                                const Case<Rational>& c) {
  const ThreadPool alone;
  const auto answers = ask(asked, c, alone);
  if (!answers) FAIL(message(answers.error()));
  return axiom(by).check(c, *answers);
}

[[nodiscard]] inline Probe<Rational> probe(const std::string& label,
                                           const Network<Rational>& network, const Numbers& input,
                                           const Numbers& baseline) {
  return {label, network, vector(input), vector(baseline), vector({1})};
}

/// The ingredients of case k of the campaign with seed 2026, exactly.
[[nodiscard]] inline Ingredients<Rational> ingredients(const std::string& by, std::uint64_t k) {
  return convert<Rational>(draw_ingredients(case_stream(2026, by, k))).value();
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
