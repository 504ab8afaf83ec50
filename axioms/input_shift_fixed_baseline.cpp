#include "axioms/input_shift_fixed_baseline.hpp"

#include "axioms/input_shift.hpp"

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
  return moved_case(in, kind, false);
}

Result<void> InputShiftFixedBaseline::check_premise(const Case<Rational>& c) {
  return check_moved(c, false);
}

template <Scalar S>
Comparison<S> InputShiftFixedBaseline::compare(const Case<S>& c,
                                               const std::vector<Answer<S>>& answers) {
  return InputShift::compare(c, answers);
}

template <Scalar S>
std::string InputShiftFixedBaseline::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  return InputShift::fault(c, sides, entry);
}

AXIOMARK_INSTANTIATE_AXIOM(InputShiftFixedBaseline);

}  // namespace axiomark
