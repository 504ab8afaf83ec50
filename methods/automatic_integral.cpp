#include "methods/automatic_integral.hpp"

#include <fmt/format.h>

#include "methods/adaptive_integral.hpp"

namespace axiomark {
namespace {

// The default number of steps: the exact answer is a bargain up to there.
constexpr Index kFewPieces = 50;

// What the bound of an answer is worth, against what was asked.
template <Scalar S>
std::string guarantee(const Attribution<S>& answer, const S& allowed, const S& tolerance) {
  if (!answer.error_bound) {
    return "no guarantee: the error is an estimate from finitely many points";
  }
  const Vector<S>& bound = *answer.error_bound;
  const S worst = bound.size() == 0 ? S(0) : S(bound.maxCoeff());
  if (worst == S(0)) return "guaranteed: exact";
  if (worst <= allowed) {
    return fmt::format("guaranteed: every attribution is within {} of F(x) - F(x') of the integral",
                       brief_text(tolerance));
  }
  return fmt::format(
      "no guarantee of that: every attribution is proved to be within {} of the integral, which is "
      "more than the {} asked for",
      brief_text(worst), brief_text(allowed));
}

}  // namespace

template <Scalar S>
Result<Attribution<S>> automatic_integral(const Function<S>& function, const Segment<S>& segment,
                                          const S& tolerance) {
  auto answer = adaptive_answer<S>(function, segment, tolerance, kFewPieces);
  if (!answer) return tl::make_unexpected(answer.error());
  Attribution<S>& found = answer->attribution;
  found.notes.push_back(fmt::format("{} chosen; {}", answer->exact ? "rule=exact" : "rule=adaptive",
                                    guarantee<S>(found, answer->allowed, tolerance)));
  return std::move(found);
}

#define AXIOMARK_INSTANTIATE(S)                                                                \
  template Result<Attribution<S>> automatic_integral<S>(const Function<S>&, const Segment<S>&, \
                                                        const S&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
