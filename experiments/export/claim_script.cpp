#include "experiments/export/claim_script.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "experiments/export/claim_lookup.hpp"
#include "experiments/export/python_text.hpp"
#include "experiments/export/script_facts.hpp"

namespace axiomark {
namespace {

// Facts that the source does not speak of are written while the script stays this short, unless they were
// chosen by hand.
constexpr std::size_t kUsualLength = 15;

class Script {
 public:
  explicit Script(const ClaimOutcome& outcome)
      : claim_(outcome.claim), all_(outcome), facts_(all_.facts()), written_(facts_.size()) {}

  std::string text() {
    // What the source speaks of, then the rest.
    for (const bool said : {true, false}) {
      for (std::size_t k = 0; k < facts_.size(); ++k) {
        if (facts_[k].fact->said().has_value() != said) continue;
        written_[k] = true;
        const bool few = std::ranges::count(written_, true) <= 2;
        const bool chosen = said || few || facts_[k].by_hand;
        written_[k] = lines().size() <= (chosen ? kLongestScript : kUsualLength);
      }
    }
    return fmt::format("{}\n", fmt::join(lines(), "\n"));
  }

 private:
  [[nodiscard]] std::vector<ScriptFact> written() const {
    std::vector<ScriptFact> out;
    for (std::size_t k = 0; k < facts_.size(); ++k) {
      if (written_[k]) out.push_back(facts_[k]);
    }
    return out;
  }

  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> body;
    const auto append = [&body](const std::vector<std::string>& more) {
      body.insert(body.end(), more.begin(), more.end());
    };
    const std::vector<std::string> networks = network_lines();
    append(snippet_lines());
    append(networks);
    append(point_lines());
    append(definition_lines());
    for (const ScriptFact& fact : written()) {
      append(python_lines(fact.line));
    }
    append(left_out_lines());

    std::vector<std::string> out = python_comment(
        fmt::format("{}: {} (needs PyTorch alone: pip install torch)", claim_.id, claim_.title));
    const std::string all = fmt::format("{}", fmt::join(body, "\n"));
    const auto reads = [&](const std::string& word) {
      return std::regex_search(all, std::regex("(^|[^.\\w])" + word + "\\b"));
    };
    if (std::ranges::count(written_, true) > 0) {
      out.emplace_back(reads("itertools") ? "import itertools, torch" : "import torch");
      if (reads("relu") && reads("grad")) {
        out.emplace_back("relu, grad = torch.relu, torch.func.grad");
      } else if (reads("relu")) {
        out.emplace_back("relu = torch.relu");
      } else if (reads("grad")) {
        out.emplace_back("grad = torch.func.grad");
      }
      out.emplace_back("def T(*v): return torch.tensor(v, dtype=torch.float64)");
      out.emplace_back(
          "def show(name, found, expected): print(f\"{name}: {found.tolist()}, expected "
          "{expected}\")");
    }
    out.insert(out.end(), body.begin(), body.end());
    return out;
  }

  // All that the written facts ask of a network's output.
  [[nodiscard]] std::map<std::pair<std::string, Index>, TorchForm> forms() const {
    std::map<std::pair<std::string, Index>, TorchForm> forms;
    for (const ScriptFact& fact : written()) {
      if (fact.network.empty()) continue;
      TorchForm& form = forms[{fact.network, fact.form.output}];
      form.output = fact.form.output;
      form.units = form.units || fact.form.units;
      form.sums = form.sums || fact.form.sums;
      form.identities = form.identities || fact.form.identities;
      form.pairs = form.pairs || fact.form.pairs;
    }
    return forms;
  }

  [[nodiscard]] std::vector<TorchNetwork> networks() const {
    std::vector<TorchNetwork> out;
    for (const auto& [key, form] : forms()) {
      const auto written = torch_network(all_.function_word(key.first, key.second),
                                         *network_of(claim_, key.first), form);
      if (written) out.push_back(*written);
    }
    return out;
  }
  [[nodiscard]] std::vector<std::string> network_lines() const {
    std::vector<std::string> out;
    for (const TorchNetwork& network : networks()) {
      for (const std::string& line : network.lines) {
        const std::vector<std::string> lines = python_lines(line);
        out.insert(out.end(), lines.begin(), lines.end());
      }
    }
    return out;
  }

  [[nodiscard]] std::vector<std::string> snippet_lines() const {
    std::set<std::string> needs;
    for (const TorchNetwork& network : networks()) {
      needs.insert(network.helpers.begin(), network.helpers.end());
    }
    for (const ScriptFact& fact : written()) {
      needs.insert(fact.needs.begin(), fact.needs.end());
    }
    std::vector<std::string> out;
    // Backwards, so that what a snippet needs stands before it.
    const std::vector<TorchSnippet>& all = torch_snippets();
    for (std::size_t k = all.size(); k-- > 0;) {
      const TorchSnippet& snippet = all[k];
      for (const std::string& need : needs) {
        const std::size_t end = std::min(need.find(' '), need.size());
        if (need.substr(0, end) != snippet.name) continue;
        needs.insert(snippet.needs.begin(), snippet.needs.end());
        std::vector<std::string> lines = snippet.lines;
        for (std::string& line : lines) line = with_numbers(line, need.substr(end));
        out.insert(out.begin(), lines.begin(), lines.end());
        break;
      }
    }
    return out;
  }

  // $1, $2: the words of `numbers`.
  static std::string with_numbers(std::string line, const std::string& numbers) {
    std::istringstream words(numbers);
    std::string word;
    for (int k = 1; words >> word; ++k) {
      const std::string place = fmt::format("${}", k);
      for (std::size_t at = line.find(place); at != std::string::npos; at = line.find(place)) {
        line.replace(at, place.size(), word);
      }
    }
    return line;
  }

  [[nodiscard]] std::vector<std::string> point_lines() const {
    std::set<std::string> read;
    for (const ScriptFact& fact : written()) {
      read.insert(fact.points.begin(), fact.points.end());
    }
    std::vector<std::string> lines;
    std::string names;
    std::string values;
    const auto finish = [&] {
      if (!names.empty()) lines.push_back(names + " = " + values);
      names = values = "";
    };
    for (const auto& [name, value] : all_.points()) {
      if (!read.contains(name)) continue;
      if (names.size() + values.size() + name.size() + value.size() > kPythonWidth) finish();
      names += (names.empty() ? "" : ", ") + name;
      values += (values.empty() ? "" : ", ") + value;
    }
    finish();
    return lines;
  }

  [[nodiscard]] std::vector<std::string> definition_lines() const {
    std::vector<std::string> lines;
    for (const ScriptFact& fact : written()) {
      for (const std::string& line : fact.definitions) {
        if (std::ranges::find(lines, line) == lines.end()) lines.push_back(line);
      }
    }
    return lines;
  }

  [[nodiscard]] std::vector<std::string> left_out_lines() const {
    std::map<std::string, int> left = all_.left_out();
    const auto unwritten = static_cast<int>(std::ranges::count(written_, false));
    if (unwritten > 0) left["more, to stay short"] = unwritten;
    if (left.empty()) return {};
    std::vector<std::string> words;
    words.reserve(left.size());
    for (const auto& [what, count] : left) {
      words.push_back(count == 1 ? what : fmt::format("{} ({})", what, count));
    }
    return python_comment(fmt::format("Left out: {}. All numbers: axiomark reproduce {}",
                                      fmt::join(words, "; "), claim_.id));
  }

  const Claim& claim_;
  ScriptFacts all_;
  const std::vector<ScriptFact>& facts_;
  std::vector<bool> written_;  ///< which of them stand in the script
};

}  // namespace

std::string claim_script(const ClaimOutcome& outcome) { return Script(outcome).text(); }

}  // namespace axiomark
