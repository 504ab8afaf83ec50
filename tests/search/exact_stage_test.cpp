#include "search/axiom_search.hpp"
#include "tests/axioms/trial.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

AxiomFindings searched(const std::string& method_text, const std::string& axiom_name,
                       std::uint64_t cases) {
  CampaignOptions options;
  options.cases_per_cell = cases;
  options.fixed_cases = false;
  const AnyMethod asked = method(method_text);
  return search_axiom({&asked, 1}, axiom(axiom_name), options);
}

}  // namespace

TEST_CASE("of a cell that only a convention breaks few cases are judged exactly") {
  // Two implementations of a function may hang on relu'(0) at a kink; at all other points they have one gradient. One case
  // in a dozen lies on a kink on purpose, so that some dozens of these are suspected.
  const AxiomFindings found = searched("gradient", "implementation-invariance", 1000);
  const Finding& finding = found.findings.front();
  REQUIRE(finding.verdict == VerdictKind::violated);
  CHECK(finding.convention == "kink");
  // Gradients of small dyadic networks are exact in double: the first suspicion shows it.
  CHECK(found.work.exact_judgements == 1);
  CHECK(found.work.judgements == 1000);
}

TEST_CASE("only methods that state an error are asked for it in exact arithmetic") {
  CHECK(searched("gradient-x-input", "missingness", 100).work.exact_judgements == 0);
  // The approximation is asked for its error, which is what the verdict rests on.
  const AxiomFindings adaptive =
      searched("integrated-gradients:rule=adaptive,tolerance=1/100", "completeness", 100);
  CHECK(adaptive.work.exact_judgements >= 16);
}

TEST_CASE(
    "an axiom that asks about other points in exact arithmetic has every suspicion judged there") {
  // Continuity steps off a point by 2^-200 in Rational, by 2^-44 in double.
  const AxiomFindings found = searched("lrp:rule=alpha-beta,alpha=2", "continuity", 1000);
  CHECK(found.work.exact_judgements > 20);
}

}  // namespace axiomark::tests
