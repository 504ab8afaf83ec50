#pragma once

#include <string>

#include "network/network.hpp"

namespace axiomark::cli {

/// `--baseline`: `zero`, or one baseline, or one per input, in the forms of INPUT.
/// Returns one column per input.
template <Scalar S>
[[nodiscard]] Result<Batch<S>> read_baselines(const std::string& asked, const Network<S>& network,
                                              const Batch<S>& inputs);

}  // namespace axiomark::cli
