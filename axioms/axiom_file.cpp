#include "axioms/axiom_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "axioms/axiom_definition.hpp"
#include "methods/options.hpp"
#include "network/files/file_bytes.hpp"

namespace axiomark {
namespace {

constexpr std::string_view kSchema = "axiomark-axiom/1";

// An object of the file; the first fault is remembered, and until it is looked at every call gives some
// value. Unlike network files, an axiom is written by hand: a name that nobody reads is a slip.
class Members {
 public:
  Members(const JsonValue& object, JsonPlace place, std::vector<std::string> known)
      : object_(object), place_(std::move(place)) {
    if (object.kind != JsonValue::Kind::object) {
      remember(refuse(object, place_, "an object").value());
      return;
    }
    for (const std::string& key : object.keys) {
      if (std::ranges::find(known, key) != known.end()) continue;
      remember({ErrorKind::input, place_.at(*object.find(key)),
                "unknown member " + with_suggestion(key, known),
                fmt::format("one of: {}", fmt::join(known, ", "))});
    }
  }

  [[nodiscard]] bool has(const char* key) const { return object_.find(key) != nullptr; }
  [[nodiscard]] const std::optional<Error>& fault() const { return fault_; }
  void remember(const Error& error) {
    if (!fault_) fault_ = error;
  }
  [[nodiscard]] JsonPlace place(const char* key) const { return place_.member(key); }

  const JsonValue* value(const char* key) {
    const JsonValue* found = object_.find(key);
    if (found == nullptr) {
      remember({ErrorKind::input, place_.at(object_), fmt::format("no \"{}\"", key),
                fmt::format("a member \"{}\"", key)});
    }
    return found;
  }
  std::string text(const char* key) {
    const JsonValue* found = value(key);
    if (found == nullptr) return {};
    if (found->kind == JsonValue::Kind::string) return found->text;
    remember(refuse(*found, place(key), "a string").value());
    return {};
  }
  std::string text_or(const char* key, std::string fallback) {
    return has(key) ? text(key) : std::move(fallback);
  }
  AxiomFormula formula(const char* key) { return parsed(text(key), key); }
  AxiomFormula formula_or(const char* key, const std::string& fallback) {
    return parsed(text_or(key, fallback), key);
  }
  // A list of names out of a table, as positions in it; empty where there is no such member.
  std::vector<std::size_t> choices(const char* key, const std::vector<std::string>& table) {
    std::vector<std::size_t> found;
    if (!has(key)) return found;
    const JsonValue* list = value(key);
    if (list->kind != JsonValue::Kind::array || list->items.empty()) {
      remember(refuse(*list, place(key), "a list of names").value());
      return found;
    }
    for (const JsonValue& item : list->items) {
      const auto at = std::ranges::find(table, item.text);
      if (item.kind != JsonValue::Kind::string || at == table.end()) {
        remember({ErrorKind::input, place(key).at(item),
                  "unknown name " + with_suggestion(item.text, table),
                  fmt::format("one of: {}", fmt::join(table, ", "))});
        continue;
      }
      found.push_back(static_cast<std::size_t>(at - table.begin()));
    }
    return found;
  }

 private:
  AxiomFormula parsed(const std::string& text, const char* key) {
    auto formula = parse_formula(text);
    if (formula) return std::move(*formula);
    // What is missing was remembered before.
    const JsonValue* at = object_.find(key);
    remember(
        {ErrorKind::input,
         fmt::format("{}: {}", place(key).at(at != nullptr ? *at : object_), formula.error().where),
         formula.error().found, formula.error().expected});
    return {};
  }

  const JsonValue& object_;
  JsonPlace place_;
  std::optional<Error> fault_;
};

bool is_name(const std::string& name, bool dashes) {
  const auto fits = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (dashes && c == '-');
  };
  return !name.empty() && std::ranges::all_of(name, fits) && (name[0] < '0' || name[0] > '9') &&
         name[0] != '-';
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const MethodKind kind : every_kind()) names.emplace_back(name(kind));
  return names;
}
std::vector<std::string> rewrite_names() {
  std::vector<std::string> names;
  for (const RewriteInfo& info : rewrite_catalogue()) names.emplace_back(info.name);
  return names;
}

Result<AxiomDefinition::Probe> read_probe(const JsonValue& value, const JsonPlace& place) {
  Members members(value, place, {"name", "function", "input", "baseline"});
  AxiomDefinition::Probe probe{members.text("name"), members.formula("function"),
                               members.formula_or("input", "x"),
                               members.formula_or("baseline", "x'")};
  if (members.fault()) return tl::make_unexpected(*members.fault());
  if (is_name(probe.name, false)) return probe;
  return fail(ErrorKind::input, members.place("name").at(*value.find("name")),
              fmt::format("'{}'", probe.name), "a letter, then letters, digits and _");
}

Result<void> read_relation(const JsonValue& value, const JsonPlace& place,
                           AxiomDefinition& definition) {
  Members members(value, place, {"left", "is", "right", "where_not_zero"});
  const std::string is = members.text("is");
  definition.left = members.formula("left");
  if (members.fault()) return tl::make_unexpected(*members.fault());
  const bool not_zero = is == "!= 0";
  if (!not_zero && is != "=" && is != ">=") {
    return fail(ErrorKind::input, members.place("is").at(*value.find("is")),
                fmt::format("'{}'", is), "=, >= or != 0");
  }
  definition.relation = not_zero    ? Relation::not_zero
                        : is == "=" ? Relation::equal
                                    : Relation::at_least;
  const char* other = not_zero ? "right" : "where_not_zero";
  if (members.has(other)) {
    return fail(ErrorKind::input, members.place(other).at(*value.find(other)),
                fmt::format("\"{}\" beside \"{}\"", other, is),
                not_zero ? "\"where_not_zero\", if any" : "\"right\" alone");
  }
  definition.right =
      not_zero ? members.formula_or("where_not_zero", "1") : members.formula("right");
  if (members.fault()) return tl::make_unexpected(*members.fault());
  return {};
}

Result<AxiomDefinition> read_definition(const JsonValue& document, const JsonPlace& place) {
  Members members(document, place,
                  {"schema", "name", "statement", "formula", "source", "stated_for", "rewrites",
                   "probes", "relation"});
  const std::string schema = members.text("schema");
  if (members.fault()) return tl::make_unexpected(*members.fault());
  if (schema != kSchema) {
    return fail(ErrorKind::input, place.file, fmt::format("schema '{}'", schema),
                std::string(kSchema));
  }
  AxiomDefinition definition;
  definition.name = members.text("name");
  definition.statement = members.text("statement");
  definition.formula = members.text_or("formula", {});
  definition.source = members.text_or("source", {});
  definition.stated_for = every_kind();
  if (members.has("stated_for")) {
    definition.stated_for.clear();
    for (const std::size_t k : members.choices("stated_for", kind_names())) {
      definition.stated_for.push_back(every_kind()[k]);
    }
  }
  for (const std::size_t k : members.choices("rewrites", rewrite_names())) {
    definition.rewrites.push_back(rewrite_kinds()[k]);
  }
  const JsonValue* probes = members.value("probes");
  const JsonValue* relation = members.value("relation");
  if (members.fault()) return tl::make_unexpected(*members.fault());
  if (!is_name(definition.name, true) || is_registered(definition.name)) {
    return fail(ErrorKind::input, members.place("name").at(*document.find("name")),
                fmt::format("'{}'", definition.name),
                "a name of its own, of letters, digits, _ and -");
  }
  if (probes->kind != JsonValue::Kind::array || probes->items.empty()) {
    return refuse(*probes, members.place("probes"), "a list of at least one probe");
  }
  for (const JsonValue& item : probes->items) {
    auto probe = read_probe(item, members.place("probes"));
    if (!probe) return tl::make_unexpected(probe.error());
    definition.probes.push_back(std::move(*probe));
  }
  if (auto ok = read_relation(*relation, members.place("relation"), definition); !ok) {
    return tl::make_unexpected(ok.error());
  }
  return definition;
}

// The same for any spelling of the file: members in one order, nothing left to a default.
std::string canonical_text(const AxiomDefinition& definition) {
  nlohmann::ordered_json document = {{"schema", kSchema},
                                     {"name", definition.name},
                                     {"statement", definition.statement},
                                     {"formula", definition.formula},
                                     {"source", definition.source}};
  document["stated_for"] = nlohmann::ordered_json::array();
  for (const MethodKind kind : definition.stated_for) document["stated_for"].push_back(name(kind));
  for (const RewriteKind kind : definition.rewrites) document["rewrites"].push_back(name(kind));
  document["probes"] = nlohmann::ordered_json::array();
  for (const AxiomDefinition::Probe& probe : definition.probes) {
    document["probes"].push_back({{"name", probe.name},
                                  {"function", probe.function.text},
                                  {"input", probe.input.text},
                                  {"baseline", probe.baseline.text}});
  }
  if (definition.relation == Relation::not_zero) {
    document["relation"] = {
        {"left", definition.left.text}, {"is", "!= 0"}, {"where_not_zero", definition.right.text}};
  } else {
    document["relation"] = {{"left", definition.left.text},
                            {"is", definition.relation == Relation::equal ? "=" : ">="},
                            {"right", definition.right.text}};
  }
  return document.dump(2);
}

// The place of a member in the document, for errors: "left", "probes 2 input".
std::string place_in(const JsonValue& document, const JsonPlace& place, const std::string& member) {
  const auto space = member.find(' ');
  if (space == std::string::npos) {
    const JsonValue* relation = document.find("relation");
    const JsonValue* found = relation->find(member);
    return place.member("relation").member(member).at(found != nullptr ? *found : *relation);
  }
  const auto last = member.rfind(' ');
  const auto number = static_cast<std::size_t>(std::stoi(member.substr(space + 1)));
  const JsonValue& probe = document.find("probes")->items[number];
  const JsonValue* found = probe.find(member.substr(last + 1));
  return place.member("probes")
      .member(member.substr(last + 1))
      .at(found != nullptr ? *found : probe);
}

}  // namespace

Result<Axiom> parse_axiom(const JsonValue& document, const JsonPlace& place) {
  auto definition = read_definition(document, place);
  if (!definition) return tl::make_unexpected(definition.error());
  const auto where = [&](const std::string& member) { return place_in(document, place, member); };
  if (auto ok = check_definition(*definition, where); !ok) return tl::make_unexpected(ok.error());
  std::string text = canonical_text(*definition);
  return make_axiom(std::move(*definition), std::move(text));
}

Result<Axiom> parse_axiom(const std::string& text, const std::string& where) {
  const auto document = parse_json(text, where);
  if (!document) return tl::make_unexpected(document.error());
  return parse_axiom(*document, JsonPlace{where, "axiom"});
}

Result<Axiom> read_axiom(const std::filesystem::path& path) {
  const auto text = read_bytes(path);
  if (!text) return tl::make_unexpected(text.error());
  return parse_axiom(*text, path.string());
}

}  // namespace axiomark
