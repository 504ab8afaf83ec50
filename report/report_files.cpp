#include "report/report_files.hpp"

#include <set>
#include <system_error>

#include "report/html_page.hpp"
#include "report/junit_xml.hpp"
#include "report/matrix_csv.hpp"
#include "report/matrix_markdown.hpp"
#include "report/pending_files.hpp"
#include "report/report_json.hpp"
#include "search/case_file.hpp"

namespace axiomark {
namespace {

namespace fs = std::filesystem;

// Case files that the new report does not speak of would be mistaken for its own.
void remove_old_cases(const fs::path& folder, const ReportFiles& files) {
  std::set<std::string> current;
  for (const auto& [name, text] : files.cases) current.insert(name);
  std::error_code ignored;
  std::vector<fs::path> old;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() == ".json" && !current.contains(name)) old.push_back(entry.path());
  }
  for (const fs::path& path : old) fs::remove(path, ignored);
}

}  // namespace

ReportFiles render_report(const Campaign& campaign, const std::string& version,
                          const ClaimLinks& claims) {
  ReportFiles files;
  files.html = html_page(campaign, version, claims);
  files.json = report_json(campaign);
  files.junit = junit_xml(campaign);
  files.csv = matrix_csv(campaign);
  files.markdown = matrix_markdown(campaign);
  for (const Finding& finding : campaign.findings) {
    if (!finding.counterexample) continue;
    files.cases.emplace_back(cell_id(finding.method, finding.axiom) + ".json",
                             case_json(*finding.counterexample));
  }
  return files;
}

Result<void> write_report(const ReportFiles& files, const fs::path& directory) {
  const fs::path cases = directory / "cases";
  if (auto ok = make_directories(cases); !ok) return ok;
  PendingFiles pending;
  for (const auto& [name, text] : files.cases) {
    if (auto ok = pending.write(cases / name, text); !ok) return ok;
  }
  for (const auto& [name, text] : {std::pair{"report.json", &files.json},
                                   {"junit.xml", &files.junit},
                                   {"matrix.csv", &files.csv},
                                   {"matrix.md", &files.markdown},
                                   {"timing.json", &files.timing},
                                   {"index.html", &files.html}}) {
    if (text->empty()) continue;
    if (auto ok = pending.write(directory / name, *text); !ok) return ok;
  }
  if (auto ok = pending.move_all(); !ok) return ok;
  remove_old_cases(cases, files);
  return {};
}

}  // namespace axiomark
