#include "axioms/agrees_on_affine.hpp"
#include "axioms/consistency.hpp"
#include "axioms/game_symmetry.hpp"
#include "axioms/homogeneity.hpp"
#include "axioms/missingness.hpp"
#include "axioms/null_player.hpp"
#include "axioms/sensitivity_n.hpp"
#include "tests/mutants/mutant.hpp"

namespace axiomark::tests {
namespace {

using In = Ingredients<Rational>;

Vector<Rational> one(const Rational& v) { return Vector<Rational>::Constant(1, v); }
Vector<Rational> zeros(const Vector<Rational>& like) { return Rational(0) * like; }

std::vector<Mutant> of_game_symmetry() {
  using A = GameSymmetry;
  return {
      compares<A>("at least as much", kAtLeast),
      compares<A>("equal sizes", kSizes),
      compares<A>("the neighbour instead of j",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    m.sides.right = one(a[0].attribution->values(c.features[0] + 1));
                  }),
      compares<A>("the sides exchanged", kSwapped),
      compares<A>("no stated error", kNoError),
      draws<A>("bumps that are symmetric functions",
               [](In& in, MethodKind&) {
                 in.factors.setOnes();
                 in.input.setOnes();
                 in.baseline.setZero();
               }),
      builds<A>("bumps so flat that other corners see them",
                [](CaseQ& c, const In&, MethodKind) {
                  Probe<Rational>& p = c.probes[0];
                  p.input = ((p.input + p.baseline) / Rational(2)).eval();
                  p.input(c.features[0]) += p.input(c.features[0]) - p.baseline(c.features[0]);
                }),
      trusts<A>("every premise", kAnything),
      trusts<A>("players that are alike alone",
                [](const CaseQ& c) {
                  const Probe<Rational>& p = c.probes[0];
                  const Coalition none(static_cast<std::size_t>(p.input.size()));
                  return worth(p, joined(none, c.features[0])) ==
                         worth(p, joined(none, c.features[1]));
                }),
      trusts<A>("players that add as much to all others",
                [](const CaseQ& c) {
                  const Probe<Rational>& p = c.probes[0];
                  Coalition all(static_cast<std::size_t>(p.input.size()), true);
                  Coalition but_j = all;
                  all[static_cast<std::size_t>(c.features[0])] = false;
                  but_j[static_cast<std::size_t>(c.features[1])] = false;
                  return worth(p, all) == worth(p, but_j);
                }),
      trusts<A>("symmetric functions only",
                [](const CaseQ& c) {
                  const Probe<Rational>& p = c.probes[0];
                  const auto [i, j] = std::pair{c.features[0], c.features[1]};
                  return std::ranges::all_of(some_points(p.input.size()), [&](const auto& z) {
                    return value(p, with(with(z, i, z(j)), j, z(i))) == value(p, z);
                  });
                }),
      stated_for<A>("for every kind", every_kind()),
  };
}

std::vector<Mutant> of_null_player() {
  using A = NullPlayer;
  return {
      compares<A>("players may cancel", kSums),
      compares<A>("the first player only", kFirstOnly),
      compares<A>("A_i >= 0", kAtLeast),
      compares<A>("twice the stated error", kTwiceTheError),
      compares<A>("the players' numbers ignored",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left = a[0].attribution->values;
                    m.sides.right = zeros(m.sides.left);
                  }),
      builds<A>("dummies only",
                [](CaseQ& c, const In&, MethodKind) {
                  c.probes[0].network = affine(
                      Numbers(static_cast<std::size_t>(c.probes[0].input.size()), Rational(0)));
                }),
      builds<A>("players that matter",
                [](CaseQ& c, const In&, MethodKind) { c.probes[0].input /= Rational(2); }),
      trusts<A>("every premise", kAnything),
      trusts<A>("players that matter to no one alone",
                [](const CaseQ& c) {
                  const Probe<Rational>& p = c.probes[0];
                  const Coalition none(static_cast<std::size_t>(p.input.size()));
                  return std::ranges::all_of(c.features, [&](Index i) {
                    return worth(p, joined(none, i)) == worth(p, none);
                  });
                }),
      trusts<A>("dummies, not players of a game",
                [](const CaseQ& c) {
                  const Probe<Rational>& p = c.probes[0];
                  return std::ranges::all_of(some_points(p.input.size()), [&](const auto& z) {
                    return std::ranges::all_of(c.features, [&](Index i) {
                      return value(p, moved(z, i, 3)) == value(p, z);
                    });
                  });
                }),
      overlooks<A>("all players but the first", [](CaseQ& c) { c.features.resize(1); }),
      stated_for<A>("for every kind", every_kind()),
  };
}

std::vector<Mutant> of_consistency() {
  using A = Consistency;
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
      builds<A>("one function twice",
                [](CaseQ& c, const In&, MethodKind) { c.probes[0].network = c.probes[1].network; }),
      builds<A>("f at another input",
                [](CaseQ& c, const In&, MethodKind) { c.probes[1].input += Rational(1); }),
      builds<A>("any two functions",
                [](CaseQ& c, const In& in, MethodKind) {
                  if (in.second) c.probes[0].network = *in.second;
                }),
      trusts<A>("every premise", kAnything),
      trusts<A>("more for the player alone",
                [](const CaseQ& c) {
                  const Coalition none(static_cast<std::size_t>(c.probes[0].input.size()));
                  const auto rise = [&](std::size_t k) {
                    return Rational(worth(c.probes[k], joined(none, c.features[0])) -
                                    worth(c.probes[k], none));
                  };
                  return same_points(c).has_value() && rise(0) >= rise(1);
                }),
      trusts<A>("equal games only",
                [](const CaseQ& c) {
                  return same_points(c).has_value() &&
                         for_all_coalitions(c.probes[0], [&](const Coalition& s) {
                           return worth(c.probes[0], s) == worth(c.probes[1], s);
                         });
                }),
      overlooks<A>("another input", [](CaseQ& c) { c.probes[1].input = c.probes[0].input; }),
  };
}

std::vector<Mutant> of_missingness() {
  using A = Missingness;
  return {
      compares<A>("the sum",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left = one(a[0].attribution->values.sum());
                  }),
      compares<A>("the first feature",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left = one(a[0].attribution->values(0));
                  }),
      compares<A>("A_i >= 0", kAtLeast),
      compares<A>("A_i != 0", [](Compare& m, const CaseQ&,
                                 const Answers&) { m.relation = Relation::not_zero; }),
      compares<A>("no stated error", kNoError),
      builds<A>("the feature at zero instead of its baseline",
                [](CaseQ& c, const In&, MethodKind) { c.probes[0].input(c.features[0]) = 0; }),
      builds<A>("all features at their baselines",
                [](CaseQ& c, const In&, MethodKind) { c.probes[0].input = c.probes[0].baseline; }),
      builds<A>("the feature where it was drawn",
                [](CaseQ& c, const In& in, MethodKind) { c.probes[0].input = in.input; }),
      draws<A>("always the first feature", [](In& in, MethodKind&) { in.feature = 0; }),
      trusts<A>("every premise", kAnything),
      trusts<A>("some feature at its baseline",
                [](const CaseQ& c) { return (c.probes[0].input == c.probes[0].baseline).any(); }),
      trusts<A>("a feature at zero",
                [](const CaseQ& c) {
                  const Index i = c.features[0];
                  return c.probes[0].input(i) == 0 ||
                         c.probes[0].input(i) == c.probes[0].baseline(i);
                }),
  };
}

std::vector<Mutant> of_sensitivity_n() {
  using A = SensitivityN;
  return {
      compares<A>("the first subset only", kFirstOnly),
      compares<A>("the sum over all subsets", kSums),
      compares<A>("sizes", kSizes),
      compares<A>("at least as much", kAtLeast),
      compares<A>("F(x with S at x') - F(x)",
                  [](Compare& m, const CaseQ&, const Answers&) {
                    m.sides.right = (-m.sides.right).eval();
                  }),
      compares<A>("what S adds to the baseline",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    CaseQ turned = c;
                    std::swap(turned.probes[0].input, turned.probes[0].baseline);
                    Answers from = a;
                    from[0].at_input = a[0].at_baseline;
                    m.sides.right = (-A::compare(turned, from).sides.right).eval();
                  }),
      compares<A>("n - 1 features",
                  [](Compare& m, const CaseQ& c, const Answers& a) {
                    if (c.numbers(0) == 1) return;
                    CaseQ fewer = c;
                    fewer.numbers(0) -= 1;
                    m.sides = A::compare(fewer, a).sides;
                  }),
      compares<A>("no stated error", kNoError),
      never_builds<A>("n = 2", [](const CaseQ& c) { return c.numbers(0) == 2; }),
      never_builds<A>("n = 3", [](const CaseQ& c) { return c.numbers(0) == 3; }),
      draws<A>("the baseline is always zero",
               [](In& in, MethodKind&) { in.baseline = zeros(in.baseline); }),
      trusts<A>("any number of features", kAnything),
  };
}

std::vector<Mutant> of_agrees_on_affine() {
  using A = AgreesOnAffine;
  return {
      compares<A>("w x", [](Compare& m, const CaseQ& c,
                            const Answers&) { m.sides.right = c.numbers * c.probes[0].input; }),
      compares<A>("w (x' - x)", [](Compare& m, const CaseQ&,
                                   const Answers&) { m.sides.right = (-m.sides.right).eval(); }),
      compares<A>("w",
                  [](Compare& m, const CaseQ& c, const Answers&) { m.sides.right = c.numbers; }),
      compares<A>("equal sums", kSums),
      compares<A>("equal sizes", kSizes),
      compares<A>("at least as much", kAtLeast),
      compares<A>("the first feature only", kFirstOnly),
      compares<A>("twice the stated error", kTwiceTheError),
      draws<A>("never rewritten", [](In& in, MethodKind&) { in.rewrites.clear(); }),
      draws<A>("no constant", [](In& in, MethodKind&) { in.offsets = zeros(in.offsets); }),
      draws<A>("one weight for all features",
               [](In& in, MethodKind&) { in.factors.setConstant(in.factors(0)); }),
      builds<A>("other weights", [](CaseQ& c, const In&, MethodKind) { c.numbers += Rational(1); }),
      trusts<A>("weights that fit input and baseline",
                [](const CaseQ& c) {
                  const Probe<Rational>& p = c.probes[0];
                  return c.numbers.size() == p.input.size() &&
                         value(p, p.input) - value(p, p.baseline) ==
                             (c.numbers * (p.input - p.baseline)).sum();
                }),
      trusts<A>("every premise", kAnything),
  };
}

std::vector<Mutant> of_homogeneity() {
  using A = Homogeneity;
  return {
      compares<A>("A(F)", [](Compare& m, const CaseQ&,
                             const Answers& a) { m.sides.right = a[1].attribution->values; }),
      compares<A>("|c| A(F)",
                  [](Compare& m, const CaseQ& c, const Answers&) {
                    if (c.numbers(0) < 0) m.sides.right = (-m.sides.right).eval();
                  }),
      compares<A>("A(F) / c", [](Compare& m, const CaseQ& c,
                                 const Answers&) { m.sides.right /= c.numbers(0) * c.numbers(0); }),
      compares<A>("equal sums", kSums),
      compares<A>("equal sizes", kSizes),
      compares<A>("at least as much", kAtLeast),
      compares<A>("1 + c times the stated error",
                  [](Compare& m, const CaseQ& c, const Answers&) {
                    m.bound_weight = Rational(1) + c.numbers(0);
                  }),
      compares<A>("the stated errors without the factor", kPlainError),
      draws<A>("positive factors only",
               [](In& in, MethodKind&) { in.coefficients[0] = abs(in.coefficients[0]); }),
      draws<A>("a factor of one", [](In& in, MethodKind&) { in.coefficients[0] = 1; }),
      builds<A>("G is F",
                [](CaseQ& c, const In&, MethodKind) { c.probes[0].network = c.probes[1].network; }),
      builds<A>("another factor than that of G",
                [](CaseQ& c, const In& in, MethodKind) { c.numbers = one(in.coefficients[1]); }),
      overlooks<A>("another point",
                   [](CaseQ& c) {
                     c.probes[1].input = c.probes[0].input;
                     c.probes[1].baseline = c.probes[0].baseline;
                   }),
      trusts<A>("multiples at the baseline and the input",
                [](const CaseQ& c) {
                  if (c.numbers.size() != 1 || !same_points(c)) return false;
                  const auto holds = [&](const Vector<Rational>& z) {
                    return value(c.probes[0], z) == c.numbers(0) * value(c.probes[1], z);
                  };
                  return holds(c.probes[0].input) && holds(c.probes[0].baseline);
                }),
  };
}

}  // namespace

std::vector<Mutants> mutants_of_games_and_values() {
  return {{"game-symmetry", of_game_symmetry()}, {"null-player", of_null_player()},
          {"consistency", of_consistency()},     {"missingness", of_missingness()},
          {"sensitivity-n", of_sensitivity_n()}, {"agrees-on-affine", of_agrees_on_affine()},
          {"homogeneity", of_homogeneity()}};
}

}  // namespace axiomark::tests
