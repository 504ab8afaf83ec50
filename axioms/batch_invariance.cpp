#include "axioms/batch_invariance.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "axioms/rounding_allowance.hpp"

namespace axiomark {
namespace {

enum class Kind { any_network, rounded, count };

// Four questions about the same network that behave otherwise, two to be put before and two behind. The first
// and the last have another target and another baseline: one that is taken for all of them shows. Points in
// the rounded kind keep their signs.
template <Scalar S>
Queries<S> company_of(const Probe<S>& probe, const Vector<S>& offsets, bool rounded) {
  const Vector<S> zero = S(0) * probe.input;
  const Vector<S> shift = rounded ? Vector<S>(offsets.abs()) : offsets;
  Queries<S> company{Batch<S>(probe.input.size(), 4), Batch<S>(probe.input.size(), 4),
                     Batch<S>(probe.target.size(), 4)};
  company.inputs.col(0) = probe.baseline;
  company.inputs.col(1) = rounded ? zero : Vector<S>(-probe.input);
  company.inputs.col(2) = probe.input + shift;
  company.inputs.col(3) = S(2) * probe.input;
  company.baselines.col(0) = probe.input;
  company.baselines.col(1) = zero;
  company.baselines.col(2) = probe.baseline;
  company.baselines.col(3) = probe.input;
  for (Index k = 0; k < 4; ++k) {
    company.targets.col(k) = k == 0 || k == 3 ? Vector<S>(-probe.target) : probe.target;
  }
  return company;
}

}  // namespace

AxiomInfo BatchInvariance::info() {
  AxiomInfo info{"batch-invariance",
                 AxiomGroup::implementation,
                 "An input gets the same attributions alone as among others.",
                 "A(F, x, x') alone = A(F, x, x') in a batch",
                 "any implementation",
                 every_kind(),
                 {.map = true, .variants = static_cast<Index>(Kind::count)}};
  info.effort = 2;  // a case asks two or three times as much
  return info;
}

CaseForm BatchInvariance::form() { return {2, 0, 0}; }

template <Scalar S>
Result<Case<S>> BatchInvariance::build_case(const Ingredients<S>& in, MethodKind kind) {
  const bool rounded = variant_of<Kind>(in) == Kind::rounded;
  Probe<S> alone{"F alone", in.network, in.input, baseline_for(kind, in.baseline), in.target};
  if (rounded) {
    auto probe = without_cancellation(alone);
    if (!probe) return tl::make_unexpected(probe.error());
    alone = std::move(*probe);
  }
  Probe<S> among = alone;
  among.label = "F among others";
  const auto arithmetic = rounded ? Arithmetic::double_precision : Arithmetic::own;
  Queries<S> company = company_of(alone, offsets_of(in), rounded);
  Case<S> c{{std::move(alone), std::move(among)},
            {},
            "The same question, alone and between four others about the same network.",
            {},
            rounded ? "rounded" : "any network"};
  c.manners = {{arithmetic}, {arithmetic, false, std::move(company)}};
  return c;
}

Result<void> BatchInvariance::check_premise(const Case<Rational>& c) {
  const Manner<Rational> alone = c.manner(0);
  const Manner<Rational> among = c.manner(1);
  if (alone.company.count() > 0 || among.company.count() == 0) {
    return premise_fault("not asked alone, and then among others");
  }
  if (alone.arithmetic != among.arithmetic || alone.made_anew || among.made_anew) {
    return premise_fault("asked in two arithmetics, or of another object");
  }
  if (alone.arithmetic != Arithmetic::own) {
    if (alone.arithmetic != Arithmetic::double_precision) {
      return premise_fault("asked in an arithmetic that the bound is not derived for");
    }
    if (!nothing_cancels(c.probes[0])) {
      return premise_fault("a question in floating point in which something may cancel");
    }
  }
  return same_question(c, 0, 1);
}

template <Scalar S>
Comparison<S> BatchInvariance::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const Vector<S>& alone = answers[0].attribution->values;
  const Vector<S>& among = answers[1].attribution->values;
  Comparison<S> comparison{{"A alone", "A among others", alone, among},
                           Relation::equal,
                           alone.abs().sum() + among.abs().sum()};
  if (c.manner(0).arithmetic != Arithmetic::own) {
    comparison.relation = Relation::within;
    comparison.bound = rounding_allowance(c.probes[0], answers[0], unit_roundoff<double>) +
                       rounding_allowance(c.probes[1], answers[1], unit_roundoff<double>);
  }
  return comparison;
}

template <Scalar S>
std::string BatchInvariance::fault(const Case<S>&, const Sides<S>& sides, Index entry) {
  return fmt::format("x{} gets {} alone and {} among others", entry + 1,
                     brief_text(sides.left(entry)), brief_text(sides.right(entry)));
}

AXIOMARK_INSTANTIATE_AXIOM(BatchInvariance);

}  // namespace axiomark
