#include "report/derivation_table.hpp"

#include <algorithm>

#include "report/number_text.hpp"

namespace axiomark {
namespace {

// "= ≈ 0.33" where a number too long to write follows an equals sign.
std::string without_double_signs(std::string text) {
  const std::string doubled = "= ≈ ";
  for (std::size_t at = text.find(doubled); at != std::string::npos; at = text.find(doubled, at)) {
    text.erase(at, 2);
  }
  return text;
}

}  // namespace

DerivationTable side_by_side(std::vector<std::string> headings,
                             const std::vector<DerivationColumn>& columns) {
  DerivationTable table{std::move(headings), {}};
  for (std::size_t c = 0; c < columns.size(); ++c) {
    std::size_t after = 0;  // lines go behind the row of the line before them
    for (const DerivationLine& line : columns[c]) {
      const auto begin = table.rows.begin() + static_cast<std::ptrdiff_t>(after);
      auto row = std::find_if(begin, table.rows.end(), [&](const DerivationRow& r) {
        return r.label == line.label && r.emphasis == line.emphasis;
      });
      if (row == table.rows.end()) {
        row = table.rows.insert(
            begin, {line.label, std::vector<std::string>(columns.size()), line.emphasis});
      }
      row->cells[c] = without_double_signs(line.text);
      after = static_cast<std::size_t>(row - table.rows.begin()) + 1;
    }
  }
  return table;
}

std::string as_text(const DerivationTable& table) {
  std::size_t width = 0;
  for (const DerivationRow& row : table.rows) {
    if (row.emphasis != Emphasis::section) width = std::max(width, display_width(row.label));
  }
  std::string text;
  for (std::size_t c = 0; c < table.headings.size(); ++c) {
    text += (c == 0 ? "" : "\n") + table.headings[c] + "\n";
    for (const DerivationRow& row : table.rows) {
      if (row.emphasis == Emphasis::section) {
        text += "  " + row.label + "\n";
      } else if (!row.cells[c].empty()) {
        const char* mark = row.emphasis == Emphasis::result ? "  > " : "    ";
        text += mark + padded(row.label, width) + "  " + row.cells[c] + "\n";
      }
    }
  }
  return text;
}

}  // namespace axiomark
