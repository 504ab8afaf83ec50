#include <limits>

#include "network/examples.hpp"
#include "tests/axioms/sabotage.hpp"
#include "tests/mutants/facts.hpp"

namespace axiomark::tests {
namespace {

const std::vector<MethodKind> kEvery = {MethodKind::local, MethodKind::zero_baseline_implied,
                                        MethodKind::one_baseline,
                                        MethodKind::baseline_distribution};
const std::vector<MethodKind> kWithBaseline = {
    MethodKind::zero_baseline_implied, MethodKind::one_baseline, MethodKind::baseline_distribution};
const std::vector<MethodKind> kOwnBaseline = {MethodKind::one_baseline,
                                              MethodKind::baseline_distribution};
constexpr std::size_t kAny = std::numeric_limits<std::size_t>::max();
constexpr Outcome kKept = Outcome::kept;
constexpr Outcome kBroken = Outcome::broken;

AnyMethod exact() { return method("integrated-gradients:rule=exact"); }
AnyMethod shapley() { return method("shapley"); }
bool baseline_moves(const Built& b) { return (b.c.probes[0].baseline != Rational(0)).any(); }

Facts game_symmetry() {
  const auto alike = bend({-1, -1}, 1, -1);  // -relu(1 - z1 - z2)
  const Case<Rational> c = a_case({at(alike, {1, 2}, {0, 0})}, {0, 1});
  const Case<Rational> ends = a_case({at(affine({2, 5, 1}), {1, 1, 2}, {0, 0, 0})}, {0, 2});
  // Alike alone, not beside x3: z1 (1 + z3) + z2.
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({3});
  const auto beside =
      b.build(b.add(b.product(b.feature(x, 0), b.shift(b.feature(x, 2), vector({1}))),
                    b.feature(x, 1)))
          .value();
  return {"game-symmetry",
          {1, 2, 2},
          kOwnBaseline,
          {{"equal shares", c, {{{1, 1}}}, kKept, {1}, {1}},
           {"integrated gradients",
            c,
            {{{Rational(1, 3), Rational(2, 3)}}},
            kBroken,
            {Rational(1, 3)},
            {Rational(2, 3)}},
           {"more for the first", c, {{{2, 1}}}, kBroken},
           {"equal sizes", c, {{{1, -1}}}, kBroken},
           {"the ends", ends, {{{2, 5, 2}}}, kKept},
           {"an end as the middle", ends, {{{5, 5, 2}}}, kBroken, {5}, {2}},
           {"off by all of the stated error", c, {{{1, 2}, {0, 1}}}, kKept},
           {"off by more", c, {{{1, 3}, {0, 1}}}, kBroken}},
          {{"a bump", true, c},
           {"different weights, equal products", true, ends},
           {"different products", false, a_case({at(affine({1, 2}), {1, 1}, {0, 0})}, {0, 1})},
           {"another pair", false, a_case({at(affine({2, 5, 1}), {1, 1, 2}, {0, 0, 0})}, {0, 1})},
           {"alike beside the others only", false,
            a_case({at(sum(affine({1, 0, 0}), bend({1, 0, 1}, -1, -1)), {1, 1, 1}, {0, 0, 0})},
                   {0, 1})},
           {"alike alone only", false, a_case({at(beside, {1, 1, 1}, {0, 0, 0})}, {0, 1})}},
          [](const Built& built) -> std::string {
            const Probe<Rational>& p = built.c.probes[0];
            const Index i = built.c.features[0];
            const Index j = built.c.features[1];
            if (i == j) return "one player twice";
            const bool same = for_all_coalitions(p, [&](const Coalition& s) {
              return s[static_cast<std::size_t>(i)] || s[static_cast<std::size_t>(j)] ||
                     worth(p, joined(s, i)) == worth(p, joined(s, j));
            });
            return same ? "" : "different players";
          },
          {{"a function that is not symmetric",
            [](const Built& built) {
              const Probe<Rational>& p = built.c.probes[0];
              const Index i = built.c.features[0];
              const Index j = built.c.features[1];
              return std::ranges::any_of(some_points(p.input.size()), [&](const auto& z) {
                return value(p, with(with(z, i, z(j)), j, z(i))) != value(p, z);
              });
            }},
           {"a baseline that is not zero", baseline_moves}},
          {shapley(), equal_shares(), method("occlusion")},
          {exact(), without_difference()}};
}

Facts null_player() {
  // Nothing at any corner of the box from (0, 0) to (1, 2).
  const auto nothing = sum(bend({-1, -1}, 1), bend({-2, -1}, 1, -1));
  const Case<Rational> one = a_case({at(nothing, {1, 2}, {0, 0})}, {0});
  const Case<Rational> two = a_case({at(nothing, {1, 2}, {0, 0})}, {0, 1});
  return {"null-player",
          {1, 1, kAny},
          kOwnBaseline,
          {{"nothing", one, {{{0, 3}}}, kKept, {0}, {0}},
           {"something", one, {{{1, 0}}}, kBroken, {1}, {0}},
           {"less than nothing", one, {{{-1, 0}}}, kBroken},
           {"nothing for both", two, {{{0, 0}}}, kKept, {0, 0}, {0, 0}},
           {"something for the second", two, {{{0, 1}}}, kBroken},
           {"amounts that cancel", two, {{{1, -1}}}, kBroken},
           {"off by all of the stated error", one, {{{1, 0}, {1, 0}}}, kKept},
           {"off by more", one, {{{2, 0}, {1, 0}}}, kBroken}},
          {{"nothing at the corners", true, two},
           {"a dummy", true, a_case({at(affine({0, 1}), {1, 2}, {0, 0})}, {0})},
           {"a player", false, a_case({at(affine({1, 0}), {1, 2}, {0, 0})}, {0})},
           {"a dummy and a player", false, a_case({at(affine({0, 1}), {1, 2}, {0, 0})}, {0, 1})},
           {"a player beside the other only", false, a_case({at(product(), {1, 2}, {0, 0})}, {0})}},
          [](const Built& b) -> std::string {
            const Probe<Rational>& p = b.c.probes[0];
            for (const Index i : b.c.features) {
              const bool null = for_all_coalitions(
                  p, [&](const Coalition& s) { return worth(p, joined(s, i)) == worth(p, s); });
              if (!null) return "a player that matters";
            }
            return {};
          },
          {{"a null player that is no dummy",
            [](const Built& b) {
              const Probe<Rational>& p = b.c.probes[0];
              return std::ranges::any_of(some_points(p.input.size()), [&](const auto& z) {
                return value(p, moved(z, b.c.features[0], 2)) != value(p, z);
              });
            }},
           {"more than one null player", [](const Built& b) { return b.c.features.size() > 1; }},
           {"a baseline that is not zero", baseline_moves}},
          {shapley(), equal_shares(), method("occlusion")},
          {exact(), ones()}};
}

Facts consistency() {
  const auto f = affine({1, 1});
  const auto pair = [&](const Network<Rational>& g) {
    return a_case({at(g, {1, 2}, {0, 0}), at(f, {1, 2}, {0, 0})}, {0});
  };
  const Case<Rational> c = pair(affine({2, 1}));
  // Nothing at any corner of the box from (0, 0) to (1, 2).
  const auto nothing = sum(bend({-1, -1}, 1), bend({-2, -1}, 1, -1));
  return {"consistency",
          {2, 1, 1},
          kOwnBaseline,
          {{"more", c, {{{2, 0}}, {{1, 9}}}, kKept, {2}, {1}},
           {"less", c, {{{1, 9}}, {{2, 0}}}, kBroken, {1}, {2}},
           {"as much", c, {{{1, 0}}, {{1, 3}}}, kKept},
           {"less than nothing, and still less", c, {{{-3, 0}}, {{-1, 0}}}, kBroken},
           {"less by all of the stated error", c, {{{1, 0}, {1, 0}}, {{3, 0}, {1, 0}}}, kKept},
           {"less by more", c, {{{1, 0}, {1, 0}}, {{4, 0}, {1, 0}}}, kBroken}},
          {{"a larger weight", true, c},
           {"as much in every coalition", true, pair(sum(f, nothing))},
           {"more beside the other only", true, pair(sum(f, product()))},
           {"a smaller weight", false, pair(affine({0, 1}))},
           {"less beside the other only", false, pair(sum(affine({2, 1}), bend({1, 1}, -2, -2)))},
           {"less alone only", false, pair(sum(affine({0, 1}), product()))},
           {"two inputs", false, a_case({at(f, {1, 2}, {0, 0}), at(f, {1, 3}, {0, 0})}, {0})}},
          [](const Built& b) -> std::string {
            const Probe<Rational>& g = b.c.probes[0];
            const Probe<Rational>& lower = b.c.probes[1];
            const Index i = b.c.features[0];
            if ((g.input != lower.input).any() || (g.baseline != lower.baseline).any()) {
              return "two points";
            }
            const bool more = for_all_coalitions(g, [&](const Coalition& s) {
              return worth(g, joined(s, i)) - worth(g, s) >=
                     worth(lower, joined(s, i)) - worth(lower, s);
            });
            return more ? "" : "less in some coalition";
          },
          {{"two functions",
            [](const Built& b) { return !equal_everywhere(b.c.probes[0], b.c.probes[1]); }},
           {"a baseline that is not zero", baseline_moves}},
          {shapley(), method("occlusion"), zero()},
          {exact()}};
}

Facts missingness() {
  const auto f = affine({2, 3});
  const Case<Rational> c = a_case({at(f, {1, 4}, {0, 4})}, {1});
  return {"missingness",
          {1, 1, 1},
          kWithBaseline,
          {{"nothing", c, {{{2, 0}}}, kKept, {0}, {0}},
           {"something", c, {{{2, 1}}}, kBroken, {1}, {0}},
           {"less than nothing", c, {{{2, -1}}}, kBroken},
           {"what adds up to nothing", c, {{{1, -1}}}, kBroken},
           {"nothing for the other", c, {{{0, 1}}}, kBroken},
           {"off by all of the stated error", c, {{{2, 1}, {0, 1}}}, kKept},
           {"off by more", c, {{{2, 2}, {0, 1}}}, kBroken}},
          {{"at its baseline", true, c},
           {"all at their baselines", true, a_case({at(f, {1, 4}, {1, 4})}, {1})},
           {"not at its baseline", false, a_case({at(f, {1, 4}, {0, 3})}, {1})},
           {"another feature at its baseline", false, a_case({at(f, {1, 4}, {1, 3})}, {1})},
           {"at zero, not at its baseline", false, a_case({at(f, {1, 0}, {1, 3})}, {1})}},
          [](const Built& b) -> std::string {
            const Probe<Rational>& p = b.c.probes[0];
            const Index i = b.c.features[0];
            return p.input(i) == p.baseline(i) ? "" : "not at its baseline";
          },
          {{"another feature that moves",
            [](const Built& b) { return (b.c.probes[0].input != b.c.probes[0].baseline).any(); }},
           {"a baseline that is not zero", baseline_moves},
           {"a feature beside the first", [](const Built& b) { return b.c.features[0] > 0; }}},
          {exact(), shapley(), method("gradient-x-input"), negated()},
          {without_difference(), ones(), equal_shares()}};
}

Facts sensitivity_n() {
  const auto n = [](const Network<Rational>& f, Index size) {
    const Numbers ones(static_cast<std::size_t>(f.input_features()), Rational(1));
    const Numbers zeros(ones.size(), Rational(0));
    return a_case({at(f, ones, zeros)}, {}, {size});
  };
  const Rational half(1, 2);
  const auto three = affine({1, 2, 3}, 7);
  return {"sensitivity-n",
          {1, 0, 0, 1},
          kWithBaseline,
          {{"occlusion of one", n(product(), 1), {{{1, 1}}}, kKept, {1, 1}, {1, 1}},
           {"occlusion of both", n(product(), 2), {{{1, 1}}}, kBroken, {2}, {1}},
           {"integrated gradients of one",
            n(product(), 1),
            {{{half, half}}},
            kBroken,
            {half, half},
            {1, 1}},
           {"integrated gradients of both", n(product(), 2), {{{half, half}}}, kKept, {1}, {1}},
           {"two of three weights", n(three, 2), {{{1, 2, 3}}}, kKept, {3, 4, 5}, {3, 4, 5}},
           {"two weights exchanged", n(three, 2), {{{2, 1, 3}}}, kBroken, {3, 5, 4}, {3, 4, 5}},
           {"the last weight wrong", n(three, 2), {{{1, 2, 4}}}, kBroken},
           {"the last of one", n(three, 1), {{{1, 2, 4}}}, kBroken},
           {"signs", n(three, 1), {{{-1, -2, -3}}}, kBroken},
           {"all three", n(three, 3), {{{3, 2, 1}}}, kKept, {6}, {6}},
           {"off by all of the stated error", n(three, 1), {{{1, 2, 4}, {0, 1, 0}}}, kKept},
           {"off by more", n(three, 1), {{{1, 2, 5}, {0, 1, 0}}}, kBroken}},
          {{"twelve features", true, n(affine(Numbers(12, Rational(1))), 3)},
           {"thirteen features", false, n(affine(Numbers(13, Rational(1))), 3)},
           {"n = 0", false, n(product(), 0)},
           {"n above the number of features", false, n(product(), 3)},
           {"no whole n", false, a_case({at(product(), {1, 1}, {0, 0})}, {}, {half})}},
          [](const Built& b) -> std::string {
            const Probe<Rational>& p = b.c.probes[0];
            if ((p.input != b.in.input).any()) return "not the drawn input";
            return equal_everywhere(p, {"", b.in.network, p.input, p.baseline, b.in.target})
                       ? ""
                       : "not the drawn function";
          },
          {{"one feature at a time", [](const Built& b) { return b.c.numbers(0) == 1; }},
           {"two features at a time", [](const Built& b) { return b.c.numbers(0) == 2; }},
           {"three features at a time", [](const Built& b) { return b.c.numbers(0) == 3; }},
           {"a baseline that is not zero", baseline_moves}},
          {},
          {exact(), shapley(), method("occlusion"), zero()}};
}

Facts agrees_on_affine() {
  const auto f = affine({2, -3}, 5);
  const auto of = [](const Network<Rational>& network, const Numbers& weights) {
    return a_case({at(network, {1, 2}, {3, 1})}, {}, weights);
  };
  const Case<Rational> c = of(f, {2, -3});
  return {
      "agrees-on-affine",
      {1, 0, 0},
      kWithBaseline,
      {{"weight times difference", c, {{{-4, -3}}}, kKept, {-4, -3}, {-4, -3}},
       {"the other sign", c, {{{4, 3}}}, kBroken, {4, 3}, {-4, -3}},
       {"weight times input", c, {{{2, -6}}}, kBroken},
       {"weight times baseline", c, {{{6, -3}}}, kBroken},
       {"weights", c, {{{2, -3}}}, kBroken},
       {"the right sum", c, {{{-3, -4}}}, kBroken},
       {"the second wrong", c, {{{-4, 3}}}, kBroken},
       {"more than it should be", c, {{{0, 0}}}, kBroken},
       {"off by all of the stated error", c, {{{-4, -2}, {0, 1}}}, kKept},
       {"off by more", c, {{{-4, -1}, {0, 1}}}, kBroken}},
      {{"its weights", true, c},
       {"written otherwise", true, of(sum(bend({2, -3}, 1), bend({-2, 3}, -1, -1)), {2, -3})},
       {"other weights", false, of(f, {2, 3})},
       {"one weight", false, of(f, {2})},
       {"affine at input and baseline only", false, of(sum(f, bend({1, 1}, -5)), {2, -3})}},
      [](const Built& b) -> std::string {
        const Probe<Rational>& p = b.c.probes[0];
        if (b.c.numbers.size() != p.input.size()) return "no weight per feature";
        if ((p.input != b.in.input).any()) return "not the drawn input";
        for (const Vector<Rational>& z : some_points(p.input.size())) {
          if (value(p, z) - value(p, Rational(0) * z) != (b.c.numbers * z).sum()) {
            return "other weights";
          }
        }
        return {};
      },
      {{"more than one layer",
        [](const Built& b) { return b.c.probes[0].network.nodes().size() > 1; }},
       {"a constant",
        [](const Built& b) {
          return value(b.c.probes[0], Rational(0) * b.c.probes[0].input) != 0;
        }},
       {"different weights", [](const Built& b) { return (b.c.numbers != b.c.numbers(0)).any(); }},
       {"a baseline that is not zero", baseline_moves}},
      {exact(), shapley(), method("occlusion")},
      {method("idgi"), negated(), equal_shares(), without_difference()}};
}

Facts homogeneity() {
  const auto f = affine({1, 2});
  const auto of = [&](const Network<Rational>& g, const Numbers& factor) {
    return a_case({at(g, {1, 1}, {0, 0}), at(f, {1, 1}, {0, 0})}, {}, factor);
  };
  const Case<Rational> c = of(affine({-2, -4}), {-2});
  return {"homogeneity",
          {2, 0, 0},
          kEvery,
          {{"-2 A(F)", c, {{{-2, -4}}, {{1, 2}}}, kKept, {-2, -4}, {-2, -4}},
           {"2 A(F)", c, {{{2, 4}}, {{1, 2}}}, kBroken, {2, 4}, {-2, -4}},
           {"A(F)", c, {{{1, 2}}, {{1, 2}}}, kBroken},
           {"A(F) / -2", c, {{{Rational(-1, 2), -1}}, {{1, 2}}}, kBroken},
           {"the right sum", c, {{{-4, -2}}, {{1, 2}}}, kBroken},
           {"the second wrong", c, {{{-2, -3}}, {{1, 2}}}, kBroken},
           {"off by 1 + |c| times the stated error", c, {{{1, -4}}, {{1, 2}, {1, 0}}}, kKept},
           {"off by more", c, {{{2, -4}}, {{1, 2}, {1, 0}}}, kBroken}},
          {{"-2 F", true, c},
           {"F", false, of(f, {-2})},
           {"2 F", false, of(affine({2, 4}), {-2})},
           {"no factor", false, of(affine({-2, -4}), {})},
           {"two factors", false, of(affine({-2, -4}), {-2, 1})},
           {"a constant more", false, of(affine({-2, -4}, 1), {-2})},
           {"equal at input and baseline only", false, of(affine({-4, -2}), {-2})},
           {"two inputs", false,
            a_case({at(affine({-2, -4}), {1, 1}, {0, 0}), at(f, {1, 2}, {0, 0})}, {}, {-2})},
           {"two baselines", false,
            a_case({at(affine({-2, -4}), {1, 1}, {0, 1}), at(f, {1, 1}, {0, 0})}, {}, {-2})}},
          [](const Built& b) -> std::string {
            if (numbers(b.c.numbers) != Numbers{b.in.coefficients[0]}) return "another factor";
            if ((b.c.probes[0].input != b.c.probes[1].input).any()) return "two inputs";
            if ((b.c.probes[0].baseline != b.c.probes[1].baseline).any()) return "two baselines";
            for (const Vector<Rational>& z : some_points(b.in.input.size())) {
              if (value(b.c.probes[0], z) != b.c.numbers(0) * value(b.c.probes[1], z)) {
                return "not that multiple";
              }
            }
            return {};
          },
          {{"a negative factor", [](const Built& b) { return b.c.numbers(0) < 0; }},
           {"a factor above one", [](const Built& b) { return b.c.numbers(0) > 1; }},
           {"a baseline that is not zero", baseline_moves}},
          {exact(), shapley(), negated()},
          {ones(), method("deconvnet")}};
}

}  // namespace

std::vector<Facts> facts_of_games_and_values() {
  return {game_symmetry(), null_player(),      consistency(), missingness(),
          sensitivity_n(), agrees_on_affine(), homogeneity()};
}

}  // namespace axiomark::tests
