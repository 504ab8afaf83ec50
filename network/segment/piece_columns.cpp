#include "network/segment/piece_columns.hpp"

#include <algorithm>

#include "network/kernels/pieces.hpp"
#include "network/kernels/rows.hpp"
#include "network/rounding.hpp"

namespace axiomark {
namespace {

constexpr Index kGroup = wide::kIntervalGroup;

std::size_t at(Index k) { return static_cast<std::size_t>(k); }

}  // namespace

Index interval_groups(Index columns) { return (columns - 1 + kGroup - 1) / kGroup; }

template <Scalar S>
void repeat_last_column(const Sheet<S>& sheet) {
  for (Index i = 0; i < sheet.rows && sheet.columns < sheet.stride; ++i) {
    S* const row = sheet.row(i);
    std::fill(row + sheet.columns, row + sheet.stride, row[sheet.columns - 1]);
  }
}

template <Scalar S>
Sheet<S> group_sizes(const Sheet<S>& x, Workspace<S>& workspace) {
  const Sheet<S> found = workspace.take(x.rows, interval_groups(x.columns));
  for (Index i = 0; i < x.rows; ++i) {
    piece_loops<S>().group_sizes(x.row(i), x.columns, found.row(i));
  }
  repeat_last_column(found);
  return found;
}

template <Scalar S>
Sheet<S> refine_values(const Sheet<S>& values, const RefinedBreakpoints<S>& refined,
                       Workspace<S>& workspace) {
  const Sheet<S> fine = workspace.take(values.rows, static_cast<Index>(refined.breakpoints.size()));
  std::vector<std::int32_t> from;
  std::vector<std::int32_t> to;
  std::vector<S> parts;
  for (Index n = 0; n < fine.stride; ++n) {
    const std::size_t column = at(std::min(n, fine.columns - 1));
    from.push_back(static_cast<std::int32_t>(refined.left[column]));
    to.push_back(from.back() + (refined.is_old[column] ? 0 : 1));
    parts.push_back(refined.share[column]);
  }
  const wide::ColumnSources<S> sources = {from.data(), to.data(), parts.data(), fine.stride};
  for (Index i = 0; i < fine.rows; ++i) {
    row_loops<S>().interpolate(values.row(i), sources, fine.row(i));
  }
  return fine;
}

// A group of new intervals has the largest bound of the old ones that they are parts of. A new column adds
// six roundings: its share has two, the rest one each, on values no larger than those at both ends.
template <Scalar S>
Sheet<S> refine_bounds(const Sheet<S>& values, const Sheet<S>& bounds,
                       const RefinedBreakpoints<S>& refined, Workspace<S>& workspace) {
  const auto intervals = static_cast<Index>(refined.breakpoints.size()) - 1;
  const Sheet<S> fine = workspace.take(bounds.rows, interval_groups(intervals + 1));
  const Sheet<S> reached = group_sizes(values, workspace);
  const S factor = S(4) * rounding_factor<S>(6);
  for (Index k = 0; k < reached.rows * reached.stride; ++k) {
    reached.data[k] = bounds.data[k] + factor * reached.data[k];
  }
  for (Index g = 0; g < fine.columns; ++g) {
    const Index last = std::min(intervals, (g + 1) * kGroup) - 1;
    const Index from = refined.left[at(g * kGroup)] / kGroup;
    const Index to = refined.left[at(last)] / kGroup;
    for (Index i = 0; i < fine.rows; ++i) {
      fine.row(i)[g] = *std::max_element(reached.row(i) + from, reached.row(i) + to + 1);
    }
  }
  repeat_last_column(fine);
  workspace.release(reached);
  return fine;
}

#define AXIOMARK_INSTANTIATE(S)                         \
  template void repeat_last_column<S>(const Sheet<S>&); \
  template Sheet<S> refine_values<S>(const Sheet<S>&, const RefinedBreakpoints<S>&, Workspace<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE
#define AXIOMARK_INSTANTIATE(S)                                        \
  template Sheet<S> group_sizes<S>(const Sheet<S>&, Workspace<S>&);    \
  template Sheet<S> refine_bounds<S>(const Sheet<S>&, const Sheet<S>&, \
                                     const RefinedBreakpoints<S>&, Workspace<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
