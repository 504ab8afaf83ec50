#include "search/means/estimand.hpp"

#include "methods/registry.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {

TEST_CASE("random methods name what they estimate, by a method that exists") {
  CHECK(estimand_of("shapley:rule=permutations,samples=8").method == "shapley");
  CHECK(estimand_of("integrated-gradients:rule=random").method ==
        "integrated-gradients:rule=exact");
  CHECK(make_method(estimand_of("expected-gradients:samples=3").method).has_value());
  CHECK(estimand_of("smooth-gradient").is_random());
  for (const std::string method : {"shapley", "shapley:rule=exact", "kernel-shap", "gradient",
                                   "integrated-gradients:rule=right,steps=50", "serial-cost",
                                   "path", "path:order=all", "lrp", "no-such-method"}) {
    CHECK_FALSE(estimand_of(method).is_random());
  }
}

TEST_CASE("what is drawn is known for methods whose mean can be tested, and for no others") {
  const std::vector<std::pair<std::string, Draws>> known = {
      {"shapley:rule=stratified", Draws::marginals},
      {"shapley-shubik:rule=antithetic,samples=3", Draws::marginals},
      {"path:order=random", Draws::marginals},
      {"kernel-shap:rule=unbiased", Draws::coalitions},
      {"integrated-gradients:rule=random", Draws::slopes},
      {"gradient-shap", Draws::slopes},
      {"gradient-shap:sigma=1/2", Draws::noisy_segment},
      {"smooth-gradient:samples=10", Draws::noisy_slopes},
      // Biased: least squares on a drawn matrix.
      {"kernel-shap:rule=sampled", Draws::unknown},
      // A feature's share of a group's marginal is not its own marginal.
      {"shapley:rule=permutations,groups=[[0,1]]", Draws::unknown},
      {"path:order=random,rule=random", Draws::unknown},
      {"path:rule=random", Draws::unknown},
      {"random", Draws::unknown},
      {"path:order=reverse", Draws::none},
  };
  for (const auto& [method, draws] : known) {
    INFO(method);
    CHECK(estimand_of(method).draws == draws);
  }
}

}  // namespace axiomark::tests
