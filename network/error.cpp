#include "network/error.hpp"

#include <utility>

namespace axiomark {

tl::unexpected<Error> fail(ErrorKind kind, std::string where, std::string found,
                           std::string expected) {
  return tl::make_unexpected(Error{kind, std::move(where), std::move(found), std::move(expected)});
}

std::string message(const Error& error) {
  std::string text = error.where;
  if (!text.empty() && !error.found.empty()) text += ": ";
  text += error.found;
  if (!error.expected.empty()) text += "; expected " + error.expected;
  // A file name or a damaged document may hold line breaks and control characters.
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text;
}

}  // namespace axiomark
