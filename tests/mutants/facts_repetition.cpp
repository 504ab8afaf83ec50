#include "tests/axioms/sabotage.hpp"
#include "tests/mutants/careless_methods.hpp"
#include "tests/mutants/manners.hpp"

/// What must not matter: which object is asked, when, and among which others.
namespace axiomark::tests {
namespace {

const std::vector<MethodKind> kEvery = {MethodKind::local, MethodKind::zero_baseline_implied,
                                        MethodKind::one_baseline,
                                        MethodKind::baseline_distribution};
constexpr Outcome kKept = Outcome::kept;
constexpr Outcome kBroken = Outcome::broken;
constexpr Arithmetic kFloat = Arithmetic::single_precision;
constexpr Arithmetic kDouble = Arithmetic::double_precision;
constexpr Arithmetic kExact = Arithmetic::exact;
using Of = MixesUp::Of;

/// Two answers that should be one to the last bit; `ask` makes all answers of two.
template <class Ask>
std::vector<JudgedFact> same_answers(const Case<Rational>& c, Ask ask) {
  const Rational last = 1 + half_to(52);
  std::vector<JudgedFact> all = {
      {"equal answers", c, ask({{1, -2}}, {{1, -2}}), kKept, {1, -2}, {1, -2}},
      {"different answers", c, ask({{1, 2}}, {{2, 6}}), kBroken, {1, 2}, {2, 6}},
      {"answers that differ the other way", c, ask({{2, 6}}, {{1, 2}}), kBroken, {2, 6}, {1, 2}},
      {"a bit behind the first feature", c, ask({{1, 1}}, {{1, last}}), kBroken, {1, 1}, {1, last}},
      {"a bit less", c, ask({{last, 1}}, {{1, 1}}), kBroken},
      {"the smallest bit", c, ask({{0, 0}}, {{half_to(1074), 0}}), kBroken},
      {"equal sums", c, ask({{1, 2}}, {{2, 1}}), kBroken},
      {"equal sizes", c, ask({{1, 2}}, {{-1, 2}}), kBroken},
      {"off by less than the stated error", c, ask({{1, 2}, {1, 1}}, {{1, 3}, {1, 1}}), kBroken}};
  for (JudgedFact& fact : all) {
    if (fact.outcome == kBroken) fact.evidence = Evidence::bitwise;
  }
  return all;
}

std::string fault_of_manners(const Built& b, Arithmetic arithmetic) {
  for (std::size_t k = 0; k < b.c.probes.size(); ++k) {
    if (b.c.manner(k).arithmetic != arithmetic) return "in another arithmetic";
    if (!alone(b.c.manner(k))) return "among others";
  }
  return {};
}

bool baseline_moves(const Built& b) { return (b.c.probes[0].baseline != Rational(0)).any(); }

Facts determinism() {
  const Case<Rational> twice = a_case({plain(), plain()});
  const Case<Rational> c = put(twice, {in(kDouble), made_anew(kDouble)});
  const auto ask = [](const Said& first, const Said& anew) {
    return std::vector<Said>{first, anew};
  };
  return {"determinism",
          {2, 0, 0},
          kEvery,
          same_answers(c, ask),
          together(other_questions(c),
                   {{"nothing made anew", false, put(twice, {in(kDouble), in(kDouble)})},
                    {"in no arithmetic of its own", false, twice},
                    {"once in float", false, put(twice, {in(kDouble), made_anew(kFloat)})},
                    {"exactly", false, put(twice, {in(kExact), made_anew(kExact)})},
                    {"once among others", false,
                     put(twice, {among_others(kDouble), made_anew(kDouble)})}}),
          [](const Built& b) -> std::string {
            for (const Probe<Rational>& p : b.c.probes) {
              if (!asks_what_was_drawn(p, b)) return "not what was drawn";
            }
            if (b.c.manner(0).made_anew || !b.c.manner(1).made_anew) {
              return "not the method on trial, and then one made anew";
            }
            return fault_of_manners(b, kDouble);
          },
          {{"a baseline that is not zero", baseline_moves}},
          {method("random"), method("integrated-gradients:rule=exact"),
           method("shapley:rule=permutations,samples=3")},
          {AnyMethod("counts calls", CountsCalls{}), AnyMethod("constant:value=7", CountsCalls{})}};
}

Facts calling_twice() {
  const Probe<Rational> other = at(bend({1, -1}, 1), {-3, -1}, {0, 0});
  const Case<Rational> plainly = a_case({plain(), other, plain()});
  const Manner<Rational> manner = in(kDouble);
  const Case<Rational> c = put(plainly, {manner, manner, manner});
  const auto ask = [](const Said& first, const Said& again) {
    return std::vector<Said>{first, {{5, 5}}, again};
  };
  std::vector<JudgedFact> judged = same_answers(c, ask);
  judged.push_back(
      {"the answer of the question between", c, {{{1, 2}}, {{5, 5}}, {{5, 5}}}, kBroken});
  judged.push_back({"the same answer to all", c, {{{1, 2}}, {{1, 2}}, {{1, 2}}}, kKept});
  return {"calling-twice",
          {3, 0, 0},
          kEvery,
          std::move(judged),
          together(other_questions(c),
                   {{"the last asked of another object", false,
                     put(plainly, {manner, manner, made_anew(kDouble)})},
                    {"the first asked of another object", false,
                     put(plainly, {made_anew(kDouble), manner, manner})},
                    {"in no arithmetic of its own", false, plainly},
                    {"the last in float", false, put(plainly, {manner, manner, in(kFloat)})},
                    {"the last among others", false,
                     put(plainly, {manner, manner, among_others(kDouble)})}}),
          [](const Built& b) -> std::string {
            if (!asks_what_was_drawn(b.c.probes[0], b) || !asks_what_was_drawn(b.c.probes[2], b)) {
              return "not what was drawn";
            }
            for (std::size_t k = 0; k < b.c.probes.size(); ++k) {
              if (b.c.manner(k).made_anew) return "asked of another object";
            }
            return fault_of_manners(b, kDouble);
          },
          {{"a baseline that is not zero", baseline_moves},
           {"another network between",
            [](const Built& b) { return !equal_everywhere(b.c.probes[0], b.c.probes[1]); }},
           {"another input between",
            [](const Built& b) { return (b.c.probes[0].input != b.c.probes[1].input).any(); }}},
          {method("random"), method("integrated-gradients:rule=exact"), method("shapley")},
          {AnyMethod("counts calls", CountsCalls{}),
           AnyMethod("remembers a length",
                     Remembers{[](Index nodes, double) { return static_cast<double>(nodes); }}),
           AnyMethod("remembers an input", Remembers{[](Index, double x) { return x; }})}};
}

bool others_differ(const Batch<Rational>& others, const Vector<Rational>& own) {
  for (Index k = 0; k < others.cols(); ++k) {
    if ((others.col(k) != own).any()) return true;
  }
  return false;
}

Facts batch_invariance() {
  const Case<Rational> twice = a_case({plain(), plain()});
  const Case<Rational> c = put(twice, {in(Arithmetic::own), among_others(Arithmetic::own)});
  const Case<Rational> d = put(twice, {in(kDouble), among_others(kDouble)});
  const Rational bit = half_to(51);
  const Rational tiny = half_to(40);
  const Evidence beyond = Evidence::beyond_derived_bound;
  const auto cancels = [](Case<Rational>& a) {
    for (Probe<Rational>& p : a.probes) p.network = affine({1, -2});
  };
  const auto backwards = [](Case<Rational>& a) {
    for (Probe<Rational>& p : a.probes) p.baseline(0) = 4;
  };
  // Each evaluation is another rounding of the sum.
  const auto after_many = [](const Numbers& values) { return Said{values, {}, {}, 1000}; };
  return {
      "batch-invariance",
      {2, 0, 0},
      kEvery,
      {{"equal answers", c, {{{1, -2}}, {{1, -2}}}, kKept, {1, -2}, {1, -2}},
       {"different answers", c, {{{1, 2}}, {{2, 6}}}, kBroken, {1, 2}, {2, 6}, Evidence::exact},
       {"answers that differ the other way", c, {{{2, 6}}, {{1, 2}}}, kBroken, {2, 6}, {1, 2}},
       {"a bit behind the first feature", c, {{{1, 1}}, {{1, 1 + bit}}}, kBroken},
       {"equal sums", c, {{{1, 2}}, {{2, 1}}}, kBroken},
       {"equal sizes", c, {{{1, 2}}, {{-1, 2}}}, kBroken},
       {"off by all of the stated error", c, {{{1, 2}, {0, 1}}, {{1, 4}, {1, 0}}}, kKept},
       {"off by more", c, {{{1, 2}, {0, 1}}, {{1, 5}, {1, 0}}}, kBroken},
       {"equal answers in double", d, {{{3, 2}}, {{3, 2}}}, kKept, {3, 2}, {3, 2}},
       {"a rounding more", d, {{{3, 2}}, {{3, 2 + bit}}}, kKept, {3, 2}, {3, 2 + bit}},
       {"a rounding less", d, {{{3, 2 + bit}}, {{3, 2}}}, kKept},
       {"a rounding of F where A is zero", d, {{{0, 2}}, {{bit, 2}}}, kKept},
       {"more than roundings",
        d,
        {{{3, 2}}, {{3, 2 + tiny}}},
        kBroken,
        {3, 2},
        {3, 2 + tiny},
        beyond},
       {"less than roundings", d, {{{3 + tiny, 2}}, {{3, 2}}}, kBroken, {}, {}, beyond},
       {"a thousand evaluations more", d, {after_many({3, 2}), after_many({3, 2 + tiny})}, kKept},
       {"and more than their roundings", d, {after_many({3, 2}), after_many({3, 3})}, kBroken},
       {"different answers in double", d, {{{3, 2}}, {{2, 3}}}, kBroken}},
      together(together(other_questions(c), other_questions(d)),
               {{"nobody else", false, twice},
                {"nobody else, in double", false, put(twice, {in(kDouble), in(kDouble)})},
                {"among others twice", false,
                 put(twice, {among_others(Arithmetic::own), among_others(Arithmetic::own)})},
                {"in two arithmetics", false, put(twice, {in(kDouble), among_others(kFloat)})},
                {"alone exactly", false, put(twice, {in(Arithmetic::own), among_others(kDouble)})},
                {"among others exactly", false,
                 put(twice, {in(kDouble), among_others(Arithmetic::own)})},
                {"another object", false, put(twice, {made_anew(kDouble), among_others(kDouble)})},
                {"what cancels, exactly", true, but(c, cancels)},
                {"what cancels, in double", false, but(d, cancels)},
                {"below the baseline, in double", false, but(d, backwards)}}),
      [](const Built& b) -> std::string {
        const Queries<Rational> others = b.c.manner(1).company;
        if (!alone(b.c.manner(0))) return "not alone";
        if (others.count() != 4 || others.baselines.cols() != 4 * others.baselines_per_query ||
            others.targets.cols() != 4) {
          return "not four others";
        }
        if (b.c.manner(0).arithmetic != b.c.manner(1).arithmetic) return "in two arithmetics";
        if (b.c.manner(0).arithmetic == Arithmetic::own) {
          return asks_what_was_drawn(b.c.probes[0], b) && asks_what_was_drawn(b.c.probes[1], b)
                     ? ""
                     : "not what was drawn";
        }
        const Probe<Rational>& p = b.c.probes[0];
        if ((p.baseline < Rational(0)).any() || (p.input < p.baseline).any()) return "backwards";
        for (const Vector<Rational>& z : some_points(p.input.size())) {
          for (Index i = 0; i < z.size(); ++i) {
            const Vector<Rational> from = z.abs();
            if (value(p, moved(from, i, 2)) < value(p, from)) return "something cancels";
          }
        }
        return {};
      },
      {{"a baseline that is not zero", baseline_moves},
       {"its own arithmetic",
        [](const Built& b) { return b.c.manner(0).arithmetic == Arithmetic::own; }},
       {"double", [](const Built& b) { return b.c.manner(0).arithmetic == kDouble; }},
       {"others with another target",
        [](const Built& b) {
          return others_differ(b.c.manner(1).company.targets, b.c.probes[1].target);
        }},
       {"others with another baseline",
        [](const Built& b) {
          return others_differ(b.c.manner(1).company.baselines, b.c.probes[1].baseline);
        }},
       {"others that differ from each other",
        [](const Built& b) {
          const Batch<Rational> inputs = b.c.manner(1).company.inputs;
          return (inputs.col(0) != inputs.col(3)).any();
        }}},
      {method("integrated-gradients:rule=exact"), method("shapley"), method("gradient"),
       method("random")},
      {AnyMethod("the first target", MixesUp{Of::first}),
       AnyMethod("the last target", MixesUp{Of::last}),
       AnyMethod("the first baseline", MixesUp{Of::each, Of::first}),
       AnyMethod("the last baseline", MixesUp{Of::each, Of::last}),
       AnyMethod("a little of the sum", MixesUp{Of::each, Of::each, 0x1.0p-60}),
       AnyMethod("some of the sum in double", MixesUp{Of::each, Of::each, 0x1.0p-20, true})}};
}

}  // namespace

std::vector<PremiseFact> other_questions(const Case<Rational>& c) {
  std::vector<PremiseFact> all;
  all.push_back({"the question itself", true, c});
  const auto asks = [&](std::size_t k) { return (c.probes[k].input == plain().input).all(); };
  for (std::size_t k = 0; k < c.probes.size(); ++k) {
    if (!asks(k)) continue;
    all.push_back({"another input", false, but(c, [k](auto& a) { a.probes[k].input(1) = 2; })});
    all.push_back(
        {"another baseline", false, but(c, [k](auto& a) { a.probes[k].baseline(1) = 1; })});
    all.push_back({"another target", false, but(c, [k](auto& a) { a.probes[k].target(0) = 2; })});
    all.push_back({"another function", false, but(c, [k](auto& a) {
                     a.probes[k].network = affine({1, 3});
                   })});
    all.push_back({"another network of the same function", false, but(c, [k](auto& a) {
                     a.probes[k].network = sum(affine({1, 1}), affine({0, 1}));
                   })});
    all.push_back({"other weights of the same function", false, but(c, [&](auto& a) {
                     for (std::size_t n = 0; n < c.probes.size(); ++n) {
                       if (asks(n)) a.probes[n].network = bend({1, 2}, 0, 3);
                     }
                     a.probes[k].network = bend({3, 6}, 0, 1);
                   })});
  }
  return all;
}
std::vector<PremiseFact> together(std::vector<PremiseFact> some,
                                  const std::vector<PremiseFact>& more) {
  some.insert(some.end(), more.begin(), more.end());
  return some;
}

const Probe<Rational>& plain() {
  static const Probe<Rational> probe = at(affine({1, 2}), {3, 1}, {0, 0});
  return probe;
}

std::vector<Facts> facts_of_repetition() {
  return {determinism(), calling_twice(), batch_invariance()};
}

}  // namespace axiomark::tests
