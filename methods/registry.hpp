#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "methods/registry_entry.hpp"

namespace axiomark {

/// All methods there are. To add one: its pair of files, and its line in registry.cpp.
[[nodiscard]] std::span<const RegistryEntry> method_registry();

/// The entry of that name, or null.
[[nodiscard]] const RegistryEntry* find_entry(std::string_view name);

/// Makes a method from its string, "name" or "name:key=value,...". Unknown names, keys and values
/// get an error that lists the valid ones and suggests the nearest.
[[nodiscard]] Result<AnyMethod> make_method(std::string_view text);

}  // namespace axiomark
