#pragma once

#include <string>

#include "search/verdict.hpp"

namespace axiomark {

/// What became of a random method's mean, in a line: "not convicted in 61 questions, 400 seeds each".
[[nodiscard]] std::string mean_in_words(const MeanFinding& mean);

/// The section "Random methods, in three statements": what each estimates and how that stands in the
/// matrix; the estimator with its seed fixed; its mean. Empty if no method of the campaign draws.
[[nodiscard]] std::string random_section(const Campaign& campaign);

}  // namespace axiomark
