#pragma once

#include <string>

#include "methods/registry.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {

/// The message about a method string that is refused, as misuse; "accepted as ..." if it is not.
[[nodiscard]] inline std::string refusal(const std::string& text) {
  const auto made = make_method(text);
  if (made) return "accepted as " + made->name();
  CHECK(made.error().kind == ErrorKind::usage);
  return message(made.error());
}

[[nodiscard]] inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace axiomark::tests
