#pragma once

#include <cstdint>

namespace axiomark {

/// 95 % Clopper-Pearson upper bound on the rate of violations after `violations` in `cases`
/// independent cases: the quantile of a beta distribution (Clopper & Pearson 1934).
[[nodiscard]] double violation_rate_upper(std::uint64_t cases, std::uint64_t violations = 0);

}  // namespace axiomark
