#include "report/terminal_matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "report/number_text.hpp"
#include "report/random_section.hpp"
#include "report/verdict_words.hpp"
#include "search/enclosed_judgement.hpp"

namespace axiomark {
namespace {

std::string painted(std::string_view text, std::string_view ansi, bool colour) {
  return colour ? fmt::format("\033[{}m{}\033[0m", ansi, text) : std::string(text);
}

// "✗*": violated only by convention; "✗!": against the literature.
std::string mark(const Finding& finding) {
  std::string text(words(finding.verdict).glyph);
  if (!finding.convention.empty()) text += "*";
  if (finding.contradicts_literature) text += "!";
  return text;
}

std::string group_of_columns(const Campaign& campaign, const std::vector<std::string>& labels,
                             std::size_t first, std::size_t last, std::size_t label_width,
                             bool colour) {
  std::string text = std::string(label_width, ' ');
  for (std::size_t a = first; a < last; ++a) text += "  " + campaign.axioms[a];
  text += "\n";
  std::string family;
  for (std::size_t m = 0; m < campaign.methods.size(); ++m) {
    const std::string now = method_family(campaign.methods[m]);
    if (now != family) {
      text += fmt::format("{}{}\n", family.empty() ? "" : "\n", painted(now, "1", colour));
    }
    family = now;
    text += padded(fmt::format(" {}", labels[m]), label_width);
    for (std::size_t a = first; a < last; ++a) {
      const Finding& finding = campaign.at(m, a);
      const std::string cell = mark(finding);
      const std::size_t width = campaign.axioms[a].size();
      const std::size_t before = (width - display_width(cell) + 1) / 2;
      const std::size_t after = a + 1 < last ? width - before - display_width(cell) : 0;
      text += std::string(2 + before, ' ') + painted(cell, words(finding.verdict).ansi, colour) +
              std::string(after, ' ');
    }
    text += "\n";
  }
  return text;
}

std::string legend(const Campaign& campaign, bool colour) {
  std::string text;
  for (const VerdictWords& verdict : verdict_words()) {
    const auto count = std::ranges::count(campaign.findings, verdict.kind, &Finding::verdict);
    if (count == 0) continue;
    text += fmt::format("  {}  {:>4}  {}: {}\n", painted(verdict.glyph, verdict.ansi, colour),
                        count, verdict.label, verdict.legend);
  }
  const auto by_convention = std::ranges::count_if(
      campaign.findings, [](const Finding& f) { return !f.convention.empty(); });
  const auto against =
      std::ranges::count(campaign.findings, true, &Finding::contradicts_literature);
  if (by_convention > 0) {
    text += fmt::format("  *  {:>4}  only by convention, such as relu'(0)\n", by_convention);
  }
  if (against > 0) text += fmt::format("  !  {:>4}  contradicts the literature\n", against);
  for (const Finding& finding : campaign.findings) {
    if (!finding.counterexample) continue;
    const auto off = residual_beyond_bound(finding.counterexample->convicting,
                                           finding.counterexample->judgement);
    if (!off) continue;
    text += fmt::format("  {} on {}: off by {:.3g} on a smooth network, rounding explains {:.2g}\n",
                        finding.method, finding.axiom, off->residual, off->bound);
  }
  for (const MeanFinding& mean : campaign.means) {
    if (mean.wrong) text += fmt::format("  mean of {}: {}\n", mean.method, mean_in_words(mean));
  }
  return text;
}

}  // namespace

std::string terminal_matrix(const Campaign& campaign, bool colour, int width) {
  std::vector<std::string> labels;
  std::size_t label_width = 0;
  for (const auto& method : campaign.methods) {
    labels.push_back(method_label(method));
    label_width = std::max(label_width, display_width(labels.back()) + 1);
  }
  std::string text;
  std::size_t first = 0;
  while (first < campaign.axioms.size()) {
    std::size_t used = label_width;
    std::size_t last = first;
    while (last < campaign.axioms.size() &&
           (last == first ||
            used + 2 + campaign.axioms[last].size() <= static_cast<std::size_t>(width))) {
      used += 2 + campaign.axioms[last++].size();
    }
    text += group_of_columns(campaign, labels, first, last, label_width, colour) + "\n";
    first = last;
  }
  return text + legend(campaign, colour);
}

}  // namespace axiomark
