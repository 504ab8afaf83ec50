#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "search/verdict.hpp"

namespace axiomark {

/// The verdicts of a stored report.json: what a later campaign should come to again.
struct Expectation {
  struct Cell {
    std::string method;
    std::string axiom;
    std::string verdict;  ///< "violated", "violated only by convention: kink"
  };
  std::string file;
  std::vector<Cell> cells;
};

/// Refuses a file that is not a report of axiomark-report/1, whole.
[[nodiscard]] Result<Expectation> parse_expectation(const std::string& text,
                                                    const std::string& file);
[[nodiscard]] Result<Expectation> read_expectation(const std::filesystem::path& path);

/// One cell whose verdict is another one now; "no such cell" where one of the two has none.
struct VerdictChange {
  std::string method;
  std::string axiom;
  std::string from;
  std::string to;
};

/// In the order of the stored cells, then those that are new.
[[nodiscard]] std::vector<VerdictChange> verdict_changes(const Expectation& expected,
                                                         const Campaign& campaign);

/// A line per change, and one that sums up.
[[nodiscard]] std::string changes_text(const Expectation& expected,
                                       const std::vector<VerdictChange>& changes);

}  // namespace axiomark
