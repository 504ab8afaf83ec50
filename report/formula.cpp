#include "report/formula.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/number_text.hpp"

namespace axiomark {
namespace {

constexpr std::size_t kLongestFormula = 110;

// "2h₁", "1/2 h₁", "h₁"; a composite is an atom such as "relu(...)".
std::string scaled(const Rational& coefficient, const std::string& atom) {
  const Rational size = absolute_value(coefficient);
  if (size == 1) return atom;
  return pretty(size) + (size.is_whole() ? "" : " ") + atom;
}

}  // namespace

std::string joined(std::vector<SignedText> terms) {
  if (terms.empty()) return "0";
  const auto leader = std::ranges::find(terms, false, &SignedText::negative);
  if (terms.front().negative && leader != terms.end()) {
    std::rotate(terms.begin(), leader, leader + 1);
  }
  std::string result;
  for (const SignedText& term : terms) {
    if (result.empty()) {
      result = (term.negative && term.text != "0" ? "−" : "") + term.text;
    } else {
      result += (term.negative ? " − " : " + ") + term.text;
    }
  }
  return result;
}

SignedText signed_text(const Rational& value) { return {value < 0, pretty(absolute_value(value))}; }

std::string with_sum(std::vector<SignedText> terms, const Rational& sum) {
  const std::string total = pretty(sum);
  const std::string text = joined(std::move(terms));
  return text == total ? total : text + " = " + total;
}

std::string applied(const std::string& operation, const std::vector<std::string>& operands) {
  if (operation.empty() || operation == "sum") return operands.front();
  if (operation == "product") return fmt::format("({})", fmt::join(operands, ") · ("));
  if (operation == "abs") return "|" + operands.front() + "|";
  if (operation.starts_with("power ")) {
    return fmt::format("({})^{}", operands.front(), operation.substr(6));
  }
  return fmt::format("{}({})", operation, fmt::join(operands, ", "));
}

std::string formula(const AffineForm& form, const std::vector<std::string>& names) {
  std::vector<SignedText> terms;
  for (const auto& term : form.terms) {
    terms.push_back({term.coefficient < 0,
                     scaled(term.coefficient, names[static_cast<std::size_t>(term.unit)])});
  }
  if (form.constant != 0)
    terms.push_back({form.constant < 0, pretty(absolute_value(form.constant))});
  return joined(std::move(terms));
}

std::optional<std::string> formula(const UnitDiagram& diagram) {
  std::vector<std::string> texts;
  for (const Unit& unit : diagram.units) {
    if (unit.kind == UnitKind::input) {
      texts.push_back(unit.name);
      continue;
    }
    std::vector<std::string> operands;
    for (const AffineForm& operand : unit.operands) operands.push_back(formula(operand, texts));
    texts.push_back(applied(unit.operation, operands));
    // Sharing doubles the text with every layer: stop before it fills the memory.
    if (texts.back().size() > 4 * kLongestFormula) return std::nullopt;
  }
  if (display_width(texts.back()) > kLongestFormula) return std::nullopt;
  return texts.back();
}

std::vector<std::string> formula_lines(const UnitDiagram& diagram) {
  std::vector<std::string> names;
  std::vector<std::string> lines;
  for (const Unit& unit : diagram.units) names.push_back(unit.name);
  for (const Unit& unit : diagram.units) {
    if (unit.kind == UnitKind::input) continue;
    std::vector<std::string> operands;
    for (const AffineForm& operand : unit.operands) operands.push_back(formula(operand, names));
    lines.push_back(unit.name + " = " + applied(unit.operation, operands));
  }
  return lines;
}

std::string arithmetic(const AffineForm& form, const UnitDiagram& diagram) {
  std::vector<SignedText> terms;
  for (const auto& term : form.terms) {
    const Rational& value = diagram.units[static_cast<std::size_t>(term.unit)].value;
    if (absolute_value(term.coefficient) == 1) {
      // The sign of a plain term joins that of its value: 1 − 2, not 1 + (−2).
      terms.push_back({(term.coefficient < 0) != (value < 0), pretty(absolute_value(value))});
    } else {
      terms.push_back(
          {term.coefficient < 0, pretty(absolute_value(term.coefficient)) + " · " + factor(value)});
    }
  }
  if (form.constant != 0 || terms.empty()) {
    terms.push_back({form.constant < 0, pretty(absolute_value(form.constant))});
  }
  return joined(std::move(terms));
}

}  // namespace axiomark
