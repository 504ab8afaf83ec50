#include "axioms/implementation_invariance.hpp"

#include "network/builder.hpp"
#include "network/examples.hpp"
#include "tests/axioms/sabotage.hpp"
#include "tests/axioms/trial.hpp"

namespace axiomark::tests {
namespace {

const std::string kAxiom = "implementation-invariance";

/// x, and x as relu(x) - relu(-x).
Case<Rational> identity_twice(const Rational& input) {
  NetworkBuilder<Rational> f;
  const auto plain = f.build(f.dense(f.input({1}), {{1}}, {0})).value();
  NetworkBuilder<Rational> g;
  const Tensor h = g.relu(g.dense(g.input({1}), {{1}, {-1}}, {0, 0}));
  const auto pair = g.build(g.dense(h, {{1, -1}}, {0})).value();
  return {{probe("f", plain, {input}, {0}), probe("g", pair, {input}, {0})}, {}, {}};
}

Case<Rational> figure_7() {
  return {{probe("f", examples::figure_7_f(), {3, 1}, {0, 0}),
           probe("g", examples::figure_7_g(), {3, 1}, {0, 0})},
          {},
          {}};
}

}  // namespace

TEST_CASE("in an implementation invariance case both networks are one function") {
  RandomStream stream(2026);
  for_each_case(kAxiom, 300, [&](const Ingredients<Rational>& in) {
    const auto c = axiom(kAxiom).build_case(in, MethodKind::one_baseline).value();
    REQUIRE(c.probes.size() == 2);
    const Probe<Rational>& f = c.probes[0];
    const Probe<Rational>& g = c.probes[1];
    CHECK(numbers(f.input) == numbers(g.input));
    CHECK(numbers(f.baseline) == numbers(g.baseline));
    CHECK(numbers(f.target) == numbers(g.target));
    const Index n = in.network.input_features();
    for (int round = 0; round < 8; ++round) {
      const Vector<Rational> at = draw_point(stream, n);
      CHECK(value(f, at) == value(g, at));
    }
    CHECK(value(f, in.input) == value(g, in.input));
    CHECK(value(f, in.baseline) == value(g, in.baseline));
  });
}

TEST_CASE("guided backpropagation tells x from relu(x) - relu(-x) at -1") {
  const auto j = judged(method("guided-backprop"), kAxiom, identity_twice(-1));
  CHECK(j.outcome == Outcome::broken);
  CHECK(numbers(j.sides.left) == Numbers{1});
  CHECK(numbers(j.sides.right) == Numbers{0});
  CHECK(j.reason == "x1 gets 1 in f and 0 in g, which compute the same function");
  CHECK(j.hung_on.empty());
  CHECK(judged(method("guided-backprop"), kAxiom, identity_twice(1)).outcome == Outcome::kept);
}

TEST_CASE("ten left end points tell x from relu(x) - relu(-x) and hang on the kink") {
  const auto j =
      judged(method("integrated-gradients:rule=left,steps=10"), kAxiom, identity_twice(1));
  CHECK(j.outcome == Outcome::broken);
  CHECK(numbers(j.sides.left) == Numbers{1});
  CHECK(numbers(j.sides.right) == Numbers{Rational(9, 10)});
  CHECK(j.hung_on == HangSet(Hang::kink));
  for (const int input : {1, -1}) {
    CHECK(
        judged(method("integrated-gradients:rule=exact"), kAxiom, identity_twice(input)).outcome ==
        Outcome::kept);
  }
}

TEST_CASE("both networks of figure 7 get equal gradients and equal integrated gradients") {
  for (const std::string text : {"gradient", "gradient-x-input", "integrated-gradients:rule=exact",
                                 "integrated-gradients:rule=right,steps=7"}) {
    INFO(text);
    const auto j = judged(method(text), kAxiom, figure_7());
    CHECK(j.outcome == Outcome::kept);
    CHECK(numbers(j.sides.left) == numbers(j.sides.right));
  }
}

TEST_CASE("a method that looks at the network is told apart from one that does not") {
  const auto in = ingredients(kAxiom, 0);
  // The identity behind the first input adds nodes.
  Ingredients<Rational> rewritten = in;
  rewritten.rewrites = {{RewriteKind::insert_relu_pair, 0, 1}};
  const auto c = axiom(kAxiom).build_case(rewritten, MethodKind::one_baseline).value();
  CHECK(judged(counts_nodes(), kAxiom, c).outcome == Outcome::broken);
  CHECK(judged(ones(), kAxiom, c).outcome == Outcome::kept);
}

TEST_CASE("without a rewrite that fits the identity is inserted") {
  Ingredients<Rational> in = ingredients(kAxiom, 0);
  in.rewrites.clear();
  const auto c = axiom(kAxiom).build_case(in, MethodKind::one_baseline).value();
  CHECK(c.probes[1].network.nodes().size() > c.probes[0].network.nodes().size());
  CHECK(c.premise.find("insert-relu-pair") != std::string::npos);
}

}  // namespace axiomark::tests
