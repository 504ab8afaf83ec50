#include "axioms/literature.hpp"

#include "methods/quadrature.hpp"

namespace axiomark {
namespace {

const std::string kPaper = "Sundararajan, Taly, Yan 2017";
const std::string kDeepLift = "Shrikumar, Greenside, Kundaje 2017";
const std::string kNotes = "reading notes of that paper";

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
      {"deeplift", "completeness", Claim::holds, kDeepLift + ", sec. 3.1",
       "summation to delta: contributions add up to the difference of the output"},
      {"deeplift", "completeness", Claim::holds, kPaper + ", sec. 3",
       "completeness is what DeepLift calls summation to delta"},
      {"deeplift", "sensitivity-a", Claim::holds, kPaper + ", sec. 2.1",
       "DeepLift and LRP tackle the sensitivity issue by employing a baseline"},
      {"deeplift", "sensitivity-a", Claim::fails, kNotes,
       "\"vanilla backpropagation, guided backpropagation, DeConvNet, LRP and DeepLIFT violate "
       "sensitivity\": wrong about DeepLIFT, which is complete"},
      {"deeplift", "implementation-invariance", Claim::fails, kPaper + ", sec. 2.2 and appendix B",
       "methods like LRP and DeepLift replace gradients with discrete gradients and violate "
       "implementation invariance"},
      {"lrp", "sensitivity-a", Claim::holds, kPaper + ", sec. 2.1",
       "DeepLift and LRP tackle the sensitivity issue by employing a baseline"},
      {"lrp", "sensitivity-a", Claim::fails, kNotes + " (S01)",
       "vanilla backpropagation, guided backpropagation, DeConvNet, LRP and DeepLIFT violate "
       "sensitivity"},
      {"lrp", "implementation-invariance", Claim::fails, kPaper + ", sec. 2.2 and appendix B",
       "LRP and DeepLIFT break implementation invariance, by the two networks of figure 7"},
      {"lrp:rule=0,bias=include", "implementation-invariance", Claim::holds,
       "Ancona, Ceolini, Öztireli, Gross 2018",
       "with relus as the only nonlinearities, epsilon-LRP is equivalent to gradient * input"},
      {"lrp", "completeness", Claim::fails, "Bach et al. 2015, eq. 2",
       "relevance is conserved from layer to layer, so that the attributions add up to F(x), not "
       "to "
       "F(x) - F(x')"},
      {"lrp", "completeness", Claim::holds, kNotes + " (S02)",
       "DeepLIFT and LRP also satisfy completeness"},
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

const std::string kOffKinks = "the segment does not run inside a kink (checked for every query)";

std::vector<TheoremEntry> theorems_of_exact_integrated_gradients() {
  const std::string exact = "integrated-gradients:rule=exact";
  return {
      {exact, "completeness", "Sundararajan, Taly & Yan 2017, proposition 1",
       "F is piecewise linear, so absolutely continuous along the segment; " + kOffKinks},
      {exact, "sensitivity-a",
       "follows from completeness: the only attribution that is not zero is F(x) - F(x')",
       "as for completeness"},
      {exact, "sensitivity-b",
       "Sundararajan, Taly & Yan 2017, section 4: dF/dx_i = 0 almost everywhere on the segment",
       kOffKinks},
      {exact, "implementation-invariance",
       "the gradient of F depends on F alone wherever F is differentiable, which is almost "
       "everywhere on the segment",
       kOffKinks},
      {exact, "linearity", "gradient and integral are linear", kOffKinks},
      {exact, "symmetry",
       "Sundararajan, Taly & Yan 2017, theorem 1: on the segment z_i = z_j, where the two slopes "
       "of "
       "a symmetric F are equal",
       kOffKinks},
      {exact, "affine-scale-invariance",
       "a change of units takes the segment to the segment; the chain rule divides the slope by "
       "what "
       "the factor x_i - x'_i is multiplied by",
       kOffKinks},
      {exact, "input-shift", "affine scale invariance with all factors 1", kOffKinks},
      {exact, "proportionality",
       "all slopes of g(sum x) are equal, so that A_i = x_i times one integral", kOffKinks},
      {exact, "non-decreasing-positivity", "every integrand (x_i - x'_i) dF/dx_i is at least 0",
       kOffKinks},
      {exact, "symmetric-monotonicity",
       "A_i / (x_i - x'_i) is the mean slope along the same segment", kOffKinks},
      {exact, "missingness", "the factor x_i - x'_i is 0", kOffKinks},
      {exact, "agrees-on-affine", "the slope of F is w_i almost everywhere on the segment",
       kOffKinks},
      {exact, "homogeneity", "the case b = 0 of linearity", kOffKinks},
  };
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
  static const std::vector<TheoremEntry> theorems = theorems_of_exact_integrated_gradients();
  for (const TheoremEntry& theorem : theorems) {
    if (theorem.method == method && theorem.axiom == axiom) return &theorem;
  }
  return nullptr;
}

}  // namespace axiomark
