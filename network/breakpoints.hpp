#pragma once

#include <optional>
#include <vector>

#include "network/batch.hpp"

namespace axiomark {

/// Where one unit leaves its piece inside an interval between two breakpoints, and how well that is known.
template <Scalar S>
struct Crossing {
  S t;
  S uncertainty;
};

/// Breakpoints after some crossings were put among them.
template <Scalar S>
struct RefinedBreakpoints {
  std::vector<S> breakpoints;
  std::vector<Index> left;   ///< per breakpoint: the old one at it, or before it
  std::vector<bool> is_old;  ///< per breakpoint
  std::vector<S> share;      ///< per breakpoint: how far into its old interval; 0 for old ones
};

/// Puts crossings among breakpoints, both in increasing order. In Rational those that are breakpoints already
/// are left out, in floating point those that cannot be told from one. Nothing if there is nothing to add.
template <Scalar S>
[[nodiscard]] std::optional<RefinedBreakpoints<S>> refine_breakpoints(
    const std::vector<S>& breakpoints, const std::vector<Crossing<S>>& crossings);

}  // namespace axiomark
