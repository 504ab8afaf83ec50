#include "axioms/sensitivity_n.hpp"

#include <fmt/format.h>

#include "axioms/corners.hpp"

namespace axiomark {

AxiomInfo SensitivityN::info() {
  return {
      "sensitivity-n",
      AxiomGroup::successor,
      "For the n asked, the attributions of any n features add up to the change of the output when "
      "these "
      "n go to the baseline.",
      "sum over S of A_i = F(x) - F(x with S at x') for all |S| = n",
      "Ancona et al. 2018, section 3.2",
      {MethodKind::zero_baseline_implied, MethodKind::one_baseline,
       MethodKind::baseline_distribution},
      {.feature = true}};
}

CaseForm SensitivityN::form() { return {1, 1, 1}; }

template <Scalar S>
Result<Case<S>> SensitivityN::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Index n = in.input.size();
  if (n > kMostSubsetFeatures) {
    return fail(ErrorKind::unsupported, "sensitivity-n", fmt::format("{} features", n),
                fmt::format("at most {}: it asks for F at all subsets", kMostSubsetFeatures));
  }
  return Case<S>{{{"F", in.network, in.input, baseline_for(kind, in.baseline), in.target}},
                 {in.feature},
                 fmt::format("No premise; n = {}.", in.feature + 1)};
}

Result<void> SensitivityN::check_premise(const Case<Rational>& c) {
  if (c.probes[0].input.size() <= kMostSubsetFeatures) return {};
  return premise_fault("more features than all subsets can be listed of");
}

template <Scalar S>
Comparison<S> SensitivityN::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const Vector<S>& a = answers[0].attribution->values;
  const Probe<S>& probe = c.probes[0];
  std::vector<S> sums;
  std::vector<S> drops;
  for (const auto& subset : subsets(probe.input.size(), c.features[0] + 1)) {
    Vector<S> without = probe.input;
    S sum(0);
    for (const Index i : subset) {
      without(i) = probe.baseline(i);
      sum += a(i);
    }
    sums.push_back(sum);
    drops.push_back(S(answers[0].at_input - value_at(probe, without)));
  }
  return {{fmt::format("sums of {} A", c.features[0] + 1), "changes of F", vector_from(sums),
           vector_from(drops)},
          Relation::equal,
          a.abs().sum() + vector_from(drops).abs().sum()};
}

template <Scalar S>
std::string SensitivityN::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  const auto subset =
      subsets(c.probes[0].input.size(), c.features[0] + 1)[static_cast<std::size_t>(entry)];
  std::vector<std::string> names;
  for (const Index i : subset) names.push_back(fmt::format("x{}", i + 1));
  return fmt::format(
      "the attributions of {} add up to {}, but the output changes by {} without them",
      fmt::join(names, ", "), brief_text(sides.left(entry)), brief_text(sides.right(entry)));
}

AXIOMARK_INSTANTIATE_AXIOM(SensitivityN);

}  // namespace axiomark
