#pragma once

#include <algorithm>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "axioms/comparison.hpp"

namespace axiomark {

enum class AxiomGroup { paper, successor, implementation, own };

[[nodiscard]] std::string_view name(AxiomGroup group);  ///< "The paper's six", ...

/// Uses::variants of an axiom with as many kinds of case as features.
inline constexpr Index kVariantPerFeature = 0;

/// What of the ingredients decides an axiom's case, beside points and target: what is worth varying on
/// a given model.
struct Uses {
  bool network =
      true;  ///< false: the axiom brings its own functions and says nothing about a model
  bool feature = false;
  bool pair = false;  ///< feature and other
  bool rewrites = false;
  bool second = false;  ///< another function, coefficients
  bool map = false;     ///< factors, offsets
  Index variants = 1;   ///< kinds of case, or kVariantPerFeature
};

/// What an axiom says and where it comes from.
struct AxiomInfo {
  std::string name;
  AxiomGroup group;
  std::string statement;  ///< one sentence
  std::string formula;
  std::string source;
  std::vector<MethodKind> stated_for;  ///< kinds of method the source states it for
  [[nodiscard]] bool is_stated_for(MethodKind kind) const {
    return std::ranges::find(stated_for, kind) != stated_for.end();
  }
  Uses uses = {};
  bool about_sums = false;   ///< explanations show the sum of A beside F(x) - F(x')
  std::uint64_t effort = 1;  ///< of a case, beside the usual: so many times fewer are drawn
  std::vector<Uses> of_variants = {};  ///< what each kind of case reads, where they differ
  [[nodiscard]] const Uses& uses_of(Index variant) const {
    return of_variants.empty() ? uses : of_variants.at(static_cast<std::size_t>(variant));
  }
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
  /// What makes it again anywhere: the text of its file (axiom_file.hpp), kept with every case. Empty for
  /// the axioms of the registry and for those that a program defines in C++.
  std::string definition = {};

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

/// From a struct with `info()`, `form()`, `build_case<S>`, `check_premise`, and what judge() wants.
template <class A>
[[nodiscard]] Axiom make_axiom() {
  return {A::info(),
          &A::template build_case<double>,
          &A::template build_case<Rational>,
          &judge<A, double>,
          &judge<A, Rational>,
          [](const Case<Rational>& c) -> Result<void> {
            if (const auto wrong = malformed(c, A::form())) {
              return fail(ErrorKind::input, "case", wrong->reason, "a case of " + A::info().name);
            }
            return A::check_premise(c);
          },
          {}};
}

/// All axioms of this library. Others are as good: a campaign takes any list, from make_axiom<A>() of a
/// struct of one's own or from a file (axiom_file.hpp). To add one: its pair of files, and its line in axiom.cpp.
[[nodiscard]] std::span<const Axiom> axiom_registry();

/// The axiom of that name, or an error that lists the names and suggests the nearest.
[[nodiscard]] Result<Axiom> find_axiom(std::string_view name);

/// Whether the registry has an axiom of that name.
[[nodiscard]] bool is_registered(std::string_view name);

/// The four kinds: what an axiom lists that its source states for every method.
[[nodiscard]] std::vector<MethodKind> every_kind();

}  // namespace axiomark

/// The members of an axiom, for its header.
#define AXIOMARK_DECLARE_AXIOM_MEMBERS                                                        \
  [[nodiscard]] static AxiomInfo info();                                                      \
  [[nodiscard]] static CaseForm form();                                                       \
  template <Scalar S>                                                                         \
  [[nodiscard]] static Result<Case<S>> build_case(const Ingredients<S>& in, MethodKind kind); \
  [[nodiscard]] static Result<void> check_premise(const Case<Rational>& c);                   \
  template <Scalar S>                                                                         \
  [[nodiscard]] static Comparison<S> compare(const Case<S>& c,                                \
                                             const std::vector<Answer<S>>& answers);          \
  template <Scalar S>                                                                         \
  [[nodiscard]] static std::string fault(const Case<S>& c, const Sides<S>& sides, Index entry)

/// The member of an axiom that some answers say nothing about.
#define AXIOMARK_DECLARE_REFUSAL                                            \
  template <Scalar S>                                                       \
  [[nodiscard]] static std::optional<std::string> refusal(const Case<S>& c, \
                                                          const std::vector<Answer<S>>& answers)

/// Instantiates them for the scalars of suspicion and conviction, in its .cpp.
#define AXIOMARK_INSTANTIATE_AXIOM(A)                                                              \
  template Result<Case<double>> A::build_case(const Ingredients<double>&, MethodKind);             \
  template Result<Case<Rational>> A::build_case(const Ingredients<Rational>&, MethodKind);         \
  template Comparison<double> A::compare(const Case<double>&, const std::vector<Answer<double>>&); \
  template Comparison<Rational> A::compare(const Case<Rational>&,                                  \
                                           const std::vector<Answer<Rational>>&);                  \
  template std::string A::fault(const Case<double>&, const Sides<double>&, Index);                 \
  template std::string A::fault(const Case<Rational>&, const Sides<Rational>&, Index)
#define AXIOMARK_INSTANTIATE_REFUSAL(A)                                               \
  template std::optional<std::string> A::refusal(const Case<double>&,                 \
                                                 const std::vector<Answer<double>>&); \
  template std::optional<std::string> A::refusal(const Case<Rational>&,               \
                                                 const std::vector<Answer<Rational>>&)
