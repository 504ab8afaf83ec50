#include "report/random_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "axioms/literature.hpp"
#include "report/html_text.hpp"
#include "report/verdict_words.hpp"

namespace axiomark {
namespace {

struct RandomMethod {
  std::vector<std::string> methods;  ///< or beginnings
  Estimand estimand;
};

const std::vector<RandomMethod>& random_methods() {
  static const std::vector<RandomMethod> all = {
      {{"shapley:rule=permutations", "shapley:rule=antithetic", "shapley:rule=stratified",
        "shapley-shubik:rule=permutations", "shapley-shubik:rule=antithetic",
        "shapley-shubik:rule=stratified"},
       {"shapley", {}}},
      {{"kernel-shap:rule=sampled", "kernel-shap:rule=unbiased"}, {"kernel-shap", {}}},
      {{"integrated-gradients:rule=random"}, {"integrated-gradients:rule=exact", {}}},
      {{"serial-cost:rule=random"}, {"serial-cost:rule=exact", {}}},
      {{"expected-gradients"}, {"average:method=(integrated-gradients:rule=exact)", {}}},
      {{"gradient-shap"}, {{}, "expected gradients of the noisy input"}},
      {{"smooth-gradient"}, {{}, "the mean of the gradient over normal noise around the input"}},
      {{"random"}, {{}, "nothing: a test double"}},
  };
  return all;
}

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

}  // namespace

Estimand estimand_of(const std::string& method) {
  for (const RandomMethod& random : random_methods()) {
    if (std::ranges::any_of(random.methods,
                            [&](const std::string& m) { return names_method(m, method); })) {
      return random.estimand;
    }
  }
  return {};
}

std::string random_section(const Campaign& campaign) {
  std::string rows;
  for (const std::string& method : campaign.methods) {
    const Estimand estimand = estimand_of(method);
    if (!estimand.is_random()) continue;
    rows += fmt::format(
        R"(<tr><th scope="row"><code>{}</code></th><td>{}</td><td>{}</td></tr>)", escaped(method),
        estimand.method.empty() ? escaped(estimand.words) : row_link(campaign, estimand.method),
        row_link(campaign, method));
  }
  if (rows.empty()) return {};
  return R"(<section id="random" aria-labelledby="h-r"><h2 id="h-r">Random methods, in three )"
         R"(statements</h2><p class="small">A method that draws is three things: what it estimates; )"
         "the estimator with its seed fixed, which is a method like any other and is what its row "
         "of "
         "the matrix judges, both sides of an axiom with the same draws; and the mean over all "
         "seeds. A violation by the estimator says nothing against the estimand. About the mean "
         "this "
         "report makes no statement: one seed was drawn, and a test of a mean that convicts needs "
         "a "
         R"(stated chance of convicting wrongly.</p><div class="kept"><div class="scroll" )"
         R"(tabindex="0" role="group" aria-label="Random methods"><table class="t"><thead><tr>)"
         R"(<th scope="col">Method</th><th scope="col">Estimates</th><th scope="col">The estimator )"
         R"(at its seed</th></tr></thead><tbody>)" +
         rows + "</tbody></table></div></div></section>\n";
}

}  // namespace axiomark
