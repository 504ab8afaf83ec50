#pragma once

#include <optional>

#include "methods/options.hpp"
#include "methods/quadrature.hpp"

namespace axiomark {

/// `rule=`, `steps=` and `seed=`, shared by all methods that integrate along a path.
struct IntegralOptions {
  std::string rule_name;
  std::optional<QuadratureRule> rule;  ///< none: exact, or another rule that is no quadrature
  long steps = 50;
  std::uint64_t seed = 0;
};

/// What a method makes of them.
struct IntegralChoices {
  std::string method;
  std::vector<std::string> other_rules = {"exact"};  ///< besides the quadratures
  std::string rule_if_not_given = "gauss-legendre";
  bool seed_used = false;  ///< by something else than rule=random
};

[[nodiscard]] std::vector<OptionInfo> integral_options(const IntegralChoices& choices);
[[nodiscard]] Result<IntegralOptions> read_integral(const Options& given,
                                                    const IntegralChoices& choices);

}  // namespace axiomark
