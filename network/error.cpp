#include "network/error.hpp"

#include <utility>

namespace axiomark {
namespace {

// The beginning of a long text, not ending inside a UTF-8 character.
std::string cut(const std::string& text, std::size_t longest) {
  if (text.size() <= longest) return text;
  std::size_t end = longest;
  while (end > longest - 4 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

}  // namespace

tl::unexpected<Error> fail(ErrorKind kind, std::string where, std::string found,
                           std::string expected) {
  return tl::make_unexpected(Error{kind, std::move(where), std::move(found), std::move(expected)});
}

std::string message(const Error& error) {
  // Longer than any path or name that people write; damaged files hold names of megabytes.
  constexpr std::size_t kLongestPlace = 600;
  constexpr std::size_t kLongestFind = 300;
  constexpr std::size_t kLongestList = 3000;  // what is expected may be a list of all methods
  std::string text = cut(error.where, kLongestPlace);
  if (!text.empty() && !error.found.empty()) text += ": ";
  text += cut(error.found, kLongestFind);
  if (!error.expected.empty()) text += "; expected " + cut(error.expected, kLongestList);
  // A file name or a damaged document may hold line breaks and control characters.
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text;
}

}  // namespace axiomark
