#include "methods/registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "methods/average.hpp"
#include "methods/combination.hpp"
#include "methods/conditional_shapley.hpp"
#include "methods/constant.hpp"
#include "methods/deconvnet.hpp"
#include "methods/deep_shap.hpp"
#include "methods/deeplift.hpp"
#include "methods/expected_gradients.hpp"
#include "methods/gradient.hpp"
#include "methods/gradient_shap.hpp"
#include "methods/gradient_x_difference.hpp"
#include "methods/gradient_x_input.hpp"
#include "methods/guided_backprop.hpp"
#include "methods/guided_ig.hpp"
#include "methods/idgi.hpp"
#include "methods/integrated_gradients.hpp"
#include "methods/kernel_shap.hpp"
#include "methods/lrp.hpp"
#include "methods/occlusion.hpp"
#include "methods/path.hpp"
#include "methods/random_attribution.hpp"
#include "methods/serial_cost.hpp"
#include "methods/shapley.hpp"
#include "methods/smooth_gradient.hpp"

namespace axiomark {

std::span<const RegistryEntry> method_registry() {
  // One line each; families appear in the order of their first method.
  // clang-format off
  static const std::vector<RegistryEntry> registry = {
      gradient_entry(),
      gradient_x_input_entry(),
      gradient_x_difference_entry(),
      smooth_gradient_entry(),
      guided_backprop_entry(),
      deconvnet_entry(),
      integrated_gradients_entry(),
      path_entry(),
      serial_cost_entry(),
      guided_ig_entry(),
      idgi_entry(),
      expected_gradients_entry(),
      gradient_shap_entry(),
      shapley_entry(),
      shapley_shubik_entry(),
      kernel_shap_entry(),
      conditional_shapley_entry(),
      occlusion_entry(),
      deeplift_entry(),
      deep_shap_entry(),
      lrp_entry(),
      average_entry(),
      combination_entry(),
      constant_entry(),
      random_entry(),
  };
  // clang-format on
  return registry;
}

const RegistryEntry* find_entry(std::string_view name) {
  const auto registry = method_registry();
  const auto found = std::ranges::find(registry, name, &RegistryEntry::name);
  return found == registry.end() ? nullptr : &*found;
}

Result<AnyMethod> make_method(std::string_view text) {
  const auto parsed = parse_method_string(text);
  if (!parsed) return tl::make_unexpected(parsed.error());
  const RegistryEntry* entry = find_entry(parsed->name);
  if (entry == nullptr) {
    std::vector<std::string> names;
    for (const RegistryEntry& known : method_registry()) names.push_back(known.name);
    return fail(ErrorKind::usage, "method", "unknown name " + with_suggestion(parsed->name, names),
                fmt::format("one of: {}", fmt::join(names, ", ")));
  }
  const auto options = Options::make(entry->name, entry->options, *parsed);
  if (!options) return tl::make_unexpected(options.error());
  return entry->make(*options);
}

}  // namespace axiomark
