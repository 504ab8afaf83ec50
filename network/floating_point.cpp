#include "network/floating_point.hpp"

#include <cfenv>
#include <limits>
#include <stdexcept>

namespace axiomark {

void require_floating_point_contract() {
  if (std::fegetround() != FE_TONEAREST) {
    throw std::runtime_error("floating point: the rounding mode is not round to nearest");
  }
  const volatile double smallest = std::numeric_limits<double>::min();
  const volatile double half = smallest / 2;  // volatile: computed when run, not when compiled
  if (half == 0.0 || half * 2 != smallest) {
    throw std::runtime_error("floating point: subnormal numbers are flushed to zero");
  }
}

}  // namespace axiomark
