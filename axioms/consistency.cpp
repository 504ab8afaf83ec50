#include "axioms/consistency.hpp"

#include <fmt/format.h>

#include "axioms/corners.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {

AxiomInfo Consistency::info() {
  return {
      "consistency",
      AxiomGroup::successor,
      "A feature that adds at least as much to every coalition in g as in f gets at least as much "
      "attribution in g.",
      "v_g(S + i) - v_g(S) >= v_f(S + i) - v_f(S) for all S  =>  A_i(g) >= A_i(f)",
      "Young 1985; Lundberg & Lee 2017, property 3",
      {MethodKind::one_baseline, MethodKind::baseline_distribution},
      {.feature = true, .map = true}};
}

CaseForm Consistency::form() { return {2, 1, 1}; }

template <Scalar S>
Result<Case<S>> Consistency::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  const Vector<S> input = apart(in.input, baseline);
  const Vector<S> ones = Vector<S>::Constant(input.size(), S(1));
  const auto steep = with_corner_bump(in.network, in.target, baseline, input,
                                      steepness_of(in, input.size()), S(1));
  if (!steep) return tl::make_unexpected(steep.error());
  const auto flat = with_corner_bump(in.network, in.target, baseline, input, ones, S(1));
  if (!flat) return tl::make_unexpected(flat.error());
  return Case<S>{
      {{"g", *steep, input, baseline, in.target}, {"f", *flat, input, baseline, in.target}},
      {in.feature},
      "f and g are equal at every corner of the box from baseline to input."};
}

Result<void> Consistency::check_premise(const Case<Rational>& c) {
  const Probe<Rational>& f = c.probes[1];
  const auto i = static_cast<std::size_t>(c.features[0]);
  if (auto ok = same_points(c); !ok) return ok;
  return for_each_coalition(
      c.probes[0],
      [&](const auto& value, const std::vector<bool>& in_s) {
        std::vector<bool> larger = in_s;
        larger[i] = true;
        const Rational in_f = value_at(f, corner(f, larger)) - value_at(f, corner(f, in_s));
        return value(larger) - value(in_s) >= in_f;
      },
      "the feature adds less to some coalition in g");
}

template <Scalar S>
Comparison<S> Consistency::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const S& g = answers[0].attribution->values(c.features[0]);
  const S& f = answers[1].attribution->values(c.features[0]);
  return one_pair<S>(fmt::format("A of x{} in g", c.features[0] + 1), g,
                     fmt::format("A of x{} in f", c.features[0] + 1), f, Relation::at_least,
                     absolute_value<S>(f) + absolute_value<S>(g));
}

template <Scalar S>
std::string Consistency::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  static_cast<void>(entry);
  return fmt::format(
      "x{} gets {} in f and {} in g, although it adds as much to every coalition in g",
      c.features[0] + 1, brief_text(sides.right(0)), brief_text(sides.left(0)));
}

AXIOMARK_INSTANTIATE_AXIOM(Consistency);

}  // namespace axiomark
