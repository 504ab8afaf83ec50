#include "axioms/batch_invariance.hpp"
#include "axioms/calling_twice.hpp"
#include "axioms/determinism.hpp"
#include "tests/mutants/manners.hpp"
#include "tests/mutants/mutant.hpp"

namespace axiomark::tests {
namespace {

using In = Ingredients<Rational>;
using Said = Attribution<Rational>;

constexpr Arithmetic kOwn = Arithmetic::own;
constexpr Arithmetic kFloat = Arithmetic::single_precision;
constexpr Arithmetic kDouble = Arithmetic::double_precision;

Vector<Rational> zeros(const Vector<Rational>& like) { return Rational(0) * like; }

// Four other questions about any network.
Queries<Rational> others(const Probe<Rational>& p) {
  const Vector<Rational> next = p.input + Rational(1);
  return {Batch<Rational>(next.replicate(1, 4)), Batch<Rational>(p.baseline.replicate(1, 4)),
          Batch<Rational>(p.target.replicate(1, 4)), 1};
}

constexpr auto kTold = [](CaseQ& c, Arithmetic arithmetic) {
  for (Manner<Rational>& manner : c.manners) manner.arithmetic = arithmetic;
};

// As a screen judges: off by 1e-9 of the numbers.
constexpr auto kScreened = [](Compare& m, const CaseQ&, const Answers&) {
  m.relation = Relation::within;
  m.bound = Vector<Rational>::Constant(m.sides.left.size(), Rational(1, 1'000'000'000));
};

// What floats hold of the answers.
constexpr auto kInFloat = [](Said& a) {
  for (Rational& v : a.values) v = convert<Rational>(convert<float>(v));
};

/// What determinism and calling twice have in common: two answers that have to be the same. `last` is the
/// probe asked again.
template <class A>
std::vector<Mutant> of_the_same(std::size_t last, const std::vector<Manner<Rational>>& manners) {
  return {
      compares<A>("the first answer with itself", kWithItself),
      compares<A>("equal sums", kSums),
      compares<A>("equal sizes", kSizes),
      compares<A>("at least as much", kAtLeast),
      compares<A>("the first feature only", kFirstOnly),
      compares<A>("the sides exchanged", kSwapped),
      compares<A>("equal up to the stated error", kEqual),
      compares<A>("equal up to a screen's threshold", kScreened),
      mishears<A>("equal in float", kInFloat),
      builds<A>("asked about another input",
                [last](CaseQ& c, const In&, MethodKind) { c.probes[last].input += Rational(1); }),
      builds<A>("asked about another target",
                [last](CaseQ& c, const In&, MethodKind) { c.probes[last].target *= Rational(2); }),
      builds<A>("asked plainly", [](CaseQ& c, const In&, MethodKind) { c.manners.clear(); }),
      builds<A>("asked in float", [](CaseQ& c, const In&, MethodKind) { kTold(c, kFloat); }),
      builds<A>("asked among others again",
                [last](CaseQ& c, const In&, MethodKind) {
                  c.manners[last].company = others(c.probes[last]);
                }),
      draws<A>("the baseline is always zero",
               [](In& in, MethodKind&) { in.baseline = zeros(in.baseline); }),
      draws<A>("the drawn baseline for every kind",
               [](In&, MethodKind& kind) { kind = MethodKind::one_baseline; }),
      overlooks<A>("how it is asked", [manners](CaseQ& c) { c.manners = manners; }),
      overlooks<A>("in which arithmetic",
                   [](CaseQ& c) {
                     c.manners.resize(c.probes.size());
                     kTold(c, kDouble);
                   }),
      overlooks<A>("among which others",
                   [](CaseQ& c) {
                     for (Manner<Rational>& manner : c.manners) manner.company = {};
                   }),
      overlooks<A>("another input", [last](CaseQ& c) { c.probes[last].input = c.probes[0].input; }),
      overlooks<A>("another baseline",
                   [last](CaseQ& c) { c.probes[last].baseline = c.probes[0].baseline; }),
      trusts<A>("equal functions at the same points",
                [last, manners](const CaseQ& c) {
                  const auto& [f, g] = std::pair{c.probes[0], c.probes[last]};
                  CaseQ asked = c;
                  asked.probes = {f, g};
                  return equal_everywhere(f, g) && same_points(asked).has_value();
                }),
      stated_for<A>("not for methods without a baseline",
                    {MethodKind::one_baseline, MethodKind::baseline_distribution}),
  };
}

std::vector<Mutant> and_also(std::vector<Mutant> some, std::vector<Mutant> more) {
  some.insert(some.end(), std::make_move_iterator(more.begin()),
              std::make_move_iterator(more.end()));
  return some;
}

std::vector<Mutant> of_determinism() {
  using A = Determinism;
  return and_also(
      of_the_same<A>(1, {in(kDouble), made_anew(kDouble)}),
      {builds<A>("the same object again",
                 [](CaseQ& c, const In&, MethodKind) { c.manners[1].made_anew = false; }),
       builds<A>("two objects made anew",
                 [](CaseQ& c, const In&, MethodKind) { c.manners[0].made_anew = true; }),
       overlooks<A>("that nothing is made anew", [](CaseQ& c) {
         if (c.manners.size() > 1) c.manners[1].made_anew = true;
       })});
}

std::vector<Mutant> of_calling_twice() {
  using A = CallingTwice;
  const Manner<Rational> plainly = in(kDouble);
  return and_also(
      of_the_same<A>(2, {plainly, plainly, plainly}),
      {compares<A>("the first answer with the second",
                   [](Compare& m, const CaseQ&, const Answers& a) {
                     m.sides.right = a[1].attribution->values;
                   }),
       compares<A>("the second answer with the third",
                   [](Compare& m, const CaseQ&, const Answers& a) {
                     m.sides.left = a[1].attribution->values;
                   }),
       builds<A>("another object asked again",
                 [](CaseQ& c, const In&, MethodKind) { c.manners[2].made_anew = true; }),
       builds<A>("the same question between",
                 [](CaseQ& c, const In&, MethodKind) { c.probes[1] = c.probes[0]; }),
       builds<A>("the same network between",
                 [](CaseQ& c, const In&, MethodKind) {
                   c.probes[1].network = c.probes[0].network;
                   c.probes[1].target = c.probes[0].target;
                 }),
       builds<A>("the other question last",
                 [](CaseQ& c, const In&, MethodKind) { std::swap(c.probes[1], c.probes[2]); }),
       overlooks<A>("of which object", [](CaseQ& c) {
         for (Manner<Rational>& manner : c.manners) manner.made_anew = false;
       })});
}

std::vector<Mutant> of_batch_invariance() {
  using A = BatchInvariance;
  const auto in_double = [](const CaseQ& c) { return c.manner(0).arithmetic == kDouble; };
  return {
      compares<A>("the answer alone with itself", kWithItself),
      compares<A>("equal sums", kSums),
      compares<A>("equal sizes", kSizes),
      compares<A>("at least as much", kAtLeast),
      compares<A>("no roundings in double", kEqual),
      compares<A>("the bits in double",
                  [](Compare& m, const CaseQ&, const Answers&) { m.relation = Relation::same; }),
      compares<A>("as many roundings in any arithmetic",
                  [](Compare& m, const CaseQ&, const Answers&) {
                    m.relation = Relation::within;
                    m.bound = Vector<Rational>::Constant(m.sides.left.size(), half_to(44));
                  }),
      compares<A>("float's roundings in double",
                  [](Compare& m, const CaseQ&, const Answers&) {
                    if (m.bound.size() > 0) m.bound /= half_to(29);
                  }),
      compares<A>("roundings of A alone",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    if (m.bound.size() > 0) m.bound = half_to(45) * a[0].attribution->values.abs();
                  }),
      compares<A>("twice the stated error", kTwiceTheError),
      compares<A>("no stated error", kNoError),
      mishears<A>("roundings of one evaluation", [](Said& a) { a.gradient_evaluations = 1; }),
      builds<A>("alone twice", [](CaseQ& c, const In&, MethodKind) { c.manners[1].company = {}; }),
      builds<A>(
          "among others twice",
          [](CaseQ& c, const In&, MethodKind) { c.manners[0].company = c.manners[1].company; }),
      builds<A>("among others with the same target",
                [](CaseQ& c, const In&, MethodKind) {
                  c.manners[1].company.targets.colwise() = c.probes[1].target;
                }),
      builds<A>("among others with the same baseline",
                [](CaseQ& c, const In&, MethodKind) {
                  c.manners[1].company.baselines.colwise() = c.probes[1].baseline;
                }),
      builds<A>("among others with one input",
                [](CaseQ& c, const In&, MethodKind) {
                  const Vector<Rational> first = c.manners[1].company.inputs.col(0);
                  c.manners[1].company.inputs.colwise() = first;
                }),
      builds<A>("asked about another input",
                [](CaseQ& c, const In&, MethodKind) { c.probes[1].input += Rational(1); }),
      builds<A>("all in double", [](CaseQ& c, const In&, MethodKind) { kTold(c, kDouble); }),
      builds<A>("all in its own arithmetic",
                [](CaseQ& c, const In&, MethodKind) { kTold(c, kOwn); }),
      builds<A>("alone in its own arithmetic",
                [](CaseQ& c, const In&, MethodKind) { c.manners[0].arithmetic = kOwn; }),
      never_builds<A>("in double", in_double),
      never_builds<A>("in its own arithmetic", [=](const CaseQ& c) { return !in_double(c); }),
      draws<A>("the baseline is always zero",
               [](In& in, MethodKind&) { in.baseline = zeros(in.baseline); }),
      overlooks<A>("that nobody else is asked about",
                   [](CaseQ& c) {
                     c.manners.resize(2);
                     c.manners[1].company = others(c.probes[1]);
                   }),
      overlooks<A>("others beside the one alone",
                   [](CaseQ& c) {
                     if (!c.manners.empty()) c.manners[0].company = {};
                   }),
      overlooks<A>("another object",
                   [](CaseQ& c) {
                     for (Manner<Rational>& manner : c.manners) manner.made_anew = false;
                   }),
      overlooks<A>("what cancels", [](CaseQ& c) { kTold(c, kOwn); }),
      overlooks<A>("another input", [](CaseQ& c) { c.probes[1].input = c.probes[0].input; }),
      overlooks<A>("another baseline",
                   [](CaseQ& c) { c.probes[1].baseline = c.probes[0].baseline; }),
  };
}

}  // namespace

std::vector<Mutants> mutants_of_repetition() {
  return {{"determinism", of_determinism()},
          {"calling-twice", of_calling_twice()},
          {"batch-invariance", of_batch_invariance()}};
}

}  // namespace axiomark::tests
