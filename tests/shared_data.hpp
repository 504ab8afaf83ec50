#pragma once

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace axiomark::tests {

/// Where data that is not part of the project lies: AXIOMARK_SHARED_DATA, or the folder `shared`
/// beside the project.
[[nodiscard]] inline std::filesystem::path shared_data_folder() {
  const char* chosen = std::getenv("AXIOMARK_SHARED_DATA");
  return chosen != nullptr ? std::filesystem::path(chosen)
                           : std::filesystem::path(AXIOMARK_SOURCE_DIR).parent_path() / "shared";
}

/// A shared file or folder, such as "golden/relu_nets.json". Nothing when there is no shared data
/// at all; a missing part of it is an error. A test begins with
///
///   const auto file = shared_data("golden/relu_nets.json");
///   if (!file) return skip_without_shared_data();
[[nodiscard]] inline std::optional<std::filesystem::path> shared_data(std::string_view relative) {
  const std::filesystem::path folder = shared_data_folder();
  if (!is_directory(folder / "golden") && !is_directory(folder / "data")) return std::nullopt;
  if (!exists(folder / relative)) {
    throw std::runtime_error("shared data without " + std::string(relative) + " in " +
                             folder.string());
  }
  return folder / relative;
}

/// Makes ctest count the running test as skipped: it looks for this word (SKIP_REGULAR_EXPRESSION).
inline void skip_without_shared_data() {
  std::cout << "SKIPPED: no shared data in " << shared_data_folder().string() << std::endl;
}

}  // namespace axiomark::tests
