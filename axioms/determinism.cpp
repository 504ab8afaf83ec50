#include "axioms/determinism.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"

namespace axiomark {

AxiomInfo Determinism::info() {
  AxiomInfo info{"determinism",
                 AxiomGroup::implementation,
                 "The same method with the same seed gives the same answer, to the last bit.",
                 "A(F, x, x') = A(F, x, x') of the method made anew",
                 "any implementation",
                 every_kind()};
  info.effort = 2;  // a case asks two or three times as much
  return info;
}

CaseForm Determinism::form() { return {2, 0, 0}; }

template <Scalar S>
Result<Case<S>> Determinism::build_case(const Ingredients<S>& in, MethodKind kind) {
  Probe<S> first{"F", in.network, in.input, baseline_for(kind, in.baseline), in.target};
  Probe<S> again = first;
  again.label = "F again";
  Case<S> c{{std::move(first), std::move(again)},
            {},
            "The method on trial and the same one made anew get the same question, in double."};
  c.manners = {{Arithmetic::double_precision}, {Arithmetic::double_precision, true}};
  return c;
}

Result<void> Determinism::check_premise(const Case<Rational>& c) {
  for (const std::size_t k : {0, 1}) {
    if (auto ok = asked_alone(c, k, Arithmetic::double_precision, k == 1); !ok) return ok;
  }
  return same_question(c, 0, 1);
}

template <Scalar S>
Comparison<S> Determinism::compare(const Case<S>&, const std::vector<Answer<S>>& answers) {
  const Vector<S>& first = answers[0].attribution->values;
  const Vector<S>& again = answers[1].attribution->values;
  return {{"A", "A of the method made anew", first, again}, Relation::same, S(0)};
}

template <Scalar S>
std::string Determinism::fault(const Case<S>&, const Sides<S>& sides, Index entry) {
  return fmt::format("x{} gets {}, and {} from the same method made anew", entry + 1,
                     to_text(convert<double>(sides.left(entry))),
                     to_text(convert<double>(sides.right(entry))));
}

AXIOMARK_INSTANTIATE_AXIOM(Determinism);

}  // namespace axiomark
