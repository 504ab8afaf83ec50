#include "axioms/input_shift.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {

AxiomInfo InputShift::info() {
  return {"input-shift",
          AxiomGroup::successor,
          "Adding a constant to input and baseline, "
          "undone by the first layer, changes no attribution.",
          "G(y) = F(y - d)  =>  A_G(x + d, x' + d) = A_F(x, x')",
          "Kindermans et al. 2017",
          {MethodKind::one_baseline, MethodKind::baseline_distribution},
          {.map = true}};
}

CaseForm InputShift::form() { return {2, 0, 0}; }

template <Scalar S>
Result<Case<S>> moved_case(const Ingredients<S>& in, MethodKind kind, bool baseline_moves) {
  const Vector<S> d = offsets_of(in);
  auto g = behind_units(in.network, Vector<S>::Constant(d.size(), S(1)), d);
  if (!g) return tl::make_unexpected(g.error());
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  const Vector<S> other = baseline_moves ? Vector<S>(baseline + d) : baseline;
  return Case<S>{{{"f", in.network, in.input, baseline, in.target},
                  {"g", std::move(*g), in.input + d, other, in.target}},
                 {},
                 baseline_moves ? "g is f moved: g(z + d) = f(z)."
                                : "g is f moved: g(z + d) = f(z), with the same baseline.",
                 d};
}

Result<void> check_moved(const Case<Rational>& c, bool baseline_moves) {
  const Vector<Rational>& d = c.numbers;
  const Probe<Rational>& f = c.probes[0];
  const Probe<Rational>& g = c.probes[1];
  if (d.size() != f.input.size()) return premise_fault("no offset per feature");
  const Vector<Rational> baseline = baseline_moves ? Vector<Rational>(f.baseline + d) : f.baseline;
  if ((g.input != f.input + d).any() || (g.baseline != baseline).any()) {
    return premise_fault("the points are not the moved ones");
  }
  for (const Vector<Rational>& point : sample_points(c)) {
    if (value_at(f, point) != value_at(g, point + d)) {
      return premise_fault("the second function is not the first, moved");
    }
  }
  return {};
}

template <Scalar S>
Result<Case<S>> InputShift::build_case(const Ingredients<S>& in, MethodKind kind) {
  return moved_case(in, kind, true);
}

Result<void> InputShift::check_premise(const Case<Rational>& c) { return check_moved(c, true); }

template <Scalar S>
Comparison<S> InputShift::compare(const Case<S>&, const std::vector<Answer<S>>& answers) {
  const Vector<S>& f = answers[0].attribution->values;
  const Vector<S>& g = answers[1].attribution->values;
  return {{"A of f", "A of g", f, g}, Relation::equal, f.abs().sum() + g.abs().sum()};
}

template <Scalar S>
std::string InputShift::fault(const Case<S>&, const Sides<S>& sides, Index entry) {
  return fmt::format("x{} gets {} in f and {} in f moved", entry + 1, brief_text(sides.left(entry)),
                     brief_text(sides.right(entry)));
}

AXIOMARK_INSTANTIATE_AXIOM(InputShift);
template Result<Case<double>> moved_case(const Ingredients<double>&, MethodKind, bool);
template Result<Case<Rational>> moved_case(const Ingredients<Rational>&, MethodKind, bool);

}  // namespace axiomark
