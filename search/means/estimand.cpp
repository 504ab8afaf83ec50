#include "search/means/estimand.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "methods/registry.hpp"

namespace axiomark {
namespace {

std::optional<Options> options_of(const std::string& method) {
  const auto string = parse_method_string(method);
  if (!string) return std::nullopt;
  const RegistryEntry* entry = find_entry(string->name);
  if (entry == nullptr) return std::nullopt;
  auto options = Options::make(entry->name, entry->options, *string);
  if (!options) return std::nullopt;
  return std::move(*options);
}

Estimand of_shapley(const Options& options) {
  if (options.text("rule") == "exact") return {};
  // A group is one player: its marginals are not those of its features.
  const bool groups = options.given("groups");
  return {groups ? "" : "shapley", groups ? "the Shapley values of the groups" : "",
          groups ? Draws::unknown : Draws::marginals};
}

Estimand of_kernel_shap(const Options& options) {
  if (options.text("rule") == "all") return {};
  const bool unbiased = options.text("rule") == "unbiased" && !options.given("groups");
  return {"kernel-shap", "", unbiased ? Draws::coalitions : Draws::unknown};
}

Estimand of_path(const Options& options) {
  const bool random_rule = options.text("rule") == "random" && options.given("rule");
  if (options.text("order") == "random") {
    // Along one order the exact integrals are marginals; nodes that are drawn besides are not.
    const bool exact = !options.given("rule") || options.text("rule") == "exact";
    return {exact ? "shapley" : "", exact ? "" : "the mean over all orders of this rule",
            exact ? Draws::marginals : Draws::unknown};
  }
  if (!random_rule) return {};
  return {"", "the exact integral along this path", Draws::unknown};
}

Estimand of_gradient_shap(const Options& options) {
  const auto sigma = options.number("sigma");
  if (sigma && *sigma == 0) {
    return {"average:method=(integrated-gradients:rule=exact)", "", Draws::slopes};
  }
  return {"", "expected gradients of the noisy input", Draws::noisy_segment};
}

}  // namespace

Estimand estimand_of(const std::string& method) {
  const auto options = options_of(method);
  if (!options) return {};
  const std::string name = method.substr(0, method.find(':'));
  if (name == "shapley" || name == "shapley-shubik") return of_shapley(*options);
  if (name == "kernel-shap") return of_kernel_shap(*options);
  if (name == "path") return of_path(*options);
  if (name == "integrated-gradients" && options->text("rule") == "random") {
    return {"integrated-gradients:rule=exact", "", Draws::slopes};
  }
  if (name == "serial-cost" && options->text("rule") == "random") {
    return {"serial-cost:rule=exact", "", Draws::slopes};
  }
  if (name == "expected-gradients") {
    return {"average:method=(integrated-gradients:rule=exact)", "", Draws::slopes};
  }
  if (name == "gradient-shap") return of_gradient_shap(*options);
  if (name == "smooth-gradient") {
    return {"", "the mean of the gradient over normal noise around the input", Draws::noisy_slopes};
  }
  if (name == "random") return {"", "nothing: a test double", Draws::unknown};
  return {};
}

Result<AnyMethod> with_seed(const std::string& method, std::uint64_t seed) {
  auto string = parse_method_string(method);
  if (!string) return tl::make_unexpected(string.error());
  std::erase_if(string->options, [](const auto& option) { return option.first == "seed"; });
  string->options.emplace_back("seed", std::to_string(seed));
  std::string text = string->name;
  for (std::size_t k = 0; k < string->options.size(); ++k) {
    const auto& [key, value] = string->options[k];
    text += fmt::format("{}{}={}", k == 0 ? ":" : ",", key, value);
  }
  return make_method(text);
}

}  // namespace axiomark
