#include "report/junit_xml.hpp"

#include <fmt/format.h>

#include "report/html_text.hpp"
#include "report/report_json.hpp"
#include "report/verdict_words.hpp"

namespace axiomark {
namespace {

// XML 1.0 has no control characters but tab and line ends, not even as references.
std::string xml_text(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    kept += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  return escaped(kept);
}

struct Counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;

  void add(VerdictKind verdict) {
    ++tests;
    if (verdict == VerdictKind::violated) {
      ++failures;
    } else if (verdict == VerdictKind::error) {
      ++errors;
    } else if (!keeps(verdict)) {
      ++skipped;
    }
  }
  [[nodiscard]] std::string attributes() const {
    return fmt::format(R"(tests="{}" failures="{}" errors="{}" skipped="{}")", tests, failures,
                       errors, skipped);
  }
};

// What stands inside a test case that did not simply pass.
std::string outcome(const Finding& finding) {
  const std::string message = xml_text(cell_reason(finding));
  if (finding.verdict == VerdictKind::violated) {
    return fmt::format(R"(<failure type="{}" message="{}">axiomark replay {}</failure>)",
                       finding.convention.empty() ? "violated" : "violated-by-convention", message,
                       xml_text(case_path(finding)));
  }
  if (finding.verdict == VerdictKind::error) {
    return fmt::format(R"(<error type="error" message="{}"/>)", message);
  }
  if (!keeps(finding.verdict)) return fmt::format(R"(<skipped message="{}"/>)", message);
  return fmt::format("<system-out>{}: {}</system-out>", words(finding.verdict).label, message);
}

}  // namespace

std::string junit_xml(const Campaign& campaign) {
  Counts all;
  std::string suites;
  for (std::size_t m = 0; m < campaign.methods.size(); ++m) {
    const std::string method = xml_text(campaign.methods[m]);
    Counts counts;
    std::string cases;
    for (std::size_t a = 0; a < campaign.axioms.size(); ++a) {
      const Finding& finding = campaign.at(m, a);
      counts.add(finding.verdict);
      all.add(finding.verdict);
      cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\">{}</testcase>\n", method,
                           xml_text(campaign.axioms[a]), outcome(finding));
    }
    suites += fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n", method,
                          counts.attributes(), cases);
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"axiomark\" {}>\n"
      "{}</testsuites>\n",
      all.attributes(), suites);
}

}  // namespace axiomark
