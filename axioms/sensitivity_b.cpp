#include "axioms/sensitivity_b.hpp"

#include <fmt/format.h>

#include <limits>

#include "axioms/premise.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {
namespace {

enum class Kind { unused, cancelling, cancelling_beside_live, count };

// The dummy is the last feature: a declared input that no node reads.
template <Scalar S>
Result<Case<S>> unused_input(const Ingredients<S>& in, MethodKind kind) {
  NetworkBuilder<S> b;
  std::vector<Tensor> inputs;
  for (const Shape& shape : in.network.inputs()) inputs.push_back(b.input(shape));
  static_cast<void>(b.input({1}));
  auto network = b.build(b.include(in.network, inputs));
  if (!network) return tl::make_unexpected(network.error());
  const Index dummy = in.network.input_features();
  Vector<S> input(dummy + 1);
  Vector<S> baseline(dummy + 1);
  input << in.input, in.input(in.feature);
  baseline << baseline_for(kind, in.baseline), S(0);
  return Case<S>{{{"F", std::move(*network), std::move(input), std::move(baseline), in.target}},
                 {dummy},
                 fmt::format("Nothing reads x{}.", dummy + 1),
                 {},
                 "unused"};
}

template <Scalar S>
Result<Case<S>> cancelling_inputs(const Ingredients<S>& in, MethodKind kind, bool beside_live) {
  Rewritten<S> twin = rewrite_all(in.network, in.rewrites);
  if (twin.done.empty()) {
    // Something always fits: the identity z = relu(z) - relu(-z) behind the first input.
    twin = rewrite_all(in.network, {{RewriteKind::insert_relu_pair, 0, 1}});
  }
  std::vector<Index> all;
  for (Index i = 0; i < in.network.input_features(); ++i) all.push_back(i);
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  const std::string twins = fmt::format("g a rewritten f ({})", fmt::join(twin.done, ", "));
  if (!beside_live) {
    auto zero = combined<S>({S(1), S(-1)}, in.network, twin.network);
    if (!zero) return tl::make_unexpected(zero.error());
    return Case<S>{{{"F", std::move(*zero), in.input, baseline, in.target}},
                   std::move(all),
                   "F = f - g with " + twins + ": zero everywhere, so no feature matters.",
                   {},
                   "cancelling"};
  }
  const Index live = in.input.size();
  Vector<S> input(live + 1);
  Vector<S> from(live + 1);
  input << in.input, S(1);
  from << baseline, S(0);
  auto network = difference_plus_feature(in.network, twin.network, in.target);
  if (!network) return tl::make_unexpected(network.error());
  return Case<S>{{{"F", std::move(*network), std::move(input), std::move(from), in.target}},
                 std::move(all),
                 fmt::format("F = f - g + x{} with {}: no other feature matters.", live + 1, twins),
                 {},
                 "cancelling beside a live feature"};
}

}  // namespace

AxiomInfo SensitivityB::info() {
  return {"sensitivity-b",
          AxiomGroup::paper,
          "A feature that the function does not depend on gets attribution zero.",
          "F does not depend on i on R^n  =>  A_i = 0",
          "Sundararajan, Taly & Yan 2017, section 3; Friedman 2004",
          every_kind(),
          {.feature = true, .rewrites = true, .variants = static_cast<Index>(Kind::count)},
          false,
          1,
          {{.feature = true}, {.rewrites = true}, {.rewrites = true}}};
}

CaseForm SensitivityB::form() { return {1, 1, std::numeric_limits<std::size_t>::max()}; }

template <Scalar S>
Result<Case<S>> SensitivityB::build_case(const Ingredients<S>& in, MethodKind kind) {
  const auto variant = variant_of<Kind>(in);
  if (variant == Kind::unused) return unused_input(in, kind);
  return cancelling_inputs(in, kind, variant == Kind::cancelling_beside_live);
}

Result<void> SensitivityB::check_premise(const Case<Rational>& c) {
  const Probe<Rational>& probe = c.probes[0];
  for (const Vector<Rational>& point : sample_points(c)) {
    Vector<Rational> moved = point;
    for (const Index feature : c.features) moved(feature) = probe.input(feature);
    if (value_at(probe, moved) != value_at(probe, point)) {
      return premise_fault("the function does depend on a feature called a dummy");
    }
  }
  return {};
}

template <Scalar S>
Comparison<S> SensitivityB::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const Vector<S>& values = answers[0].attribution->values;
  return {{"A of the dummies", "what the axiom asks", Vector<S>(values(c.features)),
           Vector<S>::Constant(static_cast<Index>(c.features.size()), S(0))},
          Relation::equal,
          values.abs().sum()};
}

template <Scalar S>
std::string SensitivityB::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  return fmt::format("x{} gets attribution {}, although F does not depend on it",
                     c.features[static_cast<std::size_t>(entry)] + 1,
                     brief_text(sides.left(entry)));
}

AXIOMARK_INSTANTIATE_AXIOM(SensitivityB);

}  // namespace axiomark
