#include "experiments/claims_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "experiments/claim_derivation.hpp"
#include "report/number_text.hpp"
#include "report/text_lines.hpp"

namespace axiomark {
namespace {

std::string painted(const std::string& text, std::string_view ansi, bool colour) {
  return colour ? fmt::format("\033[{}m{}\033[0m", ansi, text) : text;
}

std::string_view ansi(ClaimVerdict verdict) {
  switch (verdict) {
    case ClaimVerdict::holds:
      return "32";
    case ClaimVerdict::holds_only_if:
      return "33";
    case ClaimVerdict::is_false:
      break;
  }
  return "31";
}

std::string in_brackets(const Values& values) {
  if (values.numbers.size() == 1) return values.text().front();
  return fmt::format("({})", fmt::join(values.text(), ", "));
}

std::string paragraph(const std::string& heading, const std::string& text) {
  if (text.empty()) return {};
  std::string lines = "\n" + heading + "\n";
  for (const std::string& line : text_lines(text, 96)) lines += "  " + line + "\n";
  return lines;
}

std::string fact_lines(const FactOutcome& fact) {
  std::string text = fmt::format(
      "  {}{}: {}", fact.name, fact.reading.empty() ? "" : fmt::format(" [{}]", fact.reading),
      fact.computed ? in_brackets(*fact.computed) : "refused, " + message(fact.computed.error()));
  if (fact.as_claimed)
    text += *fact.as_claimed ? "   as the source says" : "   not as the source says";
  if (!fact.as_registered) text += "   NOT AS REGISTERED";
  text += "\n";
  for (const AtKink& at : fact.at_kinks) {
    text += fmt::format("      with relu'(0) = {}: {}\n", at.kink,
                        at.values ? in_brackets(*at.values) : message(at.values.error()));
  }
  return text;
}

}  // namespace

std::string verdict_in_words(const ClaimOutcome& outcome) {
  switch (outcome.verdict) {
    case ClaimVerdict::holds:
      return "Holds";
    case ClaimVerdict::holds_only_if:
      return fmt::format("Holds only if {}", fmt::join(outcome.holds_under, " or "));
    case ClaimVerdict::is_false:
      break;
  }
  return "False";
}

std::string found_in_words(const ClaimOutcome& outcome) {
  // Three are a line; the others are on the card.
  constexpr std::size_t kMost = 3;
  std::vector<std::string> found;
  std::size_t left_out = 0;
  for (const FactOutcome& fact : outcome.facts) {
    if (!fact.as_claimed || !fact.computed) continue;
    if (found.size() == kMost) {
      ++left_out;
      continue;
    }
    found.push_back(fmt::format("{}: {}", fact.name, in_brackets(*fact.computed)));
  }
  std::string text = fmt::format("{}", fmt::join(found, "; "));
  return left_out > 0 ? fmt::format("{}; and {} more", text, left_out) : text;
}

std::string claims_table(std::span<const ClaimOutcome> outcomes, bool colour, int width) {
  // Id and verdict take what they need; the other three share the rest.
  constexpr std::size_t kId = 5;
  constexpr std::size_t kVerdict = 20;
  constexpr std::size_t kGap = 2;
  const std::size_t room =
      static_cast<std::size_t>(std::max(width, 80)) - kId - kVerdict - 3 * kGap;
  const std::size_t title = room * 3 / 10;
  const std::size_t says = room * 3 / 10;
  const std::size_t find = room - title - says;
  const std::string gap(kGap, ' ');
  std::string text = padded("id", kId) + padded("title", title) + gap +
                     padded("the source says", says) + gap + padded("we find", find) + gap +
                     "verdict\n";
  for (const ClaimOutcome& outcome : outcomes) {
    std::string verdict = verdict_in_words(outcome);
    if (!outcome.as_registered) {
      verdict += outcome.changed ? " (with these settings)" : " (NOT AS REGISTERED)";
    }
    const auto titles = text_lines(outcome.claim.title, title - 1);
    const auto said = text_lines(outcome.claim.says, says - 1);
    const auto found = text_lines(found_in_words(outcome), find - 1);
    const auto verdicts = text_lines(verdict, kVerdict);
    const std::size_t lines = std::max({titles.size(), said.size(), found.size(), verdicts.size()});
    const auto line = [](const std::vector<std::string>& column, std::size_t k) {
      return k < column.size() ? column[k] : std::string();
    };
    for (std::size_t k = 0; k < lines; ++k) {
      std::string row = padded(k == 0 ? outcome.claim.id : "", kId) +
                        padded(line(titles, k), title) + gap + padded(line(said, k), says) + gap +
                        padded(line(found, k), find) + gap;
      row +=
          painted(line(verdicts, k), ansi(outcome.verdict), colour && !line(verdicts, k).empty());
      row.erase(row.find_last_not_of(' ') + 1);
      text += row + "\n";
    }
  }
  const auto count = [&](ClaimVerdict verdict) {
    return std::ranges::count(outcomes, verdict, &ClaimOutcome::verdict);
  };
  // Of one claim its row says it all.
  if (outcomes.size() < 2) return text;
  const auto differ = std::ranges::count(outcomes, false, &ClaimOutcome::as_registered);
  text += fmt::format("\n{} claims: {} true, {} under a reading only, {} false", outcomes.size(),
                      count(ClaimVerdict::holds), count(ClaimVerdict::holds_only_if),
                      count(ClaimVerdict::is_false));
  return text +
         (differ > 0 ? fmt::format("; {} not as registered\n", differ) : "; all as registered\n");
}

std::string explain_claim(const ClaimOutcome& outcome, const ClaimRun& how) {
  const Claim& claim = outcome.claim;
  std::string text = fmt::format("{}  {}\n{}\n", claim.id, claim.title, claim.source);
  text += paragraph("The statement", claim.statement);
  if (!claim.networks.empty()) text += "\nThe networks\n";
  for (const ClaimNetwork& network : claim.networks) {
    const auto set = how.settings.networks.find(network.name);
    text += fmt::format(
        "  {} = {}\n", network.name,
        typeset(set != how.settings.networks.end() ? set->second.formula : network.formula));
  }
  text += "\nWhat it comes to\n";
  for (const FactOutcome& fact : outcome.facts) text += fact_lines(fact);
  for (const Fact& fact : claim.facts) {
    const auto table = derive_fact(claim, fact, how);
    if (table) text += fmt::format("\n{}, line by line\n", fact.name()) + as_text(*table);
  }
  text += fmt::format("\n{}.\n", verdict_in_words(outcome));
  text += paragraph("Why", claim.why);
  return text + paragraph("What a careful author would have written", claim.careful);
}

}  // namespace axiomark
