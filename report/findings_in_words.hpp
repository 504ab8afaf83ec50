#pragma once

#include <string>
#include <vector>

#include "search/verdict.hpp"

namespace axiomark {

/// One result of a campaign in words: for the top of the page.
struct FindingInWords {
  std::string title;
  std::string text;
  const Finding* finding = nullptr;  ///< the case to look at; none: see what is kept
};

/// At most three: contradictions of the literature first, then the smallest counterexamples of
/// different methods and axioms, then a method without a violation.
[[nodiscard]] std::vector<FindingInWords> findings_in_words(const Campaign& campaign);

/// Numbers a person must handle to check a case: parameters and their digits.
[[nodiscard]] std::size_t size_to_a_reader(const Counterexample& counterexample);

}  // namespace axiomark
