#pragma once

#include "network/network.hpp"

namespace axiomark {

/// Estimated seconds for so many passes through the network in Rational (an evaluation is one pass, a
/// gradient two). Counts the multiplications of one pass and lets numbers grow by one layer's bits at
/// each layer, and by their own at products. A rough guide that tells seconds from hours, not a bound: the cost of finding linear
/// pieces, and numbers that grow with the breakpoints, are left out.
[[nodiscard]] double exact_seconds(const Network<Rational>& network, double passes);

/// Estimated seconds for so many passes in double, on one core: as rough, and as independent of the machine.
[[nodiscard]] double floating_seconds(const Network<double>& network, double passes);

/// What refusals for their cost say they are about.
inline constexpr std::string_view kExactWork = "--exact";

/// An error that states the estimate if it is above the limit.
[[nodiscard]] Result<void> affordable(double seconds, double limit);

}  // namespace axiomark
