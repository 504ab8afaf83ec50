#include "axioms/literature.hpp"

#include <algorithm>

#include "methods/registry.hpp"

namespace axiomark {
namespace {

std::vector<LiteratureEntry> entries() {
  std::vector<LiteratureEntry> all;
  for (const Work& work : works()) {
    for (const Statement& statement : work.statements) {
      const std::string source =
          statement.place.empty() ? work.name : work.name + ", " + statement.place;
      for (const std::string& method : statement.methods) {
        for (const std::string& axiom : statement.axioms) {
          all.push_back({method, axiom, statement.claim, source, statement.text, work.name,
                         statement.relus_only});
        }
      }
    }
  }
  return all;
}

}  // namespace

std::span<const LiteratureEntry> literature() {
  static const std::vector<LiteratureEntry> all = entries();
  return all;
}

namespace {

bool begins(const std::string& pattern, const std::string& method) {
  if (!method.starts_with(pattern)) return false;
  if (method.size() == pattern.size()) return true;
  const char next = method[pattern.size()];
  return next == ':' || next == ',' || next == '=';
}

// "shapley" as "shapley:rule=exact", its default.
std::string with_default_rule(const std::string& method) {
  const auto colon = method.find(':');
  const std::string name = method.substr(0, colon);
  const RegistryEntry* entry = find_entry(name);
  if (entry == nullptr || method.find("rule=") != std::string::npos) return method;
  const auto rule = std::ranges::find(entry->options, "rule", &OptionInfo::key);
  if (rule == entry->options.end()) return method;
  const std::string rest = colon == std::string::npos ? "" : "," + method.substr(colon + 1);
  return name + ":rule=" + rule->fallback + rest;
}

}  // namespace

bool names_method(const std::string& pattern, const std::string& method) {
  const bool of_one_rule = pattern.find(":rule=") != std::string::npos;
  return begins(pattern, of_one_rule ? with_default_rule(method) : method);
}

std::vector<LiteratureEntry> literature_on(const std::string& method, const std::string& axiom) {
  std::vector<LiteratureEntry> found;
  for (const LiteratureEntry& entry : literature()) {
    if (entry.axiom == axiom && names_method(entry.method, method)) found.push_back(entry);
  }
  return found;
}

Stance claim_of(const Work& work, const std::string& method, const std::string& axiom) {
  for (const Statement& statement : work.statements) {
    const bool speaks = std::ranges::find(statement.axioms, axiom) != statement.axioms.end() &&
                        std::ranges::any_of(statement.methods, [&](const std::string& m) {
                          return names_method(m, method);
                        });
    if (speaks) return statement.claim;
  }
  return Stance::silent;
}

}  // namespace axiomark
