#include "search/enclosed_judgement.hpp"

#include <algorithm>
#include <cmath>

#include "network/balls/enclosed_operator.hpp"

namespace axiomark {

bool is_undecided(const Error& error) {
  return error.kind == ErrorKind::numeric && error.where == kUndecided;
}

Result<Ingredients<Rational>> exactly(const Ingredients<double>& in) {
  return decided([&] { return convert<Rational>(in); });
}

bool has_enclosed_values(const Case<Rational>& c) {
  return std::ranges::any_of(c.probes, [](const Probe<Rational>& probe) {
    return has_enclosed_values<Rational>(probe.network);
  });
}

std::optional<Residual> residual_beyond_bound(const Case<Rational>& c,
                                              const Judgement<Rational>& judgement) {
  if (judgement.evidence != Evidence::beyond_derived_bound || !has_enclosed_values(c)) {
    return std::nullopt;
  }
  const Sides<Rational>& sides = judgement.sides;
  std::optional<Residual> worst;
  for (Index k = 0; k < sides.left.size(); ++k) {
    const Ball difference = ball_of(sides.left(k)) - ball_of(sides.right(k));
    const double residual = std::abs(difference.middle.convert_to<double>());
    if (!worst || residual > worst->residual) worst = {residual, difference.radius};
  }
  return worst;
}

}  // namespace axiomark
