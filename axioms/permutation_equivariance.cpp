#include "axioms/permutation_equivariance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "axioms/premise.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {

AxiomInfo PermutationEquivariance::info() {
  return {"permutation-equivariance",
          AxiomGroup::implementation,
          "Features listed in another order get the same attributions.",
          "G(y) = F(z), z_p(i) = y_i for all i  =>  A_i(G) = A_p(i)(F)",
          "any implementation; anonymity in Friedman & Moulin 1999",
          every_kind(),
          {.feature = true, .pair = true}};
}

CaseForm PermutationEquivariance::form() { return {2, 2, std::numeric_limits<std::size_t>::max()}; }

template <Scalar S>
Result<Case<S>> PermutationEquivariance::build_case(const Ingredients<S>& in, MethodKind kind) {
  Vector<S> input = in.input;
  Vector<S> baseline = baseline_for(kind, in.baseline);
  Result<Network<S>> f = in.network;
  if (input.size() == 1) {
    f = of_the_sum(in.network, 2);
    if (!f) return tl::make_unexpected(f.error());
    input = vector_from<S>({in.input(0), S(in.input(0) + S(1))});
    baseline = Vector<S>(baseline.replicate(2, 1));
  }
  const Index n = input.size();
  std::vector<Index> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  // An exchange of two: whatever commutes with every exchange commutes with every order.
  const Index one = in.feature % n;
  std::swap(order[static_cast<std::size_t>(one)],
            order[static_cast<std::size_t>((one + 1 + in.other % (n - 1)) % n)]);
  auto g = behind_permutation(*f, order);
  if (!g) return tl::make_unexpected(g.error());
  return Case<S>{{{"f", *f, input, baseline, in.target},
                  {"g", std::move(*g), input(order), baseline(order), in.target}},
                 order,
                 "g is f with its features in another order, asked at the same point."};
}

Result<void> PermutationEquivariance::check_premise(const Case<Rational>& c) {
  std::vector<Index> sorted = c.features;
  std::ranges::sort(sorted);
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    if (sorted[k] != static_cast<Index>(k)) return premise_fault("the order is no permutation");
  }
  const Probe<Rational>& f = c.probes[0];
  const Probe<Rational>& g = c.probes[1];
  if (static_cast<Index>(sorted.size()) != f.input.size() ||
      (g.input != f.input(c.features)).any() || (g.baseline != f.baseline(c.features)).any()) {
    return premise_fault("the points are not the same in the other order");
  }
  for (const Vector<Rational>& point : sample_points(c)) {
    if (value_at(f, point) != value_at(g, Vector<Rational>(point(c.features)))) {
      return premise_fault("the second function is not the first in the other order");
    }
  }
  return {};
}

template <Scalar S>
Comparison<S> PermutationEquivariance::compare(const Case<S>& c,
                                               const std::vector<Answer<S>>& answers) {
  const Vector<S> f = answers[0].attribution->values(c.features);
  const Vector<S>& g = answers[1].attribution->values;
  return {{"A of f, in the order of g", "A of g", f, g},
          Relation::equal,
          f.abs().sum() + g.abs().sum()};
}

template <Scalar S>
std::string PermutationEquivariance::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  return fmt::format("x{} of f gets {}, and {} in g, where it is x{}",
                     c.features[static_cast<std::size_t>(entry)] + 1, brief_text(sides.left(entry)),
                     brief_text(sides.right(entry)), entry + 1);
}

AXIOMARK_INSTANTIATE_AXIOM(PermutationEquivariance);

}  // namespace axiomark
