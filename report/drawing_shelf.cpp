#include "report/drawing_shelf.hpp"

#include <fmt/format.h>

namespace axiomark {

std::string DrawingShelf::place(const std::string& content) {
  const auto [at, first] = numbers_.try_emplace(content, numbers_.size() + 1);
  // The class goes along with the content: where it is shown again, only what lies in the group
  // decides which styles match.
  return first ? fmt::format(R"(<g class="net" id="net-{}">{}</g>)", at->second, content)
               : fmt::format(R"(<use href="#net-{}"/>)", at->second);
}

}  // namespace axiomark
