#pragma once

#include <algorithm>

#include "search/conviction.hpp"

namespace axiomark {

/// Folds the judgements of one cell into its verdict.
class CellFold {
 public:
  CellFold(const AnyMethod& method, const Axiom& axiom) : method_(method), axiom_(axiom) {}

  /// Whether the axiom's source states it for this kind of method; if not, the verdict is
  /// outside().
  [[nodiscard]] bool stated() const;
  [[nodiscard]] Finding outside() const;

  /// Where a judged case came from. Only cases drawn at random, independently, say anything about a
  /// rate of violations.
  enum class Draw { fixed, random, smooth, model };

  /// Counts a case by what became of it in the end: a suspicion by its exact judgement. `variant` is
  /// the case's.
  void count(Draw draw, Outcome outcome, const std::string& reason, HangSet hung_on,
             const std::string& variant = {});
  /// Counts a suspicion on a smooth network that the bounds leave open.
  void count_undecided() { ++smooth_.undecided; }
  /// Keeps a conviction; one that hangs on a convention does not stand in the way of one that does
  /// not.
  void keep(ExactJudgement judged, Provenance provenance,
            std::optional<ModelReference> model = std::nullopt,
            std::optional<Ingredients<Rational>> ingredients = std::nullopt);
  [[nodiscard]] bool convicted() const { return convicted_.has_value(); }
  [[nodiscard]] bool convicted_by_convention() const { return by_convention_.has_value(); }
  /// Whether a case of that kind has convicted, on no convention's account.
  [[nodiscard]] bool convicted(const std::string& variant) const;

  /// The error that the answers of a case state for themselves; the largest is part of the verdict.
  void allow(double stated_error) { largest_error_ = std::max(largest_error_, stated_error); }

  /// What an exhaustive scope said about the cell; its counterexamples come in by keep().
  void searched(ScopeFinding finding) { exhaustive_ = std::move(finding); }

  /// The verdict. Leaves the counterexamples moved out.
  [[nodiscard]] Finding finding();

 private:
  [[nodiscard]] Finding cell() const;
  const AnyMethod& method_;
  const Axiom& axiom_;
  std::uint64_t cases_ = 0;           // judged, wherever they came from
  std::uint64_t unconventional_ = 0;  // of these: hung on no convention
  std::uint64_t random_ = 0;          // of these: drawn at random
  std::uint64_t errors_ = 0;
  std::vector<VariantFinding> variants_;
  SmoothFinding smooth_;
  double largest_error_ = 0;
  std::string refusal_;
  std::string fault_;
  std::optional<Counterexample> convicted_;
  std::optional<Counterexample> by_convention_;
  std::optional<ScopeFinding> exhaustive_;
};

}  // namespace axiomark
