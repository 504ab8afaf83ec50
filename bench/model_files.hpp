#pragma once

#include <vector>

#include "bench/networks.hpp"

namespace axiomark::bench {

/// The .onnx files of the folder data/networks in AXIOMARK_SHARED_DATA, by name. None where the
/// variable is not set; a file that cannot be read is named on stderr and left out.
[[nodiscard]] std::vector<NamedNetwork> model_files();

}  // namespace axiomark::bench
