#include "axioms/affine_scale_invariance.hpp"
#include "axioms/demand_monotonicity.hpp"
#include "axioms/input_shift.hpp"
#include "axioms/input_shift_fixed_baseline.hpp"
#include "axioms/non_decreasing_positivity.hpp"
#include "axioms/proportionality.hpp"
#include "axioms/symmetric_monotonicity.hpp"
#include "tests/mutants/mutant.hpp"

namespace axiomark::tests {
namespace {

using In = Ingredients<Rational>;

Vector<Rational> one(const Rational& v) { return Vector<Rational>::Constant(1, v); }
Vector<Rational> zeros(const Vector<Rational>& like) { return Rational(0) * like; }

std::vector<Mutant> of_affine_scale_invariance() {
  using A = AffineScaleInvariance;
  return {
      compares<A>("attributions scale with the units",
                  [](Compare& m, const CaseQ& c, const Answers&) {
                    m.sides.left *= c.numbers.head(m.sides.left.size());
                  }),
      compares<A>("equal sums", kSums),
      compares<A>("equal sizes", kSizes),
      compares<A>("at least as much", kAtLeast),
      compares<A>("the first feature only", kFirstOnly),
      compares<A>("the sides exchanged", kSwapped),
      builds<A>(
          "the baseline stays",
          [](CaseQ& c, const In&, MethodKind) { c.probes[1].baseline = c.probes[0].baseline; }),
      builds<A>("the input stays",
                [](CaseQ& c, const In&, MethodKind) { c.probes[1].input = c.probes[0].input; }),
      builds<A>("the function stays",
                [](CaseQ& c, const In&, MethodKind) { c.probes[1].network = c.probes[0].network; }),
      draws<A>("no offsets", [](In& in, MethodKind&) { in.offsets = zeros(in.offsets); }),
      draws<A>("factors of one", [](In& in, MethodKind&) { in.factors.setOnes(); }),
      draws<A>("the zero point moves for every kind",
               [](In&, MethodKind& kind) { kind = MethodKind::one_baseline; }),
      overlooks<A>("another baseline",
                   [](CaseQ& c) {
                     const Index n = c.probes[0].input.size();
                     if (c.numbers.size() != 2 * n) return;
                     c.probes[1].baseline =
                         c.numbers.head(n) * c.probes[0].baseline + c.numbers.tail(n);
                   }),
      overlooks<A>("another input",
                   [](CaseQ& c) {
                     const Index n = c.probes[0].input.size();
                     if (c.numbers.size() != 2 * n) return;
                     c.probes[1].input = c.numbers.head(n) * c.probes[0].input + c.numbers.tail(n);
                   }),
      overlooks<A>("missing offsets",
                   [](CaseQ& c) {
                     const Index n = c.probes[0].input.size();
                     if (c.numbers.size() == n) {
                       Vector<Rational> both(2 * n);
                       both << c.numbers, vector({1, -1});
                       c.numbers = both;
                     }
                   }),
  };
}

std::vector<Mutant> of_input_shift() {
  using A = InputShift;
  return {
      compares<A>("equal sums", kSums),
      compares<A>("equal sizes", kSizes),
      compares<A>("at least as much", kAtLeast),
      compares<A>("attributions move along",
                  [](Compare& m, const CaseQ& c, const Answers&) { m.sides.left += c.numbers; }),
      compares<A>("no stated error", kNoError),
      builds<A>(
          "the baseline stays",
          [](CaseQ& c, const In&, MethodKind) { c.probes[1].baseline = c.probes[0].baseline; }),
      builds<A>("the input stays",
                [](CaseQ& c, const In&, MethodKind) { c.probes[1].input = c.probes[0].input; }),
      builds<A>("points move the other way",
                [](CaseQ& c, const In&, MethodKind) {
                  c.probes[1].input -= Rational(2) * c.numbers;
                  c.probes[1].baseline -= Rational(2) * c.numbers;
                }),
      builds<A>("the function stays",
                [](CaseQ& c, const In&, MethodKind) { c.probes[1].network = c.probes[0].network; }),
      draws<A>("one offset for all features",
               [](In& in, MethodKind&) { in.offsets.setConstant(in.offsets(0)); }),
      trusts<A>("a baseline that stays",
                [](const CaseQ& c) {
                  CaseQ fixed = c;
                  return check_moved(fixed, false).has_value() || check_moved(c, true).has_value();
                }),
      stated_for<A>("for every kind", every_kind()),
  };
}

std::vector<Mutant> of_input_shift_fixed_baseline() {
  using A = InputShiftFixedBaseline;
  return {
      compares<A>("equal sums", kSums),
      compares<A>("equal sizes", kSizes),
      compares<A>("at least as much", kAtLeast),
      compares<A>("the sides exchanged", kSwapped),
      compares<A>("twice the stated error", kTwiceTheError),
      builds<A>("the baseline moves along",
                [](CaseQ& c, const In&, MethodKind kind) {
                  if (has_own_baseline(kind)) c.probes[1].baseline += c.numbers;
                }),
      builds<A>("the input stays",
                [](CaseQ& c, const In&, MethodKind) { c.probes[1].input = c.probes[0].input; }),
      builds<A>("nothing moves",
                [](CaseQ& c, const In&, MethodKind) {
                  c.probes[1] = c.probes[0];
                  c.numbers = zeros(c.numbers);
                }),
      trusts<A>("a baseline that moves along",
                [](const CaseQ& c) {
                  return check_moved(c, true).has_value() || check_moved(c, false).has_value();
                }),
      stated_for<A>("not for methods without a baseline",
                    {MethodKind::one_baseline, MethodKind::baseline_distribution}),
  };
}

std::vector<Mutant> of_proportionality() {
  using A = Proportionality;
  return {
      compares<A>("A_i x_i = A_j x_j",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    const auto& [v, x] = std::pair{a[0].attribution->values, c.probes[0].input};
                    m.sides.left = one(v(c.features[0]) * x(c.features[0]));
                    m.sides.right = one(v(c.features[1]) * x(c.features[1]));
                  }),
      compares<A>("A_i = A_j",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    m.sides.left = one(a[0].attribution->values(c.features[0]));
                    m.sides.right = one(a[0].attribution->values(c.features[1]));
                  }),
      compares<A>("equal sizes", kSizes),
      compares<A>("at least in proportion", kAtLeast),
      compares<A>("the first two features",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    const auto& [v, x] = std::pair{a[0].attribution->values, c.probes[0].input};
                    m.sides.left = one(v(0) * x(1));
                    m.sides.right = one(v(1) * x(0));
                  }),
      compares<A>("the stated errors without the features", kPlainError),
      compares<A>("x_i + x_j times the stated error",
                  [](Compare& m, const CaseQ& c, const Answers&) {
                    m.bound_weight =
                        c.probes[0].input(c.features[0]) + c.probes[0].input(c.features[1]);
                  }),
      builds<A>("the drawn baseline",
                [](CaseQ& c, const In& in, MethodKind) {
                  if (in.input.size() > 1) c.probes[0].baseline = in.baseline;
                }),
      builds<A>("any function",
                [](CaseQ& c, const In& in, MethodKind) {
                  if (in.input.size() > 1) c.probes[0].network = in.network;
                }),
      builds<A>("equal features",
                [](CaseQ& c, const In&, MethodKind) {
                  c.probes[0].input(c.features[1]) = c.probes[0].input(c.features[0]);
                }),
      overlooks<A>("the baseline",
                   [](CaseQ& c) { c.probes[0].baseline = zeros(c.probes[0].baseline); }),
      trusts<A>("a symmetric function",
                [](const CaseQ& c) {
                  const Probe<Rational>& p = c.probes[0];
                  const auto [i, j] = std::pair{c.features[0], c.features[1]};
                  return (p.baseline == Rational(0)).all() &&
                         std::ranges::all_of(some_points(p.input.size()), [&](const auto& z) {
                           return value(p, with(with(z, i, z(j)), j, z(i))) == value(p, z);
                         });
                }),
  };
}

std::vector<Mutant> of_demand_monotonicity() {
  using A = DemandMonotonicity;
  return {
      compares<A>("the sides exchanged", kSwapped),
      compares<A>("equal", kEqual),
      compares<A>("sums instead of A_i",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left = one(a[0].attribution->values.sum());
                    m.sides.right = one(a[1].attribution->values.sum());
                  }),
      compares<A>("sizes", kSizes),
      compares<A>("no stated error", kNoError),
      builds<A>("all features grow",
                [](CaseQ& c, const In&, MethodKind) { c.probes[0].input += Rational(1); }),
      builds<A>("nothing grows",
                [](CaseQ& c, const In&, MethodKind) { c.probes[0].input = c.probes[1].input; }),
      builds<A>(
          "the feature shrinks",
          [](CaseQ& c, const In&, MethodKind) { std::swap(c.probes[0].input, c.probes[1].input); }),
      builds<A>("F may fall",
                [](CaseQ& c, const In& in, MethodKind) {
                  c.probes[0].network = c.probes[1].network = in.network;
                }),
      builds<A>("below the baseline",
                [](CaseQ& c, const In& in, MethodKind) {
                  const Vector<Rational> down = in.input - c.probes[1].input;
                  c.probes[0].input += down;
                  c.probes[1].input += down;
                }),
      overlooks<A>("an input below the baseline",
                   [](CaseQ& c) {
                     const Vector<Rational> least = c.probes[1].baseline;
                     const Vector<Rational> grown = c.probes[0].input - c.probes[1].input;
                     c.probes[1].input = c.probes[1].input.max(least).eval();
                     c.probes[0].input = c.probes[1].input + grown;
                   }),
      overlooks<A>("two baselines", [](CaseQ& c) { c.probes[0].baseline = c.probes[1].baseline; }),
      overlooks<A>("two functions", [](CaseQ& c) { c.probes[0].network = c.probes[1].network; }),
      overlooks<A>("that another feature grows",
                   [](CaseQ& c) {
                     const Index i = c.features[0];
                     c.probes[0].input = with(c.probes[1].input, i, c.probes[0].input(i));
                   }),
      trusts<A>("a function that does not fall between the inputs",
                [](const CaseQ& c) {
                  const auto& [larger, smaller] = std::pair{c.probes[0], c.probes[1]};
                  const Index i = c.features[0];
                  return (with(smaller.input, i, larger.input(i)) == larger.input).all() &&
                         larger.input(i) >= smaller.input(i) &&
                         (smaller.input >= smaller.baseline).all() &&
                         (larger.baseline == smaller.baseline).all() &&
                         equal_everywhere(larger, smaller) &&
                         value(larger, larger.input) >= value(smaller, smaller.input);
                }),
  };
}

std::vector<Mutant> of_non_decreasing_positivity() {
  using A = NonDecreasingPositivity;
  return {
      compares<A>("A_i = 0", kEqual),
      compares<A>("A_i <= 0", kSwapped),
      compares<A>("the sum only", kSums),
      compares<A>("the first feature only", kFirstOnly),
      compares<A>("sizes", kSizes),
      compares<A>("twice the stated error", kTwiceTheError),
      builds<A>("F may fall",
                [](CaseQ& c, const In& in, MethodKind) { c.probes[0].network = in.network; }),
      builds<A>("F grows with each feature, whichever way it goes",
                [](CaseQ& c, const In& in, MethodKind) {
                  Probe<Rational>& p = c.probes[0];
                  const Vector<Rational> up = p.baseline + (p.input - p.baseline).abs();
                  In rising = in;
                  rising.input = up;
                  rising.baseline = p.baseline;
                  p.network =
                      A::build_case(rising, MethodKind::one_baseline).value().probes[0].network;
                }),
      builds<A>("inputs above the baseline only",
                [](CaseQ& c, const In&, MethodKind) {
                  Probe<Rational>& p = c.probes[0];
                  p.input = (p.baseline + (p.input - p.baseline).abs()).eval();
                }),
      trusts<A>("every premise", kAnything),
      trusts<A>("a function that is not smaller at the input",
                [](const CaseQ& c) {
                  const Probe<Rational>& p = c.probes[0];
                  return value(p, p.input) >= value(p, p.baseline);
                }),
      overlooks<A>("all features but the first",
                   [](CaseQ& c) {
                     Probe<Rational>& p = c.probes[0];
                     p.input.tail(p.input.size() - 1) = p.baseline.tail(p.input.size() - 1);
                   }),
  };
}

std::vector<Mutant> of_symmetric_monotonicity() {
  using A = SymmetricMonotonicity;
  return {
      compares<A>("the sides exchanged", kSwapped),
      compares<A>("equal", kEqual),
      compares<A>("not per unit",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    m.sides.left = one(a[0].attribution->values(c.features[1]));
                    m.sides.right = one(a[1].attribution->values(c.features[0]));
                  }),
      compares<A>("per unit of the input",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    const Index j = c.features[1];
                    const Rational& x = c.probes[0].input(j);
                    if (x != 0) m.sides.left = one(a[0].attribution->values(j) / x);
                  }),
      compares<A>("i of g instead of j",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    const Index i = c.features[0];
                    const Probe<Rational>& p = c.probes[0];
                    m.sides.left = one(a[0].attribution->values(i) / (p.input(i) - p.baseline(i)));
                  }),
      compares<A>("per size of the change",
                  [](Compare& m, const CaseQ& c, const Answers&) {
                    const Index j = c.features[1];
                    if (c.probes[0].input(j) < c.probes[0].baseline(j)) {
                      m.sides.left = (-m.sides.left).eval();
                    }
                  }),
      compares<A>("the stated errors not per unit", kPlainError),
      compares<A>("a negative stated error on the way down",
                  [](Compare& m, const CaseQ& c, const Answers&) {
                    m.bound_weight = 0;
                    for (const std::size_t k : {0U, 1U}) {
                      const Index i = c.features[k];
                      m.bound_weight += 1 / (c.probes[0].input(i) - c.probes[0].baseline(i));
                    }
                  }),
      builds<A>("i does not change",
                [](CaseQ& c, const In&, MethodKind) {
                  for (Probe<Rational>& p : c.probes) {
                    p.input(c.features[0]) = p.baseline(c.features[0]);
                  }
                }),
      builds<A>("f and g exchanged",
                [](CaseQ& c, const In&, MethodKind) {
                  std::swap(c.probes[0].network, c.probes[1].network);
                }),
      builds<A>("any two functions",
                [](CaseQ& c, const In& in, MethodKind) {
                  if (in.second && in.input.size() > 1) c.probes[0].network = *in.second;
                }),
      never_builds<A>("two functions",
                      [](const CaseQ& c) { return !equal_everywhere(c.probes[0], c.probes[1]); }),
      trusts<A>("larger slopes at the input",
                [](const CaseQ& c) {
                  const auto& [g, f] = std::pair{c.probes[0], c.probes[1]};
                  const auto [i, j] = std::pair{c.features[0], c.features[1]};
                  const Rational step(1, 1000003);
                  return f.input(i) != f.baseline(i) && g.input(j) != g.baseline(j) &&
                         same_points(c).has_value() &&
                         value(f, moved(f.baseline, i, step)) - value(f, f.baseline) <=
                             value(g, moved(g.baseline, j, step)) - value(g, g.baseline);
                }),
      trusts<A>("larger increases over a unit instead of slopes",
                [](const CaseQ& c) {
                  const auto& [g, f] = std::pair{c.probes[0], c.probes[1]};
                  const auto [i, j] = std::pair{c.features[0], c.features[1]};
                  return f.input(i) != f.baseline(i) && g.input(j) != g.baseline(j) &&
                         same_points(c).has_value() &&
                         std::ranges::all_of(some_points(f.input.size()), [&](const auto& z) {
                           return value(f, moved(z, i, 1)) - value(f, z) <=
                                  value(g, moved(z, j, 1)) - value(g, z);
                         });
                }),
  };
}

}  // namespace

std::vector<Mutants> mutants_of_maps_and_slopes() {
  return {{"affine-scale-invariance", of_affine_scale_invariance()},
          {"input-shift", of_input_shift()},
          {"input-shift-fixed-baseline", of_input_shift_fixed_baseline()},
          {"proportionality", of_proportionality()},
          {"demand-monotonicity", of_demand_monotonicity()},
          {"non-decreasing-positivity", of_non_decreasing_positivity()},
          {"symmetric-monotonicity", of_symmetric_monotonicity()}};
}

}  // namespace axiomark::tests
