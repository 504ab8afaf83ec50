#include "report/matrix_csv.hpp"

#include <fmt/format.h>

#include <vector>

#include "report/literature_words.hpp"
#include "report/report_json.hpp"
#include "report/verdict_words.hpp"

namespace axiomark {
namespace {

// In quotes where the text has a comma, a quote or the end of a line; quotes inside are doubled.
std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string line(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& one : fields) {
    if (&one != &fields.front()) text += ',';
    text += field(one);
  }
  return text + "\n";
}

// The shortest decimal that reads back as the same double.
std::string number(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : std::string();
}

}  // namespace

std::string matrix_csv(const Campaign& campaign) {
  std::string csv =
      line({"method", "family", "axiom", "verdict", "convention", "evidence", "cases",
            "violation_rate_upper", "error_bound", "literature", "counterexample", "reason"});
  for (const Finding& f : campaign.findings) {
    csv += line({f.method, method_family(f.method), f.axiom, std::string(name(f.verdict)),
                 f.convention, std::string(name(f.evidence)), std::to_string(f.cases),
                 number(f.violation_rate_upper), number(f.error_bound),
                 std::string(words(standing(f)).name),
                 f.counterexample ? case_path(f) : std::string(), f.reason});
  }
  return csv;
}

}  // namespace axiomark
