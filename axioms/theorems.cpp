#include "axioms/theorems.hpp"

#include <algorithm>

#include "axioms/literature.hpp"
#include "methods/quadrature.hpp"

namespace axiomark {
namespace {

struct Proof {
  std::string axiom;
  std::string citation;
};

/// Methods for which the same proofs hold.
struct Family {
  std::vector<std::string> methods;
  std::string premises;
  std::vector<Proof> proofs;
  bool covers_options = false;
};

const std::string kOffKinks = "the segment does not run inside a kink (checked for every query)";

Family exact_integrated_gradients() {
  return {
      {"integrated-gradients:rule=exact"},
      kOffKinks,
      {
          {"completeness",
           "Sundararajan, Taly & Yan 2017, proposition 1; F is piecewise linear, so absolutely "
           "continuous along the segment"},
          {"sensitivity-a",
           "follows from completeness: the only attribution that is not zero is F(x) - F(x')"},
          {"sensitivity-b",
           "Sundararajan, Taly & Yan 2017, section 4: dF/dx_i = 0 almost everywhere on the "
           "segment"},
          {"implementation-invariance",
           "the gradient of F depends on F alone wherever F is differentiable, which is almost "
           "everywhere on the segment"},
          {"linearity", "gradient and integral are linear"},
          {"symmetry",
           "Sundararajan, Taly & Yan 2017, theorem 1: on the segment z_i = z_j, where the two "
           "slopes of a symmetric F are equal"},
          {"affine-scale-invariance",
           "a change of units takes the segment to the segment; the chain rule divides the slope "
           "by "
           "what the factor x_i - x'_i is multiplied by"},
          {"input-shift", "affine scale invariance with all factors 1"},
          {"proportionality",
           "all slopes of g(sum x) are equal, so that A_i = x_i times one integral"},
          {"non-decreasing-positivity", "every integrand (x_i - x'_i) dF/dx_i is at least 0"},
          {"symmetric-monotonicity", "A_i / (x_i - x'_i) is the mean slope along the same segment"},
          {"missingness", "the factor x_i - x'_i is 0"},
          {"agrees-on-affine", "the slope of F is w_i almost everywhere on the segment"},
          {"homogeneity", "the case b = 0 of linearity"},
          {"permutation-equivariance",
           "the same segment in another order; the chain rule lists slopes in that order"},
      }};
}

Family averaged_integrated_gradients() {
  return {{"average:method=(integrated-gradients:rule=exact)"},
          "no segment from a baseline runs inside a kink (checked for every query)",
          {
              {"completeness",
               "the mean over the baselines of Sundararajan, Taly & Yan 2017, proposition 1"},
              {"sensitivity-b", "each term of the mean is 0, as for integrated gradients"},
              {"implementation-invariance",
               "each term of the mean depends on F alone, as for integrated gradients"},
              {"linearity", "gradient, integral and mean are linear"},
              {"homogeneity", "the case b = 0 of linearity"},
              {"permutation-equivariance", "each term of the mean, as for integrated gradients"},
          }};
}

Family serial_cost() {
  return {
      {"serial-cost:rule=exact"},
      "no leg of the path runs inside a kink (checked for every query)",
      {
          {"completeness",
           "Sundararajan, Taly & Yan 2017, remark 3: the integral along any path from x' to x "
           "is F(x) - F(x')"},
          {"sensitivity-a", "follows from completeness: features that do not move get 0"},
          {"sensitivity-b", "dF/dx_i = 0 almost everywhere on each leg"},
          {"implementation-invariance",
           "the gradient of F depends on F alone almost everywhere on each leg"},
          {"linearity", "the path does not depend on F; gradient and integral are linear"},
          {"symmetry",
           "features with equal inputs and equal baselines move together, so z_i = z_j on the "
           "path, where the two slopes of a symmetric F are equal"},
          {"input-shift", "the path moves along with its ends"},
          {"non-decreasing-positivity", "the path is monotone: every integrand is at least 0"},
          {"missingness", "a feature that does not move collects nothing"},
          {"agrees-on-affine", "the slope of F is w_i, and feature i moves by x_i - x'_i in all"},
          {"homogeneity", "the case b = 0 of linearity"},
          {"permutation-equivariance",
           "the path depends on how far each feature goes, not on which is listed first"},
      }};
}

// A_i is a weighted mean of marginal contributions v(C with i) - v(C), with weights that add up to 1
// and do not depend on F.
std::vector<Proof> of_marginal_contributions() {
  return {
      {"sensitivity-a",
       "all marginal contributions of the one feature that moves are F(x) - F(x')"},
      {"sensitivity-b", "all marginal contributions of a feature that F does not depend on are 0"},
      {"implementation-invariance", "only values of F enter"},
      {"linearity", "values of F enter linearly"},
      {"affine-scale-invariance", "a change of units keeps the value at every corner of the box"},
      {"input-shift", "affine scale invariance with all factors 1"},
      {"demand-monotonicity",
       "every marginal contribution F(z with x_i) - F(z with x'_i) does not fall when x_i grows"},
      {"non-decreasing-positivity", "no marginal contribution is negative"},
      {"null-player", "all marginal contributions of a null player are 0"},
      {"consistency", "each marginal contribution is at least as large in g as in f"},
      {"missingness", "x_i = x'_i: all marginal contributions of i are 0"},
      {"agrees-on-affine", "all marginal contributions of i are w_i (x_i - x'_i)"},
      {"homogeneity", "the case b = 0 of linearity"},
      {"continuity", "F is continuous, and every corner of the box moves continuously with x"},
  };
}

std::vector<Proof> with(std::vector<Proof> proofs, const std::vector<Proof>& more) {
  proofs.insert(proofs.end(), more.begin(), more.end());
  return proofs;
}

const std::string kValuesOnly =
    "F is asked at corners of the box only, all those that the sum needs";

Family one_order() {
  return {{"path:order=reverse", "path:rule=exact,order=reverse"},
          kValuesOnly,
          with(of_marginal_contributions(),
               {{"completeness",
                 "the marginal contributions along one order telescope to F(x) - F(x')"}})};
}

std::vector<Proof> of_shapley_values(const std::string& source) {
  return with(of_marginal_contributions(),
              {{"completeness", source + ": efficiency"},
               {"game-symmetry", source + ": symmetry"},
               {"symmetry", source + ": symmetry, of the game at the corners of the box"},
               {"permutation-equivariance",
                source + ": symmetry, stated there for all orders of the players"}});
}

Family shapley_values() {
  return {{"shapley", "shapley:rule=exact", "shapley-shubik", "shapley-shubik:rule=exact",
           "path:order=all", "path:rule=exact,order=all"},
          kValuesOnly,
          of_shapley_values("Shapley 1953")};
}

Family kernel_shap() {
  return {
      {"kernel-shap", "kernel-shap:rule=all"},
      kValuesOnly,
      of_shapley_values("Lundberg & Lee 2017, theorem 2: these are the Shapley values; for them "
                        "Shapley 1953")};
}

Family occlusion() {
  return {{"occlusion"},
          kValuesOnly,
          with(of_marginal_contributions(),
               {{"symmetry",
                 "F(x with i at x'_i) = F(x with j at x'_j), the one point exchanged into the "
                 "other"},
                {"game-symmetry", "v(all without i) = v(all without j)"},
                {"permutation-equivariance", "what i adds to all others, in whatever order"}})};
}

Family deeplift() {
  return {{"deeplift", "deeplift:rule=rescale", "deeplift:rule=revealcancel"},
          "every operator has a rule that passes on the whole difference, else the method refuses "
          "(checked for every query); threshold=auto",
          {
              {"completeness",
               "Shrikumar, Greenside & Kundaje 2017, section 3.1: summation to delta, layer by "
               "layer"},
              {"sensitivity-a", "follows from completeness: features that do not move get 0"},
              {"missingness", "the factor x_i - x'_i is 0"},
          }};
}

Family deep_shap() {
  return {{"deep-shap", "deep-shap:rule=rescale", "deep-shap:rule=revealcancel"},
          "as for DeepLIFT, at every baseline",
          {{"completeness",
            "the mean over the baselines of summation to delta (Shrikumar, Greenside & Kundaje "
            "2017, section 3.1)"}}};
}

// Of each fraction of a layer's rule the contributions, the bias and the stabiliser add up to the
// denominator, or that is zero and all is absorbed; the factors of the fractions add up to 1.
Family relevance() {
  return {{"lrp"},
          "every operator has a rule, else the method refuses (checked for every query)",
          {{"conservation",
            "Bach et al. 2015, eq. 2, with what a layer absorbs on its right: what a layer gets is "
            "what it passes on and what it absorbs, from F(x) down to the inputs"}},
          true};
}

// Where relu'(0) is a fixed number, what arrives at the inputs is linear in what leaves the outputs,
// also on kinks.
Family gradients() {
  Family family{{"gradient", "gradient-x-input", "gradient-x-difference"},
                "the combined function is an output layer or weights on outputs",
                {{"linearity", "one backward pass is linear in what starts at the outputs"},
                 {"homogeneity", "one backward pass is linear in what starts at the outputs"}},
                true};
  for (const std::string& rule : quadrature_rule_names()) {
    family.methods.push_back("integrated-gradients:rule=" + rule);
  }
  return family;
}

Family differences() {
  Family family{{"gradient-x-difference", "expected-gradients"},
                "none",
                {{"missingness", "the factor x_i - x'_i is 0"}},
                true};
  for (const std::string& rule : quadrature_rule_names()) {
    family.methods.push_back("integrated-gradients:rule=" + rule);
  }
  return family;
}

std::vector<TheoremEntry> entries() {
  std::vector<TheoremEntry> all;
  for (const Family& family :
       {exact_integrated_gradients(), averaged_integrated_gradients(), serial_cost(), one_order(),
        shapley_values(), kernel_shap(), occlusion(), deeplift(), deep_shap(), relevance(),
        gradients(), differences()}) {
    for (const std::string& method : family.methods) {
      for (const Proof& proof : family.proofs) {
        all.push_back(
            {method, proof.axiom, proof.citation, family.premises, family.covers_options});
      }
    }
  }
  return all;
}

}  // namespace

std::span<const TheoremEntry> theorems() {
  static const std::vector<TheoremEntry> all = entries();
  return all;
}

const TheoremEntry* theorem_on(const std::string& method, const std::string& axiom) {
  const auto all = theorems();
  const auto found = std::ranges::find_if(all, [&](const TheoremEntry& entry) {
    return entry.axiom == axiom &&
           (entry.covers_options ? names_method(entry.method, method) : entry.method == method);
  });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace axiomark
