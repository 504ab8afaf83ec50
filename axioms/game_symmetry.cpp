#include "axioms/game_symmetry.hpp"

#include <fmt/format.h>

#include "axioms/corners.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {

AxiomInfo GameSymmetry::info() {
  return {"game-symmetry",
          AxiomGroup::successor,
          "Two features that change the value of every coalition alike get equal attributions.",
          "v(S + i) = v(S + j) for all S without i, j  =>  A_i = A_j",
          "Shapley 1953; Lundberg & Lee 2017",
          {MethodKind::one_baseline, MethodKind::baseline_distribution},
          {.network = false, .pair = true, .map = true}};
}

CaseForm GameSymmetry::form() { return {1, 2, 2}; }

template <Scalar S>
Result<Case<S>> GameSymmetry::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Pair<S> at = pair_of(in, kind);
  const Vector<S> input = apart(at.input, at.baseline);
  const auto zero = zero_function<S>(input.size(), in.target.size());
  if (!zero) return tl::make_unexpected(zero.error());
  auto network =
      with_corner_bump(*zero, in.target, at.baseline, input, steepness_of(in, input.size()), S(-1));
  if (!network) return tl::make_unexpected(network.error());
  return Case<S>{{{"F", std::move(*network), input, at.baseline, in.target}},
                 {at.i, at.j},
                 "F has one value at the baseline and another at every other corner of the box."};
}

Result<void> GameSymmetry::check_premise(const Case<Rational>& c) {
  return for_each_coalition(
      c.probes[0],
      [&](const auto& value, const std::vector<bool>& in_s) {
        std::vector<bool> with_i = in_s;
        std::vector<bool> with_j = in_s;
        const auto i = static_cast<std::size_t>(c.features[0]);
        const auto j = static_cast<std::size_t>(c.features[1]);
        if (in_s[i] || in_s[j]) return true;
        with_i[i] = true;
        with_j[j] = true;
        return value(with_i) == value(with_j);
      },
      "the two players change some coalition differently");
}

template <Scalar S>
Comparison<S> GameSymmetry::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const Vector<S>& a = answers[0].attribution->values;
  return one_pair<S>(fmt::format("A of x{}", c.features[0] + 1), a(c.features[0]),
                     fmt::format("A of x{}", c.features[1] + 1), a(c.features[1]), Relation::equal,
                     a.abs().sum());
}

template <Scalar S>
std::string GameSymmetry::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  static_cast<void>(entry);
  return fmt::format("x{} gets {} and x{} gets {}, although they change every coalition alike",
                     c.features[0] + 1, brief_text(sides.left(0)), c.features[1] + 1,
                     brief_text(sides.right(0)));
}

AXIOMARK_INSTANTIATE_AXIOM(GameSymmetry);

}  // namespace axiomark
