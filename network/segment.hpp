#pragma once

#include <span>

#include "network/batch.hpp"

namespace axiomark {

/// The straight line from one point to another, t from 0 to 1.
template <Scalar S>
struct Segment {
  Vector<S> from;
  Vector<S> to;
};

/// from + t (to - from) for each t, one column each; t = 0 and t = 1 give the ends exactly.
template <Scalar S>
[[nodiscard]] Batch<S> interpolate(const Vector<S>& from, const Vector<S>& to,
                                   std::span<const S> ts);

}  // namespace axiomark
