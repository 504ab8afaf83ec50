#pragma once

#include "network/breakpoints.hpp"
#include "network/segment/sheet.hpp"

namespace axiomark {

/// Groups of kIntervalGroup intervals between so many columns.
[[nodiscard]] Index interval_groups(Index columns);

template <Scalar S>
void repeat_last_column(const Sheet<S>& sheet);

/// Per row and group of intervals, the largest |x| at their ends. In floating point.
template <Scalar S>
[[nodiscard]] Sheet<S> group_sizes(const Sheet<S>& x, Workspace<S>& workspace);

/// Values at refined breakpoints: those at the old ones, and between them on the lines.
template <Scalar S>
[[nodiscard]] Sheet<S> refine_values(const Sheet<S>& values, const RefinedBreakpoints<S>& refined,
                                     Workspace<S>& workspace);

/// Bounds on their errors, from bounds on those of the old values, both per group of intervals.
template <Scalar S>
[[nodiscard]] Sheet<S> refine_bounds(const Sheet<S>& values, const Sheet<S>& bounds,
                                     const RefinedBreakpoints<S>& refined, Workspace<S>& workspace);

}  // namespace axiomark
