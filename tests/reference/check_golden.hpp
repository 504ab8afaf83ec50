#pragma once

#include <filesystem>

namespace axiomark::reference {

/// Compares the reference with the independently computed exact values of golden/relu_nets.json,
/// with ==; each disagreement is a line on stderr. Returns their number; a file without networks
/// counts as one.
[[nodiscard]] int check_golden(const std::filesystem::path& relu_nets);

}  // namespace axiomark::reference
