#pragma once

#include <string_view>
#include <vector>

#include "search/verdict.hpp"

namespace axiomark {

/// Whether a verdict bears out a published claim.
enum class Agreement {
  agrees,
  contradicts,
  by_convention,  ///< claimed to hold, and violated only where a convention decides
  open,
};
[[nodiscard]] Agreement agreement(const Finding& finding, const LiteratureEntry& entry);

/// How a cell stands to all that the sources say about it: the first of these that any claim gives.
enum class Standing {
  contradicts,
  by_convention,
  agrees,
  open,
  unheard,  ///< every source is silent: the verdict is new
};
[[nodiscard]] Standing standing(const Finding& finding);

/// The claim that makes a cell's standing what it is; null where every source is silent.
[[nodiscard]] const LiteratureEntry* decisive_claim(const Finding& finding);

/// How a standing is called.
struct StandingWords {
  Standing kind;
  char code;               ///< letter in the page's filters
  std::string_view name;   ///< in report.json: "only-by-convention"
  std::string_view label;  ///< on the page's filters
  std::string_view badge;  ///< on a card
  std::string_view badge_style;
};

/// In the order of the enumeration.
[[nodiscard]] const std::vector<StandingWords>& standing_words();
[[nodiscard]] const StandingWords& words(Standing kind);

/// "Contradicted, by this case.": what a verdict means for one claim, for the end of its line.
[[nodiscard]] std::string_view outcome_for_claim(const Finding& finding,
                                                 const LiteratureEntry& entry);

}  // namespace axiomark
