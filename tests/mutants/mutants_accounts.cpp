#include "axioms/conservation.hpp"
#include "axioms/continuity.hpp"
#include "tests/mutants/mutant.hpp"

namespace axiomark::tests {
namespace {

using In = Ingredients<Rational>;
using Said = Attribution<Rational>;

Vector<Rational> one(const Rational& v) { return Vector<Rational>::Constant(1, v); }
Vector<Rational> zeros(const Vector<Rational>& like) { return Rational(0) * like; }

const std::vector<Conservation<Rational>::Absorbed>& absorbed(const Answers& answers) {
  return answers[0].attribution->conservation->absorbed;
}

std::vector<Mutant> of_conservation() {
  using A = RelevanceConservation;
  return {
      compares<A>("F(x) - F(x') instead of F(x)",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.right = one(a[0].at_input - a[0].at_baseline);
                  }),
      compares<A>("nothing absorbed",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left = one(a[0].attribution->values.sum());
                  }),
      compares<A>("the first node only",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    for (std::size_t n = 1; n < absorbed(a).size(); ++n) {
                      m.sides.left -= absorbed(a)[n].relevance;
                    }
                  }),
      compares<A>("less what is absorbed",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    for (const auto& node : absorbed(a)) m.sides.left -= 2 * node.relevance;
                  }),
      compares<A>("the sizes of what is absorbed",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    for (const auto& node : absorbed(a)) {
                      if (node.relevance < 0) m.sides.left -= 2 * node.relevance;
                    }
                  }),
      compares<A>("what started instead of F(x)",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.right = one(a[0].attribution->conservation->started);
                  }),
      compares<A>("what started instead of the sum",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left = one(a[0].attribution->conservation->started);
                  }),
      compares<A>("the sizes of the sums", kSizes),
      compares<A>("at least as much", kAtLeast),
      compares<A>("twice the stated error", kTwiceTheError),
      compares<A>("no stated error", kNoError),
      mishears<A>("no account is one of nothing absorbed",
                  [](Said& a) {
                    if (!a.conservation)
                      a.conservation = Conservation<Rational>{a.values.sum(), {}};
                  }),
      mishears<A>("an account of nothing absorbed is none",
                  [](Said& a) {
                    if (a.conservation && a.conservation->absorbed.empty()) a.conservation.reset();
                  }),
      builds<A>("asked at zero", [](CaseQ& c, const In&,
                                    MethodKind) { c.probes[0].input = zeros(c.probes[0].input); }),
      builds<A>("twice the output",
                [](CaseQ& c, const In&, MethodKind) { c.probes[0].target *= Rational(2); }),
      never_builds<A>("networks with something to absorb",
                      [](const CaseQ& c) {
                        return value(c.probes[0], zeros(c.probes[0].input)) != Rational(0);
                      }),
      trusts<A>("positive outputs",
                [](const CaseQ& c) { return value(c.probes[0], c.probes[0].input) > 0; }),
      stated_for<A>("for every kind", every_kind()),
  };
}

Vector<Rational> rounded(const Vector<Rational>& values, std::int64_t parts) {
  return values.unaryExpr([parts](const Rational& v) {
    const Rational scaled = v * parts + Rational(1, 2);
    Integer whole = numerator(scaled) / denominator(scaled);
    if (Rational(whole) > scaled) --whole;
    return Rational(whole) / parts;
  });
}

// x, in the middle between the two points.
Vector<Rational> middle(const CaseQ& c) {
  return (c.probes[0].input + c.probes[1].input) / Rational(2);
}
void put_around(CaseQ& c, const Vector<Rational>& x) {
  c.probes[0].input = moved(x, c.features[0], c.numbers(0));
  c.probes[1].input = moved(x, c.features[0], -c.numbers(0));
}

std::vector<Mutant> of_continuity() {
  using A = Continuity;
  return {
      compares<A>("the answers instead of their limits",
                  [](Compare& m, const CaseQ&, const Answers& a) {
                    m.sides.left = a[0].attribution->values;
                    m.sides.right = a[1].attribution->values;
                  }),
      compares<A>("the limit with itself", kWithItself),
      compares<A>("the feature that moves only",
                  [](Compare& m, const CaseQ& c, const Answers&) {
                    m.sides.left = one(m.sides.left(c.features[0]));
                    m.sides.right = one(m.sides.right(c.features[0]));
                  }),
      compares<A>("equal sums", kSums),
      compares<A>("equal sizes", kSizes),
      compares<A>("no jump upwards", kAtLeast),
      compares<A>("the sides exchanged", kSwapped),
      compares<A>("jumps above one in a million only",
                  [](Compare& m, const CaseQ&, const Answers&) {
                    m.sides.left = rounded(m.sides.left, 1'000'000);
                    m.sides.right = rounded(m.sides.right, 1'000'000);
                  }),
      compares<A>("twice the stated error", kTwiceTheError),
      compares<A>("no stated error", kNoError),
      mishears<A>("limits with small denominators only",
                  [](Said& a) { a.values = rounded(a.values, 5040); }),
      mishears<A>("whatever is near zero is zero",
                  [](Said& a) {
                    const Rational near = Rational(1) / (std::int64_t{1} << 34);
                    for (Rational& v : a.values) {
                      if (v < near && v > -near) v = 0;
                    }
                  }),
      builds<A>("where it was drawn, off kinks",
                [](CaseQ& c, const In& in, MethodKind) { put_around(c, in.input); }),
      builds<A>("beside the kink",
                [](CaseQ& c, const In&, MethodKind) {
                  put_around(c, moved(middle(c), c.features[0], Rational(1, 1000)));
                }),
      builds<A>("at the point and above",
                [](CaseQ& c, const In&, MethodKind) { c.probes[1].input = middle(c); }),
      builds<A>("twice above",
                [](CaseQ& c, const In&, MethodKind) { c.probes[1].input = c.probes[0].input; }),
      builds<A>("a larger step",
                [](CaseQ& c, const In&, MethodKind) {
                  const Vector<Rational> x = middle(c);
                  c.numbers(0) = Rational(1, 1024);
                  put_around(c, x);
                }),
      draws<A>("always along the first feature", [](In& in, MethodKind&) { in.feature = 0; }),
      draws<A>("the baseline is always zero",
               [](In& in, MethodKind&) { in.baseline = zeros(in.baseline); }),
      draws<A>("the drawn baseline for every kind",
               [](In&, MethodKind& kind) { kind = MethodKind::one_baseline; }),
      overlooks<A>("that another feature moves",
                   [](CaseQ& c) {
                     c.probes[1].input = moved(c.probes[0].input, c.features[0], -2 * c.numbers(0));
                   }),
      overlooks<A>("another baseline",
                   [](CaseQ& c) { c.probes[1].baseline = c.probes[0].baseline; }),
      overlooks<A>("another function",
                   [](CaseQ& c) {
                     c.probes[1].network = c.probes[0].network;
                     c.probes[1].target = c.probes[0].target;
                   }),
      overlooks<A>("how large the step is",
                   [](CaseQ& c) {
                     const Rational wide =
                         c.probes[0].input(c.features[0]) - c.probes[1].input(c.features[0]);
                     const Vector<Rational> x = middle(c);
                     if (wide != 2 * c.numbers(0)) return;
                     c.numbers(0) = Rational(1) / Rational(Integer(1) << 200);
                     put_around(c, x);
                   }),
      overlooks<A>("what step the case says",
                   [](CaseQ& c) {
                     c.numbers(0) =
                         (c.probes[0].input(c.features[0]) - c.probes[1].input(c.features[0])) / 2;
                   }),
  };
}

}  // namespace

std::vector<Mutants> mutants_of_accounts_and_limits() {
  return {{"conservation", of_conservation()}, {"continuity", of_continuity()}};
}

}  // namespace axiomark::tests
