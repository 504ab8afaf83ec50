#include "axioms/precision_consistency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "axioms/premise.hpp"
#include "axioms/rounding_allowance.hpp"

namespace axiomark {
namespace {

constexpr std::array<Arithmetic, 3> kArithmetics = {
    Arithmetic::single_precision, Arithmetic::double_precision, Arithmetic::exact};

bool float_holds(const Rational& number) {
  const auto rounded = convert<float>(number);
  return std::isfinite(rounded) && convert<Rational>(rounded) == number;
}

}  // namespace

AxiomInfo PrecisionConsistency::info() {
  AxiomInfo info{"precision-consistency",
                 AxiomGroup::implementation,
                 "The answers in float and in double are off by no more than rounding explains.",
                 "|A in float - A| <= b(float), |A in double - A| <= b(double)",
                 "any implementation; Higham 2002 for the bound b",
                 every_kind(),
                 {.network = false}};
  // Each case is judged in exact arithmetic from the start.
  info.effort = 10;
  return info;
}

CaseForm PrecisionConsistency::form() { return {3, 0, 0}; }

template <Scalar S>
Result<Case<S>> PrecisionConsistency::build_case(const Ingredients<S>& in, MethodKind kind) {
  const auto probe = without_cancellation(
      Probe<S>{"F", in.network, in.input, baseline_for(kind, in.baseline), in.target});
  if (!probe) return tl::make_unexpected(probe.error());
  Case<S> c{{*probe, *probe, *probe},
            {},
            "No number is negative: nothing cancels, no relu changes between baseline and input."};
  c.probes[0].label = "F in float";
  c.probes[1].label = "F in double";
  for (const Arithmetic arithmetic : kArithmetics) c.manners.push_back({arithmetic});
  return c;
}

Result<void> PrecisionConsistency::check_premise(const Case<Rational>& c) {
  for (std::size_t k = 0; k < 2; ++k) {
    if (auto ok = same_question(c, k, 2); !ok) return ok;
  }
  for (std::size_t k = 0; k < 3; ++k) {
    if (auto ok = asked_alone(c, k, kArithmetics[k]); !ok) return ok;
  }
  if (!nothing_cancels(c.probes[2])) return premise_fault("something may cancel");
  if (!std::ranges::all_of(numbers_of(c.probes[2]), float_holds)) {
    return premise_fault("a number that float does not hold");
  }
  return {};
}

template <Scalar S>
std::optional<std::string> PrecisionConsistency::refusal(const Case<S>&,
                                                         const std::vector<Answer<S>>& answers) {
  if (!answers[0].attribution->sampling) return std::nullopt;
  return "sampled: a rounding may decide on which side of a kink a sample lies";
}

template <Scalar S>
Comparison<S> PrecisionConsistency::compare(const Case<S>& c,
                                            const std::vector<Answer<S>>& answers) {
  const Vector<S>& exact = answers[2].attribution->values;
  const Index n = exact.size();
  Vector<S> rounded(2 * n);
  rounded << answers[0].attribution->values, answers[1].attribution->values;
  Vector<S> bound(2 * n);
  bound << rounding_allowance(c.probes[0], answers[0], unit_roundoff<float>),
      rounding_allowance(c.probes[1], answers[1], unit_roundoff<double>);
  Comparison<S> comparison{
      {"A in float, A in double", "exact A, twice", rounded, Vector<S>(exact.replicate(2, 1))},
      Relation::within,
      S(0)};
  comparison.bound = std::move(bound);
  return comparison;
}

template <Scalar S>
std::string PrecisionConsistency::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  const Index n = c.probes[0].input.size();
  return fmt::format("x{} gets {} in {}, and exactly {}", entry % n + 1,
                     brief_text(sides.left(entry)), entry < n ? "float" : "double",
                     brief_text(sides.right(entry)));
}

AXIOMARK_INSTANTIATE_AXIOM(PrecisionConsistency);
AXIOMARK_INSTANTIATE_REFUSAL(PrecisionConsistency);

}  // namespace axiomark
