#include "report/compact_markup.hpp"

#include <algorithm>

namespace axiomark {
namespace {

bool needs_no_quotes(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

// One past the tag that begins at `from`: its > outside quotes.
std::size_t tag_end(std::string_view html, std::size_t from) {
  char quote = 0;
  for (std::size_t k = from; k < html.size(); ++k) {
    if (quote != 0) {
      if (html[k] == quote) quote = 0;
    } else if (html[k] == '"' || html[k] == '\'') {
      quote = html[k];
    } else if (html[k] == '>') {
      return k + 1;
    }
  }
  return html.size();
}

std::string compact_tag(std::string_view tag) {
  std::string result;
  for (std::size_t k = 0; k < tag.size();) {
    if (tag[k] != '"' && tag[k] != '\'') {
      result += tag[k++];
      continue;
    }
    const std::size_t close = tag.find(tag[k], k + 1);
    if (close == std::string_view::npos) return result.append(tag.substr(k));
    const std::string_view value = tag.substr(k + 1, close - k - 1);
    // A slash behind the value would become part of it.
    const bool alone = close + 1 < tag.size() && (tag[close + 1] == ' ' || tag[close + 1] == '>');
    const bool kept = result.ends_with(" id=") || result.ends_with("href=");
    const bool plain = !value.empty() && std::ranges::all_of(value, needs_no_quotes);
    result +=
        plain && alone && !kept ? std::string(value) : std::string(tag.substr(k, close + 1 - k));
    k = close + 1;
  }
  return result;
}

}  // namespace

std::string compact_markup(std::string_view html) {
  std::string result;
  result.reserve(html.size());
  for (std::size_t k = 0; k < html.size();) {
    const std::size_t open = std::min(html.find('<', k), html.size());
    result += html.substr(k, open - k);
    if (open == html.size()) break;
    const std::size_t end = tag_end(html, open);
    const std::string_view tag = html.substr(open, end - open);
    if (tag != "</td>" && tag != "</th>" && tag != "</tr>") result += compact_tag(tag);
    k = end;
  }
  return result;
}

}  // namespace axiomark
