#include "axioms/affine_scale_invariance.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {

AxiomInfo AffineScaleInvariance::info() {
  return {"affine-scale-invariance",
          AxiomGroup::successor,
          "Attributions do not depend on the units and the zero point in which the features are "
          "measured.",
          "G(y) = F((y - d) / c)  =>  A_G(c x + d, c x' + d) = A_F(x, x')",
          "Friedman & Moulin 1999; Sundararajan & Najmi 2020",
          {MethodKind::zero_baseline_implied, MethodKind::one_baseline,
           MethodKind::baseline_distribution},
          {.map = true}};
}

CaseForm AffineScaleInvariance::form() { return {2, 0, 0}; }

template <Scalar S>
Result<Case<S>> AffineScaleInvariance::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Vector<S> c = factors_of(in);
  const Vector<S> d = has_own_baseline(kind) ? offsets_of(in) : Vector<S>(S(0) * c);
  auto g = behind_units(in.network, c, d);
  if (!g) return tl::make_unexpected(g.error());
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  Vector<S> numbers(2 * c.size());
  numbers << c, d;
  return Case<S>{{{"f", in.network, in.input, baseline, in.target},
                  {"g", std::move(*g), c * in.input + d, c * baseline + d, in.target}},
                 {},
                 "g is f in other units: g(c z + d) = f(z), asked at the same points in them.",
                 numbers};
}

Result<void> AffineScaleInvariance::check_premise(const Case<Rational>& c) {
  const Index n = c.probes[0].input.size();
  if (c.numbers.size() != 2 * n || (c.numbers.head(n) == Rational(0)).any()) {
    return premise_fault("no factor and offset per feature, or a factor 0");
  }
  const Vector<Rational> factor = c.numbers.head(n);
  const Vector<Rational> offset = c.numbers.tail(n);
  if ((c.probes[1].input != factor * c.probes[0].input + offset).any() ||
      (c.probes[1].baseline != factor * c.probes[0].baseline + offset).any()) {
    return premise_fault("the points are not the same in the other units");
  }
  for (const Vector<Rational>& point : sample_points(c)) {
    if (value_at(c.probes[0], point) != value_at(c.probes[1], factor * point + offset)) {
      return premise_fault("the second function is not the first in other units");
    }
  }
  return {};
}

template <Scalar S>
Comparison<S> AffineScaleInvariance::compare(const Case<S>&,
                                             const std::vector<Answer<S>>& answers) {
  const Vector<S>& f = answers[0].attribution->values;
  const Vector<S>& g = answers[1].attribution->values;
  return {{"A of f", "A of g", f, g}, Relation::equal, f.abs().sum() + g.abs().sum()};
}

template <Scalar S>
std::string AffineScaleInvariance::fault(const Case<S>&, const Sides<S>& sides, Index entry) {
  return fmt::format("x{} gets {} in the first units and {} in the others", entry + 1,
                     brief_text(sides.left(entry)), brief_text(sides.right(entry)));
}

AXIOMARK_INSTANTIATE_AXIOM(AffineScaleInvariance);

}  // namespace axiomark
