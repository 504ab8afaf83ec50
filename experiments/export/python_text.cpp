#include "experiments/export/python_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace axiomark {

template <Scalar S>
std::string python_number(const S& value) {
  return to_text(value);
}

template <Scalar S>
std::string python_numbers(const Vector<S>& values) {
  std::vector<std::string> numbers;
  for (const S& value : values) numbers.push_back(python_number(value));
  return fmt::format("{}", fmt::join(numbers, ", "));
}

#define AXIOMARK_INSTANTIATE(S)                    \
  template std::string python_number<S>(const S&); \
  template std::string python_numbers<S>(const Vector<S>&);
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

std::string python_string(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + "\"";
}

std::vector<std::string> python_comment(const std::string& text) {
  std::vector<std::string> lines;
  std::string line = "#";
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    if (line.size() + 1 + word.size() > kPythonWidth && line != "#") {
      lines.push_back(line);
      line = "#";
    }
    line += " " + word;
    at = end + 1;
  }
  lines.push_back(line);
  return lines;
}

std::vector<std::string> python_lines(const std::string& statement) {
  if (statement.size() <= kPythonWidth) return {statement};
  std::vector<std::string> lines;
  std::string indent(statement.find_first_not_of(' '), ' ');
  indent += "    ";
  std::size_t start = 0;  // of the line
  std::size_t last = 0;   // where it may end
  int depth = 0;
  bool in_text = false;
  const auto finish = [&](std::size_t end) {
    lines.push_back((lines.empty() ? "" : indent) + statement.substr(start, end - start));
    start = last = end + 1;
  };
  for (std::size_t k = 0; k < statement.size(); ++k) {
    const char c = statement[k];
    if (c == '"' && (k == 0 || statement[k - 1] != '\\')) in_text = !in_text;
    if (in_text) continue;
    depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
    const std::size_t width = k + 1 - start + (lines.empty() ? 0 : indent.size());
    if (width > kPythonWidth && last > start) finish(last);
    const bool after_comma = c == ' ' && statement[k - 1] == ',';
    const bool before_term = c == ' ' && (statement[k + 1] == '+' || statement[k + 1] == '-');
    if (depth > 0 && (after_comma || before_term)) last = k;
  }
  finish(statement.size());
  return lines;
}

}  // namespace axiomark
