#include "methods/normal_deviate.hpp"

#include <boost/math/distributions/normal.hpp>
#include <cmath>

namespace axiomark {

double normal_deviate(RandomStream& stream) {
  // The middle of one of 2^52 equal intervals: never 0 or 1, and 1 - u is as exact as u.
  const double u = (static_cast<double>(stream.bits() >> 12) + 0.5) * 0x1.0p-52;
  const double z = boost::math::quantile(boost::math::normal_distribution<double>(), u);
  return std::nearbyint(z * 0x1.0p20) * 0x1.0p-20;
}

}  // namespace axiomark
