#include "axioms/agrees_on_affine.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {

AxiomInfo AgreesOnAffine::info() {
  return {"agrees-on-affine",
          AxiomGroup::successor,
          "On an affine function every feature gets its weight times its change.",
          "F(z) = w z + b  =>  A_i = w_i (x_i - x'_i)",
          "Sundararajan, Taly & Yan 2017, section 1",
          {MethodKind::zero_baseline_implied, MethodKind::one_baseline,
           MethodKind::baseline_distribution},
          {.network = false, .rewrites = true, .map = true}};
}

CaseForm AgreesOnAffine::form() { return {1, 0, 0}; }

template <Scalar S>
Result<Case<S>> AgreesOnAffine::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Vector<S> weights = factors_of(in);
  const Index n = weights.size();
  NetworkBuilder<S> b;
  const Tensor x = b.input({n});
  auto affine = b.build(b.dense(x, Matrix<S>(weights.matrix().transpose().array()),
                                Vector<S>::Constant(1, offsets_of(in)(0))));
  if (!affine) return tl::make_unexpected(affine.error());
  const Rewritten<S> written = rewrite_all(*affine, in.rewrites);
  return Case<S>{{{"F", written.network, in.input, baseline_for(kind, in.baseline),
                   Vector<S>::Constant(1, S(1))}},
                 {},
                 fmt::format("F is affine{}.",
                             written.done.empty()
                                 ? std::string()
                                 : fmt::format(", rewritten ({})", fmt::join(written.done, ", "))),
                 weights};
}

Result<void> AgreesOnAffine::check_premise(const Case<Rational>& c) {
  const Probe<Rational>& probe = c.probes[0];
  if (c.numbers.size() != probe.input.size()) return premise_fault("no weight per feature");
  const Rational constant = value_at(probe, Vector<Rational>(Rational(0) * probe.input));
  for (const Vector<Rational>& point : sample_points(c)) {
    if (value_at(probe, point) != (c.numbers * point).sum() + constant) {
      return premise_fault("the function is not affine with these weights");
    }
  }
  return {};
}

template <Scalar S>
Comparison<S> AgreesOnAffine::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const Vector<S>& a = answers[0].attribution->values;
  const Vector<S> expected = c.numbers * (c.probes[0].input - c.probes[0].baseline);
  return {{"A", "w (x - x')", a, expected}, Relation::equal, a.abs().sum() + expected.abs().sum()};
}

template <Scalar S>
std::string AgreesOnAffine::fault(const Case<S>&, const Sides<S>& sides, Index entry) {
  return fmt::format("x{} gets {}, but F is affine and x{} contributes {}", entry + 1,
                     brief_text(sides.left(entry)), entry + 1, brief_text(sides.right(entry)));
}

AXIOMARK_INSTANTIATE_AXIOM(AgreesOnAffine);

}  // namespace axiomark
