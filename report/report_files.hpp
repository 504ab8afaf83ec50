#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "report/claim_link.hpp"
#include "search/verdict.hpp"

namespace axiomark {

/// A whole report, in memory.
struct ReportFiles {
  std::string html;
  std::string json;
  std::string junit;
  std::string csv;
  std::string markdown;
  std::string timing = {};  ///< timing.json, all that depends on the machine; empty: not written
  std::vector<std::pair<std::string, std::string>> cases;  ///< file name under cases/, text
};

/// `claims`: published claims about cells, which the page links to.
[[nodiscard]] ReportFiles render_report(const Campaign& campaign, const std::string& version,
                                        const ClaimLinks& claims = {});

/// index.html, report.json, junit.xml, matrix.csv, matrix.md, timing.json and cases/ in a directory, which is made if it is not there. Everything
/// is written to temporary files first: on failure nothing is half-written and a report that was
/// there stays as it was. Case files of an earlier report are removed.
[[nodiscard]] Result<void> write_report(const ReportFiles& files,
                                        const std::filesystem::path& directory);

}  // namespace axiomark
