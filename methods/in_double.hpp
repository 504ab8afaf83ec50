#pragma once

#include "methods/method.hpp"

namespace axiomark {

/// Answers that float cannot give, in double: a network's weights in float are doubles as well.
/// Computes    `answers`, those of `which` replaced by the method's in double, rounded to float once, with a
///             note that says so.
/// Error       error_bound covers the rounding, and is left out if it is beyond the range of float, which a
///             note says; an error is that of double. A network that does not
///             convert leaves the answers as they are.
/// Cost        one conversion of the network, and the method in double, for each of `which`.
[[nodiscard]] Attributions<float> ask_in_double(
    Attributions<float> answers, const std::vector<Index>& which, const AnyMethod& method,
    const Network<float>& network, const Queries<float>& queries, const ThreadPool& pool);

}  // namespace axiomark
