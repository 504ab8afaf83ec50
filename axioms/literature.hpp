#pragma once

#include <span>
#include <string>
#include <vector>

namespace axiomark {

/// What a source says of a method and an axiom. Of most it says nothing.
enum class Stance { holds, fails, silent };

/// One statement of a source, about some methods and some axioms at once.
struct Statement {
  std::string place;  ///< "sec. 2.1"; empty where the source is cited as a whole
  Stance claim;
  std::vector<std::string> methods;  ///< method strings, or beginnings: "lrp" is all its rules
  std::vector<std::string> axioms;
  std::string text;         ///< what it says, quoted where possible
  bool relus_only = false;  ///< of networks whose only nonlinearities are relus
};

/// A paper, or a set of notes.
struct Work {
  std::string name;      ///< "Sundararajan, Taly, Yan 2017"
  std::string citation;  ///< title and where to find it
  std::vector<Statement> statements;
};

/// All sources there are: to add one, its lines in works.cpp. What is not listed could not be
/// verified: on that a source counts as silent.
[[nodiscard]] std::span<const Work> works();

/// What one source says about one method and one axiom.
struct LiteratureEntry {
  std::string method;  ///< a method string, or the beginning of one
  std::string axiom;
  Stance claim;
  std::string source;  ///< "Sundararajan, Taly, Yan 2017, sec. 2.1"
  std::string text;
  std::string work;         ///< its name
  bool relus_only = false;  ///< says nothing about other networks
};

/// Every statement taken apart, in the order of works().
[[nodiscard]] std::span<const LiteratureEntry> literature();
/// Entries for one cell, in the order of literature().
[[nodiscard]] std::vector<LiteratureEntry> literature_on(const std::string& method,
                                                         const std::string& axiom);
/// The first claim of a source about a cell; silent where it makes none.
[[nodiscard]] Stance claim_of(const Work& work, const std::string& method,
                              const std::string& axiom);

/// Whether a method string is the one named, or begins with it and goes on with options or a value. A
/// rule that is not given is the default one.
[[nodiscard]] bool names_method(const std::string& pattern, const std::string& method);

}  // namespace axiomark
