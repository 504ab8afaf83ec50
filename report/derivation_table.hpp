#pragma once

#include <string>
#include <vector>

namespace axiomark {

enum class Emphasis {
  plain,
  section,  ///< a heading inside the table; its cells are empty
  result,   ///< an attribution
  total,    ///< a sum that the axiom speaks of
  fault,    ///< the lines do not come to what the method answered: a defect of ours
};

struct DerivationRow {
  std::string label;
  std::vector<std::string> cells;  ///< one per probe; empty where a probe has no such line
  Emphasis emphasis = Emphasis::plain;
};

/// A computation as lines of arithmetic, a column per probe: for the page and for the terminal.
struct DerivationTable {
  std::vector<std::string> headings;  ///< of the columns after the labels
  std::vector<DerivationRow> rows;
};

/// One probe's lines.
struct DerivationLine {
  std::string label;
  std::string text;
  Emphasis emphasis = Emphasis::plain;
};
using DerivationColumn = std::vector<DerivationLine>;

/// Columns side by side: lines with the same label share a row, in an order that fits every column.
[[nodiscard]] DerivationTable side_by_side(std::vector<std::string> headings,
                                           const std::vector<DerivationColumn>& columns);

/// As text, probe after probe, for the terminal.
[[nodiscard]] std::string as_text(const DerivationTable& table);

}  // namespace axiomark
