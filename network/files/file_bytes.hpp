#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "network/error.hpp"

namespace axiomark {

/// The bytes of a file or a pipe. An error for a directory, an empty or missing file, and more than
/// 2 GiB (the most that protobuf, the largest format's reader, can take).
[[nodiscard]] Result<std::string> read_bytes(const std::filesystem::path& path);

/// Writes next to the target and renames, so that no reader ever sees half a file and a failure
/// leaves an older file as it was. A device or pipe (/dev/stdout) is written directly.
[[nodiscard]] Result<void> write_bytes(const std::filesystem::path& path, std::string_view bytes);

}  // namespace axiomark
