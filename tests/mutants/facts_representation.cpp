#include <numeric>

#include "tests/axioms/sabotage.hpp"
#include "tests/mutants/careless_methods.hpp"
#include "tests/mutants/manners.hpp"

/// What must not matter: how numbers are represented, and in which order features are listed.
namespace axiomark::tests {
namespace {

const std::vector<MethodKind> kEvery = {MethodKind::local, MethodKind::zero_baseline_implied,
                                        MethodKind::one_baseline,
                                        MethodKind::baseline_distribution};
constexpr std::size_t kAny = std::numeric_limits<std::size_t>::max();
constexpr Outcome kKept = Outcome::kept;
constexpr Outcome kBroken = Outcome::broken;
constexpr Arithmetic kFloat = Arithmetic::single_precision;
constexpr Arithmetic kDouble = Arithmetic::double_precision;
constexpr Arithmetic kExact = Arithmetic::exact;

bool baseline_moves(const Built& b) { return (b.c.probes[0].baseline != Rational(0)).any(); }

bool float_holds(const Vector<Rational>& numbers) {
  return std::ranges::all_of(
      numbers, [](const Rational& v) { return convert<Rational>(convert<float>(v)) == v; });
}

/// Gradient times difference in a double that keeps what a float keeps, or in a float that keeps less.
AnyMethod float_inside_double() {
  return spoiled("float inside double", "gradient-x-difference", [](auto& answer) {
    if constexpr (std::same_as<decltype(answer), Attribution<double>&>) {
      answer.values = answer.values.template cast<float>().template cast<double>().eval();
    }
  });
}
AnyMethod coarse_float() {
  return spoiled("coarse float", "gradient-x-difference", [](auto& answer) {
    if constexpr (std::same_as<decltype(answer), Attribution<float>&>) answer.values *= 1.001F;
  });
}
AnyMethod wrong_when_exact() {
  return spoiled("wrong when exact", "gradient-x-difference", [](auto& answer) {
    if constexpr (std::same_as<decltype(answer), Attribution<Rational>&>) answer.values *= 2;
  });
}

/// The answers to plain(), whose exact one is (3, 2): in float, in double, exactly.
std::vector<JudgedFact> in_three_arithmetics(const Case<Rational>& c) {
  const Said right{{3, 2}};
  const Rational in_float = 2 + half_to(21);
  const Rational in_double = 2 + half_to(50);
  const Rational coarse = 2 + half_to(12);
  const auto sampled = [](const Numbers& values) { return Said{values, {}, {}, 0, true}; };
  const auto after_many = [](const Numbers& values) { return Said{values, {}, {}, 1000}; };
  std::vector<JudgedFact> all;
  all.push_back({"equal answers", c, {right, right, right}, kKept});
  all.push_back({"rounded", c, {{{3, in_float}}, {{3, in_double}}, right}, kKept});
  all.push_back({"rounded down", c, {{{3, 4 - in_float}}, {{3, 4 - in_double}}, right}, kKept});
  all.push_back({"more than rounded in float", c, {{{3, coarse}}, right, right}, kBroken});
  all.push_back({"less than rounded in float", c, {{{3, 4 - coarse}}, right, right}, kBroken});
  all.push_back({"rounded to float in double", c, {right, {{3, in_float}}, right}, kBroken});
  all.push_back({"rounded down to it", c, {right, {{3, 4 - in_float}}, right}, kBroken});
  all.push_back({"of the first feature", c, {right, {{3 + half_to(21), 2}}, right}, kBroken});
  all.push_back({"of the first in float", c, {{{3 + half_to(12), 2}}, right, right}, kBroken});
  all.push_back({"both the same", c, {{{3, in_float}}, {{3, in_float}}, right}, kBroken});
  all.push_back(
      {"errors that cancel", c, {{{3 - half_to(9), 2 + half_to(9)}}, right, right}, kBroken});
  all.push_back({"exact only", c, {{{3, 5}}, {{3, 5}}, right}, kBroken});
  all.push_back({"all but exact", c, {right, right, {{3, 5}}}, kBroken});
  all.push_back({"the right size", c, {{{-3, -2}}, {{-3, -2}}, right}, kBroken});
  all.push_back({"after a thousand evaluations",
                 c,
                 {after_many({3, coarse}), after_many({3, 2 + half_to(40)}), right},
                 kKept});
  all.push_back({"and in double more",
                 c,
                 {after_many({3, coarse}), after_many({3, 2 + half_to(26)}), right},
                 kBroken});
  for (JudgedFact& fact : all) {
    if (fact.outcome == kBroken) fact.evidence = Evidence::beyond_derived_bound;
  }
  const Said wrong = sampled({3, 5});
  all.push_back({"sampled", c, {wrong, wrong, sampled({3, 2})}, Outcome::not_applicable});
  all.push_back({"sampled alike", c, {wrong, wrong, wrong}, Outcome::not_applicable});
  return all;
}

Facts precision_consistency() {
  const Case<Rational> plainly = a_case({plain(), plain(), plain()});
  const Case<Rational> c = put(plainly, {in(kFloat), in(kDouble), in(kExact)});
  const auto of = [&](const Network<Rational>& network, const Numbers& input) {
    return but(c, [&](auto& a) {
      for (Probe<Rational>& p : a.probes) p.network = network;
      for (Probe<Rational>& p : a.probes) p.input = vector(input);
    });
  };
  const Rational third(1, 3);
  return {"precision-consistency",
          {3, 0, 0},
          kEvery,
          in_three_arithmetics(c),
          together(
              other_questions(c),
              {{"in no arithmetic of its own", false, plainly},
               {"float and double exchanged", false,
                put(plainly, {in(kDouble), in(kFloat), in(kExact)})},
               {"twice in double", false, put(plainly, {in(kDouble), in(kDouble), in(kExact)})},
               {"twice in float", false, put(plainly, {in(kFloat), in(kFloat), in(kExact)})},
               {"never exactly", false, put(plainly, {in(kFloat), in(kDouble), in(kDouble)})},
               {"float among others", false,
                put(plainly, {among_others(kFloat), in(kDouble), in(kExact)})},
               {"exactly of another object", false,
                put(plainly, {in(kFloat), in(kDouble), made_anew(kExact)})},
               {"a bend that nothing reaches", true, of(bend({1, 2}, 1), {3, 1})},
               {"a negative weight", false, of(affine({2, -1}), {3, 1})},
               {"a negative bias", false, of(affine({2, 1}, -1), {3, 1})},
               {"below the baseline", false, of(affine({1, 2}), {3, -1})},
               {"an input that float does not hold", false, of(affine({1, 2}), {third, 1})},
               {"a weight that float does not hold", false, of(affine({third, 2}), {3, 1})},
               {"an input that only double holds", false, of(affine({1, 2}), {1 + half_to(40), 1})},
               {"a baseline that float does not hold", false,
                but(c,
                    [&](auto& a) {
                      for (Probe<Rational>& p : a.probes) p.baseline(0) = third;
                    })}}),
          [](const Built& b) -> std::string {
            constexpr std::array<Arithmetic, 3> kOrder = {kFloat, kDouble, kExact};
            for (std::size_t k = 0; k < kOrder.size(); ++k) {
              const Manner<Rational> manner = b.c.manner(k);
              if (manner.arithmetic != kOrder[k]) return "in other arithmetics";
              if (!alone(manner) || manner.made_anew) return "another object, or among others";
              const Probe<Rational>& p = b.c.probes[k];
              if ((p.input != b.c.probes[0].input).any() ||
                  (p.baseline != b.c.probes[0].baseline).any() ||
                  !equal_everywhere(p, b.c.probes[0])) {
                return "different questions";
              }
            }
            const Probe<Rational>& p = b.c.probes[0];
            if (!float_holds(p.input) || !float_holds(p.baseline)) return "points are rounded";
            const auto in_float = convert<Rational>(convert<float>(p.network).value()).value();
            if (!equal_everywhere(p, {"", in_float, p.input, p.baseline, p.target})) {
              return "the network is rounded";
            }
            if ((p.baseline < Rational(0)).any() || (p.input < p.baseline).any())
              return "backwards";
            for (const Vector<Rational>& z : some_points(p.input.size())) {
              const Vector<Rational> from = z.abs();
              for (Index i = 0; i < z.size(); ++i) {
                if (value(p, moved(from, i, 2)) < value(p, from)) return "something cancels";
              }
            }
            return {};
          },
          {{"a baseline that is not zero", baseline_moves},
           {"numbers whose product float has to round",
            [](const Built& b) {
              const Vector<Rational>& x = b.c.probes[0].input;
              return !float_holds(x * x);
            }}},
          {method("gradient"), method("integrated-gradients:rule=exact"), method("shapley")},
          {float_inside_double(), coarse_float(), wrong_when_exact()}};
}

/// All attributions to the feature that is listed first.
struct FirstListed {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  ConventionOptions conventions;
  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& f, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const {
    const Row<S> rise = f.evaluate(inputs).value() - f.evaluate(baselines).value();
    Attributions<S> answers;
    for (Index k = 0; k < inputs.cols(); ++k) {
      Attribution<S> answer;
      answer.values = Vector<S>::Constant(f.dimension(), S(0));
      answer.values(0) = rise(k);
      answers.emplace_back(std::move(answer));
    }
    return answers;
  }
};

/// z_p(i) = y_i
Vector<Rational> unlisted(const Vector<Rational>& y, const std::vector<Index>& p) {
  Vector<Rational> z = y;
  for (std::size_t i = 0; i < p.size(); ++i) z(p[i]) = y(static_cast<Index>(i));
  return z;
}

std::string fault_of_listing(const Built& b) {
  const Probe<Rational>& f = b.c.probes[0];
  const Probe<Rational>& g = b.c.probes[1];
  const std::vector<Index>& p = b.c.features;
  if (b.in.input.size() > 1 && !asks_what_was_drawn(f, b)) return "not what was drawn";
  std::vector<Index> sorted = p;
  std::ranges::sort(sorted);
  std::vector<Index> all(static_cast<std::size_t>(f.input.size()));
  std::iota(all.begin(), all.end(), Index{0});
  if (sorted != all) return "not a permutation";
  if (p == all) return "in the same order";
  if ((unlisted(g.input, p) != f.input).any()) return "another input";
  if ((unlisted(g.baseline, p) != f.baseline).any()) return "another baseline";
  for (const Vector<Rational>& y : some_points(g.input.size())) {
    if (value(g, y) != value(f, unlisted(y, p))) return "another function";
  }
  return {};
}

Facts permutation_equivariance() {
  // y = (z2, z3, z1)
  const auto f = affine({1, 2, 3});
  const auto g = affine({2, 3, 1});
  const std::vector<Index> order = {1, 2, 0};
  const auto of = [&](const Network<Rational>& second, const Numbers& y, const Numbers& from,
                      std::vector<Index> p) {
    return a_case({at(f, {4, 5, 6}, {1, 0, 2}), at(second, y, from)}, std::move(p));
  };
  const Case<Rational> c = of(g, {5, 6, 4}, {0, 2, 1}, order);
  const Said said{{10, 20, 30}};
  return {"permutation-equivariance",
          {2, 2, kAny},
          kEvery,
          {{"in the other order", c, {said, {{20, 30, 10}}}, kKept, {20, 30, 10}, {20, 30, 10}},
           {"in the inverse order", c, {said, {{30, 10, 20}}}, kBroken, {20, 30, 10}, {30, 10, 20}},
           {"in the same order", c, {said, {{10, 20, 30}}}, kBroken, {20, 30, 10}, {10, 20, 30}},
           {"the last two exchanged", c, {said, {{20, 10, 30}}}, kBroken},
           {"less", c, {said, {{20, 29, 10}}}, kBroken},
           {"more", c, {said, {{20, 31, 10}}}, kBroken},
           {"the right sizes", c, {said, {{20, -30, 10}}}, kBroken},
           {"equal shares", c, {{{7, 7, 7}}, {{7, 7, 7}}}, kKept},
           {"off by all of the stated error",
            c,
            {{{10, 20, 30}, {0, 1, 0}}, {{20, 33, 10}, {0, 0, 2}}},
            kKept},
           {"off by more", c, {{{10, 20, 30}, {0, 1, 0}}, {{20, 34, 10}, {0, 0, 2}}}, kBroken}},
          {{"another order", true, c},
           {"two exchanged", true, of(affine({1, 3, 2}), {4, 6, 5}, {1, 2, 0}, {0, 2, 1})},
           {"the inverse order", false, of(g, {5, 6, 4}, {0, 2, 1}, {2, 0, 1})},
           {"no permutation", false, of(g, {5, 6, 4}, {0, 2, 1}, {1, 2, 1})},
           {"an order of two of three", false, of(g, {5, 6, 4}, {0, 2, 1}, {1, 2})},
           {"an order of four", false, of(g, {5, 6, 4}, {0, 2, 1}, {1, 2, 0, 0})},
           {"the same function", false, of(f, {5, 6, 4}, {0, 2, 1}, order)},
           {"a constant more", false, of(affine({2, 3, 1}, 1), {5, 6, 4}, {0, 2, 1}, order)},
           {"equal at input and baseline only", false,
            of(sum(g, bend({-1, 0, 0}, -1)), {5, 6, 4}, {0, 2, 1}, order)},
           {"the same input", false, of(g, {4, 5, 6}, {0, 2, 1}, order)},
           {"the same baseline", false, of(g, {5, 6, 4}, {1, 0, 2}, order)}},
          fault_of_listing,
          {{"a baseline that is not zero", baseline_moves},
           {"an order in which the first feature stays",
            [](const Built& b) { return b.c.features[0] == 0; }},
           {"features that are no neighbours",
            [](const Built& b) {
              for (std::size_t i = 0; i < b.c.features.size(); ++i) {
                if (b.c.features[i] > static_cast<Index>(i) + 1) return true;
              }
              return false;
            }},
           {"a network of one feature", [](const Built& b) { return b.in.input.size() == 1; }},
           {"different values",
            [](const Built& b) { return (b.c.probes[0].input != b.c.probes[1].input).any(); }}},
          {method("integrated-gradients:rule=exact"), method("shapley"), method("gradient"),
           method("guided-backprop"), equal_shares(), negated()},
          {AnyMethod("first listed", FirstListed{}), method("path:order=reverse")}};
}

}  // namespace

std::vector<Facts> facts_of_representation() {
  return {precision_consistency(), permutation_equivariance()};
}

}  // namespace axiomark::tests
