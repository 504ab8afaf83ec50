#include "experiments/export/claim_tex.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "experiments/export/claim_lookup.hpp"
#include "experiments/export/tex_text.hpp"
#include "report/derivation.hpp"
#include "report/formula.hpp"
#include "report/number_text.hpp"
#include "report/unit_diagram.hpp"

namespace axiomark {
namespace {

constexpr std::string_view kHead = R"(\documentclass{article}
\usepackage[utf8]{inputenc}
\usepackage{amsmath,amssymb,array,longtable}
\usepackage[a4paper,margin=2.5cm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{6pt}
\renewcommand{\arraystretch}{1.3}
\begin{document}
\raggedright
)";

// Longer lists of numbers say nothing in a table.
constexpr std::size_t kMostNumbers = 12;

std::string number_list(std::vector<std::string> numbers) {
  if (numbers.size() > kMostNumbers) {
    numbers.resize(kMostNumbers);
    numbers.emplace_back("…");
  }
  if (numbers.size() == 1) return numbers[0];
  return fmt::format("({})", fmt::join(numbers, ", "));
}

std::string said_text(const Fact& fact) {
  if (!fact.said()) return "";
  const Said& said = *fact.said();
  const auto* other = std::get_if<std::string>(&said.than);
  const std::string than =
      other != nullptr ? *other : number_list(std::get<std::vector<std::string>>(said.than));
  using Is = decltype(said.relation);
  switch (said.relation) {
    case Is::equal:
      return other != nullptr ? "the same as " + than : than;
    case Is::different:
      return (other != nullptr ? "not the same as " : "not ") + than;
    case Is::zero:
      return "0";
    case Is::not_zero:
      return "≠ 0";
    case Is::at_most:
      return "at most " + than;
    case Is::at_least:
      break;
  }
  return "at least " + than;
}

std::string verdict_text(const ClaimOutcome& outcome) {
  switch (outcome.verdict) {
    case ClaimVerdict::holds:
      return "It holds.";
    case ClaimVerdict::holds_only_if:
      return fmt::format("It holds only if: {}.", fmt::join(outcome.holds_under, "; "));
    case ClaimVerdict::is_false:
      break;
  }
  return "It is false.";
}

class Document {
 public:
  explicit Document(const ClaimOutcome& outcome) : outcome_(outcome), claim_(outcome.claim) {}

  std::string text() {
    out_ = kHead;
    add("\\section*{{{}: {}}}\n", tex_text(claim_.id), tex_text(claim_.title));
    add("{}\n\n", tex_text(claim_.source));
    add("\\textbf{{Statement.}} {}\n\n", tex_text(claim_.statement));
    add("\\textbf{{Verdict.}} {} {}\n\n", tex_text(verdict_text(outcome_)), tex_text(claim_.why));
    if (!claim_.careful.empty()) {
      add("\\textbf{{Written carefully.}} {}\n\n", tex_text(claim_.careful));
    }
    networks();
    facts();
    for (const Fact& fact : claim_.facts) derivation(fact);
    return out_ + "\\end{document}\n";
  }

 private:
  template <class... Arguments>
  void add(fmt::format_string<Arguments...> form, Arguments&&... arguments) {
    out_ += fmt::format(form, std::forward<Arguments>(arguments)...);
  }

  void networks() {
    if (claim_.networks.empty()) return;
    out_ += "\\subsection*{Networks}\n";
    for (const ClaimNetwork& network : claim_.networks) {
      add("\\textbf{{{}}}: {}\n", tex_text(network.name), tex_text(network.formula));
      unit_by_unit(network);
      out_ += "\n";
    }
    for (const ClaimPoint& point : claim_.points) {
      add("{} = {}\\quad\n", tex_text(point.name), tex_text(pretty_point(point.point)));
    }
    out_ += "\n";
  }

  // h_1 = relu(x_1 - 1), ..., aligned at the equals signs.
  void unit_by_unit(const ClaimNetwork& network) {
    const auto* exact = std::get_if<Network<Rational>>(&network.network);
    if (exact == nullptr || !fits_a_diagram(*exact)) return;
    Vector<Rational> target = Vector<Rational>::Zero(exact->output_features());
    target(0) = 1;
    const auto diagram = unit_diagram(*exact, Vector<Rational>::Zero(exact->input_features()),
                                      target, formula_name(network.name));
    constexpr std::size_t kMostLines = 24;
    if (!diagram || diagram->units.size() > kMostLines) return;
    out_ += "\\par\\begin{tabular}{@{}r@{}p{0.85\\textwidth}@{}}\n";
    for (const std::string& line : formula_lines(*diagram)) {
      const std::size_t equals = line.find(" = ");
      add("{} & ${{}}={{}}$ {} \\\\\n", tex_text(line.substr(0, equals)),
          tex_text(line.substr(equals + 3)));
    }
    out_ += "\\end{tabular}\n";
  }

  void facts() {
    if (claim_.facts.empty()) return;
    out_ += "\\subsection*{Facts}\n";
    const std::string column = ">{\\raggedright\\arraybackslash}";
    add("\\begin{{longtable}}{{@{{}}{0}p{{0.34\\textwidth}}{0}p{{0.27\\textwidth}}"
        "{0}p{{0.31\\textwidth}}@{{}}}}\n",
        column);
    out_ += "\\textbf{fact} & \\textbf{the source} & \\textbf{computed} \\\\\\hline\n\\endhead\n";
    for (std::size_t k = 0; k < claim_.facts.size(); ++k) {
      const Fact& fact = claim_.facts[k];
      const FactOutcome& found = outcome_.facts[k];
      std::string ours = found.computed ? number_list(found.computed->text())
                                        : "refused: " + message(found.computed.error());
      if (found.as_claimed) ours += *found.as_claimed ? ", as claimed" : ", not as claimed";
      const bool said_already = fact.name().find(fact.reading()) != std::string::npos;
      const std::string reading =
          said_already ? "" : fmt::format(" ({})", tex_text(fact.reading()));
      add("{}{} & {} & {} \\\\\n", tex_text(fact.name()), reading, tex_text(said_text(fact)),
          tex_text(ours));
    }
    out_ += "\\end{longtable}\n\n";
  }

  void derivation(const Fact& fact) {
    const auto* asked = std::get_if<Attributed>(&fact.quantity());
    const auto found = std::ranges::find(outcome_.facts, fact.name(), &FactOutcome::name);
    if (asked == nullptr || found == outcome_.facts.end() || !found->computed) return;
    const ClaimNetwork* network = network_of(claim_, asked->network);
    const auto* exact =
        network != nullptr ? std::get_if<Network<Rational>>(&network->network) : nullptr;
    if (exact == nullptr || !found->computed->exact || !fits_a_diagram(*exact)) return;
    const Index features = exact->input_features();
    Probe<Rational> probe{formula_name(asked->network), *exact,
                          point_of(claim_, asked->input, features),
                          point_of(claim_, asked->baseline, features),
                          Vector<Rational>::Zero(exact->output_features())};
    probe.target(asked->output) = 1;
    Attribution<Rational> attribution;
    attribution.values = found->computed->numbers;
    const auto value = [&](const Vector<Rational>& point) {
      return Rational(evaluate<Rational>(*exact, Batch<Rational>(point))(asked->output, 0));
    };
    const Answer<Rational> answer{std::move(attribution), value(probe.input),
                                  value(probe.baseline)};
    const auto table = derive(asked->method, {&probe, 1}, {&answer, 1}, true);
    if (!table) return;
    add("\\subsection*{{{}}}\n\\texttt{{{}}} at {}\n\n", tex_text(fact.name()),
        escaped_code(asked->method), tex_text(pretty_point(probe.input)));
    out_ +=
        "\\begin{longtable}{@{}l@{\\quad}>{\\raggedright\\arraybackslash}p{0.7\\textwidth}@{}}\n";
    for (const DerivationRow& row : table->rows) add_row(row);
    out_ += "\\end{longtable}\n\n";
  }

  void add_row(const DerivationRow& row) {
    if (row.emphasis == Emphasis::section) {
      add("\\multicolumn{{2}}{{@{{}}l}}{{\\textbf{{{}}}}} \\\\\n", tex_text(row.label));
      return;
    }
    // A row per step: what a unit gives to each of those it reads.
    std::string_view rest = row.cells[0];
    std::string label = tex_text(row.label);
    if (row.emphasis == Emphasis::result) label = "$\\Rightarrow$ " + label;
    while (true) {
      const std::size_t end = rest.find("; ");
      add("{} & {} \\\\\n", label, tex_text(rest.substr(0, end)));
      if (end == std::string_view::npos) return;
      rest.remove_prefix(end + 2);
      label.clear();
    }
  }

  static std::string escaped_code(std::string_view code) {
    std::string text;
    for (const char c : code) {
      if (std::string_view("&%$#_{}").find(c) != std::string_view::npos) text += '\\';
      if (c == '^') {
        text += "\\textasciicircum{}";
      } else {
        text += c;
      }
      if (c == ',' || c == ':') text += "\\allowbreak{}";
    }
    return text;
  }

  // Names such as "f - g" would read as formulas.
  static std::string formula_name(const std::string& name) { return name.size() == 1 ? name : "F"; }

  const ClaimOutcome& outcome_;
  const Claim& claim_;
  std::string out_;
};

}  // namespace

std::string claim_tex(const ClaimOutcome& outcome) { return Document(outcome).text(); }

}  // namespace axiomark
