#include "axioms/completeness.hpp"
#include "axioms/implementation_invariance.hpp"
#include "axioms/linearity.hpp"
#include "axioms/sensitivity_a.hpp"
#include "axioms/sensitivity_b.hpp"
#include "axioms/symmetry.hpp"
#include "tests/mutants/mutant.hpp"

namespace axiomark::tests {
namespace {

using In = Ingredients<Rational>;

Vector<Rational> one(const Rational& v) { return Vector<Rational>::Constant(1, v); }
Vector<Rational> zeros(const Vector<Rational>& like) { return Rational(0) * like; }

std::vector<Mutant> of_sensitivity_a() {
  using A = SensitivityA;
  return {
      compares<A>("A_i = F(x) - F(x') instead of A_i != 0", kEqual),
      compares<A>("A_i > 0 instead of A_i != 0",
                  [](Compare& m, const CaseQ&, const Answers&) {
                    m.relation = Relation::at_least;
                    m.sides.right = one(Rational(1, 1000000000000));
                  }),
      compares<A>("the sum of A instead of A_i",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left = one(a[0].attribution->values.sum());
                  }),
      compares<A>("the first feature instead of the one that moves",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left = one(a[0].attribution->values(0));
                  }),
      compares<A>("a zero within the stated error convicts",
                  [](Compare& m, const CaseQ&, const Answers&) { m.bound_weight = 0; }),
      builds<A>("all features move",
                [](CaseQ& c, const In& in, MethodKind) { c.probes[0].input = in.input; }),
      builds<A>("no feature need move",
                [](CaseQ& c, const In& in, MethodKind) {
                  c.probes[0].input(in.feature) = in.input(in.feature);
                }),
      builds<A>("F need not change",
                [](CaseQ& c, const In& in, MethodKind) { c.probes[0].network = in.network; }),
      draws<A>("the baseline is always zero",
               [](In& in, MethodKind&) { in.baseline = zeros(in.baseline); }),
      draws<A>("the drawn baseline for every kind",
               [](In&, MethodKind& kind) { kind = MethodKind::one_baseline; }),
      overlooks<A>("that another feature moves",
                   [](CaseQ& c) {
                     Probe<Rational>& p = c.probes[0];
                     p.input = with(p.baseline, c.features[0], p.input(c.features[0]));
                   }),
      trusts<A>("that F changes",
                [](const CaseQ& c) {
                  const Probe<Rational>& p = c.probes[0];
                  const Index i = c.features[0];
                  return (with(p.baseline, i, p.input(i)) == p.input).all();
                }),
  };
}

std::vector<Mutant> of_sensitivity_b() {
  using A = SensitivityB;
  return {
      compares<A>("dummies may cancel", kSums),
      compares<A>("the first dummy only", kFirstOnly),
      compares<A>("A_i >= 0 instead of A_i = 0", kAtLeast),
      compares<A>(
          "A_i != 0 instead of A_i = 0",
          [](Compare& m, const CaseQ&, const Answers&) { m.relation = Relation::not_zero; }),
      compares<A>("no stated error", kNoError),
      builds<A>("a feature that matters for a dummy",
                [](CaseQ& c, const In&, MethodKind) { c.features = {0}; }),
      never_builds<A>("dummies that cancel", [](const CaseQ& c) { return c.features[0] == 0; }),
      never_builds<A>("unused inputs", [](const CaseQ& c) { return c.features[0] > 0; }),
      never_builds<A>("dummies that cancel beside a feature that matters",
                      [](const CaseQ& c) {
                        return c.features[0] == 0 && value(c.probes[0], c.probes[0].input) !=
                                                         value(c.probes[0], c.probes[0].baseline);
                      }),
      trusts<A>("every premise", kAnything),
      trusts<A>("that no dummy matters on the way from the baseline",
                [](const CaseQ& c) {
                  const Probe<Rational>& p = c.probes[0];
                  return std::ranges::all_of(c.features, [&](Index i) {
                    return value(p, with(p.input, i, p.baseline(i))) == value(p, p.input);
                  });
                }),
      overlooks<A>("all dummies but the first", [](CaseQ& c) { c.features.resize(1); }),
  };
}

std::vector<Mutant> of_implementation_invariance() {
  using A = ImplementationInvariance;
  return {
      compares<A>("equal sums", kSums),
      compares<A>("equal sizes", kSizes),
      compares<A>("at least as much", kAtLeast),
      compares<A>("the first feature only", kFirstOnly),
      compares<A>("the sides exchanged", kSwapped),
      compares<A>("twice the stated error", kTwiceTheError),
      compares<A>("f with itself",
                  [](Compare& m, const CaseQ&, const Answers&) { m.sides.right = m.sides.left; }),
      builds<A>("g is f",
                [](CaseQ& c, const In&, MethodKind) { c.probes[1].network = c.probes[0].network; }),
      builds<A>("g asked from zero",
                [](CaseQ& c, const In&, MethodKind) {
                  c.probes[1].baseline = zeros(c.probes[1].baseline);
                }),
      builds<A>("g is another function",
                [](CaseQ& c, const In& in, MethodKind) { c.probes[1].network = *in.second; }),
      trusts<A>("networks that are equal at the input",
                [](const CaseQ& c) {
                  const auto& [f, g] = std::pair{c.probes[0], c.probes[1]};
                  return value(f, f.input) == value(g, g.input) && same_points(c).has_value();
                }),
      trusts<A>(
          "networks with equal differences",
          [](const CaseQ& c) {
            const auto rise = [&](std::size_t k, const Vector<Rational>& z) {
              return Rational(value(c.probes[k], z) - value(c.probes[k], c.probes[k].baseline));
            };
            return same_points(c).has_value() &&
                   std::ranges::all_of(some_points(c.probes[0].input.size()),
                                       [&](const auto& z) { return rise(0, z) == rise(1, z); });
          }),
      overlooks<A>("another input", [](CaseQ& c) { c.probes[1].input = c.probes[0].input; }),
      overlooks<A>("another baseline",
                   [](CaseQ& c) { c.probes[1].baseline = c.probes[0].baseline; }),
  };
}

std::vector<Mutant> of_completeness() {
  using A = Completeness;
  return {
      compares<A>(
          "F(x) instead of F(x) - F(x')",
          [](Compare& m, const CaseQ&, const Answers& a) { m.sides.right = one(a[0].at_input); }),
      compares<A>("F(x) + F(x')",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.right = one(a[0].at_input + a[0].at_baseline);
                  }),
      compares<A>("F(x') - F(x)", [](Compare& m, const CaseQ&,
                                     const Answers&) { m.sides.right = (-m.sides.right).eval(); }),
      compares<A>("the sum of sizes",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left = one(a[0].attribution->values.abs().sum());
                  }),
      compares<A>("sizes of the sums", kSizes),
      compares<A>("at least as much", kAtLeast),
      compares<A>("at most as much",
                  [](Compare& m, const CaseQ&, const Answers&) {
                    m.relation = Relation::at_least;
                    m.sides.left = (-m.sides.left).eval();
                    m.sides.right = (-m.sides.right).eval();
                  }),
      compares<A>("the mean instead of the sum",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left /= Rational(a[0].attribution->values.size());
                  }),
      compares<A>("all but the last feature",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left -= a[0].attribution->values.tail(1);
                  }),
      compares<A>("twice the stated error", kTwiceTheError),
      compares<A>("no stated error", kNoError),
      draws<A>("the baseline is always zero",
               [](In& in, MethodKind&) { in.baseline = zeros(in.baseline); }),
      draws<A>("the drawn baseline for every kind",
               [](In&, MethodKind& kind) { kind = MethodKind::one_baseline; }),
      builds<A>("input and baseline exchanged",
                [](CaseQ& c, const In&, MethodKind) {
                  std::swap(c.probes[0].input, c.probes[0].baseline);
                }),
      stated_for<A>("not for methods without a baseline",
                    {MethodKind::one_baseline, MethodKind::baseline_distribution}),
  };
}

std::vector<Mutant> of_linearity() {
  using A = Linearity;
  return {
      compares<A>("coefficients exchanged",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    m.sides.right = c.numbers(1) * a[1].attribution->values +
                                    c.numbers(0) * a[2].attribution->values;
                  }),
      compares<A>("a A(F) - b A(G)",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    m.sides.right -= Rational(2) * c.numbers(1) * a[2].attribution->values;
                  }),
      compares<A>("A(F) + A(G)",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.right = a[1].attribution->values + a[2].attribution->values;
                  }),
      compares<A>("a A(F)",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    m.sides.right = c.numbers(0) * a[1].attribution->values;
                  }),
      compares<A>("equal sums", kSums),
      compares<A>("equal sizes", kSizes),
      compares<A>("at least as much", kAtLeast),
      compares<A>("the stated errors without coefficients", kPlainError),
      compares<A>("1 + a + b times the stated error",
                  [](Compare& m, const CaseQ& c, const Answers&) {
                    m.bound_weight = Rational(1) + c.numbers.sum();
                  }),
      draws<A>("coefficients of one",
               [](In& in, MethodKind&) {
                 in.coefficients = {Rational(1), Rational(1)};
               }),
      draws<A>("one function twice",
               [](In& in, MethodKind&) {
                 in.second.reset();
                 in.second_target.resize(0);
               }),
      never_builds<A>("weights of two outputs",
                      [](const CaseQ& c) { return c.probes[0].target.size() == 2; }),
      builds<A>("the coefficients forgotten in H",
                [](CaseQ& c, const In&, MethodKind) {
                  c.probes[0].network = sum(c.probes[1].network, c.probes[2].network);
                  c.probes[0].target = one(1);
                }),
      builds<A>("the coefficients exchanged",
                [](CaseQ& c, const In&, MethodKind) { c.numbers = c.numbers.reverse().eval(); }),
      overlooks<A>("another point",
                   [](CaseQ& c) {
                     for (Probe<Rational>& p : c.probes) {
                       p.input = c.probes[0].input;
                       p.baseline = c.probes[0].baseline;
                     }
                   }),
      trusts<A>("that H is the sum at input and baseline",
                [](const CaseQ& c) {
                  if (c.numbers.size() != 2 || !same_points(c)) return false;
                  const auto holds = [&](const Vector<Rational>& z) {
                    return value(c.probes[0], z) == c.numbers(0) * value(c.probes[1], z) +
                                                        c.numbers(1) * value(c.probes[2], z);
                  };
                  return holds(c.probes[0].input) && holds(c.probes[0].baseline);
                }),
      overlooks<A>("a third coefficient",
                   [](CaseQ& c) {
                     if (c.numbers.size() > 2) c.numbers = c.numbers.head(2).eval();
                   }),
  };
}

std::vector<Mutant> of_symmetry() {
  using A = Symmetry;
  return {
      compares<A>("at least as much", kAtLeast),
      compares<A>("equal sizes", kSizes),
      compares<A>("the neighbour instead of j",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    m.sides.right = one(a[0].attribution->values(c.features[0] + 1));
                  }),
      compares<A>("the sides exchanged", kSwapped),
      compares<A>("twice the stated error", kTwiceTheError),
      builds<A>("inputs need not be equal",
                [](CaseQ& c, const In& in, MethodKind) {
                  if (in.input.size() > 1) c.probes[0].input = in.input;
                }),
      builds<A>("baselines need not be equal",
                [](CaseQ& c, const In& in, MethodKind kind) {
                  if (in.input.size() > 1) c.probes[0].baseline = baseline_for(kind, in.baseline);
                }),
      builds<A>("the function is not made symmetric",
                [](CaseQ& c, const In& in, MethodKind) {
                  if (in.input.size() > 1) c.probes[0].network = in.network;
                }),
      builds<A>("all features are equal",
                [](CaseQ& c, const In&, MethodKind) {
                  c.probes[0].input.setConstant(c.probes[0].input(c.features[0]));
                }),
      never_builds<A>("functions of more than the sum",
                      [](const CaseQ& c) { return !depends_on_the_sum_alone(c.probes[0]); }),
      overlooks<A>("different baselines",
                   [](CaseQ& c) {
                     c.probes[0].baseline(c.features[1]) = c.probes[0].baseline(c.features[0]);
                   }),
      overlooks<A>(
          "different inputs",
          [](CaseQ& c) { c.probes[0].input(c.features[1]) = c.probes[0].input(c.features[0]); }),
      trusts<A>("a function that is symmetric at the input",
                [](const CaseQ& c) {
                  const Probe<Rational>& p = c.probes[0];
                  const auto [i, j] = std::pair{c.features[0], c.features[1]};
                  return p.input(i) == p.input(j) && p.baseline(i) == p.baseline(j);
                }),
  };
}

}  // namespace

std::vector<Mutants> mutants_of_the_paper() {
  return {{"sensitivity-a", of_sensitivity_a()},
          {"sensitivity-b", of_sensitivity_b()},
          {"implementation-invariance", of_implementation_invariance()},
          {"completeness", of_completeness()},
          {"linearity", of_linearity()},
          {"symmetry", of_symmetry()}};
}

}  // namespace axiomark::tests
