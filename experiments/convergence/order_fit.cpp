#include "experiments/convergence/order_fit.hpp"

#include <cmath>
#include <vector>

namespace axiomark {

std::optional<OrderFit> fit_order(std::span<const long> steps, std::span<const double> errors,
                                  double floor) {
  constexpr long kFewest = 8;
  OrderFit fit;
  std::vector<double> x;
  std::vector<double> y;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    // Below the floor: noise, or a lucky number of steps, such as the parity that suits a kink.
    if (steps[k] < kFewest || !(errors[k] > floor)) continue;
    if (x.empty()) fit.from = steps[k];
    fit.to = steps[k];
    x.push_back(std::log(static_cast<double>(steps[k])));
    y.push_back(std::log(errors[k]));
  }
  const auto n = static_cast<double>(x.size());
  if (n < 4) return {};
  double mean_x = 0;
  double mean_y = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    mean_x += x[k] / n;
    mean_y += y[k] / n;
  }
  double xx = 0;
  double xy = 0;
  double yy = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    xx += (x[k] - mean_x) * (x[k] - mean_x);
    xy += (x[k] - mean_x) * (y[k] - mean_y);
    yy += (y[k] - mean_y) * (y[k] - mean_y);
  }
  if (xx == 0) return {};
  const double slope = xy / xx;
  fit.order = -slope;
  fit.standard_error = std::sqrt(std::max(0.0, (yy - slope * xy) / (n - 2) / xx));
  fit.points = static_cast<int>(x.size());
  return fit;
}

}  // namespace axiomark
