#include "search/simpler_numbers.hpp"

#include <algorithm>
#include <cmath>

namespace axiomark {

std::vector<double> simpler_numbers(double v) {
  std::vector<double> found;
  const auto offer = [&](double simpler) {
    if (std::ranges::find(found, simpler) == found.end()) found.push_back(simpler);
  };
  if (v == 0) return found;
  offer(0);
  if (v == 1) return found;
  offer(1);
  if (v == -1) return found;
  offer(-1);
  const double sign = v > 0 ? 1 : -1;
  if (v == std::trunc(v)) {
    if (v < 0) offer(-v);
    offer(std::trunc(v / 2));
    offer(v - sign);
  } else {
    offer(std::trunc(v));
    offer(std::trunc(v) + sign);
    const double half = std::trunc(v * 2) / 2;
    if (half != v) offer(half);
    if (v < 0) offer(-v);
    if (std::fabs(v) > 1) offer(v - sign);
  }
  return found;
}

}  // namespace axiomark
