#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "methods/registry_entry.hpp"

namespace axiomark {

/// All methods there are. To add one: its pair of files, and its line in registry.cpp.
[[nodiscard]] std::span<const RegistryEntry> method_registry();

/// Makes a method from its string, "name" or "name:key=value,...". Unknown names, keys and values
/// get an error that lists the valid ones and suggests the nearest.
[[nodiscard]] Result<AnyMethod> make_method(std::string_view text);

/// The entry behind a method string that make_method accepts.
[[nodiscard]] const RegistryEntry& entry_of(const AnyMethod& method);

}  // namespace axiomark
