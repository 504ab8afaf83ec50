#include "methods/near_zero.hpp"

#include <fmt/format.h>

namespace axiomark {

template <Scalar S>
std::optional<std::string> near_zero_note(const S& input_value, const S& baseline_value) {
  if (S(10) * absolute_value(baseline_value) <= absolute_value(input_value)) return std::nullopt;
  return fmt::format(
      "F(x') = {} is not near zero beside F(x) = {}: the attributions explain the difference, not "
      "F(x) itself",
      brief_text(baseline_value), brief_text(input_value));
}

template std::optional<std::string> near_zero_note(const float&, const float&);
template std::optional<std::string> near_zero_note(const double&, const double&);
template std::optional<std::string> near_zero_note(const Rational&, const Rational&);

}  // namespace axiomark
