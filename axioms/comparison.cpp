#include "axioms/comparison.hpp"

#include <fmt/format.h>

#include <cmath>

#include "network/balls/enclosed_number.hpp"

namespace axiomark {
namespace {

template <Scalar S>
bool holds(Relation relation, const S& left, const S& right, const S& scale, const S& allowance) {
  switch (relation) {
    case Relation::equal:
      return absolute_value<S>(left - right) <= allowance || !differ<S>(left, right, scale);
    case Relation::not_zero:
      // In floating point an entry near zero is the suspicion, whatever the right side rounded to. An
      // entry that is zero within its stated error may be anything but zero.
      return (is_exact<S> && (right == S(0) || allowance > S(0))) || differ<S>(left, S(0), scale);
    case Relation::at_least:
      return left + allowance >= right || !differ<S>(left, right, scale);
    case Relation::same:
      return left == right;
    case Relation::within:
      return absolute_value<S>(left - right) <= allowance;
  }
  return false;
}

}  // namespace

template <Scalar S>
std::optional<Index> first_broken(const Comparison<S>& comparison, const S& allowance) {
  const Sides<S>& sides = comparison.sides;
  std::optional<Undecided> open;
  for (Index k = 0; k < sides.left.size(); ++k) {
    const S bound = comparison.bound.size() > k ? S(comparison.bound(k) + allowance) : allowance;
    try {
      if (!holds<S>(comparison.relation, sides.left(k), sides.right(k), comparison.scale, bound)) {
        return k;
      }
    } catch (const Undecided& undecided) {
      open = undecided;  // another entry may be broken all the same
    }
  }
  if (open) throw Undecided(*open);
  return std::nullopt;
}

Evidence evidence_of(Relation relation) {
  switch (relation) {
    case Relation::same:
      return Evidence::bitwise;
    case Relation::within:
      return Evidence::beyond_derived_bound;
    case Relation::equal:
    case Relation::not_zero:
    case Relation::at_least:
      break;
  }
  return Evidence::exact;
}

template <Scalar S>
std::string beyond_bound_text(const Comparison<S>& comparison, Index entry) {
  if constexpr (is_exact<S>) {
    // Both sides as numbers known to within a bound: the difference is one, too.
    const S& left = comparison.sides.left(entry);
    const S& right = comparison.sides.right(entry);
    if (is_enclosed(left) || is_enclosed(right)) {
      const Ball difference = ball_of(left) - ball_of(right);
      return fmt::format(" (off by {:.10g}, rounding explains {:.2g})",
                         std::abs(difference.middle.convert_to<double>()), difference.radius);
    }
  }
  if (comparison.relation != Relation::within) return {};
  const S residual =
      absolute_value<S>(comparison.sides.left(entry) - comparison.sides.right(entry));
  return fmt::format(" (off by {:.3g}, rounding explains {:.3g})", convert<double>(residual),
                     convert<double>(comparison.bound(entry)));
}

template <Scalar S>
S stated_error(const std::vector<Answer<S>>& answers) {
  S sum(0);
  for (const Answer<S>& answer : answers) {
    if (answer.attribution && answer.attribution->error_bound) {
      sum += answer.attribution->error_bound->sum();
    }
  }
  return sum;
}

template <Scalar S>
std::optional<Judgement<S>> malformed(const Case<S>& c, const CaseForm& form) {
  bool fits = c.probes.size() == form.probes && c.features.size() >= form.least_features &&
              c.features.size() <= form.most_features && c.numbers.size() >= form.least_numbers;
  for (const Probe<S>& probe : c.probes) {
    fits = fits && probe.input.size() == c.probes.front().input.size();
  }
  for (const Index feature : c.features) {
    fits = fits && feature >= 0 && feature < c.probes.front().input.size();
  }
  if (fits) return std::nullopt;
  Judgement<S> judgement;
  judgement.outcome = Outcome::error;
  judgement.reason = "the case has not the probes and features that its axiom speaks of";
  return judgement;
}

#define AXIOMARK_INSTANTIATE(S)                                                  \
  template std::optional<Index> first_broken<S>(const Comparison<S>&, const S&); \
  template std::string beyond_bound_text<S>(const Comparison<S>&, Index);        \
  template S stated_error<S>(const std::vector<Answer<S>>&);                     \
  template std::optional<Judgement<S>> malformed<S>(const Case<S>&, const CaseForm&);
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
