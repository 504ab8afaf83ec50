#include "report/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "network/files/file_bytes.hpp"
#include "network/files/json_members.hpp"

namespace axiomark {
namespace {

constexpr std::string_view kSchema = "axiomark-report/1";
constexpr std::string_view kNoCell = "no such cell";

std::string verdict_text(std::string_view verdict, std::string_view convention) {
  return convention.empty() ? std::string(verdict)
                            : fmt::format("{} only by convention: {}", verdict, convention);
}

bool is_verdict(std::string_view text) {
  constexpr std::array kKinds = {VerdictKind::theorem,        VerdictKind::holds_in_scope,
                                 VerdictKind::survived,       VerdictKind::holds_within,
                                 VerdictKind::violated,       VerdictKind::outside,
                                 VerdictKind::not_applicable, VerdictKind::error};
  return std::ranges::any_of(kKinds, [&](VerdictKind kind) { return name(kind) == text; });
}

Result<Expectation::Cell> read_cell(const JsonValue& value, const JsonPlace& place) {
  JsonMembers<double> members(value, place);
  Expectation::Cell cell{members.text("method"), members.text("axiom"), members.text("verdict")};
  if (members.fault()) return tl::make_unexpected(*members.fault());
  if (!is_verdict(cell.verdict)) return refuse(value, place.member("verdict"), "a verdict");
  const JsonValue* convention = value.find("convention");
  if (convention == nullptr) return refuse(value, place, "a member \"convention\"");
  if (convention->kind != JsonValue::Kind::null) {
    const std::string text = members.text("convention");
    if (members.fault()) return tl::make_unexpected(*members.fault());
    cell.verdict = verdict_text(cell.verdict, text);
  }
  return cell;
}

// How many strings a list has, or an error if it is none.
Result<std::size_t> count_names(const JsonValue& root, std::string_view key,
                                const JsonPlace& place) {
  const JsonValue* list = root.find(key);
  if (list == nullptr || list->kind != JsonValue::Kind::array) {
    return refuse(root, place, fmt::format("a list \"{}\"", key));
  }
  return list->items.size();
}

using CellName = std::pair<std::string, std::string>;

}  // namespace

Result<Expectation> parse_expectation(const std::string& text, const std::string& file) {
  const auto root = parse_json(text, file);
  if (!root) return tl::make_unexpected(root.error());
  const JsonPlace place{file, "report"};
  if (root->kind != JsonValue::Kind::object) return refuse(*root, place, "a report.json");
  JsonMembers<double> members(*root, place);
  const std::string schema = members.text("schema");
  if (members.fault()) return tl::make_unexpected(*members.fault());
  if (schema != kSchema) {
    return fail(ErrorKind::input, file, fmt::format("schema '{}'", schema), std::string(kSchema));
  }
  const auto methods = count_names(*root, "methods", place);
  if (!methods) return tl::make_unexpected(methods.error());
  const auto axioms = count_names(*root, "axioms", place);
  if (!axioms) return tl::make_unexpected(axioms.error());
  const JsonValue* cells = root->find("cells");
  if (cells == nullptr || cells->kind != JsonValue::Kind::array) {
    return refuse(*root, place, "a list \"cells\"");
  }
  if (cells->items.size() != *methods * *axioms) {
    return fail(ErrorKind::input, place.at(*cells), fmt::format("{} cells", cells->items.size()),
                fmt::format("{} methods x {} axioms", *methods, *axioms));
  }
  Expectation expected{file, {}};
  std::map<CellName, int> seen;
  const JsonPlace each = place.member("cells");
  for (const JsonValue& item : cells->items) {
    auto cell = read_cell(item, each);
    if (!cell) return tl::make_unexpected(cell.error());
    if (++seen[{cell->method, cell->axiom}] > 1) {
      return fail(ErrorKind::input, each.at(item),
                  fmt::format("{} on {} a second time", cell->method, cell->axiom),
                  "every cell once");
    }
    expected.cells.push_back(std::move(*cell));
  }
  return expected;
}

Result<Expectation> read_expectation(const std::filesystem::path& path) {
  const auto text = read_bytes(path);
  if (!text) return tl::make_unexpected(text.error());
  return parse_expectation(*text, path.string());
}

std::vector<VerdictChange> verdict_changes(const Expectation& expected, const Campaign& campaign) {
  std::map<CellName, std::string> now;
  for (const Finding& finding : campaign.findings) {
    now[{finding.method, finding.axiom}] = verdict_text(name(finding.verdict), finding.convention);
  }
  std::vector<VerdictChange> changes;
  for (const Expectation::Cell& cell : expected.cells) {
    const auto found = now.find({cell.method, cell.axiom});
    const std::string to = found == now.end() ? std::string(kNoCell) : found->second;
    if (to != cell.verdict) changes.push_back({cell.method, cell.axiom, cell.verdict, to});
    if (found != now.end()) now.erase(found);
  }
  for (const Finding& finding : campaign.findings) {
    const auto found = now.find({finding.method, finding.axiom});
    if (found == now.end()) continue;
    changes.push_back({finding.method, finding.axiom, std::string(kNoCell), found->second});
  }
  return changes;
}

std::string changes_text(const Expectation& expected, const std::vector<VerdictChange>& changes) {
  if (changes.empty()) {
    return fmt::format("{} verdicts, all as in {}\n", expected.cells.size(), expected.file);
  }
  std::string text;
  for (const VerdictChange& change : changes) {
    text +=
        fmt::format("{} on {}: {} -> {}\n", change.method, change.axiom, change.from, change.to);
  }
  return text + fmt::format("{} verdict{} other than in {}\n", changes.size(),
                            changes.size() == 1 ? "" : "s", expected.file);
}

}  // namespace axiomark
