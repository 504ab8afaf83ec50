#pragma once

#include <span>
#include <string>
#include <vector>

namespace axiomark {

/// A proof that covers every network of a class. Its premises are checked for every query by the
/// method itself, which refuses where they do not hold.
struct TheoremEntry {
  std::string method;  ///< a method string; covers_options: also with further options
  std::string axiom;
  std::string citation;  ///< where the proof stands, or the proof where it is a line
  std::string premises;
  bool covers_options = false;
};

[[nodiscard]] std::span<const TheoremEntry> theorems();
[[nodiscard]] const TheoremEntry* theorem_on(const std::string& method, const std::string& axiom);

}  // namespace axiomark
