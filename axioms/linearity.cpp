#include "axioms/linearity.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {
namespace {

enum class Kind { output_layer, target_weights, count };

}  // namespace

AxiomInfo Linearity::info() {
  return {"linearity",
          AxiomGroup::paper,
          "The attributions of a weighted sum of two functions are the weighted sum of their "
          "attributions.",
          "A(a F + b G) = a A(F) + b A(G)",
          "Sundararajan, Taly & Yan 2017, section 3",
          every_kind(),
          {.second = true, .variants = static_cast<Index>(Kind::count)}};
}

CaseForm Linearity::form() { return {3, 0, 0}; }

template <Scalar S>
Result<Case<S>> Linearity::build_case(const Ingredients<S>& in, MethodKind kind) {
  const auto [g, g_target] = second_function(in);
  const auto [a, b] = in.coefficients;
  const bool by_target = variant_of<Kind>(in) == Kind::target_weights;
  const auto f_alone = with_target_as_output(in.network, in.target);
  const auto g_alone = with_target_as_output(g, g_target);
  if (!f_alone) return tl::make_unexpected(f_alone.error());
  if (!g_alone) return tl::make_unexpected(g_alone.error());
  Vector<S> weights = vector_from<S>({a, b});
  auto both = side_by_side(*f_alone, *g_alone);
  if (both && !by_target) {
    both = with_target_as_output(*both, weights);
    weights = Vector<S>::Constant(1, S(1));
  }
  if (!both) return tl::make_unexpected(both.error());
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  const Vector<S> one = Vector<S>::Constant(1, S(1));
  return Case<S>{{{"H", std::move(*both), in.input, baseline, weights},
                  {"F", *f_alone, in.input, baseline, one},
                  {"G", *g_alone, in.input, baseline, one}},
                 {},
                 fmt::format("H computes {} F + {} G, {}.", brief_text(a), brief_text(b),
                             by_target ? "as weights of its two outputs" : "as its output layer"),
                 vector_from<S>({a, b}),
                 by_target ? "target weights" : "output layer"};
}

Result<void> Linearity::check_premise(const Case<Rational>& c) {
  if (c.numbers.size() != 2) return premise_fault("not two coefficients");
  for (const Vector<Rational>& point : sample_points(c)) {
    const Rational sum =
        c.numbers(0) * value_at(c.probes[1], point) + c.numbers(1) * value_at(c.probes[2], point);
    if (value_at(c.probes[0], point) != sum) {
      return premise_fault("the first function is not that sum of the other two");
    }
  }
  return same_points(c);
}

template <Scalar S>
Comparison<S> Linearity::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const Vector<S>& both = answers[0].attribution->values;
  const Vector<S> f = c.numbers(0) * answers[1].attribution->values;
  const Vector<S> g = c.numbers(1) * answers[2].attribution->values;
  return {{"A(H)", "a A(F) + b A(G)", both, f + g},
          Relation::equal,
          both.abs().sum() + f.abs().sum() + g.abs().sum(),
          S(1) + c.numbers.abs().sum()};
}

template <Scalar S>
std::string Linearity::fault(const Case<S>&, const Sides<S>& sides, Index entry) {
  return fmt::format("x{} gets {} in H = a F + b G, but a A(F) + b A(G) is {}", entry + 1,
                     brief_text(sides.left(entry)), brief_text(sides.right(entry)));
}

AXIOMARK_INSTANTIATE_AXIOM(Linearity);

}  // namespace axiomark
