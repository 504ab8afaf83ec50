#pragma once

#include <optional>
#include <span>

namespace axiomark {

/// error = C m^-order, by least squares on logarithms.
struct OrderFit {
  double order = 0;
  double standard_error = 0;  ///< of the order, from the scatter about the line
  long from = 0;              ///< the steps that it was fitted to
  long to = 0;
  int points = 0;
};

/// Fits errors of at least `floor` (below it there is rounding, or the truth's own uncertainty) at 8
/// steps and more: fewer say little of a limit. Nothing if there are fewer than four.
[[nodiscard]] std::optional<OrderFit> fit_order(std::span<const long> steps,
                                                std::span<const double> errors, double floor);

}  // namespace axiomark
