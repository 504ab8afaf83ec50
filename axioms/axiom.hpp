#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "axioms/case.hpp"

namespace axiomark {

enum class AxiomGroup { paper, successor, implementation };

[[nodiscard]] std::string_view name(AxiomGroup group);  ///< "The paper's six", ...

/// What an axiom says and where it comes from.
struct AxiomInfo {
  std::string name;
  AxiomGroup group;
  std::string statement;  ///< one sentence
  std::string formula;
  std::string source;
  std::vector<MethodKind> stated_for;  ///< kinds of method the source states it for
};

/// An axiom is a way to build a case from ingredients and a check on the answers. `build_case` gets
/// the kind of the method on trial: methods without a baseline, and those that imply zero, are
/// judged with baseline zero.
struct Axiom {
  AxiomInfo info;
  std::function<Result<Case<double>>(const Ingredients<double>&, MethodKind)> build_case_double;
  std::function<Result<Case<Rational>>(const Ingredients<Rational>&, MethodKind)> build_case_exact;
  std::function<Judgement<double>(const Case<double>&, const std::vector<Answer<double>>&)>
      check_double;
  std::function<Judgement<Rational>(const Case<Rational>&, const std::vector<Answer<Rational>>&)>
      check_exact;
  /// Looks for a fault in the premise of a case that this axiom did not build itself (a case file):
  /// form, points, and the function at sample points. A search for a fault, not a proof of none.
  std::function<Result<void>(const Case<Rational>&)> check_premise;

  template <Scalar S>
  [[nodiscard]] Result<Case<S>> build_case(const Ingredients<S>& ingredients,
                                           MethodKind kind) const {
    if constexpr (is_exact<S>) {
      return build_case_exact(ingredients, kind);
    } else {
      return build_case_double(ingredients, kind);
    }
  }
  template <Scalar S>
  [[nodiscard]] Judgement<S> check(const Case<S>& c, const std::vector<Answer<S>>& answers) const {
    if constexpr (is_exact<S>) {
      return check_exact(c, answers);
    } else {
      return check_double(c, answers);
    }
  }
};

/// From a struct with `info()`, `build_case<S>`, `check<S>` and `check_premise`.
template <class A>
[[nodiscard]] Axiom make_axiom() {
  return {A::info(),
          &A::template build_case<double>,
          &A::template build_case<Rational>,
          &A::template check<double>,
          &A::template check<Rational>,
          &A::check_premise};
}

/// All axioms. To add one: its pair of files, and its line in axiom.cpp.
[[nodiscard]] std::span<const Axiom> axiom_registry();

/// The axiom of that name, or an error that lists the names and suggests the nearest.
[[nodiscard]] Result<Axiom> find_axiom(std::string_view name);

/// The four kinds: what an axiom lists that its source states for every method.
[[nodiscard]] std::vector<MethodKind> every_kind();

}  // namespace axiomark
