#include "network/linear_pieces.hpp"
#include "tests/axioms/sabotage.hpp"
#include "tests/mutants/careless_methods.hpp"
#include "tests/mutants/manners.hpp"

namespace axiomark::tests {
namespace {

const std::vector<MethodKind> kEvery = {MethodKind::local, MethodKind::zero_baseline_implied,
                                        MethodKind::one_baseline,
                                        MethodKind::baseline_distribution};
constexpr Outcome kKept = Outcome::kept;
constexpr Outcome kBroken = Outcome::broken;
constexpr Outcome kUnjudged = Outcome::not_applicable;

AnyMethod forgetful_lrp() {
  return spoiled("forgetful", "lrp:rule=0,bias=include",
                 [](auto& answer) { answer.conservation->absorbed.clear(); });
}
/// Also says that only half of the relevance started.
AnyMethod halved_lrp() {
  return spoiled("halved", "lrp:rule=0,bias=include", [](auto& answer) {
    answer.values /= 2;
    answer.conservation->started /= 2;
    for (auto& node : answer.conservation->absorbed) node.relevance /= 2;
  });
}

Facts conservation() {
  // F = 2 z1 - 3 z2 + 1: 2 at (2, 1), 1 at 0.
  const Case<Rational> c = a_case({at(affine({2, -3}, 1), {2, 1}, {0, 0})});
  return {"conservation",
          {1, 0, 0},
          {MethodKind::zero_baseline_implied},
          {{"the bias absorbed", c, {{{4, -3}, {}, {2, 1}}}, kKept, {2}, {2}},
           {"the bias shared out", c, {{{5, -3}, {}, {2, 0}}}, kKept, {2}, {2}},
           {"all of it shared out, and nothing to say", c, {{{5, -3}, {}, {2}}}, kKept},
           {"absorbed by two nodes", c, {{{1, 0}, {}, {2, Rational(2, 3), Rational(1, 3)}}}, kKept},
           {"a node that gives some", c, {{{6, -1}, {}, {2, -3}}}, kKept},
           {"one that takes and one that gives", c, {{{4, -1}, {}, {2, 3, -4}}}, kKept},
           {"the bias forgotten", c, {{{4, -3}, {}, {2}}}, kBroken, {1}, {2}},
           {"the bias doubled", c, {{{5, -3}, {}, {2, 1}}}, kBroken, {3}, {2}},
           {"the second node forgotten", c, {{{4, -3}, {}, {2, 0, 0}}}, kBroken},
           {"F(x) - F(x') in all", c, {{{4, -3}, {}, {2, 0}}}, kBroken, {1}, {2}},
           {"less the absorbed", c, {{{4, -1}, {}, {2, 1}}}, kBroken, {4}, {2}},
           {"the sizes absorbed", c, {{{4, -1}, {}, {2, -1, 2}}}, kBroken},
           {"the right size", c, {{{-4, 3}, {}, {2, -1}}}, kBroken, {-2}, {2}},
           {"an account of less than F(x)", c, {{{2, -1}, {}, {1, 0}}}, kBroken, {1}, {2}},
           {"an account of more than F(x)", c, {{{2, 1}, {}, {4, 1}}}, kBroken, {4}, {2}},
           {"no account", c, {{{4, -3}}}, kUnjudged},
           {"no account, and F(x) in all", c, {{{5, -3}}}, kUnjudged},
           {"off by all of the stated error", c, {{{4, -3}, {1, 1}, {2, 3}}}, kKept},
           {"off by more", c, {{{4, -3}, {1, 1}, {2, 4}}}, kBroken}},
          {{"no premise", true, c}},
          [](const Built& b) -> std::string {
            return asks_what_was_drawn(b.c.probes[0], b) ? "" : "not what was drawn";
          },
          {{"something to absorb",
            [](const Built& b) {
              return value(b.c.probes[0], Rational(0) * b.in.input) != Rational(0);
            }},
           {"a negative output",
            [](const Built& b) { return value(b.c.probes[0], b.in.input) < Rational(0); }}},
          {method("lrp:rule=0,bias=include"), method("lrp:rule=0,bias=ignore"),
           method("lrp:rule=epsilon,epsilon=1/4"), method("lrp:rule=alpha-beta,alpha=2"),
           method("gradient-x-input")},
          {forgetful_lrp(), halved_lrp()}};
}

/// Both sides of x along feature i, from the zero baseline.
Case<Rational> around(const Network<Rational>& network, const Numbers& x, Index i = 0,
                      const Rational& above = half_to(200), const Rational& below = half_to(200)) {
  const Numbers zero(x.size(), Rational(0));
  const Vector<Rational> middle = vector(x);
  return a_case({at(network, numbers(moved(middle, i, above)), zero),
                 at(network, numbers(moved(middle, i, -below)), zero)},
                {i}, {above});
}

// Of the drawn point, along the feature; 0 where no unit of the network has one within 4.
Rational distance_to_a_kink(const Built& b) {
  const Index i = b.c.features[0];
  const auto pieces = linear_pieces<Rational>(b.in.network, b.in.target,
                                              {moved(b.in.input, i, -4), moved(b.in.input, i, 4)});
  Rational nearest(4);
  if (pieces) {
    for (const Rational& t : pieces->breakpoints) {
      nearest = std::min(nearest, absolute_value<Rational>(8 * t - 4));
    }
  }
  return nearest < 4 ? nearest : Rational(0);
}

std::string fault_of_sides(const Built& b) {
  const Probe<Rational>& above = b.c.probes[0];
  const Probe<Rational>& below = b.c.probes[1];
  const Index i = b.c.features[0];
  const Rational step = half_to(200);
  if (numbers(b.c.numbers) != Numbers{step}) return "another step";
  const Vector<Rational> middle = (above.input + below.input) / Rational(2);
  if ((moved(middle, i, step) != above.input).any()) return "not a step above";
  if ((moved(middle, i, -step) != below.input).any()) return "not a step below";
  if ((with(middle, i, b.in.input(i)) != b.in.input).any()) return "another point";
  const Rational way = middle(i) - b.in.input(i);
  if (way > 4 || way < -4) return "a point far away";
  Probe<Rational> drawn = above;
  drawn.input = b.in.input;
  if (!asks_what_was_drawn(drawn, b)) return "another function or baseline";
  if ((above.baseline != below.baseline).any()) return "two baselines";
  if (!equal_everywhere(above, below)) return "two functions";
  return way * way == distance_to_a_kink(b) * distance_to_a_kink(b) ? "" : "not the nearest kink";
}

// F bends between the two points.
bool on_a_kink(const Built& b) {
  const Probe<Rational>& above = b.c.probes[0];
  const Probe<Rational>& below = b.c.probes[1];
  const Vector<Rational> middle = (above.input + below.input) / Rational(2);
  return 2 * value(above, middle) != value(above, above.input) + value(below, below.input);
}

Facts continuity() {
  const auto f = bend({1, -1});
  const Case<Rational> c = around(f, {1, 1});
  const Rational e = half_to(200);
  const Rational third(1, 3);
  const Rational fine = half_to(40);
  const Rational finest = half_to(31);
  return {
      "continuity",
      {2, 1, 1, 1},
      kEvery,
      {{"the limits themselves", c, {{{3, 0}}, {{3, 0}}}, kKept, {3, 0}, {3, 0}},
       {"near the limits", c, {{{3 + e, -e}}, {{3 - e, e}}}, kKept, {3, 0}, {3, 0}},
       {"near a fraction", c, {{{third, 2 * third - e}}, {{third + 5 * e, 2 * third}}}, kKept},
       {"near them on a steep slope", c, {{{3 + half_to(139), 0}}, {{3, 0}}}, kKept, {3, 0}},
       {"a jump", c, {{{3, 0}}, {{0, 3}}}, kBroken, {3, 0}, {0, 3}},
       {"a jump upwards", c, {{{0, 3}}, {{3, 0}}}, kBroken, {0, 3}, {3, 0}},
       {"a jump near the limits", c, {{{3 - e, 0}}, {{-e, 0}}}, kBroken, {3, 0}, {0, 0}},
       {"a jump behind the first feature", c, {{{1, 2}}, {{1, 3}}}, kBroken},
       {"a jump of the sign", c, {{{1, -2}}, {{-1, 2}}}, kBroken},
       {"a small jump", c, {{{finest, 0}}, {{0, 0}}}, kBroken, {finest, 0}, {0, 0}},
       {"a tiny jump", c, {{{finest, 0}}, {{1 / (1 / finest - 1), 0}}}, kBroken},
       {"no simple limit", c, {{{fine, 0}}, {{fine, 0}}}, kUnjudged},
       {"no simple limit from above", c, {{{half_to(130), 0}}, {{0, 0}}}, kUnjudged},
       {"no simple limit from below", c, {{{0, 0}}, {{0, half_to(130)}}}, kUnjudged},
       {"no simple limit beside a jump", c, {{{0, fine}}, {{1, fine}}}, kUnjudged},
       {"off by all of the stated error", c, {{{3, 0}, {1, 0}}, {{5, 0}, {0, 1}}}, kKept},
       {"off by more", c, {{{3, 0}, {1, 0}}, {{6, 0}, {0, 1}}}, kBroken}},
      {{"a kink", true, c},
       {"off all kinks", true, around(f, {2, -1})},
       {"along the second feature", true, around(f, {1, 1}, 1)},
       {"a larger step", false, around(f, {1, 1}, 0, Rational(1), Rational(1))},
       {"a larger step below", false, around(f, {1, 1}, 0, e, Rational(1))},
       {"a step that is not small enough", false, around(f, {1, 1}, 0, half_to(60), half_to(60))},
       {"no step", false, around(f, {1, 1}, 0, Rational(0), Rational(0))},
       {"along another feature", false, but(c, [](auto& a) { a.features = {1}; })},
       {"another step than it says", false, but(c, [](auto& a) { a.numbers(0) = half_to(201); })},
       {"another feature moves, too", false,
        but(c, [](auto& a) { a.probes[1].input(1) += half_to(200); })},
       {"two baselines", false, but(c, [](auto& a) { a.probes[1].baseline(1) = 1; })},
       {"two functions", false,
        but(c,
            [](auto& a) {
              a.probes[1].network = bend({1, -1}, 1);
            })},
       {"two targets", false, but(c, [](auto& a) { a.probes[1].target(0) = 2; })}},
      fault_of_sides,
      {{"a kink", on_a_kink},
       {"a kink beside the drawn point",
        [](const Built& b) {
          const Rational way = b.c.probes[0].input(b.c.features[0]) - b.in.input(b.c.features[0]);
          return on_a_kink(b) && way != half_to(200);
        }},
       {"a feature beside the first", [](const Built& b) { return b.c.features[0] > 0; }},
       {"a baseline that is not zero",
        [](const Built& b) { return (b.c.probes[0].baseline != Rational(0)).any(); }}},
      {method("shapley"), method("occlusion"), equal_shares(), zero()},
      {method("gradient"), method("integrated-gradients:rule=exact")}};
}

}  // namespace

std::vector<Facts> facts_of_accounts_and_limits() { return {conservation(), continuity()}; }

}  // namespace axiomark::tests
