#include "report/report_files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>
#include <system_error>

#include "report/html_page.hpp"
#include "report/junit_xml.hpp"
#include "report/matrix_csv.hpp"
#include "report/matrix_markdown.hpp"
#include "report/report_json.hpp"
#include "search/case_file.hpp"

namespace axiomark {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> io_fault(const fs::path& path, const std::string& what) {
  return fail(ErrorKind::io, path.string(), what, "a directory with room that can be written to");
}

// Files written beside their places; removed again unless all of them have moved there.
class Pending {
 public:
  Pending() = default;
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;
  ~Pending() {
    std::error_code ignored;
    for (const auto& [temporary, place] : files_) fs::remove(temporary, ignored);
  }

  [[nodiscard]] Result<void> write(const fs::path& place, const std::string& text) {
    fs::path temporary = place;
    temporary += ".writing";
    files_.emplace_back(temporary, place);
    errno = 0;
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (out) return {};
    return io_fault(temporary, errno != 0 ? std::strerror(errno) : "could not be written");
  }

  [[nodiscard]] Result<void> move_all() {
    for (const auto& [temporary, place] : files_) {
      std::error_code fault;
      fs::rename(temporary, place, fault);
      if (fault) return io_fault(place, fault.message());
    }
    files_.clear();
    return {};
  }

 private:
  std::vector<std::pair<fs::path, fs::path>> files_;
};

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

ReportFiles render_report(const Campaign& campaign, const std::string& version) {
  ReportFiles files;
  files.html = html_page(campaign, version);
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

Result<void> check_writable(const fs::path& directory) {
  std::error_code fault;
  fs::create_directories(directory, fault);
  if (fault) return io_fault(directory, fault.message());
  Pending trial;  // removed again when it goes out of scope
  return trial.write(directory / "report.json", "");
}

Result<void> write_report(const ReportFiles& files, const fs::path& directory) {
  const fs::path cases = directory / "cases";
  std::error_code fault;
  fs::create_directories(cases, fault);
  if (fault) return io_fault(cases, fault.message());
  Pending pending;
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
