#pragma once

#include <cstdint>
#include <string>

#include "network/error.hpp"

namespace axiomark::cli {

/// `converge --study`: the reference study, over the embedded families of networks and, if `data` names a
/// folder, over data/networks/NAME.onnx with the first two arrays of data/inputs/NAME/, baseline zero and
/// the predicted class. Writes README.md, study.json and figures/ into `out`.
[[nodiscard]] Result<int> write_reference_study(const std::string& data, const std::string& out,
                                                std::uint64_t seed, int threads);

}  // namespace axiomark::cli
