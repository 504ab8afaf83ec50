#include "axioms/determinism.hpp"

#include <atomic>
#include <memory>

#include "axioms/calling_twice.hpp"
#include "tests/axioms/by_hand.hpp"

/// Determinism and calling twice: what the same question has to be answered with.
namespace axiomark::tests {
namespace {

Ingredients<Rational> ingredients() {
  Ingredients<Rational> in{
      one_layer({{2, 1}}, {0}, {{1}}), vector({3, 1}), vector({1, 0}), vector({1}), 0, {}};
  in.second = one_layer({{1, -1}}, {1}, {{1}});
  in.second_target = vector({1});
  return in;
}
Case<Rational> case_of(const std::string& by) {
  return axiom(by).build_case(ingredients(), MethodKind::one_baseline).value();
}

/// The number of calls before, times 2^-60: far below any screen's threshold.
struct Counting {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  std::shared_ptr<std::atomic<int>> calls = std::make_shared<std::atomic<int>>(0);
  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network,
                                          const Queries<S>& queries) const {
    Attribution<S> answer;
    const double value = ++*calls * 0x1.0p-60;
    answer.values = Vector<S>::Constant(network.input_features(), convert<S>(value));
    return Attributions<S>(static_cast<std::size_t>(queries.count()), answer);
  }
};

/// The features of the first network it ever saw: right until it is asked about another one.
struct Remembering {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  std::shared_ptr<double> last = std::make_shared<double>(0);
  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network,
                                          const Queries<S>& queries) const {
    Attribution<S> answer;
    answer.values = Vector<S>::Constant(network.input_features(), convert<S>(*last));
    *last = convert<double>(queries.inputs(0, 0));
    return Attributions<S>(static_cast<std::size_t>(queries.count()), answer);
  }
};

}  // namespace

TEST_CASE("answers that change by an invisible bit break determinism and calling twice") {
  for (const std::string by : {"determinism", "calling-twice"}) {
    INFO(by);
    const auto j = judged(AnyMethod("counting", Counting{}), by, case_of(by));
    CHECK(j.outcome == Outcome::broken);
    CHECK(j.evidence == Evidence::bitwise);
    // Suspected in double as well, without a threshold.
    const auto c = convert<double>(case_of(by)).value();
    const ThreadPool alone;
    const auto answers = ask(AnyMethod("counting", Counting{}), c, alone);
    REQUIRE(answers.has_value());
    CHECK(axiom(by).check(c, *answers).outcome == Outcome::broken);
  }
}

TEST_CASE("a method that remembers the last question breaks calling twice") {
  const auto j =
      judged(AnyMethod("remembering", Remembering{}), "calling-twice", case_of("calling-twice"));
  CHECK(j.outcome == Outcome::broken);
  CHECK(numbers(j.sides.left) == Numbers{0, 0});
  CHECK(numbers(j.sides.right) == Numbers{-3, -3});
}

TEST_CASE("the registry's methods are deterministic and do not remember, random ones too") {
  for (const RegistryEntry& entry : method_registry()) {
    const auto asked = make_method(entry.name);
    // One needs options, the other a table that fits the input.
    if (!asked || entry.name == "conditional-shapley") continue;
    for (const std::string by : {"determinism", "calling-twice"}) {
      INFO(entry.name << " and " << by);
      const auto j = judged(*asked, by, case_of(by));
      CHECK((j.outcome == Outcome::kept || j.outcome == Outcome::not_applicable));
    }
  }
}

TEST_CASE("a method is asked in double, and made anew where the registry knows its name") {
  const auto c = case_of("determinism");
  CHECK(c.manner(0).arithmetic == Arithmetic::double_precision);
  CHECK(c.manner(1).made_anew);
  // Its name is a registered one: made anew, it answers as that does.
  const auto j = judged(AnyMethod("constant:value=7", Counting{}), "determinism", c);
  CHECK(numbers(j.sides.right) == Numbers{7, 7});
}

TEST_CASE("determinism and calling twice are asked of one question only") {
  for (const std::string by : {"determinism", "calling-twice"}) {
    const std::size_t last = by == "determinism" ? 1 : 2;
    CHECK_FALSE(refused(by, case_of(by)));
    auto c = case_of(by);
    c.probes[last].input(0) += 1;
    CHECK(refused(by, c));
    c = case_of(by);
    c.probes[last].baseline(0) += 1;
    CHECK(refused(by, c));
    c = case_of(by);
    c.probes[last].network = one_layer({{2, 2}}, {0}, {{1}});
    CHECK(refused(by, c));
  }
}

}  // namespace axiomark::tests
