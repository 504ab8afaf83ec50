#include "axioms/symmetry.hpp"

#include <fmt/format.h>

#include <numeric>

#include "axioms/premise.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {
namespace {

enum class Kind { symmetrised, by_weights, count };

}  // namespace

AxiomInfo Symmetry::info() {
  return {"symmetry",
          AxiomGroup::paper,
          "Two features that the function treats alike, with equal values in input and baseline, "
          "get equal attributions.",
          "F symmetric in i and j, x_i = x_j, x'_i = x'_j  =>  A_i = A_j",
          "Sundararajan, Taly & Yan 2017, section 4",
          every_kind(),
          {.pair = true, .rewrites = true, .variants = static_cast<Index>(Kind::count)}};
}

CaseForm Symmetry::form() { return {1, 2, 2}; }

template <Scalar S>
Result<Case<S>> Symmetry::build_case(const Ingredients<S>& in, MethodKind kind) {
  Pair<S> at = pair_of(in, kind);
  at.input(at.j) = at.input(at.i);
  at.baseline(at.j) = at.baseline(at.i);
  const bool by_weights =
      variant_of<Kind>(in) == Kind::by_weights || in.network.input_features() < 2;
  Result<Network<S>> network = in.network;
  if (by_weights) {
    network = of_the_sum(in.network, at.input.size());
  } else {
    std::vector<Index> order(static_cast<std::size_t>(at.input.size()));
    std::iota(order.begin(), order.end(), 0);
    std::swap(order[static_cast<std::size_t>(at.i)], order[static_cast<std::size_t>(at.j)]);
    // The rewritten twin is wired otherwise: only the function is symmetric, not the network.
    const auto swapped = behind_permutation(rewrite_all(in.network, in.rewrites).network, order);
    if (!swapped) return tl::make_unexpected(swapped.error());
    network = combined({S(1), S(1)}, in.network, *swapped);
  }
  if (!network) return tl::make_unexpected(network.error());
  return Case<S>{{{"F", std::move(*network), at.input, at.baseline, in.target}},
                 {at.i, at.j},
                 by_weights ? std::string("F depends on the sum of the features alone.")
                            : fmt::format("F(z) = N(z) + N(z with z{} and z{} exchanged).",
                                          at.i + 1, at.j + 1),
                 {},
                 by_weights ? "symmetric by weights" : "symmetrised"};
}

Result<void> Symmetry::check_premise(const Case<Rational>& c) {
  const auto i = c.features[0];
  const auto j = c.features[1];
  const Probe<Rational>& probe = c.probes[0];
  if (probe.input(i) != probe.input(j) || probe.baseline(i) != probe.baseline(j)) {
    return premise_fault("the two features differ in input or baseline");
  }
  for (const Vector<Rational>& point : sample_points(c)) {
    Vector<Rational> exchanged = point;
    std::swap(exchanged(i), exchanged(j));
    if (value_at(probe, exchanged) != value_at(probe, point)) {
      return premise_fault("the function changes when the two features are exchanged");
    }
  }
  return {};
}

template <Scalar S>
Comparison<S> Symmetry::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const Vector<S>& a = answers[0].attribution->values;
  return one_pair<S>(fmt::format("A of x{}", c.features[0] + 1), a(c.features[0]),
                     fmt::format("A of x{}", c.features[1] + 1), a(c.features[1]), Relation::equal,
                     a.abs().sum());
}

template <Scalar S>
std::string Symmetry::fault(const Case<S>& c, const Sides<S>& sides, Index) {
  return fmt::format("x{} gets {} and x{} gets {}, although F treats them alike", c.features[0] + 1,
                     brief_text(sides.left(0)), c.features[1] + 1, brief_text(sides.right(0)));
}

AXIOMARK_INSTANTIATE_AXIOM(Symmetry);

}  // namespace axiomark
