#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "methods/method.hpp"
#include "network/network.hpp"
#include "network/rewrites/rewrite.hpp"

namespace axiomark {

/// What a search draws and shrinks: generic parts that every axiom builds its case from.
template <Scalar S>
struct Ingredients {
  Network<S> network;
  Vector<S> input;
  Vector<S> baseline;
  Vector<S> target;                   ///< weights of the outputs
  Index feature = 0;                  ///< a feature of the input, for axioms that single one out
  std::vector<RewriteStep> rewrites;  ///< applied in order; steps that do not fit are skipped
  Index other = 0;                    ///< another feature, for axioms about pairs
  std::optional<Network<S>> second =
      {};                        ///< another function of the same features; none: the first
  Vector<S> second_target = {};  ///< weights of its outputs; empty: those of the first
  std::array<S, 2> coefficients = {S(2), S(-1)};  ///< of the two functions
  Vector<S> factors = {};  ///< a change of units per feature, never 0; empty: 2 each
  Vector<S> offsets = {};  ///< a shift per feature; empty: 1 each
  /// Which of an axiom's kinds of case, modulo their number. Shrinking leaves it alone: a violation of
  /// one kind does not become one of another.
  Index variant = 0;
};

template <Scalar To, Scalar From>
[[nodiscard]] Result<Ingredients<To>> convert(const Ingredients<From>& ingredients);

/// In which arithmetic a method is asked: the case's own, or one that the axiom speaks of.
enum class Arithmetic { own, single_precision, double_precision, exact };

/// How a question is put. Most are put plainly; axioms about what must not matter put them otherwise.
template <Scalar S>
struct Manner {
  Arithmetic arithmetic = Arithmetic::own;
  bool made_anew =
      false;  ///< asked of a new object, made from the method's name where that is known
  Queries<S> company = {};  ///< asked about in the same call, half of them before the question
};

/// One question to a method: the function target . network at an input, against a baseline.
template <Scalar S>
struct Probe {
  std::string label;  ///< "F", "f", "g": how explanations call the function
  Network<S> network;
  Vector<S> input;
  Vector<S> baseline;
  Vector<S> target;
};

/// The steps of a case that compares no rewritten functions. Not `= {}`: in a list of cases GCC 12 stops at
/// that with an internal error, or leaves out the constructor.
[[nodiscard]] inline std::vector<RewriteStep> no_rewrites() { return {}; }

/// One instance of an axiom. Its premise holds by construction.
template <Scalar S>
struct Case {
  std::vector<Probe<S>> probes;
  std::vector<Index> features;  ///< the features that the axiom speaks of; empty: all
  std::string premise;          ///< why the premise holds, as a sentence
  Vector<S> numbers = {};       ///< coefficients, factors, ...: what the axiom compares with
  std::string variant =
      {};  ///< which of the axiom's kinds of case, in a few words; empty: it has one
  std::vector<Manner<S>> manners = {};  ///< how each probe is put; empty: all plainly

  [[nodiscard]] Manner<S> manner(std::size_t probe) const {
    return probe < manners.size() ? manners[probe] : Manner<S>{};
  }
  std::vector<RewriteStep> rewrites = no_rewrites();  ///< those that tell the functions apart
};

template <Scalar To, Scalar From>
[[nodiscard]] Result<Case<To>> convert(const Case<From>& c);

/// What the method and the function said at one probe.
template <Scalar S>
struct Answer {
  Result<Attribution<S>> attribution;
  S at_input;     ///< F(x)
  S at_baseline;  ///< F(x')
};

/// F at both ends of a probe.
template <Scalar S>
struct Ends {
  S at_input;     ///< F(x)
  S at_baseline;  ///< F(x')
};
/// One per probe: the same for every method that is asked.
template <Scalar S>
[[nodiscard]] Result<std::vector<Ends<S>>> values_at_ends(const Case<S>& c);

/// Asks a method every probe of a case whose values at the ends are known, in order, each in its manner.
template <Scalar S>
[[nodiscard]] Result<std::vector<Answer<S>>> ask(const AnyMethod& method, const Case<S>& c,
                                                 const std::vector<Ends<S>>& ends,
                                                 const ThreadPool& pool);
/// The same, of a case whose values at the ends are not known yet.
template <Scalar S>
[[nodiscard]] Result<std::vector<Answer<S>>> ask(const AnyMethod& method, const Case<S>& c,
                                                 const ThreadPool& pool);

enum class Outcome { kept, broken, not_applicable, error };

/// The two sides that an axiom compares, feature by feature or as one number.
template <Scalar S>
struct Sides {
  std::string left_name;   ///< "A(f)", "sum of A"
  std::string right_name;  ///< "A(g)", "F(x) - F(x')"
  Vector<S> left;
  Vector<S> right;
};

/// What a conviction rests on.
enum class Evidence {
  none,
  exact,  ///< rational arithmetic, tolerance zero
  enclosure,
  beyond_derived_bound,  ///< floating point, off by more than a derived bound allows
  bitwise,               ///< two answers in floating point that should be one
};

/// The judgement of one axiom on one case.
/// Rational: broken means that the two sides differ (or, for sensitivity-a, that an attribution is
/// zero), without tolerance; `evidence` says when it rests on answers in floating point. Floating
/// point: a suspicion only, beyond the screen's threshold (differ()).
template <Scalar S>
struct Judgement {
  Outcome outcome = Outcome::kept;
  std::string reason;  ///< not applicable, error: why. broken: one sentence about what is wrong
  Sides<S> sides;
  HangSet hung_on;                      ///< conventions that the compared attributions hung on
  Evidence evidence = Evidence::exact;  ///< what `broken` rests on once it is judged in Rational
};

/// A double is suspicious if it is off by more than this times (1 + the size of the numbers compared):
/// an absolute residual where these are below 1, a relative one where they are large. Cases are small
/// integers and fractions: true residuals that small would need denominators of a billion, and the
/// rounding of a network of some dozen operations stays below 1e-13 of the numbers it passes.
inline constexpr double kScreenThreshold = 1e-9;

/// |left - right| > kScreenThreshold (1 + scale); in Rational any difference.
template <Scalar S>
[[nodiscard]] bool differ(const S& left, const S& right, const S& scale);

/// A judgement for a case in which some answer is missing: not applicable if the method refused,
/// error otherwise. Nothing if all answers are there.
template <Scalar S>
[[nodiscard]] std::optional<Judgement<S>> without_answers(const std::vector<Answer<S>>& answers);

}  // namespace axiomark
