#include "axioms/conservation.hpp"

#include "methods/lrp.hpp"
#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {
namespace {

const std::string kAxiom = "conservation";

/// relu(x) + 1 at 1: half of the relevance 2 belongs to the bias.
Case<Rational> with_bias() {
  NetworkBuilder<Rational> b;
  const auto network =
      b.build(b.dense(b.relu(b.dense(b.input({1}), {{1}}, {0})), {{1}}, {1})).value();
  return a_case({probe("F", network, {1}, {0})});
}

/// LRP that does not say what the biases keep.
struct Forgetful {
  static constexpr MethodKind kind = MethodKind::zero_baseline_implied;
  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network,
                                          const Queries<S>& queries) const {
    Lrp lrp;
    lrp.rule = LrpRule::zero;
    Attributions<S> answers = lrp.attribute(network, queries);
    for (auto& answer : answers) {
      if (answer) answer->conservation->absorbed.clear();
    }
    return answers;
  }
};

}  // namespace

TEST_CASE("LRP conserves relevance when what the bias absorbs is counted") {
  for (const std::string rule :
       {"rule=0,bias=include", "rule=0,bias=ignore", "rule=z+", "rule=alpha-beta,alpha=2",
        "rule=epsilon,epsilon=1/4", "rule=gamma"}) {
    INFO(rule);
    CHECK(on(kAxiom, "lrp:" + rule, with_bias()) == kept({2}, {2}));
  }
}

TEST_CASE("relevance that nobody accounts for breaks conservation") {
  CHECK(on(kAxiom, AnyMethod("forgetful", Forgetful{}), with_bias()) == broken({1}, {2}));
}

TEST_CASE("methods that do not pass on relevance are not judged by conservation") {
  const auto j = judged(method("gradient-x-input"), kAxiom, with_bias());
  CHECK(j.outcome == Outcome::not_applicable);
  CHECK(j.reason == "the method does not pass on relevance and say what absorbs it");
  const auto kinds = axiom(kAxiom).info.stated_for;
  CHECK(kinds == std::vector<MethodKind>{MethodKind::zero_baseline_implied});
}

}  // namespace axiomark::tests
