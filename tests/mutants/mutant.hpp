#pragma once

#include "axioms/premise.hpp"
#include "tests/mutants/facts.hpp"

/// Axioms as a careless author might have written them: the real one but for one change.
namespace axiomark::tests {

struct Mutant {
  std::string change;
  Axiom axiom;
};

using Answers = std::vector<Answer<Rational>>;

/// An axiom whose comparison is the real one's after `Change{}(comparison, case, answers)`.
template <class A, class Change>
struct Compared {
  static CaseForm form() { return A::form(); }
  template <Scalar S>
  static Comparison<S> compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
    Comparison<S> comparison = A::template compare<S>(c, answers);
    Change{}(comparison, c, answers);
    return comparison;
  }
  template <Scalar S>
  static std::string fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
    return A::template fault<S>(c, sides, entry);
  }
  template <Scalar S>
  requires requires(const Case<S>& c, const std::vector<Answer<S>>& answers) {
    A::template refusal<S>(c, answers);
  }
  static std::optional<std::string> refusal(const Case<S>& c,
                                            const std::vector<Answer<S>>& answers) {
    return A::template refusal<S>(c, answers);
  }
};
template <class A, class Change>
[[nodiscard]] Mutant compares(std::string what, Change) {
  Axiom axiom = make_axiom<A>();
  axiom.check_exact = &judge<Compared<A, Change>, Rational>;
  return {std::move(what), std::move(axiom)};
}

/// An axiom that takes each answer for another one: `change(attribution)`.
template <class A, class Change>
[[nodiscard]] Mutant mishears(std::string what, Change change) {
  Axiom axiom = make_axiom<A>();
  axiom.check_exact = [change](const Case<Rational>& c, std::vector<Answer<Rational>> answers) {
    for (Answer<Rational>& answer : answers) {
      if (answer.attribution) change(*answer.attribution);
    }
    return judge<A, Rational>(c, answers);
  };
  return {std::move(what), std::move(axiom)};
}

/// An axiom that finishes its cases otherwise: `change(case, ingredients, kind)`.
template <class A, class Change>
[[nodiscard]] Mutant builds(std::string what, Change change) {
  Axiom axiom = make_axiom<A>();
  axiom.build_case_exact = [change](const Ingredients<Rational>& in, MethodKind kind) {
    auto c = A::template build_case<Rational>(in, kind);
    if (c) change(*c, in, kind);
    return c;
  };
  return {std::move(what), std::move(axiom)};
}

/// An axiom that builds its cases from something else: `change(ingredients, kind)`.
template <class A, class Change>
[[nodiscard]] Mutant draws(std::string what, Change change) {
  Axiom axiom = make_axiom<A>();
  axiom.build_case_exact = [change](Ingredients<Rational> in, MethodKind kind) {
    change(in, kind);
    return A::template build_case<Rational>(in, kind);
  };
  return {std::move(what), std::move(axiom)};
}

/// An axiom that builds none of the cases that `some(case)` describes.
template <class A, class Some>
[[nodiscard]] Mutant never_builds(std::string what, Some some) {
  Axiom axiom = make_axiom<A>();
  axiom.build_case_exact = [some](const Ingredients<Rational>& in,
                                  MethodKind kind) -> Result<Case<Rational>> {
    auto c = A::template build_case<Rational>(in, kind);
    if (c && some(*c)) return fail(ErrorKind::unsupported, "case", "left out");
    return c;
  };
  return {std::move(what), std::move(axiom)};
}

/// An axiom that overlooks a fault of the premise: it looks at the case as if `mend(case)` had removed it.
template <class A, class Mend>
[[nodiscard]] Mutant overlooks(std::string what, Mend mend) {
  Axiom axiom = make_axiom<A>();
  axiom.check_premise = [mend, real = axiom.check_premise](Case<Rational> c) {
    if (!malformed(c, A::form())) mend(c);
    return real(c);
  };
  return {std::move(what), std::move(axiom)};
}

/// An axiom that takes another premise for its own.
template <class A, class Check>
[[nodiscard]] Mutant trusts(std::string what, Check check) {
  Axiom axiom = make_axiom<A>();
  axiom.check_premise = [check](const Case<Rational>& c) -> Result<void> {
    if (malformed(c, A::form())) return premise_fault("another form");
    return check(c) ? Result<void>{} : premise_fault("the premise");
  };
  return {std::move(what), std::move(axiom)};
}

/// An axiom stated for other kinds of method.
template <class A>
[[nodiscard]] Mutant stated_for(std::string what, std::vector<MethodKind> kinds) {
  Axiom axiom = make_axiom<A>();
  axiom.info.stated_for = std::move(kinds);
  return {std::move(what), std::move(axiom)};
}

struct Mutants {
  std::string axiom;
  std::vector<Mutant> list;
};
[[nodiscard]] std::vector<Mutants> mutants_of_the_paper();
[[nodiscard]] std::vector<Mutants> mutants_of_maps_and_slopes();
[[nodiscard]] std::vector<Mutants> mutants_of_games_and_values();
[[nodiscard]] std::vector<Mutants> mutants_of_accounts_and_limits();
[[nodiscard]] std::vector<Mutants> mutants_of_repetition();
[[nodiscard]] std::vector<Mutants> mutants_of_representation();

// Changes that several axioms share. Each is a type without state, because judge() wants one.
using Compare = Comparison<Rational>;
using CaseQ = Case<Rational>;

inline constexpr auto kAtLeast = [](Compare& m, const CaseQ&, const Answers&) {
  m.relation = Relation::at_least;
};
inline constexpr auto kEqual = [](Compare& m, const CaseQ&, const Answers&) {
  m.relation = Relation::equal;
};
inline constexpr auto kSizes = [](Compare& m, const CaseQ&, const Answers&) {
  m.sides.left = m.sides.left.abs().eval();
  m.sides.right = m.sides.right.abs().eval();
};
inline constexpr auto kSums = [](Compare& m, const CaseQ&, const Answers&) {
  m.sides.left = Vector<Rational>::Constant(1, m.sides.left.sum());
  m.sides.right = Vector<Rational>::Constant(1, m.sides.right.sum());
};
inline constexpr auto kFirstOnly = [](Compare& m, const CaseQ&, const Answers&) {
  m.sides.left = m.sides.left.head(1).eval();
  m.sides.right = m.sides.right.head(1).eval();
};
inline constexpr auto kSwapped = [](Compare& m, const CaseQ&, const Answers&) {
  std::swap(m.sides.left, m.sides.right);
};
inline constexpr auto kTwiceTheError = [](Compare& m, const CaseQ&, const Answers&) {
  m.bound_weight *= 2;
};
inline constexpr auto kNoError = [](Compare& m, const CaseQ&, const Answers&) {
  m.bound_weight = 0;
};
inline constexpr auto kPlainError = [](Compare& m, const CaseQ&, const Answers&) {
  m.bound_weight = 1;
};

inline constexpr auto kWithItself = [](Compare& m, const CaseQ&, const Answers&) {
  m.sides.right = m.sides.left;
};

/// For trusts(): no premise is looked at.
inline constexpr auto kAnything = [](const CaseQ&) { return true; };

}  // namespace axiomark::tests
