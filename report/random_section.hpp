#pragma once

#include <string>

#include "search/verdict.hpp"

namespace axiomark {

/// What a random method estimates: a method string, words where no method of ours is that, or empty
/// for methods that draw nothing.
struct Estimand {
  std::string method;
  std::string words;

  [[nodiscard]] bool is_random() const { return !method.empty() || !words.empty(); }
};
[[nodiscard]] Estimand estimand_of(const std::string& method);

/// The section "Random methods, in three statements": what each estimates and how that stands in the
/// matrix; the estimator with its seed fixed; its mean. Empty if no method of the campaign draws.
[[nodiscard]] std::string random_section(const Campaign& campaign);

}  // namespace axiomark
