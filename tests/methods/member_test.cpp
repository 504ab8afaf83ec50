#include "tests/methods/one_answer.hpp"
#include "tests/methods/refusal.hpp"

/// How methods made of methods are written.
namespace axiomark::tests {
namespace {

std::string name_of(const std::string& text) { return method(text).name(); }

}  // namespace

TEST_CASE("the name of a method made of methods is written one way") {
  CHECK(name_of("combination:terms=+ 1 * (gradient:tie=last,kink=1) - 0.50*(constant)") ==
        "combination:terms=(gradient:kink=1,tie=last)-1/2*(constant)");
  CHECK(name_of("combination:terms=-(gradient)+1e1*(random)") ==
        "combination:terms=-(gradient)+10*(random)");
  CHECK(name_of("average:method=(gradient:tie=last,kink=1)") ==
        "average:method=(gradient:kink=1,tie=last)");
  CHECK(name_of("combination:terms=(average:method=(integrated-gradients:rule=left,steps=3))") ==
        "combination:terms=(average:method=(integrated-gradients:rule=left,steps=3))");
  for (const std::string text : {"combination", "average"}) CHECK(name_of(text) == text);
}

TEST_CASE("terms that are none are refused where they stand") {
  const auto terms = [](const std::string& text) { return refusal("combination:terms=" + text); };
  const std::string where = "method 'combination', option 'terms': ";
  for (const std::string bad :
       {"gradient", "2(gradient)", "2*gradient", "2*", "*(gradient)", "0*(gradient)",
        "--1*(gradient)", "half*(gradient)", "(gradient)(constant)", "(gradient)2*(constant)",
        "(gradient)-", "(gradient", "2*(gradient))", "(gradient)+-1*(constant)", "()"}) {
    INFO(bad << ": " << terms(bad));
    CHECK(contains(terms(bad), where));
    CHECK(contains(terms(bad), "expected"));
  }
  CHECK(contains(terms("(gradient)(constant)"), "'(constant)' at character 11; expected + or -"));
  CHECK(contains(terms("(gradient)-"), "the end; expected a coefficient other than 0"));
  CHECK(contains(terms("2(gradient)"), "expected * between a coefficient and its method"));
  CHECK(contains(terms("(gradiant)"), where + "method: unknown name 'gradiant' (did you mean"));
  CHECK(contains(terms("(gradient:kink=7)"), "kink"));
}

TEST_CASE("an average takes one method in parentheses") {
  for (const std::string bad : {"gradient", "(gradient", "(gradient)(constant)", "gradient)"}) {
    INFO(bad);
    CHECK(contains(refusal("average:method=" + bad),
                   "method 'average', option 'method': '" + bad + "'; expected one method in"));
  }
  CHECK(contains(refusal("average:method=(averag)"), "did you mean 'average'?"));
}

TEST_CASE("methods within methods may be deep, but not without end") {
  const auto nested = [](int depth) {
    std::string text = "gradient";
    for (int k = 0; k < depth; ++k) text = "average:method=(" + text + ")";
    return text;
  };
  CHECK(name_of(nested(10)) == nested(10));
  CHECK(contains(refusal(nested(30)), "at most 16 parentheses within each other"));
  CHECK(contains(refusal(nested(20'000)), "at most 16 parentheses within each other"));
}

}  // namespace axiomark::tests
