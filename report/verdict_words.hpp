#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/verdict.hpp"

namespace axiomark {

/// How a kind of verdict looks and what it is called.
struct VerdictWords {
  VerdictKind kind;
  char code;                 ///< class and symbol on the page, letter in its filters
  std::string_view glyph;    ///< in the terminal
  std::string_view ansi;     ///< colour in the terminal
  std::string_view label;    ///< "Holds in scope"
  std::string_view counted;  ///< "hold in a finite scope": beside a number
  std::string_view legend;   ///< one line
};

/// In the order of the page: violations first.
[[nodiscard]] const std::vector<VerdictWords>& verdict_words();
[[nodiscard]] const VerdictWords& words(VerdictKind kind);

/// Whether the verdict says that the axiom is kept in some sense.
[[nodiscard]] bool keeps(VerdictKind kind);

/// "gradient × input", "integrated gradients, left rule, 50 steps": a method in a sentence.
[[nodiscard]] std::string method_title(const std::string& method);
/// "IG, left, 50 steps": a method in a row of the matrix.
[[nodiscard]] std::string method_label(const std::string& method);
/// The heading it stands under, "Path methods"; "Others" for methods that are not ours.
[[nodiscard]] std::string method_family(const std::string& method);

/// The one-line reason of a cell, as plain text: what a tooltip shows.
[[nodiscard]] std::string cell_reason(const Finding& finding);
/// " By kind of case, violated: ...", where an axiom has several kinds and they differ; else empty.
[[nodiscard]] std::string variants_sentence(const Finding& finding);

}  // namespace axiomark
