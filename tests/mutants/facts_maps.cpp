#include "network/examples.hpp"
#include "tests/axioms/sabotage.hpp"
#include "tests/mutants/facts.hpp"

namespace axiomark::tests {
namespace {

const std::vector<MethodKind> kWithBaseline = {
    MethodKind::zero_baseline_implied, MethodKind::one_baseline, MethodKind::baseline_distribution};
const std::vector<MethodKind> kOwnBaseline = {MethodKind::one_baseline,
                                              MethodKind::baseline_distribution};
const std::vector<MethodKind> kEvery = {MethodKind::local, MethodKind::zero_baseline_implied,
                                        MethodKind::one_baseline,
                                        MethodKind::baseline_distribution};
constexpr Outcome kKept = Outcome::kept;
constexpr Outcome kBroken = Outcome::broken;

AnyMethod exact() { return method("integrated-gradients:rule=exact"); }
AnyMethod shapley() { return method("shapley"); }

bool own_baseline(MethodKind kind) {
  return kind == MethodKind::one_baseline || kind == MethodKind::baseline_distribution;
}
bool baseline_moves(const Built& b) { return (b.c.probes[0].baseline != Rational(0)).any(); }

/// What every axiom with two answers that should be equal has to make of them.
std::vector<JudgedFact> equal_answers(const Case<Rational>& c) {
  return {{"equal answers", c, {{{1, -2}}, {{1, -2}}}, kKept, {1, -2}, {1, -2}},
          {"different answers", c, {{{1, 2}}, {{2, 6}}}, kBroken, {1, 2}, {2, 6}},
          {"answers that differ the other way", c, {{{2, 6}}, {{1, 2}}}, kBroken, {2, 6}, {1, 2}},
          {"answers that differ behind the first feature", c, {{{1, 2}}, {{1, 3}}}, kBroken},
          {"equal sums", c, {{{1, 2}}, {{2, 1}}}, kBroken},
          {"equal sizes", c, {{{1, 2}}, {{-1, -2}}}, kBroken},
          {"off by all of the stated error", c, {{{1, 2}, {0, 1}}, {{1, 4}, {1, 0}}}, kKept},
          {"off by more", c, {{{1, 2}, {0, 1}}, {{1, 5}, {1, 0}}}, kBroken}};
}

/// g(c z + d) = f(z), g's points are c x + d and, if the baseline moves along, c x' + d.
std::string fault_of_map(const Built& b, const Vector<Rational>& c, const Vector<Rational>& d,
                         bool baseline_moves_along) {
  const Probe<Rational>& f = b.c.probes[0];
  const Probe<Rational>& g = b.c.probes[1];
  if ((f.input != b.in.input).any()) return "not the drawn input";
  if ((g.input != c * f.input + d).any()) return "another input";
  const Vector<Rational> along = c * f.baseline + d;
  if ((g.baseline != (baseline_moves_along ? along : f.baseline)).any()) return "another baseline";
  for (const Vector<Rational>& z : some_points(f.input.size())) {
    if (value(f, z) != value(g, c * z + d)) return "another function";
  }
  return {};
}

Facts affine_scale_invariance() {
  // g(y) = f((y1 - 1) / 2, (y2 + 1) / 3), f = z1 + 2 z2.
  const auto f = affine({1, 2});
  const auto g = affine({Rational(1, 2), Rational(2, 3)}, Rational(1, 6));
  const Numbers map = {2, 3, 1, -1};
  const auto of = [&](const Network<Rational>& second, const Numbers& y, const Numbers& from,
                      const Numbers& numbers) {
    return a_case({at(f, {1, 2}, {0, 1}), at(second, y, from)}, {}, numbers);
  };
  const Case<Rational> c = of(g, {3, 5}, {1, 2}, map);
  return {
      "affine-scale-invariance",
      {2, 0, 0},
      kWithBaseline,
      equal_answers(c),
      {{"other units", true, c},
       {"a factor 0", false, of(g, {3, 5}, {1, 2}, {2, 0, 1, -1})},
       {"no offsets", false, of(g, {3, 5}, {1, 2}, {2, 3})},
       {"other offsets", false, of(g, {3, 5}, {1, 2}, {2, 3, 0, 0})},
       {"other factors", false, of(g, {3, 5}, {1, 2}, {3, 2, 1, -1})},
       {"the same function", false, of(f, {3, 5}, {1, 2}, map)},
       {"the same input", false, of(g, {1, 2}, {1, 2}, map)},
       {"the same baseline", false, of(g, {3, 5}, {0, 1}, map)}},
      [](const Built& b) -> std::string {
        const Index n = b.in.input.size();
        if (b.c.numbers.size() != 2 * n) return "no factor and offset per feature";
        const Vector<Rational> factor = b.c.numbers.head(n);
        const Vector<Rational> offset = b.c.numbers.tail(n);
        if ((factor == Rational(0)).any()) return "a factor 0";
        if (!own_baseline(b.kind) && (b.c.probes[1].baseline != Rational(0)).any()) {
          return "a zero point that the method does not know is moved";
        }
        return fault_of_map(b, factor, offset, true);
      },
      {{"a factor that is not one",
        [](const Built& b) { return (b.c.numbers.head(b.in.input.size()) != Rational(1)).any(); }},
       {"different factors",
        [](const Built& b) {
          const Index n = b.in.input.size();
          return (b.c.numbers.head(n) != b.c.numbers(0)).any();
        }},
       {"an offset that is not zero",
        [](const Built& b) { return (b.c.numbers.tail(b.in.input.size()) != Rational(0)).any(); }},
       {"a baseline that is not zero", baseline_moves}},
      {exact(), shapley(), method("gradient-x-input"), equal_shares(), negated()},
      {method("serial-cost"), without_difference()}};
}

Facts input_shift(bool along) {
  // g(y) = f(y + (1, 1)), f = relu(2 z1 + z2).
  const auto f = bend({2, 1});
  const auto g = bend({2, 1}, 3);
  const auto of = [&](const Network<Rational>& second, const Numbers& y, const Numbers& from,
                      const Numbers& d) {
    return a_case({at(f, {3, 1}, {1, 0}), at(second, y, from)}, {}, d);
  };
  const Numbers along_with = {0, -1};
  const Numbers fixed = {1, 0};
  const Numbers right = along ? along_with : fixed;
  const Numbers wrong = along ? fixed : along_with;
  const Case<Rational> c = of(g, {2, 0}, right, {-1, -1});
  Facts facts = {
      along ? "input-shift" : "input-shift-fixed-baseline",
      {2, 0, 0},
      along ? kOwnBaseline : kEvery,
      equal_answers(c),
      {{"moved", true, c},
       {"the other baseline", false, of(g, {2, 0}, wrong, {-1, -1})},
       {"the same input", false, of(g, {3, 1}, right, {-1, -1})},
       {"moved the other way", false, of(g, {4, 2}, along ? Numbers{2, 1} : fixed, {1, 1})},
       {"the same function", false, of(f, {2, 0}, right, {-1, -1})},
       {"one offset", false, of(g, {2, 0}, right, {-1})}},
      [along](const Built& b) -> std::string {
        if (b.c.numbers.size() != b.in.input.size()) return "no offset per feature";
        return fault_of_map(b, Vector<Rational>::Constant(b.c.numbers.size(), Rational(1)),
                            b.c.numbers, along);
      },
      {{"an offset that is not zero",
        [](const Built& b) { return (b.c.numbers != Rational(0)).any(); }},
       {"different offsets", [](const Built& b) { return (b.c.numbers != b.c.numbers(0)).any(); }},
       {"a baseline that is not zero", baseline_moves}},
      {},
      {}};
  if (along) {
    facts.keepers = {exact(), shapley(), without_difference(), equal_shares(), negated()};
    facts.breakers = {method("gradient-x-input")};
  } else {
    facts.keepers = {method("gradient"), method("guided-backprop"), zero()};
    facts.breakers = {exact(), shapley(), method("gradient-x-input")};
  }
  return facts;
}

Facts proportionality() {
  const auto f = bend({1, 1}, -1);
  const auto three = bend({1, 1, 1}, -1);
  const Case<Rational> c = a_case({at(f, {2, 1}, {0, 0})}, {0, 1});
  const Case<Rational> mixed = a_case({at(f, {2, -1}, {0, 0})}, {0, 1});
  const Case<Rational> none = a_case({at(f, {0, 1}, {0, 0})}, {0, 1});
  const Case<Rational> ends = a_case({at(three, {1, 5, 3}, {0, 0, 0})}, {0, 2});
  return {"proportionality",
          {1, 2, 2},
          kWithBaseline,
          {{"in proportion",
            c,
            {{{Rational(4, 3), Rational(2, 3)}}},
            kKept,
            {Rational(4, 3)},
            {Rational(4, 3)}},
           {"Shapley's", c, {{{Rational(3, 2), Rational(1, 2)}}}, kBroken, {Rational(3, 2)}, {1}},
           {"less than in proportion", c, {{{1, 2}}}, kBroken, {1}, {4}},
           {"equal shares", c, {{{1, 1}}}, kBroken},
           {"in inverse proportion", c, {{{2, 4}}}, kBroken},
           {"opposite signs", mixed, {{{2, -1}}}, kKept},
           {"the wrong sign", mixed, {{{2, 1}}}, kBroken, {-2}, {2}},
           {"nothing for nothing", none, {{{0, 5}}}, kKept},
           {"something for nothing", none, {{{5, 5}}}, kBroken, {5}, {0}},
           {"the ends", ends, {{{1, 7, 3}}}, kKept},
           {"the ends out of proportion", ends, {{{1, 5, 4}}}, kBroken},
           {"off by |x_i| + |x_j| times the stated error",
            mixed,
            {{{2, 1}, {1, Rational(1, 3)}}},
            kKept},
           {"off by more", mixed, {{{2, 1}, {1, Rational(1, 4)}}}, kBroken}},
          {{"a function of the sum", true, c},
           {"a function of the sum of three", true, ends},
           {"a baseline that is not zero", false, a_case({at(f, {2, 1}, {0, 1})}, {0, 1})},
           {"different weights", false, a_case({at(bend({2, 1}), {2, 1}, {0, 0})}, {0, 1})},
           {"symmetric, but of more than the sum", false,
            a_case({at(product(), {2, 1}, {0, 0})}, {0, 1})},
           {"of the sum of two of three", false,
            a_case({at(bend({1, 1, 0}), {2, 1, 1}, {0, 0, 0})}, {0, 1})}},
          [](const Built& b) -> std::string {
            const Probe<Rational>& p = b.c.probes[0];
            if ((p.baseline != Rational(0)).any()) return "a baseline that is not zero";
            if (b.c.features[0] == b.c.features[1]) return "one feature twice";
            for (const Vector<Rational>& z : some_points(p.input.size())) {
              const Vector<Rational> gathered = with(Rational(0) * z, b.c.features[1], z.sum());
              if (value(p, z) != value(p, gathered)) return "not a function of the sum";
            }
            return {};
          },
          {{"two different values",
            [](const Built& b) {
              const Vector<Rational>& x = b.c.probes[0].input;
              return x(b.c.features[0]) != x(b.c.features[1]);
            }}},
          {exact(), negated()},
          {shapley(), equal_shares(), ones()}};
}

Facts demand_monotonicity() {
  const auto f = bend({1, 1});
  const auto of = [](const Network<Rational>& network, const Numbers& grown, const Numbers& from) {
    return a_case({at(network, grown, {0, 0}), at(network, from, {0, 0})}, {0});
  };
  const Case<Rational> c = of(f, {3, 1}, {1, 1});
  const auto falls_late = sum(affine({1, 0}), bend({1, 0}, -3, -2));  // z1 - 2 relu(z1 - 3)
  return {"demand-monotonicity",
          {2, 1, 1},
          kWithBaseline,
          {{"more", c, {{{3, 1}}, {{1, 1}}}, kKept, {3}, {1}},
           {"less", c, {{{1, 1}}, {{3, 1}}}, kBroken, {1}, {3}},
           {"as much", c, {{{2, 1}}, {{2, 1}}}, kKept},
           {"more, and less for the other feature", c, {{{3, 0}}, {{1, 9}}}, kKept},
           {"less, and more for the other feature", c, {{{1, 9}}, {{3, 0}}}, kBroken},
           {"less than nothing, and still less", c, {{{-3, 0}}, {{-1, 0}}}, kBroken},
           {"less by all of the stated error", c, {{{1, 1}, {1, 0}}, {{3, 1}, {1, 0}}}, kKept},
           {"less by more", c, {{{1, 1}, {1, 0}}, {{4, 1}, {1, 0}}}, kBroken}},
          {{"a growing feature", true, c},
           {"another feature may make it fall", true, of(bend({1, -1}), {3, 1}, {1, 1})},
           {"no growth", true, of(f, {1, 1}, {1, 1})},
           {"a function that falls", false, of(bend({-1, 1}, 1), {3, 1}, {1, 1})},
           {"a function that falls elsewhere", false, of(falls_late, {2, 1}, {1, 1})},
           {"another feature grows, too", false, of(f, {3, 2}, {1, 1})},
           {"the feature shrinks", false, of(f, {1, 1}, {3, 1})},
           {"below the baseline", false, of(f, {3, -1}, {1, -1})},
           {"two functions", false,
            a_case({at(bend({2, 1}), {3, 1}, {0, 0}), at(f, {1, 1}, {0, 0})}, {0})},
           {"two baselines", false, a_case({at(f, {3, 1}, {0, 1}), at(f, {1, 1}, {0, 0})}, {0})}},
          [](const Built& b) -> std::string {
            const Probe<Rational>& larger = b.c.probes[0];
            const Probe<Rational>& smaller = b.c.probes[1];
            const Index i = b.c.features[0];
            if ((with(smaller.input, i, larger.input(i)) != larger.input).any())
              return "other features";
            if (larger.input(i) < smaller.input(i)) return "the feature shrinks";
            if ((smaller.input < smaller.baseline).any()) return "below the baseline";
            if ((larger.baseline != smaller.baseline).any()) return "two baselines";
            if (!equal_everywhere(larger, smaller)) return "two functions";
            for (const Vector<Rational>& z : some_points(larger.input.size())) {
              for (const Rational& by : {Rational(1, 3), Rational(5)}) {
                if (value(larger, moved(z, i, by)) < value(larger, z)) return "F falls";
              }
            }
            return {};
          },
          {{"a feature that grows",
            [](const Built& b) { return (b.c.probes[0].input != b.c.probes[1].input).any(); }},
           {"a baseline that is not zero", baseline_moves}},
          {shapley(), method("occlusion"), zero()},
          {exact(), negated()}};
}

Facts non_decreasing_positivity() {
  const auto f = affine({2, -1});
  const Case<Rational> c = a_case({at(f, {1, -2}, {0, 0})});
  return {"non-decreasing-positivity",
          {1, 0, 0},
          kWithBaseline,
          {{"all positive", c, {{{2, 2}}}, kKept, {2, 2}, {0, 0}},
           {"the second negative", c, {{{2, -1}}}, kBroken, {2, -1}, {0, 0}},
           {"the first negative", c, {{{-1, 5}}}, kBroken},
           {"nothing", c, {{{0, 0}}}, kKept},
           {"negative by all of the stated error", c, {{{2, -1}, {0, 1}}}, kKept},
           {"negative by more", c, {{{2, -2}, {0, 1}}}, kBroken}},
          {{"each goes where F grows", true, c},
           {"a feature that does not move", true, a_case({at(f, {1, 0}, {0, 0})})},
           {"up, where F falls", false, a_case({at(f, {1, 2}, {0, 0})})},
           {"down, where F grows", false, a_case({at(f, {-1, -2}, {0, 0})})},
           {"a function that falls outside of the box", true,
            a_case({at(sum(affine({1, 0}), bend({1, 0}, -3, -2)), {1, 1}, {0, 0})})},
           {"a function that falls inside of it", false,
            a_case({at(sum(affine({1, 0}), bend({1, 0}, -3, -2)), {5, 1}, {0, 0})})}},
          [](const Built& b) -> std::string {
            const Probe<Rational>& p = b.c.probes[0];
            if ((p.input != b.in.input).any()) return "not the drawn input";
            for (const Vector<Rational>& z : some_points(p.input.size())) {
              for (Index i = 0; i < z.size(); ++i) {
                const Rational by = (p.input(i) - p.baseline(i)) / 3;
                if (value(p, moved(z, i, by)) < value(p, z)) return "F falls";
              }
            }
            return {};
          },
          {{"a feature that goes down",
            [](const Built& b) { return (b.c.probes[0].input < b.c.probes[0].baseline).any(); }},
           {"a baseline that is not zero", baseline_moves}},
          {exact(), shapley(), method("occlusion"), ones()},
          {negated(), without_difference()}};
}

Facts symmetric_monotonicity() {
  const auto f = affine({1, 2});
  const Case<Rational> c =
      a_case({at(f, {2, 5}, {0, 1}), at(f, {2, 5}, {0, 1})}, {0, 1});  // changes 2 and 4
  const Case<Rational> down = a_case({at(f, {2, -3}, {0, 1}), at(f, {2, -3}, {0, 1})}, {0, 1});
  const auto pair = [](const Network<Rational>& g, const Network<Rational>& lower) {
    return a_case({at(g, {2, 5}, {0, 1}), at(lower, {2, 5}, {0, 1})}, {0, 1});
  };
  // Slopes in z1 and in z2 are equal at each point, but not along each other's lines.
  const auto ridge = bend({1, -1});
  const auto valley = bend({1, -1}, 0, -1);
  return {
      "symmetric-monotonicity",
      {2, 2, 2},
      kWithBaseline,
      {{"more per unit", c, {{{0, 8}}, {{2, 0}}}, kKept, {2}, {1}},
       {"as much per unit", c, {{{9, 4}}, {{2, 9}}}, kKept, {1}, {1}},
       {"less per unit, though more", c, {{{0, 3}}, {{2, 0}}}, kBroken, {Rational(3, 4)}, {1}},
       {"more per unit of the other feature", c, {{{8, 1}}, {{2, 9}}}, kBroken},
       {"more per unit on the way down", down, {{{0, -8}}, {{2, 0}}}, kKept, {2}, {1}},
       {"less per unit on the way down", down, {{{0, 8}}, {{2, 0}}}, kBroken, {-2}, {1}},
       {"less by 1/2 + 1/4 times the stated error",
        c,
        {{{0, 3}, {0, Rational(1, 3)}}, {{2, 0}}},
        kKept},
       {"less by more", c, {{{0, 3}, {0, Rational(1, 4)}}, {{2, 0}}}, kBroken},
       {"the same on the way down", down, {{{0, -3}, {0, Rational(1, 3)}}, {{2, 0}}}, kKept}},
      {{"a smaller weight", true, c},
       {"equal weights", true, pair(affine({5, 1}), f)},
       {"slopes that are equal at each point", true, pair(valley, ridge)},
       {"a larger weight", false, pair(affine({5, 0}), f)},
       {"a larger slope elsewhere", false, pair(affine({0, 1}), sum(f, bend({1, 0}, -1)))},
       {"i does not change", false, a_case({at(f, {0, 5}, {0, 1}), at(f, {0, 5}, {0, 1})}, {0, 1})},
       {"j does not change", false, a_case({at(f, {2, 1}, {0, 1}), at(f, {2, 1}, {0, 1})}, {0, 1})},
       {"two inputs", false, a_case({at(f, {2, 5}, {0, 1}), at(f, {2, 6}, {0, 1})}, {0, 1})}},
      [](const Built& b) -> std::string {
        const Probe<Rational>& g = b.c.probes[0];
        const Probe<Rational>& f = b.c.probes[1];
        const Index i = b.c.features[0];
        const Index j = b.c.features[1];
        if (i == j) return "one feature twice";
        if (f.input(i) == f.baseline(i) || g.input(j) == g.baseline(j)) return "no change";
        if ((f.input != g.input).any() || (f.baseline != g.baseline).any()) return "two points";
        // Steps so short that few cross a kink.
        const Rational step(1, 1000003);
        int wrong = 0;
        for (const Vector<Rational>& z : some_points(f.input.size())) {
          wrong +=
              value(f, moved(z, i, step)) - value(f, z) > value(g, moved(z, j, step)) - value(g, z);
        }
        return wrong > 0 ? "a larger slope" : "";
      },
      {{"two functions",
        [](const Built& b) { return !equal_everywhere(b.c.probes[0], b.c.probes[1]); }},
       {"one function",
        [](const Built& b) { return equal_everywhere(b.c.probes[0], b.c.probes[1]); }},
       {"a baseline that is not zero", baseline_moves}},
      {exact(), zero()},
      {shapley(), negated(), equal_shares()}};
}

}  // namespace

std::vector<Facts> facts_of_maps_and_slopes() {
  return {affine_scale_invariance(), input_shift(true),     input_shift(false),
          proportionality(),         demand_monotonicity(), non_decreasing_positivity(),
          symmetric_monotonicity()};
}

}  // namespace axiomark::tests
