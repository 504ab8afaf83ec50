#pragma once

#include "search/conviction.hpp"
#include "search/scopes/answer_table.hpp"
#include "search/scopes/scope_cases.hpp"

namespace axiomark {

/// What became of one case of a scope, in exact arithmetic or in doubles that are the exact numbers.
struct Settled {
  Outcome outcome = Outcome::error;
  std::string reason;
  HangSet hung_on;
  bool in_double = false;               ///< no Rational was needed
  std::optional<ExactJudgement> proof;  ///< in Rational, for every case that is broken
};

/// A case on networks as they are. `first` is the first network with the same function.
[[nodiscard]] Settled settle(const Axiom& axiom, const DirectCase& direct, AnswerTable& first,
                             AnswerTable& table, std::size_t pair, const PointPair& points);

/// Whether a case built from ingredients is kept, and doubles alone say so.
[[nodiscard]] bool kept_in_double(const AnyMethod& method, const Axiom& axiom,
                                  const Ingredients<double>& in);

/// A case built from ingredients; nothing if the axiom can build none from them.
[[nodiscard]] std::optional<Settled> settle(const AnyMethod& method, const Axiom& axiom,
                                            const Ingredients<double>& in);

/// Whether a judgement on exact doubles is the one that exact arithmetic gives: what the axiom compares is
/// equal, or further apart than any tolerance of the screen.
[[nodiscard]] bool beyond_tolerance(const Judgement<double>& judgement,
                                    const std::vector<Answer<double>>& answers);

}  // namespace axiomark
