#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "search/verdict.hpp"

namespace axiomark {

/// Writes a counterexample for other programs, into a folder that is made if it is not there. For each
/// network and point that the axiom compares, called as in the case's explanation (f, g, or F_1 and F_2
/// where a label comes twice):
///   f.onnx          the network in float64, as onnx_bytes writes it
///   f_input.npy     the point
///   f_baseline.npy  the baseline
///   f_target.json   the weights of the outputs that are explained
/// Networks and points of counterexamples are shrunk to small fractions; one that no double equals, such
/// as 1/3, is rounded to nearest. Returns the names of the files. Errors: a folder or file that cannot be
/// written.
[[nodiscard]] Result<std::vector<std::string>> export_case(const Counterexample& counterexample,
                                                           const std::filesystem::path& directory);

}  // namespace axiomark
