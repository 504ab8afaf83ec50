#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "axioms/axiom.hpp"
#include "cli/verb.hpp"
#include "experiments/claims.hpp"
#include "experiments/claims_json.hpp"
#include "methods/registry.hpp"
#include "network/operator.hpp"
#include "search/families/family.hpp"

namespace axiomark::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string methods_json() {
  Json list = Json::array();
  for (const RegistryEntry& entry : method_registry()) {
    Json options = Json::array();
    for (const OptionInfo& option : entry.options) {
      options.push_back({{"key", option.key},
                         {"values", option.values},
                         {"default", option.fallback},
                         {"meaning", option.meaning}});
    }
    list.push_back({{"name", entry.name},
                    {"family", entry.family},
                    {"kind", name(entry.kind)},
                    {"summary", entry.summary},
                    {"source", entry.source},
                    {"options", std::move(options)}});
  }
  return list.dump() + "\n";
}

// Families in the order of their first method.
std::vector<std::string> families() {
  std::vector<std::string> names;
  for (const RegistryEntry& entry : method_registry()) {
    if (std::ranges::find(names, entry.family) == names.end()) names.push_back(entry.family);
  }
  return names;
}

// "key=default" and its meaning beside it, or below where there is no room.
std::string option_line(const OptionInfo& option, std::size_t column) {
  const std::string given = fmt::format("    {}={}", option.key, option.fallback);
  const std::string gap = given.size() < column ? std::string(column - given.size(), ' ')
                                                : "\n" + std::string(column, ' ');
  return fmt::format("{}{}{}: {}\n", given, gap, option.meaning, option.values);
}

std::string methods_text() {
  std::size_t longest = 0;
  for (const RegistryEntry& entry : method_registry()) {
    longest = std::max(longest, entry.name.size());
  }
  std::string text;
  for (const std::string& family : families()) {
    text += fmt::format("{}{}\n", text.empty() ? "" : "\n", family);
    for (const RegistryEntry& entry : method_registry()) {
      if (entry.family != family) continue;
      text += fmt::format("  {:{}}  {} [{}]\n", entry.name, longest, entry.summary, entry.source);
      for (const OptionInfo& option : entry.options) text += option_line(option, longest + 4);
    }
  }
  return text;
}

std::string axioms_json() {
  Json list = Json::array();
  for (const Axiom& axiom : axiom_registry()) {
    list.push_back({{"name", axiom.info.name},
                    {"group", name(axiom.info.group)},
                    {"statement", axiom.info.statement},
                    {"formula", axiom.info.formula},
                    {"source", axiom.info.source}});
  }
  return list.dump() + "\n";
}

std::string axioms_text() {
  std::string text;
  for (const Axiom& axiom : axiom_registry()) {
    text += fmt::format("{:26} {} [{}]\n", axiom.info.name, axiom.info.formula, axiom.info.source);
  }
  return text;
}

std::string operators_json() {
  Json list = Json::array();
  for (const OperatorInfo& op : operator_list()) {
    list.push_back({{"name", op.name},
                    {"kind", name(op.kind)},
                    {"exact", op.rational},
                    {"formula", op.formula}});
  }
  return list.dump() + "\n";
}

std::string operators_text() {
  std::string text;
  for (const OperatorInfo& op : operator_list()) {
    text += fmt::format("{:48} {:12} {:10} {}\n", op.name, name(op.kind),
                        op.rational ? "exact" : "no exact", op.formula);
  }
  return text;
}

std::string networks_json() {
  Json list = Json::array();
  for (const NetworkFamily& family : network_families()) {
    list.push_back({{"name", family.name}, {"share", family.share}, {"holds", family.holds}});
  }
  return list.dump() + "\n";
}

std::string networks_text() {
  int all = 0;
  for (const NetworkFamily& family : network_families()) all += family.share;
  std::string text;
  for (const NetworkFamily& family : network_families()) {
    text += fmt::format("{:20} {:3} in {}   {}\n", family.name, family.share, all, family.holds);
  }
  return text +
         "\nNone has sigmoid, tanh, softplus, exp or softmax: these have no rational value, so "
         "that "
         "nothing\nsuspected there could be judged exactly.\n";
}

}  // namespace

void add_list(CLI::App& program, Job& job) {
  auto json = std::make_shared<bool>(false);
  CLI::App* verb =
      program.add_subcommand("list", "what there is: methods, axioms, claims, operators, networks");
  verb->require_subcommand(1);
  const auto add = [&](const std::string& what, const std::string& help, auto text, auto document) {
    CLI::App* list = verb->add_subcommand(what, help);
    list->add_flag("--json", *json, "one JSON document on standard output");
    list->callback([&job, json, text, document] {
      job = [json, text, document] { return print(*json ? document() : text()); };
    });
  };
  add("methods", "attribution methods, their options and sources", methods_text, methods_json);
  add("axioms", "axioms, their formulas and sources", axioms_text, axioms_json);
  add("operators", "operators of a network", operators_text, operators_json);
  add(
      "claims", "published claims about methods, and what becomes of them",
      [] { return claim_list_text(claim_registry()); },
      [] { return claim_list_json(claim_registry()); });
  add("networks", "families of networks that the random search draws", networks_text,
      networks_json);
}

}  // namespace axiomark::cli
