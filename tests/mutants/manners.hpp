#pragma once

#include "tests/mutants/facts.hpp"

/// How questions are put, and what is no longer the same question.
namespace axiomark::tests {

/// 2^-exponent
[[nodiscard]] inline Rational half_to(unsigned exponent) {
  return Rational(1) / Rational(Integer(1) << exponent);
}

[[nodiscard]] inline Manner<Rational> in(Arithmetic arithmetic) {
  Manner<Rational> manner;
  manner.arithmetic = arithmetic;
  return manner;
}
[[nodiscard]] inline Manner<Rational> made_anew(Arithmetic arithmetic) {
  Manner<Rational> manner = in(arithmetic);
  manner.made_anew = true;
  return manner;
}
/// Among four other questions about a function of two features and one output.
[[nodiscard]] inline Manner<Rational> among_others(Arithmetic arithmetic) {
  Manner<Rational> manner = in(arithmetic);
  manner.company = {Batch<Rational>::Constant(2, 4, Rational(2)),
                    Batch<Rational>::Constant(2, 4, Rational(1)),
                    Batch<Rational>::Constant(1, 4, Rational(1)), 1};
  return manner;
}
[[nodiscard]] inline bool alone(const Manner<Rational>& manner) {
  return manner.company.inputs.size() == 0;
}

/// The same case, put otherwise, or changed.
[[nodiscard]] inline Case<Rational> put(Case<Rational> c, std::vector<Manner<Rational>> manners) {
  c.manners = std::move(manners);
  return c;
}
template <class Change>
[[nodiscard]] Case<Rational> but(Case<Rational> c, Change change) {
  change(c);
  return c;
}

/// What makes the question of one probe another one than plain()'s.
[[nodiscard]] std::vector<PremiseFact> other_questions(const Case<Rational>& c);
[[nodiscard]] std::vector<PremiseFact> together(std::vector<PremiseFact> some,
                                                const std::vector<PremiseFact>& more);

/// z1 + 2 z2 at (3, 1) from 0.
[[nodiscard]] const Probe<Rational>& plain();

}  // namespace axiomark::tests
