#pragma once

#include <vector>

#include "network/breakpoints.hpp"
#include "network/segment/sheet.hpp"

namespace axiomark {

/// Where the rows of a sheet, linear between its columns, cross zero.
template <Scalar S>
struct ZeroCrossings {
  std::vector<Crossing<S>> crossings;  ///< row by row
  S longest_doubt = S(0);              ///< the longest stretch on which a sign may be mistaken
  S total_doubt = S(0);                ///< twice the sum of all of them
  bool rests = false;                  ///< a row is zero at both ends of an interval
  bool finite = true;                  ///< else the rest says nothing
};

/// Columns are values at the breakpoints; `bounds`, of one column per kIntervalGroup intervals, says how well they
/// are known (not read in Rational).
template <Scalar S>
[[nodiscard]] ZeroCrossings<S> find_zero_crossings(const Sheet<S>& z, const Sheet<S>& bounds,
                                                   const std::vector<S>& breakpoints);

}  // namespace axiomark
