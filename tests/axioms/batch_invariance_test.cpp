#include "axioms/batch_invariance.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {
namespace {

const std::string kAxiom = "batch-invariance";

Case<Rational> case_of(Index variant) {
  Ingredients<Rational> in{one_layer({{2, -1}, {1, 1}}, {0, -1}, {{1, -1}}),
                           vector({3, 1}),
                           vector({1, 0}),
                           vector({1}),
                           0,
                           {}};
  in.variant = variant;
  return axiom(kAxiom).build_case(in, MethodKind::one_baseline).value();
}

/// x, less the mean over the batch times `share`: what a sum over the wrong axis does.
struct Centred {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  double share = 1;
  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>&, const Queries<S>& queries) const {
    Attributions<S> answers;
    for (Index k = 0; k < queries.count(); ++k) {
      Attribution<S> answer;
      answer.values = queries.inputs.col(k) - convert<S>(share) * queries.inputs.rowwise().sum();
      answers.emplace_back(std::move(answer));
    }
    return answers;
  }
};

}  // namespace

TEST_CASE("a method that looks along the batch is convicted exactly") {
  // Others: (1, 0), (-3, -1), (4, 2), (6, 2); own (3, 1): their sum is (11, 4).
  CHECK(on(kAxiom, AnyMethod("centred", Centred{}), case_of(0)) == broken({0, 0}, {-8, -3}));
  CHECK(judged(AnyMethod("centred", Centred{}), kAxiom, case_of(0)).evidence == Evidence::exact);
}

TEST_CASE("in double the two may differ by what rounding explains and by no more") {
  const auto far = judged(AnyMethod("centred", Centred{1e-9}), kAxiom, case_of(1));
  CHECK(far.outcome == Outcome::broken);
  CHECK(far.evidence == Evidence::beyond_derived_bound);
  CHECK(far.reason.find("rounding explains") != std::string::npos);
  const auto near = judged(AnyMethod("centred", Centred{0x1.0p-53}), kAxiom, case_of(1));
  CHECK(near.outcome == Outcome::kept);
  CHECK(numbers(near.sides.left) != numbers(near.sides.right));
}

TEST_CASE("the registry's methods answer alone as among others") {
  for (const RegistryEntry& entry : method_registry()) {
    const auto asked = make_method(entry.name);
    // One needs options, the other a table that fits the input.
    if (!asked || entry.name == "conditional-shapley") continue;
    for (const Index variant : {0, 1}) {
      INFO(entry.name << ", kind " << variant);
      const auto j = judged(*asked, kAxiom, case_of(variant));
      INFO(j.reason);
      CHECK((j.outcome == Outcome::kept || j.outcome == Outcome::not_applicable));
    }
  }
}

TEST_CASE("batch invariance is asked of one question only, and in double where nothing cancels") {
  CHECK_FALSE(refused(kAxiom, case_of(0)));
  CHECK_FALSE(refused(kAxiom, case_of(1)));
  auto c = case_of(0);
  c.probes[1].input(0) += 1;
  CHECK(refused(kAxiom, c));
  c = case_of(0);
  for (auto& manner : c.manners) manner.arithmetic = Arithmetic::double_precision;
  CHECK(refused(kAxiom, c));
}

}  // namespace axiomark::tests
