#include "experiments/export/claim_script.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "experiments/export/claim_lookup.hpp"
#include "experiments/export/torch_methods.hpp"

namespace axiomark {
namespace {

// Names that a network's function must not take.
const std::set<std::string>& taken_names() {
  static const std::set<std::string> names = [] {
    std::set<std::string> all{"T",     "x",        "torch",     "relu",       "linear", "plain",
                              "show",  "math",     "lambda",    "is",         "in",     "if",
                              "or",    "not",      "and",       "def",        "for",    "print",
                              "layer", "fraction", "itertools", "multiplier", "rescale"};
    for (const TorchSnippet& snippet : torch_snippets()) all.insert(snippet.name);
    return all;
  }();
  return names;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + "\"";
}

class Script {
 public:
  explicit Script(const ClaimOutcome& outcome) : outcome_(outcome), claim_(outcome.claim) {
    const std::vector<std::string> words = network_words(claim_);
    for (std::size_t k = 0; k < words.size(); ++k) {
      functions_[claim_.networks[k].name] =
          taken_names().contains(words[k]) ? words[k] + "_" : words[k];
    }
  }

  std::string text() {
    find_relevance();
    for (std::size_t k = 0; k < claim_.facts.size(); ++k) add_fact(k);
    std::string out = fmt::format("# {}: {}\n# Needs PyTorch alone: pip install torch\n", claim_.id,
                                  claim_.title);
    if (needs_.contains("by_orders")) out += "import itertools\n";
    out += "import torch\n\n";
    out += "torch.set_default_dtype(torch.float64)\n";
    out += "def T(values): return torch.tensor(values, dtype=torch.float64)\n";
    out += "relu, linear = torch.relu, torch.nn.functional.linear\n";
    out += "def plain(fn): return fn\n";
    for (const TorchSnippet& snippet : torch_snippets()) {
      if (needs_.contains(snippet.name)) out += snippet.code;
    }
    out +=
        "def show(fact, found, axiomark):\n"
        "    same = torch.allclose(found, T(axiomark), rtol=1e-9, atol=1e-12)\n"
        "    print(f\"{fact}: {[float(f'{v:.12g}') for v in found]}\", "
        "'ok' if same else f'DIFFERS: axiomark {axiomark}')\n";
    for (const ClaimNetwork& network : claim_.networks) {
      const auto written = written_.find(network.name);
      if (written == written_.end() || !written->second) continue;
      out += fmt::format("\n# {}: {}\n{}", network.name, network.formula, written->second->code);
    }
    return out + "\n" + calls_;
  }

 private:
  // Whether LRP is asked of a network: sums are written as layers then.
  void find_relevance() {
    for (const Fact& fact : claim_.facts) {
      const auto* asked = std::get_if<Attributed>(&fact.quantity());
      if (asked != nullptr && asked->method.starts_with("lrp")) of_layers_.insert(asked->network);
    }
  }

  const std::optional<TorchNetwork>& written(const ClaimNetwork& network) {
    auto at = written_.find(network.name);
    if (at == written_.end()) {
      at = written_
               .emplace(network.name, torch_network(functions_.at(network.name), network,
                                                    of_layers_.contains(network.name)))
               .first;
    }
    return at->second;
  }

  void need(const std::string& name) {
    if (!needs_.insert(name).second) return;
    for (const TorchSnippet& snippet : torch_snippets()) {
      if (snippet.name != name) continue;
      for (const std::string& other : snippet.needs) need(other);
    }
  }

  void add_fact(std::size_t k) {
    const Fact& fact = claim_.facts[k];
    const auto* asked = std::get_if<Attributed>(&fact.quantity());
    const Result<Values>& computed = outcome_.facts[k].computed;
    if (asked == nullptr) return;
    const auto leave_out = [&](const std::string& why) {
      calls_ += fmt::format("# not here: {} ({}): {}\n", fact.name(), asked->method, why);
    };
    if (!computed) return leave_out("axiomark refuses it");
    const ClaimNetwork* network = network_of(claim_, asked->network);
    if (network == nullptr) return leave_out("no network of the claim");
    const auto& function = written(*network);
    if (!function) return leave_out("a network too large to be written here");
    const Index features = input_features(*network);
    const Vector<Rational> input = point_of(claim_, asked->input, features);
    const Vector<Rational> baseline = point_of(claim_, asked->baseline, features);
    const TorchMethod method =
        torch_method({asked->method, *network, *function, input, baseline, asked->output});
    if (!method.missing.empty()) return leave_out(method.missing);
    for (const std::string& name : method.needs) need(name);
    if (function->has_windows) need("largest");
    calls_ += fmt::format(
        "show({}, {}({}, T({}), T({}), {}{}), {})\n", quoted(fact.name()), method.function,
        functions_.at(network->name), python_list<Rational>(input), python_list<Rational>(baseline),
        asked->output, method.arguments, fmt::format("[{}]", fmt::join(computed->text(), ", ")));
  }

  const ClaimOutcome& outcome_;
  const Claim& claim_;
  std::map<std::string, std::string> functions_;  ///< by the networks' names
  std::map<std::string, std::optional<TorchNetwork>> written_;
  std::set<std::string> of_layers_;
  std::set<std::string> needs_;
  std::string calls_;
};

}  // namespace

std::string claim_script(const ClaimOutcome& outcome) { return Script(outcome).text(); }

}  // namespace axiomark
