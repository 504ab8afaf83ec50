#pragma once

#include <vector>

#include "network/batch.hpp"

namespace axiomark {

/// Corners of the box between two points: a group of features stands at `from` or, all of it, at `to`. Features
/// of no group stay at `from`.
template <Scalar S>
struct BoxCorners {
  Vector<S> from;
  Vector<S> to;
  std::vector<std::vector<Index>> groups;  ///< no feature in two of them

  [[nodiscard]] Index count() const { return static_cast<Index>(groups.size()); }
};

}  // namespace axiomark
