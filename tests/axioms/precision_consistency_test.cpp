#include "axioms/precision_consistency.hpp"

#include "axioms/rounding_allowance.hpp"
#include "methods/integrated_gradients.hpp"
#include "tests/axioms/trial.hpp"

namespace axiomark::tests {
namespace {

const std::string kAxiom = "precision-consistency";

/// A case for each k: of draws k, k + 1000, ... the first whose operators have a rounding bound.
Case<Rational> case_of(std::uint64_t k) {
  for (;; k += 1000) {
    auto c = axiom(kAxiom).build_case(ingredients(kAxiom, k), MethodKind::one_baseline);
    if (c) return std::move(*c);
    REQUIRE(c.error().kind == ErrorKind::unsupported);
  }
}

/// Gradient times difference, its slopes rounded to float whatever the arithmetic; or off by a factor.
struct Rounded {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  ConventionOptions conventions;
  double factor = 1;
  bool to_float = false;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& f, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const {
    Attributions<S> answers;
    const auto slopes = f.gradient(inputs).value();
    for (Index k = 0; k < inputs.cols(); ++k) {
      Attribution<S> answer;
      answer.values = slopes.values.col(k) * (inputs.col(k) - baselines.col(k));
      if constexpr (std::same_as<S, double>) {
        if (to_float) answer.values = answer.values.template cast<float>().template cast<S>();
      }
      if constexpr (std::same_as<S, float>) answer.values *= static_cast<float>(factor);
      answer.gradient_evaluations = 1;
      answers.emplace_back(std::move(answer));
    }
    return answers;
  }
};

}  // namespace

TEST_CASE("float inside double is convicted beyond a derived bound") {
  Rounded method;
  method.to_float = true;
  int convicted = 0;
  for (std::uint64_t k = 0; k < 40; ++k) {
    const auto j = judged(AnyMethod("float-inside", method), kAxiom, case_of(k));
    if (j.outcome != Outcome::broken) continue;
    ++convicted;
    CHECK(j.evidence == Evidence::beyond_derived_bound);
    CHECK(j.reason.find("in double, and exactly") != std::string::npos);
  }
  CHECK(convicted > 10);
}

TEST_CASE("a float answer off by 2^-12 is convicted and one off by a rounding is not") {
  int convicted = 0;
  for (std::uint64_t k = 0; k < 40; ++k) {
    const auto far = judged(AnyMethod("far", Rounded{{}, 1 + 0x1.0p-12}), kAxiom, case_of(k));
    convicted += far.outcome == Outcome::broken ? 1 : 0;
    const auto near = judged(AnyMethod("near", Rounded{{}, 1 + 0x1.0p-23}), kAxiom, case_of(k));
    CHECK(near.outcome == Outcome::kept);
  }
  CHECK(convicted > 10);
}

TEST_CASE("the registry's methods are as precise in float and double as rounding allows") {
  for (const RegistryEntry& entry : method_registry()) {
    const auto asked = make_method(entry.name);
    // One needs options, the other a table that fits the input.
    if (!asked || entry.name == "conditional-shapley") continue;
    for (std::uint64_t k = 0; k < 12; ++k) {
      INFO(entry.name << ", case " << k);
      const auto j = judged(*asked, kAxiom, case_of(k));
      INFO(j.reason);
      CHECK((j.outcome == Outcome::kept || j.outcome == Outcome::not_applicable));
    }
  }
}

TEST_CASE("in a case for rounding nothing is negative and float holds every number") {
  for (std::uint64_t k = 0; k < 100; ++k) {
    INFO("case " << k);
    const auto c = case_of(k);
    CHECK(nothing_cancels(c.probes[2]));
    CHECK_FALSE(refused(kAxiom, c));
    for (const Rational& v : c.probes[0].input) CHECK(convert<Rational>(convert<float>(v)) == v);
    const auto in_float = convert<float>(c.probes[0].network).value();
    const auto back = convert<Rational>(in_float).value();
    CHECK(value({"F", back, c.probes[0].input, c.probes[0].baseline, vector({1})},
                c.probes[0].input) ==
          value({"F", c.probes[0].network, c.probes[0].input, c.probes[0].baseline, vector({1})},
                c.probes[0].input));
  }
}

TEST_CASE("the computed values of a network without cancellation are within the derived bound") {
  for (std::uint64_t k = 0; k < 100; ++k) {
    const auto c = case_of(k);
    const Probe<Rational>& p = c.probes[2];
    const auto network = convert<float>(p.network).value();
    const auto computed = evaluate(network, Batch<float>(convert_all<float>(p.input)));
    Attribution<Rational> none;
    none.values = Rational(0) * p.input;
    const Answer<Rational> answer{none, Rational(0), Rational(0)};
    const Rational error = absolute_value<Rational>(
        convert<Rational>(computed(0, 0)) - evaluate(p.network, Batch<Rational>(p.input))(0, 0));
    CHECK(error <= rounding_allowance(p, answer, unit_roundoff<float>).maxCoeff());
  }
}

TEST_CASE("precision consistency is asked of one question without cancellation only") {
  auto c = case_of(1);
  c.manners[0].arithmetic = Arithmetic::own;
  CHECK(refused(kAxiom, c));
  c = case_of(1);
  c.probes[1].input(0) += 1;
  CHECK(refused(kAxiom, c));
  c = case_of(1);
  for (auto& p : c.probes) p.network = one_layer({{-1}}, {0}, {{1}});
  for (auto& p : c.probes) p.input = vector({1});
  for (auto& p : c.probes) p.baseline = vector({0});
  CHECK(refused(kAxiom, c));
}

}  // namespace axiomark::tests
