#pragma once

#include <span>
#include <string>
#include <vector>

namespace axiomark {

enum class Claim { holds, fails };

/// What one source says about one method and one axiom.
struct LiteratureEntry {
  std::string method;  ///< a method string, or the beginning of one: "lrp" stands for all its rules
  std::string axiom;
  Claim claim;
  std::string source;  ///< "Sundararajan, Taly, Yan 2017, sec. 2.1"
  std::string text;    ///< what it says, quoted where possible
};

[[nodiscard]] std::span<const LiteratureEntry> literature();
/// Entries for one cell, in the order of literature().
[[nodiscard]] std::vector<LiteratureEntry> literature_on(const std::string& method,
                                                         const std::string& axiom);

/// A proof that covers every network of a class.
struct TheoremEntry {
  std::string method;
  std::string axiom;
  std::string citation;
  std::string premises;
};
[[nodiscard]] const TheoremEntry* theorem_on(const std::string& method, const std::string& axiom);

}  // namespace axiomark
