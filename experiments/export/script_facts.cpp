#include "experiments/export/script_facts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <regex>
#include <set>

#include "experiments/claim_quantities.hpp"
#include "experiments/export/claim_lookup.hpp"
#include "experiments/export/python_text.hpp"
#include "experiments/export/torch_by_hand.hpp"

namespace axiomark {
namespace {

// Names that a network or point must not take.
bool is_taken(const std::string& name) {
  static const std::set<std::string> names = [] {
    std::set<std::string> all{"T",   "x",   "torch", "relu", "grad", "itertools", "show", "lambda",
                              "is",  "in",  "if",    "or",   "not",  "and",       "def",  "for",
                              "sum", "max", "len",   "map",  "zip",  "range",     "print"};
    for (const TorchSnippet& snippet : torch_snippets()) all.insert(snippet.name);
    return all;
  }();
  return names.contains(name);
}

}  // namespace

ScriptFacts::ScriptFacts(const ClaimOutcome& outcome)
    : claim_(outcome.claim), changed_(outcome.changed) {
  const std::vector<std::string> words = network_words(claim_);
  for (std::size_t k = 0; k < words.size(); ++k) {
    functions_[claim_.networks[k].name] = is_taken(words[k]) ? words[k] + "_" : words[k];
  }
  for (std::size_t k = 0; k < claim_.facts.size(); ++k) {
    add_fact(claim_.facts[k], outcome.facts[k].computed);
  }
}

void ScriptFacts::add_fact(const Fact& fact, const Result<Values>& computed) {
  if (!computed) return leave_out("refusals");
  ScriptFact made{.fact = &fact, .answer = computed->numbers};
  const std::string expression = of_quantity(fact.quantity(), made);
  if (expression.empty()) return;
  made.line = fmt::format("show({}, {}, \"{}\")", python_string(fact.name()), expression,
                          fmt::join(computed->text(), ", "));
  facts_.push_back(std::move(made));
}

// The expression of what was asked; empty if it cannot be written.
std::string ScriptFacts::of_quantity(const Quantity& quantity, ScriptFact& made) {
  if (const auto* asked = std::get_if<Attributed>(&quantity)) return of_method(*asked, made);
  const Compute& compute = std::get<Compute>(quantity);
  if (const auto* sum = compute.target<SumOf>()) {
    const std::string inner = of_quantity(sum->attribution, made);
    return inner.empty() ? inner : "sum(" + inner + ")";
  }
  if (const auto* value = compute.target<ValueOf>()) {
    return of_function(value->network, {value->input}, value->output, made);
  }
  if (const auto* change = compute.target<ChangeOf>()) {
    return of_function(change->network, {change->input, change->baseline}, change->output, made);
  }
  const std::string reason = reason_for_no_script(claim_.id);
  return of_hand(made, reason.empty() ? "numbers that no one call gives" : reason);
}

// The expression written by hand; without one, `missing` is left out.
std::string ScriptFacts::of_hand(ScriptFact& made, const std::string& missing) {
  const auto is_it = [&](const FactByHand& entry) {
    return entry.claim == claim_.id && entry.fact == made.fact->name();
  };
  const auto entry = std::ranges::find_if(facts_by_hand(), is_it);
  // Points and networks are those of the claim as it is.
  if (changed_ || entry == facts_by_hand().end()) {
    leave_out(missing);
    return {};
  }
  made.by_hand = true;
  made.network = entry->network;
  made.needs = entry->needs;
  made.definitions = entry->definitions;
  return entry->expression;
}

// f(x), or f(x) - f(b).
std::string ScriptFacts::of_function(const std::string& name,
                                     const std::vector<std::string>& points, Index output,
                                     ScriptFact& made) {
  const ClaimNetwork* network = network_of(claim_, name);
  made.form.output = output;
  if (network == nullptr || !torch_network("f", *network, made.form)) {
    leave_out("a network too large to be written here");
    return {};
  }
  made.network = name;
  std::vector<std::string> values;
  for (const std::string& point : points) {
    made.points.push_back(point_word(point, input_features(*network)));
    values.push_back(fmt::format("{}({})", function_word(name, output), made.points.back()));
  }
  return fmt::format("{}", fmt::join(values, " - "));
}

std::string ScriptFacts::of_method(const Attributed& asked, ScriptFact& made) {
  const ClaimNetwork* network = network_of(claim_, asked.network);
  if (network == nullptr) {
    leave_out(asked.method);
    return {};
  }
  const Index features = input_features(*network);
  const std::string x = point_word(asked.input, features);
  const std::string b = point_word(asked.baseline, features);
  const Vector<Rational> input = point_of(claim_, asked.input, features);
  const Vector<Rational> baseline = point_of(claim_, asked.baseline, features);
  const TorchMethod method =
      torch_method({asked.method, *network, input, baseline, asked.output, made.answer,
                    function_word(asked.network, asked.output), x, b});
  if (!method.missing.empty()) return of_hand(made, asked.method);
  made.network = asked.network;
  made.points.push_back(x);
  if (method.reads_baseline) made.points.push_back(b);
  made.needs = method.needs;
  made.form = method.form;
  return method.expression;
}

// One function per output that is asked for.
std::string ScriptFacts::function_word(const std::string& network, Index output) const {
  const std::string& word = functions_.at(network);
  return output == 0 ? word : fmt::format("{}_{}", word, output + 1);
}

// A point's name as a variable; the point itself where the name is none.
std::string ScriptFacts::point_word(const std::string& name, Index features) {
  const Vector<Rational> point = point_of(claim_, name, features);
  std::string literal = fmt::format("T({})", python_numbers(point));
  std::string word = name == "x'" ? "x0" : name;
  static const std::regex identifier("[a-z][a-z0-9_]*");
  const auto is_function = [&](const auto& entry) { return entry.second == word; };
  const bool free =
      word == "x" || (!is_taken(word) && std::ranges::none_of(functions_, is_function));
  if (!std::regex_match(word, identifier) || !free) return literal;
  // Networks of different sizes have different zeros.
  const auto [at, is_new] = points_.try_emplace(word, literal);
  return at->second == literal ? word : literal;
}

}  // namespace axiomark
