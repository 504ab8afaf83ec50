#pragma once

#include <vector>

#include "network/network.hpp"

namespace axiomark {

/// Which tensors are affine functions of the input (the head), and which of these something else reads.
struct SegmentHead {
  std::vector<bool> in_head;    ///< per tensor
  std::vector<Index> frontier;  ///< head tensors that a node outside the head reads, and the output
};

template <Scalar S>
[[nodiscard]] SegmentHead find_head(const Network<S>& network);

}  // namespace axiomark
