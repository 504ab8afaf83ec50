#include <limits>

#include "network/examples.hpp"
#include "tests/axioms/sabotage.hpp"
#include "tests/mutants/facts.hpp"

namespace axiomark::tests {
namespace {

const std::vector<MethodKind> kEvery = {MethodKind::local, MethodKind::zero_baseline_implied,
                                        MethodKind::one_baseline,
                                        MethodKind::baseline_distribution};
constexpr std::size_t kAny = std::numeric_limits<std::size_t>::max();
constexpr Outcome kKept = Outcome::kept;
constexpr Outcome kBroken = Outcome::broken;

AnyMethod exact() { return method("integrated-gradients:rule=exact"); }
AnyMethod shapley() { return method("shapley"); }

bool baseline_moves(const Built& b) { return (b.c.probes[0].baseline != Rational(0)).any(); }

/// Both functions asked at what was drawn.
bool at_drawn_points(const Built& b) {
  const bool own =
      b.kind == MethodKind::one_baseline || b.kind == MethodKind::baseline_distribution;
  return std::ranges::all_of(b.c.probes, [&](const Probe<Rational>& p) {
    return (p.input == b.in.input).all() && (!own || (p.baseline == b.in.baseline).all());
  });
}

/// Input and baseline lie on the segment that was drawn, or on a part of it, in this order.
bool on_drawn_segment(const Built& b) {
  const bool own =
      b.kind == MethodKind::one_baseline || b.kind == MethodKind::baseline_distribution;
  const Probe<Rational>& p = b.c.probes[0];
  const Vector<Rational> from = own ? b.in.baseline : Vector<Rational>(Rational(0) * b.in.input);
  const Vector<Rational> way = b.in.input - from;
  Index longest = 0;
  way.abs().maxCoeff(&longest);
  const Rational unit = way(longest) == 0 ? Rational(1) : way(longest);
  const Rational begin = (p.baseline(longest) - from(longest)) / unit;
  const Rational end = (p.input(longest) - from(longest)) / unit;
  return begin >= 0 && begin <= end && end <= 1 && (p.baseline == from + begin * way).all() &&
         (p.input == from + end * way).all() && (own || begin == 0);
}

Facts completeness() {
  // F = 2 z1 - 3 z2 + 1: 2 at (2, 1), 6 at (1, -1).
  const Case<Rational> c = a_case({at(affine({2, -3}, 1), {2, 1}, {1, -1})});
  return {"completeness",
          {1, 0, 0},
          kEvery,
          {{"weight times difference", c, {{{2, -6}}}, kKept, {-4}, {-4}},
           {"the sum in another order", c, {{{-6, 2}}}, kKept},
           {"all in one feature", c, {{{0, -4}}}, kKept},
           {"signs exchanged", c, {{{-2, 6}}}, kBroken, {4}, {-4}},
           {"a sum of F(x)", c, {{{1, 1}}}, kBroken},
           {"a sum of F(x')", c, {{{1, 5}}}, kBroken},
           {"a sum of F(x) + F(x')", c, {{{6, 2}}}, kBroken},
           {"a mean of F(x) - F(x')", c, {{{-4, -4}}}, kBroken},
           {"sizes that add up to 4", c, {{{1, -3}}}, kBroken},
           {"more than F(x) - F(x')", c, {{{2, -5}}}, kBroken},
           {"less than F(x) - F(x')", c, {{{2, -7}}}, kBroken},
           {"off by all of the stated error", c, {{{-5, -5}, {3, 3}}}, kKept},
           {"off by more than the stated error", c, {{{-5, -5}, {2, 3}}}, kBroken}},
          {{"no premise", true, c}},
          [](const Built& b) -> std::string {
            const Probe<Rational>& p = b.c.probes[0];
            if (!on_drawn_segment(b)) return "not on the drawn segment, from baseline to input";
            return equal_everywhere(p, {"", b.in.network, p.input, p.baseline, b.in.target})
                       ? ""
                       : "not the drawn function";
          },
          {{"a baseline that is not zero", baseline_moves}},
          {exact(), shapley(), equal_shares()},
          {method("gradient"), method("gradient-x-input"), negated()}};
}

Facts sensitivity_a() {
  const Network<Rational> f = affine({2, -3}, 1);
  const Case<Rational> c = a_case({at(f, {3, 1}, {1, 1})}, {0});
  const Case<Rational> second = a_case({at(f, {3, 0}, {3, 1})}, {1});
  return {"sensitivity-a",
          {1, 1, 1},
          kEvery,
          {{"weight times difference", c, {{{4, 0}}}, kKept, {4}, {4}},
           {"an attribution to the other feature", c, {{{0, 4}}}, kBroken, {0}, {4}},
           {"a negative attribution", c, {{{-1, 0}}}, kKept},
           {"a tiny attribution", c, {{{Rational(1, 1000000000000), 0}}}, kKept},
           {"no attribution", c, {{{0, 0}}}, kBroken},
           {"zero within a stated error", c, {{{0, 0}, {1, 0}}}, kKept},
           {"the second feature", second, {{{0, 3}}}, kKept, {3}, {3}},
           {"the second feature's to the first", second, {{{3, 0}}}, kBroken, {0}, {3}}},
          {{"one feature moves", true, c},
           {"the second feature moves", true, second},
           {"F(x) = 0", true, a_case({at(affine({1}, -2), {2}, {0})}, {0})},
           {"another feature moves, too", false, a_case({at(f, {3, 2}, {1, 1})}, {0})},
           {"another feature moves alone", false, a_case({at(f, {1, 2}, {1, 1})}, {0})},
           {"F does not change", false, a_case({at(examples::saturation(), {3}, {2})}, {0})},
           {"nothing moves", false, a_case({at(f, {1, 1}, {1, 1})}, {0})}},
          [](const Built& b) -> std::string {
            const Probe<Rational>& p = b.c.probes[0];
            for (Index i = 0; i < p.input.size(); ++i) {
              if ((p.input(i) != p.baseline(i)) != (i == b.c.features[0])) return "not one feature";
            }
            return value(p, p.input) == value(p, p.baseline) ? "F does not change" : "";
          },
          {{"a baseline that is not zero", baseline_moves},
           {"a feature beside the first", [](const Built& b) { return b.c.features[0] > 0; }},
           {"the drawn input",
            [](const Built& b) {
              const Index i = b.in.feature;
              return b.in.input(i) != b.in.baseline(i) && b.c.probes[0].input(i) == b.in.input(i);
            }}},
          {exact(), shapley(), method("occlusion"), negated()},
          {method("gradient"), method("guided-backprop"), zero()}};
}

Facts sensitivity_b() {
  const Case<Rational> one = a_case({at(affine({2, 0}), {3, 1}, {0, 0})}, {1});
  const Case<Rational> two = a_case({at(affine({0, 2, 0}), {1, 2, 1}, {0, 0, 0})}, {0, 2});
  // Whatever z2 is between x'2 and x2, F is 0; it is not beyond 3.
  const Network<Rational> later = bend({0, 1}, -3);
  return {"sensitivity-b",
          {1, 1, kAny},
          kEvery,
          {{"nothing for the dummy", one, {{{6, 0}}}, kKept, {0}, {0}},
           {"something for the dummy", one, {{{6, 1}}}, kBroken, {1}, {0}},
           {"less than nothing for the dummy", one, {{{6, -1}}}, kBroken, {-1}, {0}},
           {"nothing at all", one, {{{0, 0}}}, kKept},
           {"nothing for both dummies", two, {{{0, 4, 0}}}, kKept, {0, 0}, {0, 0}},
           {"something for the second dummy", two, {{{0, 4, 1}}}, kBroken, {0, 1}, {0, 0}},
           {"something for the first dummy", two, {{{1, 4, 0}}}, kBroken, {1, 0}, {0, 0}},
           {"dummies that cancel", two, {{{1, 4, -1}}}, kBroken},
           {"off by all of the stated error", one, {{{6, 1}, {0, 1}}}, kKept},
           {"off by more than the stated error", one, {{{6, 1}, {0, Rational(1, 2)}}}, kBroken}},
          {{"a weight of zero", true, one},
           {"two weights of zero", true, two},
           {"f - g", true, a_case({at(examples::figure_7_difference(), {3, 1}, {0, 0})}, {0, 1})},
           {"a feature that matters", false, a_case({at(affine({2, 1}), {3, 1}, {0, 0})}, {1})},
           {"a feature that matters elsewhere", false, a_case({at(later, {3, 1}, {0, 0})}, {1})},
           {"a dummy and a feature that matters", false,
            a_case({at(affine({0, 1}), {3, 1}, {0, 0})}, {0, 1})},
           {"a feature that matters and a dummy", false,
            a_case({at(affine({1, 0}), {3, 1}, {0, 0})}, {0, 1})}},
          [](const Built& b) -> std::string {
            const Probe<Rational>& p = b.c.probes[0];
            for (const Vector<Rational>& z : some_points(p.input.size())) {
              for (const Index i : b.c.features) {
                if (value(p, moved(z, i, 3)) != value(p, z)) return "a dummy matters";
              }
            }
            return {};
          },
          {{"an unused input",
            [](const Built& b) {
              return b.c.features == std::vector<Index>{b.in.network.input_features()};
            }},
           {"a function that reads dummies and nothing else",
            [](const Built& b) {
              return b.c.features.size() == static_cast<std::size_t>(b.c.probes[0].input.size()) &&
                     b.c.probes[0].input.size() > 1;
            }},
           {"dummies that are read beside a feature that matters",
            [](const Built& b) {
              const Probe<Rational>& p = b.c.probes[0];
              return b.c.features.size() > 1 && value(p, p.input) != value(p, p.baseline);
            }}},
          {exact(), shapley(), negated()},
          {method("guided-backprop"), method("deconvnet"), ones(), equal_shares()}};
}

Facts implementation_invariance() {
  const auto f = examples::figure_7_f();
  const auto g = examples::figure_7_g();
  const Case<Rational> c = a_case({at(f, {3, 1}, {0, 0}), at(g, {3, 1}, {0, 0})});
  return {"implementation-invariance",
          {2, 0, 0},
          kEvery,
          {{"equal answers", c, {{{2, -1}}, {{2, -1}}}, kKept, {2, -1}, {2, -1}},
           {"different answers", c, {{{3, 0}}, {{2, 0}}}, kBroken, {3, 0}, {2, 0}},
           {"answers that differ the other way", c, {{{2, 0}}, {{3, 0}}}, kBroken, {2, 0}, {3, 0}},
           {"answers that differ behind the first feature", c, {{{2, 0}}, {{2, 1}}}, kBroken},
           {"equal sums", c, {{{2, 1}}, {{1, 2}}}, kBroken},
           {"equal sizes", c, {{{1, -1}}, {{-1, 1}}}, kBroken},
           {"off by all of the stated error", c, {{{2, 0}, {0, 1}}, {{2, 2}, {0, 1}}}, kKept},
           {"off by more than the stated error", c, {{{2, 0}, {0, 1}}, {{2, 3}, {0, 1}}}, kBroken}},
          {{"figure 7", true, c},
           {"another function", false,
            a_case({at(f, {3, 1}, {0, 0}), at(bend({1, -1}), {3, 1}, {0, 0})})},
           {"equal at input and baseline only", false,
            a_case({at(affine({1, 0}), {1, 1}, {0, 0}), at(affine({0, 1}), {1, 1}, {0, 0})})},
           {"equal up to a constant", false,
            a_case({at(affine({1}), {1}, {0}), at(affine({1}, 1), {1}, {0})})},
           {"another input", false, a_case({at(f, {3, 1}, {0, 0}), at(g, {3, 2}, {0, 0})})},
           {"another baseline", false, a_case({at(f, {3, 1}, {0, 0}), at(g, {3, 1}, {0, 1})})}},
          [](const Built& b) -> std::string {
            if (!at_drawn_points(b)) return "not the drawn points";
            return equal_everywhere(b.c.probes[0], b.c.probes[1]) ? "" : "two functions";
          },
          {{"a baseline that is not zero", baseline_moves},
           {"two networks of different lengths",
            [](const Built& b) {
              return b.c.probes[0].network.nodes().size() != b.c.probes[1].network.nodes().size();
            }}},
          {exact(), shapley(), negated(), method("gradient")},
          {method("guided-backprop"), method("deconvnet"), counts_nodes()}};
}

Facts linearity() {
  const Network<Rational> f = affine({1, 2});
  const Network<Rational> g = affine({3, -1});
  const Network<Rational> h = affine({-1, 5});  // 2 F - G
  const Case<Rational> c =
      a_case({at(h, {1, 1}, {0, 0}), at(f, {1, 1}, {0, 0}), at(g, {1, 1}, {0, 0})}, {}, {2, -1});
  const Said of_f{{1, 2}};
  const Said of_g{{3, -1}};
  const Said off_f{{1, 2}, {1, 0}};
  const auto other = [&](const Network<Rational>& both, const Numbers& weights) {
    return a_case({at(both, {1, 1}, {0, 0}), at(f, {1, 1}, {0, 0}), at(g, {1, 1}, {0, 0})}, {},
                  weights);
  };
  return {
      "linearity",
      {3, 0, 0},
      kEvery,
      {{"2 A(F) - A(G)", c, {{{-1, 5}}, of_f, of_g}, kKept, {-1, 5}, {-1, 5}},
       {"2 A(G) - A(F)", c, {{{5, -4}}, of_f, of_g}, kBroken, {5, -4}, {-1, 5}},
       {"2 A(F) + A(G)", c, {{{5, 3}}, of_f, of_g}, kBroken},
       {"A(F) - A(G)", c, {{{-2, 3}}, of_f, of_g}, kBroken},
       {"A(F) + A(G)", c, {{{4, 1}}, of_f, of_g}, kBroken},
       {"2 A(F)", c, {{{2, 4}}, of_f, of_g}, kBroken},
       {"the right sum", c, {{{5, -1}}, of_f, of_g}, kBroken},
       {"the right sizes", c, {{{1, 5}}, of_f, of_g}, kBroken},
       {"off by 1 + |a| + |b| times the stated error", c, {{{3, 5}}, off_f, of_g}, kKept},
       {"off by more", c, {{{4, 5}}, off_f, of_g}, kBroken}},
      {{"2 F - G", true, c},
       {"F + G", false, other(affine({4, 1}), {2, -1})},
       {"the coefficients exchanged", false, other(h, {-1, 2})},
       {"one coefficient", false, other(h, {2})},
       {"three coefficients", false, other(h, {2, -1, 0})},
       {"equal at input and baseline only", false, other(affine({5, -1}), {2, -1})},
       {"a constant more", false, other(affine({-1, 5}, 1), {2, -1})},
       {"another input", false,
        a_case({at(h, {1, 1}, {0, 0}), at(f, {1, 1}, {0, 0}), at(g, {1, 2}, {0, 0})}, {}, {2, -1})},
       {"another baseline", false,
        a_case({at(h, {1, 1}, {0, 0}), at(f, {1, 1}, {1, 0}), at(g, {1, 1}, {0, 0})}, {},
               {2, -1})}},
      [](const Built& b) -> std::string {
        if (!at_drawn_points(b)) return "not the drawn points";
        const auto& [a, d] = b.in.coefficients;
        if (numbers(b.c.numbers) != Numbers{a, d}) return "other coefficients";
        for (const Vector<Rational>& z : some_points(b.in.input.size())) {
          const Rational sum = a * value(b.c.probes[1], z) + d * value(b.c.probes[2], z);
          if (value(b.c.probes[0], z) != sum) return "not the sum of the two functions";
        }
        return {};
      },
      {{"two functions",
        [](const Built& b) { return !equal_everywhere(b.c.probes[1], b.c.probes[2]); }},
       {"two outputs", [](const Built& b) { return b.c.probes[0].target.size() == 2; }},
       {"one output", [](const Built& b) { return b.c.probes[0].target.size() == 1; }},
       {"a baseline that is not zero", baseline_moves},
       {"coefficients that are not one",
        [](const Built& b) { return (b.c.numbers != Rational(1)).all(); }}},
      {exact(), shapley(), negated()},
      {method("deconvnet"), method("guided-backprop"), ones()}};
}

Facts symmetry() {
  const Case<Rational> c = a_case({at(affine({2, 2, 5}), {1, 1, 3}, {0, 0, 1})}, {0, 1});
  const Case<Rational> ends = a_case({at(affine({2, 5, 2}), {1, 1, 1}, {0, 0, 0})}, {0, 2});
  // Symmetric where both are at most 2, as at input and baseline.
  const auto almost = sum(affine({1, 1}), bend({1, 0}, -2));
  return {"symmetry",
          {1, 2, 2},
          kEvery,
          {{"equal attributions", c, {{{2, 2, 10}}}, kKept, {2}, {2}},
           {"more for the second", c, {{{2, 3, 10}}}, kBroken, {2}, {3}},
           {"more for the first", c, {{{3, 2, 10}}}, kBroken, {3}, {2}},
           {"equal sizes", c, {{{2, -2, 10}}}, kBroken},
           {"equal to what they should not be", c, {{{1, 1, 1}}}, kKept},
           {"the ends", ends, {{{2, 7, 2}}}, kKept, {2}, {2}},
           {"an end as the middle", ends, {{{2, 2, 7}}}, kBroken, {2}, {7}},
           {"off by all of the stated error", c, {{{2, 3, 10}, {0, 1, 0}}}, kKept},
           {"off by more than the stated error", c, {{{2, 4, 10}, {0, 1, 0}}}, kBroken}},
          {{"equal weights", true, c},
           {"the ends", true, ends},
           {"a product", true, a_case({at(product(), {3, 3}, {1, 1})}, {0, 1})},
           {"different inputs", false, a_case({at(affine({2, 2}), {1, 2}, {0, 0})}, {0, 1})},
           {"different baselines", false, a_case({at(affine({2, 2}), {1, 1}, {0, 1})}, {0, 1})},
           {"different weights", false, a_case({at(affine({2, 1}), {1, 1}, {0, 0})}, {0, 1})},
           {"another pair", false, a_case({at(affine({2, 5, 2}), {1, 1, 1}, {0, 0, 0})}, {0, 1})},
           {"not symmetric elsewhere", false, a_case({at(almost, {1, 1}, {0, 0})}, {0, 1})}},
          [](const Built& b) -> std::string {
            const Probe<Rational>& p = b.c.probes[0];
            const Index i = b.c.features[0];
            const Index j = b.c.features[1];
            if (i == j) return "one feature twice";
            if (p.input(i) != p.input(j) || p.baseline(i) != p.baseline(j))
              return "different values";
            for (const Vector<Rational>& z : some_points(p.input.size())) {
              if (value(p, with(with(z, i, z(j)), j, z(i))) != value(p, z)) return "not symmetric";
            }
            return {};
          },
          {{"a pair that differs from the others",
            [](const Built& b) {
              return (b.c.probes[0].input != b.c.probes[0].input(b.c.features[0])).any();
            }},
           {"a baseline that is not zero",
            [](const Built& b) { return (b.c.probes[0].baseline != Rational(0)).any(); }},
           {"a function of more than the sum",
            [](const Built& b) { return !depends_on_the_sum_alone(b.c.probes[0]); }}},
          {exact(), shapley(), equal_shares(), negated()},
          {method("random"), method("guided-backprop")}};
}

}  // namespace

std::vector<Facts> facts_of_the_paper() {
  return {sensitivity_a(), sensitivity_b(), implementation_invariance(),
          completeness(),  linearity(),     symmetry()};
}

}  // namespace axiomark::tests
