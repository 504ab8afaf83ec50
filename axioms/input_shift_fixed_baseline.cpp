#include "axioms/input_shift_fixed_baseline.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {

AxiomInfo InputShiftFixedBaseline::info() {
  return {"input-shift-fixed-baseline",
          AxiomGroup::successor,
          "Adding a constant to the input, "
          "undone by the first layer, changes no attribution while the baseline keeps its numbers.",
          "G(y) = F(y - d)  =>  A_G(x + d, x') = A_F(x, x')",
          "Kindermans et al. 2017",
          every_kind(),
          {.map = true}};
}

CaseForm InputShiftFixedBaseline::form() { return {2, 0, 0}; }

template <Scalar S>
Result<Case<S>> InputShiftFixedBaseline::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Vector<S> d = offsets_of(in);
  auto g = behind_units(in.network, Vector<S>::Constant(d.size(), S(1)), d);
  if (!g) return tl::make_unexpected(g.error());
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  return Case<S>{{{"f", in.network, in.input, baseline, in.target},
                  {"g", std::move(*g), in.input + d, baseline, in.target}},
                 {},
                 "g is f moved: g(z + d) = f(z), with the same baseline.",
                 d};
}

Result<void> InputShiftFixedBaseline::check_premise(const Case<Rational>& c) {
  const Vector<Rational>& d = c.numbers;
  if (d.size() != c.probes[0].input.size()) return premise_fault("no offset per feature");
  if ((c.probes[1].input != c.probes[0].input + d).any() ||
      (c.probes[1].baseline != c.probes[0].baseline).any()) {
    return premise_fault("the points are not the moved ones");
  }
  for (const Vector<Rational>& point : sample_points(c)) {
    if (value_at(c.probes[0], point) != value_at(c.probes[1], point + d)) {
      return premise_fault("the second function is not the first, moved");
    }
  }
  return {};
}

template <Scalar S>
Comparison<S> InputShiftFixedBaseline::compare(const Case<S>&,
                                               const std::vector<Answer<S>>& answers) {
  const Vector<S>& f = answers[0].attribution->values;
  const Vector<S>& g = answers[1].attribution->values;
  return {{"A of f", "A of g", f, g}, Relation::equal, f.abs().sum() + g.abs().sum()};
}

template <Scalar S>
std::string InputShiftFixedBaseline::fault(const Case<S>&, const Sides<S>& sides, Index entry) {
  return fmt::format("x{} gets {} in f and {} in f moved", entry + 1, brief_text(sides.left(entry)),
                     brief_text(sides.right(entry)));
}

AXIOMARK_INSTANTIATE_AXIOM(InputShiftFixedBaseline);

}  // namespace axiomark
