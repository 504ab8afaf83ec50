#include "network/segment/piece_crossings.hpp"

#include <algorithm>
#include <cstring>

#include "network/kernels/pieces.hpp"
#include "network/rounding.hpp"

namespace axiomark {
namespace {

constexpr Index kGroup = wide::kIntervalGroup;

// Of a crossing's parameter: a difference, a quotient, a product and a sum, relative to its interval's end.
template <Scalar S>
S crossing_rounding() {
  return S(4) * rounding_factor<S>(1);
}

// A row that crosses zero in interval k, known to within `bound` at its ends.
template <Scalar S>
Crossing<S> cross(const S* z, const S& bound, const std::vector<S>& breakpoints, Index k) {
  const S& from = breakpoints[static_cast<std::size_t>(k)];
  const S& to = breakpoints[static_cast<std::size_t>(k) + 1];
  const S run = to - from;
  const S rise = absolute_value<S>(z[k + 1] - z[k]);
  return {S(from + run * (z[k] / (z[k] - z[k + 1]))),
          S(std::min<S>(run, S(2) * bound / rise * run) + crossing_rounding<S>() * to)};
}

template <Scalar S>
bool has_opposite_signs(const S& a, const S& b) {
  return (a < S(0) && b > S(0)) || (a > S(0) && b < S(0));
}

template <Scalar S>
ZeroCrossings<S> find_exactly(const Sheet<S>& z, const std::vector<S>& breakpoints) {
  ZeroCrossings<S> found;
  for (Index i = 0; i < z.rows; ++i) {
    const S* const row = z.row(i);
    for (Index k = 0; k + 1 < z.columns; ++k) {
      found.rests = found.rests || (row[k] == S(0) && row[k + 1] == S(0));
      if (has_opposite_signs(row[k], row[k + 1])) {
        found.crossings.push_back(cross(row, S(0), breakpoints, k));
      }
    }
  }
  return found;
}

// Calls visit(n) for every mark that is set. Eight at a look: most are not.
template <class Visit>
void for_each_mark(const std::vector<std::uint8_t>& marks, const Visit& visit) {
  constexpr std::size_t kAtOnce = sizeof(std::uint64_t);
  static_assert(kGroup % kAtOnce == 0);
  for (std::size_t k = 0; k < marks.size(); k += kAtOnce) {
    std::uint64_t together = 0;
    std::memcpy(&together, marks.data() + k, kAtOnce);
    if (together == 0) continue;
    for (std::size_t n = k; n < k + kAtOnce; ++n) {
      if (marks[n] != 0) visit(static_cast<Index>(n));
    }
  }
}

}  // namespace

template <Scalar S>
ZeroCrossings<S> find_zero_crossings(const Sheet<S>& z, const Sheet<S>& bounds,
                                     const std::vector<S>& breakpoints) {
  if constexpr (is_exact<S>) {
    return find_exactly(z, breakpoints);
  } else {
    ZeroCrossings<S> found;
    const auto intervals = static_cast<std::size_t>(bounds.columns * kGroup);
    std::vector<S> ts = breakpoints;
    ts.resize(intervals + 1, breakpoints.back());
    std::vector<std::uint8_t> marks(intervals, 0);
    for (Index i = 0; i < z.rows; ++i) {
      const S* const row = z.row(i);
      const auto doubt = piece_loops<S>().doubt(row, ts.data(), z.columns, bounds.row(i),
                                                crossing_rounding<S>(), marks.data());
      found.finite = found.finite && doubt.finite;
      if (!found.finite) return found;
      found.rests = found.rests || doubt.rests;
      found.longest_doubt = std::max(found.longest_doubt, doubt.longest);
      found.total_doubt += doubt.total;
      for_each_mark(marks, [&](Index k) {
        found.crossings.push_back(cross(row, bounds.row(i)[k / kGroup], breakpoints, k));
      });
    }
    return found;
  }
}

#define AXIOMARK_INSTANTIATE(S)                                                      \
  template ZeroCrossings<S> find_zero_crossings<S>(const Sheet<S>&, const Sheet<S>&, \
                                                   const std::vector<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
