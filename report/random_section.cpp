#include "report/random_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/html_text.hpp"
#include "report/number_text.hpp"
#include "report/verdict_words.hpp"
#include "search/means/estimand.hpp"

namespace axiomark {
namespace {

// "12 violated, 9 kept, 5 not judged": a row in numbers.
std::string tally(const Campaign& campaign, std::size_t method) {
  std::size_t violated = 0;
  std::size_t kept = 0;
  for (std::size_t a = 0; a < campaign.axioms.size(); ++a) {
    const VerdictKind verdict = campaign.at(method, a).verdict;
    violated += verdict == VerdictKind::violated ? 1 : 0;
    kept += keeps(verdict) ? 1 : 0;
  }
  return fmt::format("{} violated, {} kept, {} not judged", violated, kept,
                     campaign.axioms.size() - violated - kept);
}

std::string row_link(const Campaign& campaign, const std::string& method) {
  const auto found = std::ranges::find(campaign.methods, method);
  const std::string label = escaped(method_label(method));
  if (found == campaign.methods.end()) return label + ", which has no row in this matrix";
  return fmt::format(R"(<a href="#{}">{}</a>: {})", anchor("m", method), label,
                     tally(campaign, static_cast<std::size_t>(found - campaign.methods.begin())));
}

// How the mean of a method stands in a campaign.
std::string mean_cell(const Campaign& campaign, const std::string& method) {
  const auto found = std::ranges::find(campaign.means, method, &MeanFinding::method);
  return found == campaign.means.end() ? "not tested" : escaped(mean_in_words(*found));
}

}  // namespace

std::string mean_in_words(const MeanFinding& mean) {
  if (mean.wrong) {
    const WrongMean& wrong = *mean.wrong;
    const std::string where =
        fmt::format("question {}, feature {}", wrong.question, wrong.feature + 1);
    if (std::isinf(wrong.capital)) {
      return fmt::format("wrong: {}: an answer that no correct method gives at any seed", where);
    }
    return with_minus_sign(
        fmt::format("wrong: {}: {:.4g} on average over {} seeds, {:.4g} expected; odds {:.1g} to 1",
                    where, wrong.mean, wrong.answers, wrong.expected, wrong.capital));
  }
  if (mean.questions == 0) {
    return mean.untested.empty() ? "not tested" : "not tested: " + mean.untested;
  }
  return fmt::format("not convicted in {} questions, {} seeds each", mean.questions, mean.seeds);
}

std::string random_section(const Campaign& campaign) {
  std::string rows;
  for (const std::string& method : campaign.methods) {
    const Estimand estimand = estimand_of(method);
    if (!estimand.is_random()) continue;
    rows += fmt::format(
        R"(<tr><th scope="row"><code>{}</code></th><td>{}</td><td>{}</td><td>{}</td></tr>)",
        escaped(method),
        estimand.method.empty() ? escaped(estimand.words) : row_link(campaign, estimand.method),
        row_link(campaign, method), mean_cell(campaign, method));
  }
  if (rows.empty()) return {};
  return fmt::format(
      R"(<section id="random" aria-labelledby="h-r"><h2 id="h-r">Random methods, in three )"
      R"(statements</h2><p class="small">A method that draws is three things: what it estimates; )"
      "the estimator with its seed fixed, which is a method like any other and is what its row of "
      "the matrix judges, both sides of an axiom with the same draws; and the mean over all seeds. "
      "A violation by the estimator says nothing against the estimand. The mean is tested by bets "
      "at fair odds on questions whose answer is known: the chance that any method whose mean is "
      "right is convicted, in this whole report, is at most {:.0e}. Not convicted is no proof."
      R"(</p><div class="kept"><div class="scroll" tabindex="0" role="group" )"
      R"(aria-label="Random methods"><table class="t"><thead><tr><th scope="col">Method</th>)"
      R"(<th scope="col">Estimates</th><th scope="col">The estimator at its seed</th>)"
      R"(<th scope="col">Its mean</th></tr></thead><tbody>{}</tbody></table></div></div>)"
      "</section>\n",
      kFalseConviction, rows);
}

}  // namespace axiomark
