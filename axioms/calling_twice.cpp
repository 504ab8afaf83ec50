#include "axioms/calling_twice.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"

namespace axiomark {

AxiomInfo CallingTwice::info() {
  AxiomInfo info{
      "calling-twice",
      AxiomGroup::implementation,
      "A question asked again, after another one, gets the same answer, to the last bit.",
      "A(F, x, x'), A(G, y, y'), A(F, x, x'): the first and the third are equal",
      "any implementation",
      every_kind(),
      {.second = true}};
  info.effort = 2;  // a case asks two or three times as much
  return info;
}

CaseForm CallingTwice::form() { return {3, 0, 0}; }

template <Scalar S>
Result<Case<S>> CallingTwice::build_case(const Ingredients<S>& in, MethodKind kind) {
  const auto [g, g_target] = second_function(in);
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  Probe<S> first{"F", in.network, in.input, baseline, in.target};
  Probe<S> between{"G", g, -in.input, baseline, g_target};
  Probe<S> again = first;
  again.label = "F again";
  Case<S> c{{std::move(first), std::move(between), std::move(again)},
            {},
            "F is asked about, then G, then F again, in double."};
  c.manners.assign(3, {Arithmetic::double_precision});
  return c;
}

Result<void> CallingTwice::check_premise(const Case<Rational>& c) {
  for (const std::size_t k : {0, 1, 2}) {
    if (auto ok = asked_alone(c, k, Arithmetic::double_precision); !ok) return ok;
  }
  return same_question(c, 0, 2);
}

template <Scalar S>
Comparison<S> CallingTwice::compare(const Case<S>&, const std::vector<Answer<S>>& answers) {
  const Vector<S>& first = answers[0].attribution->values;
  const Vector<S>& again = answers[2].attribution->values;
  return {{"A, asked first", "A, asked again", first, again}, Relation::same, S(0)};
}

template <Scalar S>
std::string CallingTwice::fault(const Case<S>&, const Sides<S>& sides, Index entry) {
  return fmt::format("x{} gets {} when F is asked about first, and {} when again", entry + 1,
                     to_text(convert<double>(sides.left(entry))),
                     to_text(convert<double>(sides.right(entry))));
}

AXIOMARK_INSTANTIATE_AXIOM(CallingTwice);

}  // namespace axiomark
