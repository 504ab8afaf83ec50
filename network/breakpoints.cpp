#include "network/breakpoints.hpp"

#include <algorithm>

namespace axiomark {
namespace {

// Breakpoints no further apart than their uncertainty and this are one: units that cross together
// are computed to cross within some thousand roundings of each other. (Nearly all crossings are
// known far better than their bounds say: those further apart are kept.)
template <Scalar S>
constexpr double kSameBreakpoint = 4096 * unit_roundoff<S>;

// Whether a crossing is one of two neighbouring breakpoints.
template <Scalar S>
bool is_known(const Crossing<S>& c, const S& before, const S& after) {
  if constexpr (is_exact<S>) {
    return c.t == before;
  } else {
    const S apart = std::min(c.uncertainty, static_cast<S>(kSameBreakpoint<S>));
    return c.t - before <= apart || after - c.t <= apart;
  }
}

}  // namespace

template <Scalar S>
std::optional<RefinedBreakpoints<S>> refine_breakpoints(const std::vector<S>& breakpoints,
                                                        const std::vector<Crossing<S>>& crossings) {
  RefinedBreakpoints<S> refined;
  std::size_t next = 0;
  for (std::size_t k = 0; k < breakpoints.size(); ++k) {
    refined.breakpoints.push_back(breakpoints[k]);
    refined.left.push_back(static_cast<Index>(k));
    refined.is_old.push_back(true);
    refined.share.push_back(S(0));
    if (k + 1 == breakpoints.size()) break;
    const S& after = breakpoints[k + 1];
    for (; next < crossings.size() && crossings[next].t < after; ++next) {
      const S& t = crossings[next].t;
      if (is_known<S>(crossings[next], refined.breakpoints.back(), after)) continue;
      refined.share.push_back(S((t - breakpoints[k]) / (after - breakpoints[k])));
      refined.breakpoints.push_back(t);
      refined.left.push_back(static_cast<Index>(k));
      refined.is_old.push_back(false);
    }
  }
  if (refined.breakpoints.size() == breakpoints.size()) return {};
  return refined;
}

#define AXIOMARK_INSTANTIATE(S)                                        \
  template std::optional<RefinedBreakpoints<S>> refine_breakpoints<S>( \
      const std::vector<S>&, const std::vector<Crossing<S>>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
