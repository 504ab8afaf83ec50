#pragma once

#include <array>
#include <string>
#include <string_view>

#include "experiments/claim_run.hpp"

namespace axiomark {

/// How a claim's verdict looks on the page and what it is called.
struct ClaimVerdictWords {
  ClaimVerdict verdict;
  char code;                 ///< symbol on the page, letter in its filters
  std::string_view label;    ///< "Holds only if"
  std::string_view counted;  ///< beside a number
  std::string_view legend;   ///< one line
};

/// In the order of the page.
[[nodiscard]] const std::array<ClaimVerdictWords, 3>& claim_verdict_words();
[[nodiscard]] const ClaimVerdictWords& words(ClaimVerdict verdict);

/// Of claims that came to something else than what is registered, whatever their verdict.
inline constexpr char kNotRegisteredCode = 'E';

/// "WE": the letters by which the page's filters find an outcome.
[[nodiscard]] std::string filter_codes(const ClaimOutcome& outcome);

/// The verdict with its symbol and its readings, and whether it differs from what is registered.
[[nodiscard]] std::string verdict_html(const ClaimOutcome& outcome);

}  // namespace axiomark
