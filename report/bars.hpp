#pragma once

#include <string>

#include "search/verdict.hpp"

namespace axiomark {

/// The two sides of a judgement as bars, one filled, one outlined, feature by feature.
[[nodiscard]] std::string bars(const Counterexample& counterexample);

}  // namespace axiomark
