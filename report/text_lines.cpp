#include "report/text_lines.hpp"

#include <algorithm>

#include "report/number_text.hpp"

namespace axiomark {

std::vector<std::string> text_lines(std::string_view text, std::size_t letters) {
  std::vector<std::string> lines;
  std::size_t used = 0;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t space = std::min(text.find(' ', from), text.size());
    const std::string_view word = text.substr(from, space - from);
    from = space + 1;
    if (word.empty()) continue;
    const std::size_t width = display_width(word);
    if (lines.empty() || used + 1 + width > letters) {
      lines.emplace_back(word);
      used = width;
    } else {
      lines.back().append(" ").append(word);
      used += 1 + width;
    }
  }
  return lines;
}

}  // namespace axiomark
