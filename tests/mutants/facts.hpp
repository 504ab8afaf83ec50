#pragma once

#include "tests/mutants/networks.hpp"

namespace axiomark::tests {

/// What a method says at one probe: attributions, and the error it states for them, if any.
struct Said {
  Numbers values;
  Numbers bound = {};
  Numbers relevance = {};  ///< what started, then what nodes absorbed; empty: it does not say
  Index evaluations = 0;   ///< of gradients
  bool sampled = false;
};

/// A case and answers by hand, and what has to be made of them.
struct JudgedFact {
  std::string about;
  Case<Rational> c;
  std::vector<Said> said;  ///< one per probe
  Outcome outcome;
  Numbers left = {};  ///< the sides, by value; empty: not asked
  Numbers right = {};
  Evidence evidence = Evidence::none;  ///< what a conviction rests on; none: not asked
};

/// A case by hand whose premise holds, or does not.
struct PremiseFact {
  std::string about;
  bool holds;
  Case<Rational> c;
};

/// A case that an axiom built, and from what.
struct Built {
  const Ingredients<Rational>& in;
  MethodKind kind;
  const Case<Rational>& c;
};

/// Something that at least one of an axiom's own cases has to show, lest it ask nothing.
struct Variety {
  std::string what;
  std::function<bool(const Built&)> shows;
};

/// What is known about an axiom from its statement, written without looking at its code: what a
/// correct check has to make of given cases, and a correct case has to be. None of it calls the axiom's
/// own premise check or another axiom.
struct Facts {
  std::string axiom;
  CaseForm form;
  std::vector<MethodKind> stated_for;
  std::vector<JudgedFact> judged;
  std::vector<PremiseFact> premises;
  /// What is wrong with the premise of a case that the axiom built; empty: nothing.
  std::function<std::string(const Built&)> fault_of_case;
  std::vector<Variety> varieties;
  std::vector<AnyMethod> keepers;   ///< never convicted by a case of the axiom's own
  std::vector<AnyMethod> breakers;  ///< convicted by some of the first 600
  bool names_baseline = true;       ///< kinds without a baseline are judged with zero
};

/// The first thing about an axiom that contradicts its facts; empty: nothing does.
[[nodiscard]] std::string first_fault(const Axiom& axiom, const Facts& facts);

/// The facts of every axiom, in groups, in the order of the registry.
[[nodiscard]] std::vector<Facts> facts_of_the_paper();
[[nodiscard]] std::vector<Facts> facts_of_maps_and_slopes();
[[nodiscard]] std::vector<Facts> facts_of_games_and_values();
[[nodiscard]] std::vector<Facts> facts_of_accounts_and_limits();
[[nodiscard]] std::vector<Facts> facts_of_repetition();
[[nodiscard]] std::vector<Facts> facts_of_representation();

/// Points between and beyond those that networks are drawn with, the same every time.
[[nodiscard]] std::vector<Vector<Rational>> some_points(Index features);

/// A point with one coordinate replaced, or moved.
[[nodiscard]] Vector<Rational> with(Vector<Rational> point, Index feature, const Rational& value);
[[nodiscard]] Vector<Rational> moved(Vector<Rational> point, Index feature, const Rational& by);

/// Whether the two functions are equal at all of some_points().
[[nodiscard]] bool equal_everywhere(const Probe<Rational>& f, const Probe<Rational>& g);

/// Whether a method of that kind is told its baseline.
[[nodiscard]] bool has_own(MethodKind kind);
/// Whether a probe asks about the drawn function, as far as some points tell, at the drawn points.
[[nodiscard]] bool asks_what_was_drawn(const Probe<Rational>& p, const Built& b);

[[nodiscard]] bool depends_on_the_sum_alone(const Probe<Rational>& p);

/// Whether every coalition S satisfies holds(v, S): v(S) is F with the features of S at the input and the
/// others at the baseline.
using Coalition = std::vector<bool>;
[[nodiscard]] bool for_all_coalitions(const Probe<Rational>& p,
                                      const std::function<bool(const Coalition&)>& holds);
[[nodiscard]] Rational worth(const Probe<Rational>& p, const Coalition& s);
[[nodiscard]] Coalition joined(Coalition s, Index player);

}  // namespace axiomark::tests
