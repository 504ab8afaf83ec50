#pragma once

#include <optional>
#include <string>

#include "network/scalar.hpp"

namespace axiomark {

/// Whether a baseline stands for nothing. Attributions sum to F(x) - F(x'); they are an account of
/// F(x) itself only where F(x') is near zero, which the paper therefore recommends to check
/// (Sundararajan et al. 2017, sec. 5, "Selecting a Benchmark"). Returns a sentence if |F(x')| >
/// |F(x)| / 10: more than a tenth of the score is then not accounted for.
template <Scalar S>
[[nodiscard]] std::optional<std::string> near_zero_note(const S& input_value,
                                                        const S& baseline_value);

}  // namespace axiomark
