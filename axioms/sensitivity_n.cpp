#include "axioms/sensitivity_n.hpp"

#include <fmt/format.h>

#include "axioms/corners.hpp"

namespace axiomark {
namespace {

// n, the only number of a case.
template <Scalar S>
Index subset_size(const Case<S>& c) {
  return static_cast<Index>(convert<double>(c.numbers(0)));
}

}  // namespace

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
      {.variants = kVariantPerFeature}};
}

CaseForm SensitivityN::form() { return {1, 0, 0, 1}; }

template <Scalar S>
Result<Case<S>> SensitivityN::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Index n = in.input.size();
  const Index size = 1 + in.variant % n;
  if (n > kMostSubsetFeatures) {
    return fail(ErrorKind::unsupported, "sensitivity-n", fmt::format("{} features", n),
                fmt::format("at most {}: it asks for F at all subsets", kMostSubsetFeatures));
  }
  return Case<S>{{{"F", in.network, in.input, baseline_for(kind, in.baseline), in.target}},
                 {},
                 fmt::format("No premise; n = {} of {} features.", size, n),
                 Vector<S>::Constant(1, S(static_cast<int>(size))),
                 size == n ? "all features" : fmt::format("n = {}", size)};
}

Result<void> SensitivityN::check_premise(const Case<Rational>& c) {
  const Index features = c.probes[0].input.size();
  if (features > kMostSubsetFeatures) {
    return premise_fault("more features than all subsets can be listed of");
  }
  for (Index n = 1; n <= features; ++n) {
    if (c.numbers(0) == Rational(n)) return {};
  }
  return premise_fault("n is not from 1 to the number of features");
}

template <Scalar S>
Comparison<S> SensitivityN::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const Vector<S>& a = answers[0].attribution->values;
  const Probe<S>& probe = c.probes[0];
  std::vector<S> sums;
  std::vector<S> drops;
  for (const auto& subset : subsets(probe.input.size(), subset_size(c))) {
    Vector<S> without = probe.input;
    S sum(0);
    for (const Index i : subset) {
      without(i) = probe.baseline(i);
      sum += a(i);
    }
    sums.push_back(sum);
    drops.push_back(S(answers[0].at_input - value_at(probe, without)));
  }
  return {{fmt::format("sums of {} A", subset_size(c)), "changes of F", vector_from(sums),
           vector_from(drops)},
          Relation::equal,
          a.abs().sum() + vector_from(drops).abs().sum()};
}

template <Scalar S>
std::string SensitivityN::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  const auto subset =
      subsets(c.probes[0].input.size(), subset_size(c))[static_cast<std::size_t>(entry)];
  std::vector<std::string> names;
  for (const Index i : subset) names.push_back(fmt::format("x{}", i + 1));
  return fmt::format(
      "the attributions of {} add up to {}, but the output changes by {} without them",
      fmt::join(names, ", "), brief_text(sides.left(entry)), brief_text(sides.right(entry)));
}

AXIOMARK_INSTANTIATE_AXIOM(SensitivityN);

}  // namespace axiomark
