#include "report/html_text.hpp"

#include <fmt/format.h>

namespace axiomark {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t digits_end(std::string_view text, std::size_t from) {
  while (from < text.size() && is_digit(text[from])) ++from;
  return from;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string with_fractions(std::string_view text) {
  std::string result;
  std::size_t done = 0;
  for (std::size_t k = 0; k < text.size();) {
    if (!is_digit(text[k])) {
      ++k;
      continue;
    }
    const std::size_t slash = digits_end(text, k);
    const bool alone = k == 0 || (!is_letter(text[k - 1]) && text[k - 1] != '.' &&
                                  text[k - 1] != '/' && text[k - 1] != '-');
    if (!alone || slash + 1 >= text.size() || text[slash] != '/' || !is_digit(text[slash + 1])) {
      k = slash;
      continue;
    }
    const std::size_t end = digits_end(text, slash + 1);
    result += escaped(text.substr(done, k - done));
    result += fmt::format("<i class=\"q\">{}<u>/</u>{}</i>", text.substr(k, slash - k),
                          text.substr(slash + 1, end - slash - 1));
    done = k = end;
  }
  return result + escaped(text.substr(done));
}

std::string glyph(char code) {
  return fmt::format(R"(<svg class="g {0}" aria-hidden="true"><use href="#g{0}"/></svg>)", code);
}

std::string coordinate(double value) {
  std::string text = fmt::format("{:.1f}", value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

std::string data_link(std::string_view json) {
  std::string result = "'data:application/json,";
  bool inside_string = false;
  bool after_backslash = false;
  for (const char c : json) {
    if (!inside_string && (c == ' ' || c == '\n')) continue;
    if (c == '"' && !after_backslash) inside_string = !inside_string;
    after_backslash = inside_string && c == '\\' && !after_backslash;
    if (c == '%' || c == '#' || c == '\'' || c == '<' || c == '>') {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else if (c == '&') {
      result += "&amp;";
    } else {
      result += c;
    }
  }
  return result + "'";
}

std::string anchor(std::string_view prefix, std::string_view name) {
  std::string result = fmt::format("{}-", prefix);
  for (const char c : name) result += is_letter(c) || is_digit(c) ? c : '-';
  return result;
}

}  // namespace axiomark
