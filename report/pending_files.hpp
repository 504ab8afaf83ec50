#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "network/error.hpp"

namespace axiomark {

/// Files written beside their places, and moved there together: on failure nothing is half-written and
/// what was there stays as it was. Those that were not moved are removed.
class PendingFiles {
 public:
  PendingFiles() = default;
  PendingFiles(const PendingFiles&) = delete;
  PendingFiles& operator=(const PendingFiles&) = delete;
  ~PendingFiles();

  [[nodiscard]] Result<void> write(const std::filesystem::path& place, const std::string& text);
  [[nodiscard]] Result<void> move_all();

 private:
  std::vector<std::pair<std::filesystem::path, std::filesystem::path>> files_;
};

[[nodiscard]] Result<void> make_directories(const std::filesystem::path& directory);

/// Makes the directory and tries to write in it: nobody wants to find out after minutes of work that its
/// results have nowhere to go.
[[nodiscard]] Result<void> check_writable(const std::filesystem::path& directory);

}  // namespace axiomark
