#include "report/shown_case.hpp"

#include "network/balls/enclosed_number.hpp"

namespace axiomark {
namespace {

void show(Vector<Rational>& values) { values = values.unaryExpr(&middle).eval(); }

}  // namespace

Counterexample shown_case(Counterexample c) {
  show(c.judgement.sides.left);
  show(c.judgement.sides.right);
  for (Answer<Rational>& answer : c.answers) {
    answer.at_input = middle(answer.at_input);
    answer.at_baseline = middle(answer.at_baseline);
    if (answer.attribution) show(answer.attribution->values);
  }
  return c;
}

}  // namespace axiomark
