#pragma once

#include <string>
#include <vector>

#include "search/verdict.hpp"

namespace axiomark {

/// One sentence with a subject and what it does wrong.
[[nodiscard]] std::string case_title(const Counterexample& c);
/// How it was proved, point, baseline, seed, case, shrinking.
[[nodiscard]] std::string case_facts(const Counterexample& c);
/// What it is about the method that breaks the axiom here; empty where we have nothing to say.
[[nodiscard]] std::string case_why(const Counterexample& c);

/// A text of the search about this case, typeset; a single feature is called x, as in the drawing.
[[nodiscard]] std::string case_text(const Counterexample& c, const std::string& text);

/// One line of "both sides".
struct SideRow {
  std::string label;
  std::string left;
  std::string right;
  bool sum = false;
};
/// Feature by feature with a sum, or the one pair of numbers that the axiom compares.
[[nodiscard]] std::vector<SideRow> side_rows(const Counterexample& c);
/// The names of the compared entries, "x₁", ...; empty for a single pair of numbers.
[[nodiscard]] std::vector<std::string> side_labels(const Counterexample& c);

/// Whether a derivation should end in the sum and in F(x) - F(x').
[[nodiscard]] bool speaks_of_sums(const Counterexample& c);

}  // namespace axiomark
