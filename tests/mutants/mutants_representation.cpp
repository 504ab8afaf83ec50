#include <numeric>

#include "axioms/permutation_equivariance.hpp"
#include "axioms/precision_consistency.hpp"
#include "network/rewrites/wrappers.hpp"
#include "tests/mutants/manners.hpp"
#include "tests/mutants/mutant.hpp"

namespace axiomark::tests {
namespace {

using In = Ingredients<Rational>;
using Said = Attribution<Rational>;

constexpr Arithmetic kFloat = Arithmetic::single_precision;
constexpr Arithmetic kDouble = Arithmetic::double_precision;
constexpr Arithmetic kExact = Arithmetic::exact;

Vector<Rational> zeros(const Vector<Rational>& like) { return Rational(0) * like; }

const std::vector<Manner<Rational>>& as_it_should_be() {
  static const std::vector<Manner<Rational>> manners = {in(kFloat), in(kDouble), in(kExact)};
  return manners;
}

std::vector<Mutant> of_precision_consistency() {
  using A = PrecisionConsistency;
  const auto everywhere = [](CaseQ& c, const auto& change) {
    for (Probe<Rational>& p : c.probes) change(p);
  };
  return {
      compares<A>("float only",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left.tail(a[1].attribution->values.size()) = a[2].attribution->values;
                  }),
      compares<A>("double only",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left.head(a[0].attribution->values.size()) = a[2].attribution->values;
                  }),
      compares<A>("float with double",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.right = a[1].attribution->values.replicate(2, 1).eval();
                  }),
      compares<A>("with itself", kWithItself),
      compares<A>("the first feature only", kFirstOnly),
      compares<A>("float's bound for both",
                  [](Compare& m, const CaseQ&, const Answers&) {
                    const Index n = m.bound.size() / 2;
                    m.bound.tail(n) = m.bound.head(n).eval();
                  }),
      compares<A>("double's bound for both",
                  [](Compare& m, const CaseQ&, const Answers&) {
                    const Index n = m.bound.size() / 2;
                    m.bound.head(n) = m.bound.tail(n).eval();
                  }),
      compares<A>(
          "the bounds exchanged",
          [](Compare& m, const CaseQ&, const Answers&) { m.bound = m.bound.reverse().eval(); }),
      compares<A>("no roundings", kEqual),
      compares<A>("no more than exactly",
                  [](Compare& m, const CaseQ&, const Answers&) {
                    m.sides.left = m.sides.left.cwiseMin(m.sides.right).eval();
                  }),
      compares<A>("equal sizes", kSizes),
      compares<A>("equal sums",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    kSums(m, c, a);
                    m.bound = Vector<Rational>::Constant(1, m.bound.sum());
                  }),
      mishears<A>("roundings of one evaluation", [](Said& a) { a.gradient_evaluations = 1; }),
      mishears<A>("sampled answers are judged", [](Said& a) { a.sampling.reset(); }),
      mishears<A>("answers of many evaluations are not judged",
                  [](Said& a) {
                    if (a.gradient_evaluations > 100) a.sampling = SamplingError{};
                  }),
      builds<A>("asked plainly", [](CaseQ& c, const In&, MethodKind) { c.manners.clear(); }),
      builds<A>("float and double exchanged",
                [](CaseQ& c, const In&, MethodKind) { std::swap(c.manners[0], c.manners[1]); }),
      builds<A>("twice in double",
                [](CaseQ& c, const In&, MethodKind) { c.manners[0] = c.manners[1]; }),
      builds<A>("never exactly",
                [](CaseQ& c, const In&, MethodKind) { c.manners[2] = c.manners[1]; }),
      builds<A>("the drawn network",
                [=](CaseQ& c, const In& in, MethodKind) {
                  everywhere(c, [&](Probe<Rational>& p) { p.network = in.network; });
                }),
      builds<A>("the drawn points",
                [=](CaseQ& c, const In& in, MethodKind kind) {
                  everywhere(c, [&](Probe<Rational>& p) {
                    p.input = in.input;
                    p.baseline = baseline_for(kind, in.baseline);
                  });
                }),
      builds<A>("numbers that float does not hold",
                [=](CaseQ& c, const In&, MethodKind) {
                  everywhere(c, [](Probe<Rational>& p) { p.input += Rational(1, 3); });
                }),
      builds<A>("numbers with few digits",
                [=](CaseQ& c, const In&, MethodKind) {
                  everywhere(c, [](Probe<Rational>& p) {
                    p.input.setConstant(2);
                    for (Rational& v : p.baseline) v = v == 0 ? 0 : 1;
                  });
                }),
      draws<A>("the baseline is always zero",
               [](In& in, MethodKind&) { in.baseline = zeros(in.baseline); }),
      overlooks<A>("how it is asked", [](CaseQ& c) { c.manners = as_it_should_be(); }),
      overlooks<A>("whether one is exact",
                   [](CaseQ& c) {
                     if (c.manners.size() == 3) c.manners[2].arithmetic = kExact;
                   }),
      overlooks<A>("what float does not hold",
                   [=](CaseQ& c) {
                     everywhere(c, [](Probe<Rational>& p) {
                       p.network = convert<Rational>(convert<float>(p.network).value()).value();
                       for (Vector<Rational>* z : {&p.input, &p.baseline}) {
                         for (Rational& v : *z) v = convert<Rational>(convert<float>(v));
                       }
                     });
                   }),
      overlooks<A>("a negative weight",
                   [=](CaseQ& c) {
                     if (c.probes[0].input.size() == 2 && c.probes[0].target.size() == 1 &&
                         same_question(c, 0, 2) && same_question(c, 1, 2)) {
                       everywhere(c, [](Probe<Rational>& p) { p.network = affine({1, 2}); });
                     }
                   }),
      overlooks<A>("another question in float", [](CaseQ& c) { c.probes[0] = c.probes[2]; }),
      overlooks<A>("another question in double", [](CaseQ& c) { c.probes[1] = c.probes[2]; }),
      overlooks<A>("another question asked exactly", [](CaseQ& c) { c.probes[2] = c.probes[0]; }),
  };
}

std::vector<Mutant> of_permutation_equivariance() {
  using A = PermutationEquivariance;
  return {
      compares<A>("in the same order",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left = a[0].attribution->values;
                  }),
      compares<A>("in the inverse order",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    for (Index i = 0; i < m.sides.left.size(); ++i) {
                      m.sides.left(c.features[static_cast<std::size_t>(i)]) =
                          a[0].attribution->values(i);
                    }
                  }),
      compares<A>("the second answer in the other order, too",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    m.sides.right = a[1].attribution->values(c.features).eval();
                  }),
      compares<A>("with itself", kWithItself),
      compares<A>("equal sums", kSums),
      compares<A>("equal sizes", kSizes),
      compares<A>("at least as much", kAtLeast),
      compares<A>("the first feature only", kFirstOnly),
      compares<A>("the sides exchanged", kSwapped),
      compares<A>("twice the stated error", kTwiceTheError),
      compares<A>("no stated error", kNoError),
      builds<A>("the same order",
                [](CaseQ& c, const In&, MethodKind) {
                  c.probes[1] = c.probes[0];
                  std::iota(c.features.begin(), c.features.end(), Index{0});
                }),
      builds<A>("the same function",
                [](CaseQ& c, const In&, MethodKind) { c.probes[1].network = c.probes[0].network; }),
      builds<A>("the same input",
                [](CaseQ& c, const In&, MethodKind) { c.probes[1].input = c.probes[0].input; }),
      builds<A>(
          "the same baseline",
          [](CaseQ& c, const In&, MethodKind) { c.probes[1].baseline = c.probes[0].baseline; }),
      builds<A>("the functions exchanged, and not the points",
                [](CaseQ& c, const In&, MethodKind) {
                  std::swap(c.probes[0].network, c.probes[1].network);
                }),
      never_builds<A>("orders of two features of one",
                      [](const CaseQ& c) {
                        return c.features.size() == 2 && depends_on_the_sum_alone(c.probes[0]);
                      }),
      draws<A>("the last two only",
               [](In& in, MethodKind&) {
                 in.feature = std::max<Index>(in.input.size() - 2, 0);
                 in.other = 0;
               }),
      draws<A>("always the first", [](In& in, MethodKind&) { in.feature = 0; }),
      draws<A>("all values equal",
               [](In& in, MethodKind&) {
                 in.input.setConstant(in.input(0));
                 in.baseline.setConstant(in.baseline(0));
               }),
      draws<A>("the baseline is always zero",
               [](In& in, MethodKind&) { in.baseline = zeros(in.baseline); }),
      draws<A>("the drawn baseline for every kind",
               [](In&, MethodKind& kind) { kind = MethodKind::one_baseline; }),
      overlooks<A>("another input",
                   [](CaseQ& c) { c.probes[1].input = c.probes[0].input(c.features).eval(); }),
      overlooks<A>(
          "another baseline",
          [](CaseQ& c) { c.probes[1].baseline = c.probes[0].baseline(c.features).eval(); }),
      overlooks<A>("another function",
                   [](CaseQ& c) {
                     std::vector<Index> sorted = c.features;
                     std::ranges::sort(sorted);
                     if (std::ranges::adjacent_find(sorted) != sorted.end()) return;
                     if (static_cast<Index>(sorted.size()) != c.probes[0].input.size()) return;
                     c.probes[1].network =
                         behind_permutation(c.probes[0].network, c.features).value();
                   }),
      trusts<A>("a function that is the same at input and baseline",
                [](const CaseQ& c) {
                  const Probe<Rational>& f = c.probes[0];
                  const Probe<Rational>& g = c.probes[1];
                  return value(f, f.input) == value(g, g.input) &&
                         value(f, f.baseline) == value(g, g.baseline);
                }),
  };
}

}  // namespace

std::vector<Mutants> mutants_of_representation() {
  return {{"precision-consistency", of_precision_consistency()},
          {"permutation-equivariance", of_permutation_equivariance()}};
}

}  // namespace axiomark::tests
