#include <map>
#include <set>

#include "network/builder.hpp"
#include "network/examples.hpp"
#include "search/campaign.hpp"
#include "search/conviction.hpp"
#include "tests/axioms/trial.hpp"

namespace axiomark::tests {
namespace {

using Rows = std::initializer_list<std::initializer_list<Rational>>;

/// sum_k outer_k relu(W_k z + b_k).
Network<Rational> one_layer(Rows weights, std::initializer_list<Rational> bias, Rows outer) {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({static_cast<Index>(weights.begin()->size())});
  return b.build(b.dense(b.relu(b.dense(x, weights, bias)), outer, {0})).value();
}

/// (z_1 + z_2)^3
Network<Rational> cube_of_sum() {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  return b.build(b.apply(Operator<Rational>(Power{3}), {b.dense(x, {{1, 1}}, {0})})).value();
}

Case<Rational> a_case(std::vector<Probe<Rational>> probes, std::vector<Index> features = {},
                      const Numbers& of = {}) {
  return {std::move(probes), std::move(features), "by hand", vector(of)};
}

/// The two sides of a case whose premise holds.
struct Judged {
  Outcome outcome;
  Numbers left;
  Numbers right;

  friend bool operator==(const Judged&, const Judged&) = default;
};
Judged on(const std::string& by, const std::string& asked, const Case<Rational>& c) {
  const auto premise = axiom(by).check_premise(c);
  INFO((premise ? "" : message(premise.error())));
  REQUIRE(premise.has_value());
  const auto judgement = judged(method(asked), by, c);
  return {judgement.outcome, numbers(judgement.sides.left), numbers(judgement.sides.right)};
}

Judged broken(const Numbers& left, const Numbers& right) { return {Outcome::broken, left, right}; }
Judged kept(const Numbers& left, const Numbers& right) { return {Outcome::kept, left, right}; }

const std::string kExact = "integrated-gradients:rule=exact";

/// The axioms that random search alone finds broken, on no convention's account.
std::set<std::string> broken_by(const std::string& asked, std::uint64_t cases) {
  CampaignOptions options;
  options.cases_per_cell = cases;
  options.fixed_cases = false;
  std::set<std::string> found;
  for (const Axiom& by : axiom_registry()) {
    const Finding finding = search_cell(method(asked), by, options);
    if (finding.verdict == VerdictKind::violated && finding.convention.empty()) {
      found.insert(by.info.name);
    }
    INFO(asked << " and " << by.info.name << ": " << finding.reason);
    CHECK(finding.verdict != VerdictKind::error);
  }
  return found;
}

}  // namespace

TEST_CASE("every axiom's own cases have its premise, in every kind of method") {
  for (const Axiom& by : axiom_registry()) {
    for (const MethodKind kind : every_kind()) {
      int built = 0;
      for_each_case(by.info.name, 60, [&](const Ingredients<Rational>& in) {
        const auto c = by.build_case(in, kind);
        if (!c) {
          INFO(by.info.name << ": " << message(c.error()));
          REQUIRE(c.error().kind == ErrorKind::unsupported);
          return;
        }
        ++built;
        const auto premise = by.check_premise(*c);
        INFO(by.info.name << ": " << (premise ? "" : message(premise.error())));
        REQUIRE(premise.has_value());
        const bool own =
            kind == MethodKind::one_baseline || kind == MethodKind::baseline_distribution;
        if (own || by.info.name == "affine-scale-invariance" || by.info.name == "input-shift")
          return;
        for (const Probe<Rational>& p : c->probes) REQUIRE((p.baseline == Rational(0)).all());
      });
      CHECK(built == 60);
    }
  }
}

TEST_CASE("a case is the same in double and in Rational") {
  for (const Axiom& by : axiom_registry()) {
    for (std::uint64_t k = 0; k < 30; ++k) {
      const auto in = draw_ingredients(case_stream(2026, by.info.name, k));
      const auto rounded = by.build_case(in, MethodKind::one_baseline);
      const auto exact = by.build_case(convert<Rational>(in).value(), MethodKind::one_baseline);
      REQUIRE(rounded.has_value() == exact.has_value());
      if (!exact) continue;
      REQUIRE(rounded->probes.size() == exact->probes.size());
      REQUIRE(rounded->features == exact->features);
      for (std::size_t p = 0; p < exact->probes.size(); ++p) {
        // Draws are dyadic; quotients of them need not be.
        const Vector<double> input = convert_all<double>(exact->probes[p].input);
        CHECK((rounded->probes[p].input - input).abs().maxCoeff() <= 1e-15 * 64);
      }
    }
  }
}

TEST_CASE("random search finds what exact integrated gradients break, and nothing else") {
  CHECK(broken_by(kExact, 600) ==
        std::set<std::string>{"input-shift-fixed-baseline", "demand-monotonicity", "game-symmetry",
                              "null-player", "consistency", "sensitivity-n"});
}

TEST_CASE("random search finds what Shapley values break, and nothing else") {
  CHECK(broken_by("shapley", 600) ==
        std::set<std::string>{"input-shift-fixed-baseline", "proportionality",
                              "symmetric-monotonicity", "sensitivity-n"});
}

TEST_CASE("B01 integrated gradients of the minimum fall when the feature grows, Shapley's do not") {
  const auto grown = [](const Rational& to, const Rational& from) {
    return a_case({probe("F", examples::minimum(), {to, 3}, {0, 0}),
                   probe("F", examples::minimum(), {from, 3}, {0, 0})},
                  {0});
  };
  const std::string by = "demand-monotonicity";
  CHECK(on(by, kExact, grown(4, Rational(5, 2))) == broken({0}, {Rational(5, 2)}));
  CHECK(on(by, kExact, grown(2, 1)) == kept({2}, {1}));
  CHECK(on(by, "shapley", grown(4, Rational(5, 2))) == kept({Rational(3, 2)}, {Rational(5, 4)}));
}

TEST_CASE("B03 attributions of a function of the sum are in proportion, but Shapley's are not") {
  const auto c = a_case({probe("F", one_layer({{1, 1}}, {-1}, {{1}}), {2, 1}, {0, 0})}, {0, 1});
  CHECK(on("proportionality", kExact, c) == kept({Rational(4, 3)}, {Rational(4, 3)}));
  CHECK(on("proportionality", "shapley", c) == broken({Rational(3, 2)}, {1}));
}

TEST_CASE("L05 Shapley values of (x1 + x2)^3 per unit differ where the slopes are equal") {
  const auto cube = cube_of_sum();
  const auto c =
      a_case({probe("g", cube, {1, 2}, {0, 0}), probe("f", cube, {1, 2}, {0, 0})}, {0, 1});
  CHECK(on("symmetric-monotonicity", "shapley", c) == broken({Rational(17, 2)}, {10}));
  // Simpson's rule is exact for the squares that it integrates.
  CHECK(on("symmetric-monotonicity", "integrated-gradients:rule=simpson,steps=2", c) ==
        kept({9}, {9}));
}

TEST_CASE("S18 integrated gradients break the game's axioms and keep the paper's") {
  const auto alike = one_layer({{-1, -1}}, {1}, {{-1}});
  CHECK(on("game-symmetry", kExact, a_case({probe("F", alike, {1, 2}, {0, 0})}, {0, 1})) ==
        broken({Rational(1, 3)}, {Rational(2, 3)}));
  CHECK(on("game-symmetry", "shapley", a_case({probe("F", alike, {1, 2}, {0, 0})}, {0, 1})) ==
        kept({Rational(1, 2)}, {Rational(1, 2)}));

  const auto null = one_layer({{-1, -1}, {1, -1}}, {1, 0}, {{-1, -1}});
  CHECK(on("null-player", kExact, a_case({probe("F", null, {1, 2}, {0, 0})}, {0})) ==
        broken({Rational(1, 3)}, {0}));
  CHECK(on("null-player", "shapley", a_case({probe("F", null, {1, 2}, {0, 0})}, {0})) ==
        kept({0}, {0}));

  const auto steeper = one_layer({{-2, -1}}, {1}, {{-1}});
  const auto same_game =
      a_case({probe("g", alike, {1, 2}, {0, 0}), probe("f", steeper, {1, 2}, {0, 0})}, {0});
  CHECK(on("consistency", kExact, same_game) == broken({Rational(1, 3)}, {Rational(1, 2)}));
  CHECK(on("consistency", "shapley", same_game) == kept({Rational(1, 2)}, {Rational(1, 2)}));
}

TEST_CASE("A15 the serial-cost path depends on the units of the features") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const auto product = b.build(b.product(b.feature(x, 0), b.feature(x, 1))).value();
  NetworkBuilder<Rational> in_units;
  const Tensor y = in_units.input({2});
  const auto scaled =
      in_units.build(in_units.include(product, {in_units.scale(y, vector({1, 3}))})).value();
  // y_2 = x_2 / 3.
  const auto c = a_case({probe("f", product, {1, 3}, {0, 0}), probe("g", scaled, {1, 1}, {0, 0})},
                        {}, {1, Rational(1, 3), 0, 0});
  const std::string by = "affine-scale-invariance";
  CHECK(on(by, "serial-cost:rule=simpson,steps=2", c) ==
        broken({Rational(1, 2), Rational(5, 2)}, {Rational(3, 2), Rational(3, 2)}));
  CHECK(on(by, "shapley", c).outcome == Outcome::kept);
  CHECK(on(by, "integrated-gradients:rule=simpson,steps=2", c).outcome == Outcome::kept);
}

TEST_CASE(
    "F01 a shift of the input changes gradient x input, and exact attributions with it moved") {
  // f(z) = relu(2 z1 + z2), g(y) = f(y + (1, 1)): the input moved by (-1, -1).
  const auto f = one_layer({{2, 1}}, {0}, {{1}});
  const auto g = one_layer({{2, 1}}, {3}, {{1}});
  const auto fixed =
      a_case({probe("f", f, {3, 1}, {0, 0}), probe("g", g, {2, 0}, {0, 0})}, {}, {-1, -1});
  CHECK(on("input-shift-fixed-baseline", "gradient", fixed) == kept({2, 1}, {2, 1}));
  CHECK(on("input-shift-fixed-baseline", "gradient-x-input", fixed) == broken({6, 1}, {4, 0}));
  CHECK(on("input-shift-fixed-baseline", kExact, fixed) == broken({6, 1}, {4, 0}));
  const auto moved =
      a_case({probe("f", f, {3, 1}, {0, 0}), probe("g", g, {2, 0}, {-1, -1})}, {}, {-1, -1});
  CHECK(on("input-shift", kExact, moved) == kept({6, 1}, {6, 1}));
}

TEST_CASE("S19 idgi is complete and wrong on an affine function") {
  NetworkBuilder<Rational> b;
  const auto affine = b.build(b.dense(b.input({2}), {{2, 1}}, {0})).value();
  const auto c = a_case({probe("F", affine, {1, 1}, {0, 0})}, {}, {2, 1});
  CHECK(on("agrees-on-affine", "idgi", c) == broken({Rational(12, 5), Rational(3, 5)}, {2, 1}));
  CHECK(on("agrees-on-affine", kExact, c) == kept({2, 1}, {2, 1}));
  CHECK(on("completeness", "idgi", a_case({probe("F", affine, {1, 1}, {0, 0})})).outcome ==
        Outcome::kept);
}

TEST_CASE("C04 occlusion keeps sensitivity-1 on x1 x2 and breaks sensitivity-2") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const auto product = b.build(b.product(b.feature(x, 0), b.feature(x, 1))).value();
  const auto n = [&](Index size) {
    return a_case({probe("F", product, {1, 1}, {0, 0})}, {size - 1});
  };
  CHECK(on("sensitivity-n", "occlusion", n(1)) == kept({1, 1}, {1, 1}));
  CHECK(on("sensitivity-n", "occlusion", n(2)) == broken({2}, {1}));
  const std::string ig = "integrated-gradients:rule=simpson,steps=2";
  CHECK(on("sensitivity-n", ig, n(1)) == broken({Rational(1, 2), Rational(1, 2)}, {1, 1}));
  CHECK(on("sensitivity-n", ig, n(2)) == kept({1}, {1}));
}

TEST_CASE("L02 a signed combination of two orders gives a growing product a negative attribution") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const auto product = b.build(b.product(b.feature(x, 0), b.feature(x, 1))).value();
  const auto judgement = judged(method("combination:terms=2*(path:order=[0,1])-(path:order=[1,0])"),
                                "completeness", a_case({probe("F", product, {1, 1}, {0, 0})}));
  CHECK(judgement.outcome == Outcome::kept);
  const ThreadPool alone;
  const Queries<Rational> query{Batch<Rational>(vector({1, 1})), Batch<Rational>(vector({0, 0})),
                                Batch<Rational>(vector({1}))};
  const auto answer = method("combination:terms=2*(path:order=[0,1])-(path:order=[1,0])")
                          .attribute<Rational>(product, query, alone);
  REQUIRE(answer.front().has_value());
  CHECK(numbers(answer.front()->values) == Numbers{-1, 2});
}

TEST_CASE("a method is judged within the error it states, and an exact one is not") {
  // Three pieces; a tolerance of 9/10 lets adaptive look at fewer than exact would.
  const auto bent = one_layer({{1, 1}, {1, -1}}, {-1, 0}, {{1, 2}});
  const auto c = a_case({probe("F", bent, {3, 2}, {0, 0})});
  const auto loose =
      judged(method("integrated-gradients:rule=adaptive,tolerance=9/10"), "completeness", c);
  CHECK(loose.outcome == Outcome::kept);
  CampaignOptions options;
  options.cases_per_cell = 400;
  options.fixed_cases = false;
  const Finding within = search_cell(method("integrated-gradients:rule=adaptive,tolerance=9/10"),
                                     axiom("completeness"), options);
  CHECK(within.verdict == VerdictKind::holds_within);
  CHECK(within.error_bound.value_or(0) > 0);
  CHECK(
      search_cell(method("integrated-gradients:rule=right,steps=3"), axiom("completeness"), options)
          .verdict == VerdictKind::violated);
}

TEST_CASE("false premises are found") {
  const auto f = one_layer({{2, 1}}, {0}, {{1}});
  const auto g = one_layer({{2, 2}}, {0}, {{1}});
  const auto refused = [](const std::string& by, const Case<Rational>& c) {
    return !axiom(by).check_premise(c).has_value();
  };
  const Probe<Rational> pf = probe("f", f, {3, 1}, {0, 0});
  const Probe<Rational> pg = probe("g", g, {3, 1}, {0, 0});
  CHECK(refused("linearity", a_case({pf, pf, pg}, {}, {1, 1})));
  CHECK(refused("symmetry", a_case({pf}, {0, 1})));
  CHECK(refused("symmetry", a_case({probe("F", f, {1, 1}, {0, 0})}, {0, 1})));
  CHECK(refused("affine-scale-invariance", a_case({pf, pg}, {}, {1, 1, 0, 0})));
  CHECK(refused("affine-scale-invariance", a_case({pf, pf}, {}, {1, 0, 0, 0})));
  CHECK(refused("input-shift", a_case({pf, pf}, {}, {1, 0})));
  CHECK(refused("input-shift-fixed-baseline", a_case({pf, pg}, {}, {0, 0})));
  CHECK(refused("proportionality", a_case({pf}, {0, 1})));
  CHECK(refused("demand-monotonicity", a_case({pf, pf, pf}, {0})));
  const auto falling = one_layer({{-1, 1}}, {1}, {{1}});
  CHECK(refused(
      "demand-monotonicity",
      a_case({probe("F", falling, {3, 1}, {0, 0}), probe("F", falling, {2, 1}, {0, 0})}, {0})));
  CHECK(refused("non-decreasing-positivity", a_case({probe("F", falling, {3, 1}, {0, 0})})));
  CHECK(refused("symmetric-monotonicity", a_case({pf, pf}, {0, 1})));
  CHECK(refused("game-symmetry", a_case({pf}, {0, 1})));
  CHECK(refused("null-player", a_case({pf}, {0})));
  CHECK(refused("consistency", a_case({probe("g", falling, {3, 1}, {0, 0}), pf}, {0})));
  CHECK(refused("missingness", a_case({pf}, {0})));
  CHECK(refused("agrees-on-affine", a_case({pf}, {}, {2, 1})));
  CHECK(refused("homogeneity", a_case({pf, pg}, {}, {1})));
}

}  // namespace axiomark::tests
