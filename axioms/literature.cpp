#include "axioms/literature.hpp"

#include "methods/quadrature.hpp"

namespace axiomark {
namespace {

const std::string kPaper = "Sundararajan, Taly, Yan 2017";

std::vector<LiteratureEntry> entries() {
  std::vector<LiteratureEntry> all = {
      {"gradient", "sensitivity-a", Claim::fails, kPaper + ", sec. 2.1",
       "gradients violate Sensitivity(a), by the example 1 - relu(1 - x)"},
      {"gradient", "implementation-invariance", Claim::holds, kPaper + ", sec. 2.2",
       "gradients are invariant to implementation, by the chain rule"},
      {"gradient-x-input", "sensitivity-a", Claim::fails, kPaper + ", sec. 2.1",
       "gradients violate Sensitivity(a); the product with the input does not change that where "
       "the "
       "gradient is zero"},
      {"gradient-x-input", "implementation-invariance", Claim::holds, kPaper + ", sec. 2.2",
       "gradients are invariant to implementation, by the chain rule"},
      {"guided-backprop", "sensitivity-a", Claim::fails, kPaper + ", sec. 2.1 and appendix B",
       "Guided back-propagation and DeConvNet violate Sensitivity(a)"},
      {"deconvnet", "sensitivity-a", Claim::fails, kPaper + ", sec. 2.1 and appendix B",
       "Guided back-propagation and DeConvNet violate Sensitivity(a)"},
      {"integrated-gradients:rule=exact", "completeness", Claim::holds, kPaper + ", proposition 1",
       "integrated gradients add up to F(x) - F(x')"},
      {"integrated-gradients:rule=exact", "sensitivity-a", Claim::holds, kPaper + ", sec. 3",
       "integrated gradients satisfy Sensitivity(a), because completeness implies it"},
      {"integrated-gradients:rule=exact", "sensitivity-b", Claim::holds, kPaper + ", sec. 4",
       "all path methods satisfy Sensitivity(b)"},
      {"integrated-gradients:rule=exact", "implementation-invariance", Claim::holds,
       kPaper + ", sec. 3",
       "integrated gradients satisfy implementation invariance, since they are based on gradients "
       "only"},
  };
  // Of sums with finitely many steps the paper says that they come close.
  for (const std::string& rule : quadrature_rule_names()) {
    all.push_back({"integrated-gradients:rule=" + rule, "completeness", Claim::fails,
                   kPaper + ", sec. 5",
                   "a sum over steps approximates the integral; \"20 to 300\" steps bring the "
                   "attributions' sum within 5 % of F(x) - F(x')"});
  }
  return all;
}

}  // namespace

std::span<const LiteratureEntry> literature() {
  static const std::vector<LiteratureEntry> all = entries();
  return all;
}

std::vector<LiteratureEntry> literature_on(const std::string& method, const std::string& axiom) {
  std::vector<LiteratureEntry> found;
  for (const LiteratureEntry& entry : literature()) {
    const bool same = method == entry.method || method.starts_with(entry.method + ":") ||
                      method.starts_with(entry.method + ",");
    if (same && entry.axiom == axiom) found.push_back(entry);
  }
  return found;
}

const TheoremEntry* theorem_on(const std::string& method, const std::string& axiom) {
  static const std::vector<TheoremEntry> theorems = {
      {"integrated-gradients:rule=exact", "completeness",
       "Sundararajan, Taly & Yan 2017, proposition 1",
       "F is piecewise linear, so absolutely continuous along the segment, and the segment does "
       "not "
       "run inside a kink (checked for every query)"},
      {"integrated-gradients:rule=exact", "sensitivity-a",
       "follows from completeness: the only attribution that is not zero is F(x) - F(x')",
       "as for completeness"},
      {"integrated-gradients:rule=exact", "sensitivity-b",
       "Sundararajan, Taly & Yan 2017, section 4: dF/dx_i = 0 almost everywhere on the segment",
       "the segment does not run inside a kink (checked for every query)"},
      {"integrated-gradients:rule=exact", "implementation-invariance",
       "the gradient of F depends on F alone wherever F is differentiable, which is almost "
       "everywhere "
       "on the segment",
       "the segment does not run inside a kink (checked for every query)"},
  };
  for (const TheoremEntry& theorem : theorems) {
    if (theorem.method == method && theorem.axiom == axiom) return &theorem;
  }
  return nullptr;
}

}  // namespace axiomark
