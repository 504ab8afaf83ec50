#include "axioms/homogeneity.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {

AxiomInfo Homogeneity::info() {
  return {"homogeneity",
          AxiomGroup::successor,
          "Scaling the function scales the attributions.",
          "A(c F) = c A(F)",
          "Sundararajan, Taly & Yan 2017, section 3 (linearity with b = 0)",
          every_kind(),
          {.second = true}};
}

CaseForm Homogeneity::form() { return {2, 0, 0}; }

template <Scalar S>
Result<Case<S>> Homogeneity::build_case(const Ingredients<S>& in, MethodKind kind) {
  const S factor = in.coefficients[0];
  NetworkBuilder<S> b;
  std::vector<Tensor> inputs;
  for (const Shape& shape : in.network.inputs()) inputs.push_back(b.input(shape));
  const Tensor y = b.include(in.network, inputs);
  auto scaled = b.build(b.scale(y, Vector<S>::Constant(in.target.size(), factor)));
  if (!scaled) return tl::make_unexpected(scaled.error());
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  return Case<S>{{{"G", std::move(*scaled), in.input, baseline, in.target},
                  {"F", in.network, in.input, baseline, in.target}},
                 {},
                 fmt::format("G computes {} times F.", brief_text(factor)),
                 Vector<S>::Constant(1, factor)};
}

Result<void> Homogeneity::check_premise(const Case<Rational>& c) {
  if (c.numbers.size() != 1) return premise_fault("not one factor");
  for (const Vector<Rational>& point : sample_points(c)) {
    if (value_at(c.probes[0], point) != c.numbers(0) * value_at(c.probes[1], point)) {
      return premise_fault("the first function is not that multiple of the second");
    }
  }
  return same_points(c);
}

template <Scalar S>
Comparison<S> Homogeneity::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const Vector<S>& scaled = answers[0].attribution->values;
  const Vector<S> expected = c.numbers(0) * answers[1].attribution->values;
  return {{"A(G)", "c A(F)", scaled, expected},
          Relation::equal,
          scaled.abs().sum() + expected.abs().sum(),
          S(1) + absolute_value<S>(c.numbers(0))};
}

template <Scalar S>
std::string Homogeneity::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  static_cast<void>(c);
  return fmt::format("x{} gets {} in G = c F, but c A(F) is {}", entry + 1,
                     brief_text(sides.left(entry)), brief_text(sides.right(entry)));
}

AXIOMARK_INSTANTIATE_AXIOM(Homogeneity);

}  // namespace axiomark
