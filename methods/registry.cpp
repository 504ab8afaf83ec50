#include "methods/registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "methods/deconvnet.hpp"
#include "methods/gradient.hpp"
#include "methods/gradient_x_input.hpp"
#include "methods/guided_backprop.hpp"
#include "methods/integrated_gradients.hpp"

namespace axiomark {

std::span<const RegistryEntry> method_registry() {
  static const std::vector<RegistryEntry> registry = {
      gradient_entry(),  gradient_x_input_entry(),     guided_backprop_entry(),
      deconvnet_entry(), integrated_gradients_entry(),
  };
  return registry;
}

Result<AnyMethod> make_method(std::string_view text) {
  const auto parsed = parse_method_string(text);
  if (!parsed) return tl::make_unexpected(parsed.error());
  const auto registry = method_registry();
  const auto entry = std::ranges::find(registry, parsed->name, &RegistryEntry::name);
  if (entry == registry.end()) {
    std::vector<std::string> names;
    for (const RegistryEntry& known : registry) names.push_back(known.name);
    return fail(ErrorKind::usage, "method", "unknown name " + with_suggestion(parsed->name, names),
                fmt::format("one of: {}", fmt::join(names, ", ")));
  }
  const auto options = Options::make(entry->name, entry->options, *parsed);
  if (!options) return tl::make_unexpected(options.error());
  return entry->make(*options);
}

const RegistryEntry& entry_of(const AnyMethod& method) {
  const std::string_view name = std::string_view(method.name()).substr(0, method.name().find(':'));
  const auto registry = method_registry();
  return *std::ranges::find(registry, name, &RegistryEntry::name);
}

}  // namespace axiomark
