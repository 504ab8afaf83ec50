#include <cmath>
#include <set>

#include "search/scopes/answer_table.hpp"
#include "search/scopes/exactness_watch.hpp"
#include "search/scopes/settle.hpp"
#include "tests/axioms/trial.hpp"

namespace axiomark::tests {
namespace {

const std::vector<std::string> kMethods = {"gradient",
                                           "gradient-x-input",
                                           "gradient-x-difference",
                                           "guided-backprop",
                                           "deconvnet",
                                           "deeplift:rule=rescale",
                                           "deeplift:rule=revealcancel",
                                           "lrp",
                                           "lrp:rule=0,bias=include",
                                           "lrp:rule=0,bias=ignore",
                                           "lrp:rule=z+",
                                           "lrp:rule=gamma",
                                           "lrp:rule=alpha-beta,alpha=2",
                                           "integrated-gradients:rule=right,steps=2",
                                           "integrated-gradients:rule=right,steps=3",
                                           "integrated-gradients:rule=gauss-legendre,steps=3",
                                           "serial-cost:rule=exact",
                                           "idgi",
                                           "guided-ig",
                                           "shapley",
                                           "kernel-shap",
                                           "occlusion"};

// Not inlined: the watch stands outside.
[[gnu::noinline]] double quotient(double a, double b) { return a / b; }

}  // namespace

TEST_CASE("a watch sees a rounded quotient and no exact one") {
  const volatile double three = 3;
  ExactnessWatch exact;
  const volatile double half = quotient(three, 2);
  CHECK(exact.exact());
  CHECK(half == 1.5);
  ExactnessWatch rounded;
  const volatile double third = quotient(1, three);
  CHECK_FALSE(rounded.exact());
  CHECK(third > 0);
  ExactnessWatch infinite;
  const volatile double none = quotient(three, 0);
  CHECK_FALSE(infinite.exact());
  CHECK(std::isinf(none));
}

TEST_CASE("a rational that becomes another double is seen as rounded") {
  ExactnessWatch exact;
  CHECK(convert<double>(Rational(3, 8)) == 0.375);
  CHECK(exact.exact());
  ExactnessWatch rounded;
  CHECK(convert<double>(Rational(1, 10)) == 0.1);
  CHECK_FALSE(rounded.exact());
}

// Nodes, weights or an epsilon that no double holds, or an error that the method states for itself.
const std::set<std::string> kNeverExact = {"lrp",
                                           "integrated-gradients:rule=right,steps=3",
                                           "integrated-gradients:rule=gauss-legendre,steps=3",
                                           "serial-cost:rule=exact",
                                           "idgi",
                                           "guided-ig"};

TEST_CASE("doubles without rounding are the answers of exact arithmetic, for every method") {
  const Scope scope(find_scope("tiny").value());
  for (const std::string& text : kMethods) {
    const AnyMethod asked = method(text);
    std::size_t in_double = 0;
    std::size_t all = 0;
    // Every 61st network, all sizes among them.
    for (std::size_t number = 0; number < scope.networks().size(); number += 61) {
      const IntegerNetwork network = scope.networks().at(number);
      const auto pairs = point_pairs(scope.limits(), network.front().reads, false);
      AnswerTable table(asked, network, pairs);
      for (std::size_t k = 0; k < pairs.size(); ++k) {
        ++all;
        const auto& answer = table.in_double(k);
        if (!answer) continue;
        ++in_double;
        INFO(text << ", network " << number << ", pair " << k);
        const auto& exact = table.exactly(k);
        REQUIRE(exact.has_value());
        REQUIRE(exact->attribution.has_value());
        REQUIRE(answer->attribution.has_value());
        CHECK(numbers<Rational>(convert_all<Rational>(answer->attribution->values)) ==
              numbers<Rational>(exact->attribution->values));
        CHECK(answer->attribution->hung_on == exact->attribution->hung_on);
        CHECK(Rational(answer->at_input) == exact->at_input);
        CHECK(Rational(answer->at_baseline) == exact->at_baseline);
      }
    }
    INFO(text << ": " << in_double << " of " << all);
    if (text == "gradient") CHECK(in_double == all);
    if (text.ends_with("right,steps=3")) CHECK(in_double < all);
    CHECK((in_double == 0) == kNeverExact.contains(text));
  }
}

TEST_CASE("two numbers within the screen's tolerance are not taken for equal") {
  Judgement<double> judgement;
  judgement.sides = {"l", "r", Vector<double>::Constant(1, 1.0), Vector<double>::Constant(1, 1.0)};
  CHECK(beyond_tolerance(judgement, {}));
  judgement.sides.right(0) = 1 + 0x1p-40;
  CHECK_FALSE(beyond_tolerance(judgement, {}));
  judgement.sides.left(0) = 0x1p-40;
  judgement.sides.right(0) = 1;
  CHECK_FALSE(beyond_tolerance(judgement, {}));
}

}  // namespace axiomark::tests
