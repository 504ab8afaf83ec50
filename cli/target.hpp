#pragma once

#include <string>

#include "network/network.hpp"

namespace axiomark::cli {

/// `--target`: an index, `predicted` (largest output), `predicted-min` (smallest), or weights of
/// all outputs, as a list or a file.
template <Scalar S>
struct Targets {
  Batch<S> weights;            ///< outputs x queries
  std::vector<Index> indices;  ///< per query; -1 where weights were given
};

template <Scalar S>
[[nodiscard]] Result<Targets<S>> choose_targets(const std::string& asked, const Network<S>& network,
                                                const Batch<S>& inputs);

}  // namespace axiomark::cli
