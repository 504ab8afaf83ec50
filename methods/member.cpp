#include "methods/member.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "methods/registry.hpp"

namespace axiomark {
namespace {

// Methods within methods are made by recursion: nobody needs more, and a text made to hurt cannot
// use up the stack.
constexpr int kMostParentheses = 16;

int depth_of(std::string_view text) {
  int depth = 0;
  int deepest = 0;
  for (const char c : text) {
    if (c == '(') deepest = std::max(deepest, ++depth);
    if (c == ')') --depth;
  }
  return deepest;
}

}  // namespace

std::optional<MemberText> split_member(std::string_view text) {
  if (!text.starts_with('(')) return std::nullopt;
  int depth = 0;
  for (std::size_t k = 0; k < text.size(); ++k) {
    if (text[k] == '(') ++depth;
    if (text[k] == ')' && --depth == 0) {
      return MemberText{text.substr(1, k - 1), text.substr(k + 1)};
    }
  }
  return std::nullopt;
}

Result<AnyMethod> make_member(std::string_view method, const std::string& where) {
  if (depth_of(method) > kMostParentheses) {
    return fail(ErrorKind::usage, where, "methods within methods, too many to follow",
                fmt::format("at most {} parentheses within each other", kMostParentheses));
  }
  auto made = make_method(method);
  if (made) return made;
  Error error = made.error();
  error.where = fmt::format("{}: {}", where, error.where);
  return tl::make_unexpected(error);
}

}  // namespace axiomark
