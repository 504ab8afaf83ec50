#include "experiments/claim_values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "report/html_text.hpp"
#include "report/number_text.hpp"

namespace axiomark {
namespace {

// As many as fit a line; of more, the first ones and the last.
constexpr std::size_t kMostNumbers = 8;
// Longer than this nobody reads, and a page of many would not load.
constexpr std::size_t kMostDigits = 600;

std::string in_brackets(std::vector<std::string> numbers) {
  if (numbers.size() == 1) return numbers.front();
  if (numbers.size() > kMostNumbers) {
    numbers.erase(numbers.begin() + kMostNumbers - 2, numbers.end() - 1);
    numbers.insert(numbers.end() - 1, "…");
  }
  return fmt::format("({})", fmt::join(numbers, ", "));
}

std::vector<std::string> readable(const Values& values) {
  std::vector<std::string> numbers;
  if (!values.exact) {
    for (const std::string& number : values.text()) numbers.push_back(with_minus_sign(number));
  } else {
    for (const Rational& number : values.numbers) numbers.push_back(pretty(number));
  }
  return numbers;
}

std::string fact_name(const std::string& name) { return "“" + escaped(typeset(name)) + "”"; }

}  // namespace

std::string short_values_html(const Values& values) {
  return with_fractions(in_brackets(readable(values)));
}

std::string numbers_html(const std::vector<std::string>& numbers) {
  std::vector<std::string> signs;
  for (const std::string& number : numbers) signs.push_back(with_minus_sign(number));
  return with_fractions(in_brackets(std::move(signs)));
}

std::string values_html(const Values& values) {
  std::string html = short_values_html(values);
  const bool cut = std::ranges::any_of(
      readable(values), [](const std::string& number) { return number.starts_with("≈"); });
  if (!cut) return html;
  std::vector<std::string> fractions = values.text();
  for (std::string& fraction : fractions) fraction = with_minus_sign(fraction);
  const std::string exact = in_brackets(std::move(fractions));
  if (exact.size() > kMostDigits) {
    return html + fmt::format(" <small>exactly: fractions of {} digits in all</small>",
                              grouped(static_cast<std::uint64_t>(std::ranges::count_if(
                                  exact, [](char c) { return c >= '0' && c <= '9'; }))));
  }
  return html + R"(<details class="long"><summary><small>exactly</small></summary>)" +
         escaped(exact) + "</details>";
}

std::string said_html(const Fact& fact) {
  if (!fact.said()) return {};
  const Said& said = *fact.said();
  const auto* other = std::get_if<std::string>(&said.than);
  const auto* numbers = std::get_if<std::vector<std::string>>(&said.than);
  const std::string than = other != nullptr ? fact_name(*other) : numbers_html(*numbers);
  switch (said.relation) {
    case ClaimRelation::equal:
      return other != nullptr ? "the same as " + than : than;
    case ClaimRelation::different:
      return "not the same as " + than;
    case ClaimRelation::zero:
      return "0";
    case ClaimRelation::not_zero:
      return "not 0";
    case ClaimRelation::at_most:
      return "at most " + than;
    case ClaimRelation::at_least:
      break;
  }
  return "at least " + than;
}

std::string found_html(const ClaimOutcome& outcome) {
  constexpr std::size_t kMost = 2;
  std::vector<const FactOutcome*> facts;
  for (const FactOutcome& fact : outcome.facts) {
    if (fact.as_claimed) facts.push_back(&fact);
  }
  // A statement falls with what did not come out.
  if (outcome.verdict == ClaimVerdict::is_false) {
    std::ranges::stable_sort(facts, {}, [](const FactOutcome* fact) { return *fact->as_claimed; });
  }
  if (facts.empty()) {
    for (const FactOutcome& fact : outcome.facts) facts.push_back(&fact);
  }
  std::string html;
  for (std::size_t k = 0; k < std::min(kMost, facts.size()); ++k) {
    html += fmt::format(
        "{}{}: {}", k == 0 ? "" : "; ", escaped(typeset(facts[k]->name)),
        facts[k]->computed ? short_values_html(*facts[k]->computed) : std::string("refused"));
  }
  if (facts.size() > kMost) html += fmt::format("; {} more on the card", facts.size() - kMost);
  return html;
}

}  // namespace axiomark
