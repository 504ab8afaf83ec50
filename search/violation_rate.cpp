#include "search/violation_rate.hpp"

#include <boost/math/special_functions/beta.hpp>

namespace axiomark {

double violation_rate_upper(std::uint64_t cases, std::uint64_t violations) {
  if (violations >= cases) return 1.0;
  return boost::math::ibeta_inv(static_cast<double>(violations) + 1.0,
                                static_cast<double>(cases - violations), 0.95);
}

}  // namespace axiomark
