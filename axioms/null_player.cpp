#include "axioms/null_player.hpp"

#include <fmt/format.h>

#include <limits>
#include <numeric>

#include "axioms/corners.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {

AxiomInfo NullPlayer::info() {
  return {"null-player",
          AxiomGroup::successor,
          "A feature that changes the value of no coalition gets attribution zero.",
          "v(S + i) = v(S) for all S  =>  A_i = 0",
          "Shapley 1953",
          {MethodKind::one_baseline, MethodKind::baseline_distribution},
          {.network = false, .map = true}};
}

CaseForm NullPlayer::form() { return {1, 1, std::numeric_limits<std::size_t>::max()}; }

template <Scalar S>
Result<Case<S>> NullPlayer::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Pair<S> at = pair_of(in, kind);
  const Vector<S> input = apart(at.input, at.baseline);
  const Vector<S> ones = Vector<S>::Constant(input.size(), S(1));
  const auto zero = zero_function<S>(input.size(), in.target.size());
  if (!zero) return tl::make_unexpected(zero.error());
  const auto one_bump =
      with_corner_bump(*zero, in.target, at.baseline, input, steepness_of(in, input.size()), S(1));
  if (!one_bump) return tl::make_unexpected(one_bump.error());
  auto network = with_corner_bump(*one_bump, in.target, at.baseline, input, ones, S(-1));
  if (!network) return tl::make_unexpected(network.error());
  std::vector<Index> all(static_cast<std::size_t>(input.size()));
  std::iota(all.begin(), all.end(), 0);
  return Case<S>{{{"F", std::move(*network), input, at.baseline, in.target}},
                 std::move(all),
                 "F is 0 at every corner of the box from baseline to input."};
}

Result<void> NullPlayer::check_premise(const Case<Rational>& c) {
  return for_each_coalition(
      c.probes[0],
      [&](const auto& value, const std::vector<bool>& in_s) {
        for (const Index feature : c.features) {
          std::vector<bool> larger = in_s;
          larger[static_cast<std::size_t>(feature)] = true;
          if (value(larger) != value(in_s)) return false;
        }
        return true;
      },
      "a feature called a null player changes some coalition");
}

template <Scalar S>
Comparison<S> NullPlayer::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const Vector<S>& a = answers[0].attribution->values;
  const Vector<S> at_players = a(c.features);
  return {{"A of the null players", "what the axiom asks", at_players, S(0) * at_players},
          Relation::equal,
          a.abs().sum()};
}

template <Scalar S>
std::string NullPlayer::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  return fmt::format("x{} gets {}, although it changes no coalition",
                     c.features[static_cast<std::size_t>(entry)] + 1,
                     brief_text(sides.left(entry)));
}

AXIOMARK_INSTANTIATE_AXIOM(NullPlayer);

}  // namespace axiomark
