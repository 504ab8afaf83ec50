#include "cli/command_line.hpp"

namespace axiomark::cli {
namespace {

// In single quotes, unless every shell leaves it alone.
std::string shell_word(const std::string& text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,:=+%@";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string(R"('\'')") : std::string(1, c);
  return quoted + "'";
}

}  // namespace

std::string command_line(const CLI::App& verb) {
  std::string text = "axiomark " + verb.get_name();
  for (const CLI::Option* option : verb.get_options()) {
    const std::string name = option->get_name();
    if (option->count() == 0 || name == "--threads" || name == "--json") continue;
    const bool positional = option->get_positional();
    if (!positional) text += " " + name;
    if (!positional && option->get_type_size_max() == 0) continue;  // a flag
    for (const std::string& value : option->results()) text += " " + shell_word(value);
  }
  return text;
}

}  // namespace axiomark::cli
