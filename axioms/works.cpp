// The literature as data: what each source says, and where. A claim stands here only if its source
// was read or the claim was derived again; section numbers only where the text was at hand.
#include "axioms/literature.hpp"
#include "axioms/reading_notes.hpp"
#include "methods/quadrature.hpp"

namespace axiomark {
namespace {

const std::string kExactIg = "integrated-gradients:rule=exact";

// Not what only estimates them.
const std::vector<std::string> kShapleyValues = {"shapley:rule=exact", "shapley-shubik:rule=exact"};

std::vector<std::string> quadratures() {
  std::vector<std::string> methods;
  for (const std::string& rule : quadrature_rule_names()) {
    methods.push_back("integrated-gradients:rule=" + rule);
  }
  return methods;
}

Work axiomatic_attribution() {
  return {
      "Sundararajan, Taly, Yan 2017",
      "Axiomatic Attribution for Deep Networks. ICML 2017, arXiv 1703.01365",
      {
          {"sec. 2.1",
           Stance::fails,
           {"gradient"},
           {"sensitivity-a"},
           "gradients violate Sensitivity(a), by the example 1 - relu(1 - x)"},
          {"sec. 2.1",
           Stance::fails,
           {"gradient-x-input", "gradient-x-difference"},
           {"sensitivity-a"},
           "gradients violate Sensitivity(a); the product with the input does not change that "
           "where the gradient is zero"},
          {"sec. 2.2",
           Stance::holds,
           {"gradient", "gradient-x-input", "gradient-x-difference"},
           {"implementation-invariance"},
           "gradients are invariant to implementation, by the chain rule"},
          {"sec. 2.1 and appendix B",
           Stance::fails,
           {"guided-backprop", "deconvnet"},
           {"sensitivity-a"},
           "Guided back-propagation and DeConvNet violate Sensitivity(a)"},
          {"sec. 2.1",
           Stance::holds,
           {"deeplift", "lrp"},
           {"sensitivity-a"},
           "DeepLift and LRP tackle the sensitivity issue by employing a baseline"},
          {"sec. 2.2 and appendix B",
           Stance::fails,
           {"deeplift", "lrp"},
           {"implementation-invariance"},
           "methods like LRP and DeepLift replace gradients with discrete gradients and violate "
           "implementation invariance, by the two networks of figure 7"},
          {"sec. 3",
           Stance::holds,
           {"deeplift"},
           {"completeness"},
           "completeness is what DeepLift calls summation to delta"},
          {"proposition 1",
           Stance::holds,
           {kExactIg},
           {"completeness"},
           "integrated gradients add up to F(x) - F(x')"},
          {"sec. 3",
           Stance::holds,
           {kExactIg},
           {"sensitivity-a"},
           "integrated gradients satisfy Sensitivity(a), because completeness implies it"},
          {"sec. 3",
           Stance::holds,
           {"integrated-gradients"},
           {"implementation-invariance"},
           "integrated gradients satisfy implementation invariance, since they are based on "
           "gradients only"},
          {"proposition 2",
           Stance::holds,
           {"integrated-gradients", "path", "serial-cost"},
           {"sensitivity-b", "linearity"},
           "path methods satisfy implementation invariance, Sensitivity(b), linearity and "
           "completeness, and no other methods do"},
          {"proposition 2",
           Stance::holds,
           {"path", "serial-cost"},
           {"implementation-invariance", "completeness"},
           "path methods satisfy implementation invariance, Sensitivity(b), linearity and "
           "completeness, and no other methods do"},
          {"theorem 1",
           Stance::holds,
           {"integrated-gradients"},
           {"symmetry"},
           "integrated gradients are the path method that preserves symmetry"},
          {"theorem 1",
           Stance::fails,
           {"path:order=reverse", "path:order=[1,0]", "serial-cost"},
           {"symmetry"},
           "integrated gradients are the unique path method that preserves symmetry"},
          {"remark 5",
           Stance::holds,
           kShapleyValues,
           {"implementation-invariance", "sensitivity-b", "linearity", "completeness"},
           "the Shapley-Shubik method, an average over paths, satisfies the axioms, too"},
          {"sec. 5",
           Stance::fails,
           quadratures(),
           {"completeness"},
           "a sum over steps approximates the integral; \"20 to 300\" steps bring the "
           "attributions' sum within 5 % of F(x) - F(x')"},
      }};
}

Work deeplift() {
  return {"Shrikumar, Greenside, Kundaje 2017",
          "Learning Important Features Through Propagating Activation Differences. ICML 2017, "
          "arXiv 1704.02685",
          {{"sec. 3.1",
            Stance::holds,
            {"deeplift"},
            {"completeness"},
            "summation to delta: contributions add up to the difference of the output"}}};
}

Work layer_wise_relevance() {
  return {"Bach et al. 2015",
          "On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance "
          "Propagation. PLoS ONE 10(7)",
          {{"eq. 2",
            Stance::fails,
            {"lrp"},
            {"completeness"},
            "relevance is conserved from layer to layer, so that the attributions add up to F(x), "
            "not to F(x) - F(x')"},
           {"eq. 2",
            Stance::holds,
            {"lrp"},
            {"conservation"},
            "the relevances of each layer add up to f(x), from the output to the inputs"}}};
}

Work gradient_based_methods() {
  return {
      "Ancona, Ceolini, Öztireli, Gross 2018",
      "Towards Better Understanding of Gradient-Based Attribution Methods for Deep Neural "
      "Networks. ICLR 2018, arXiv 1711.06104",
      {{"",
        Stance::holds,
        {"lrp:rule=0,bias=include"},
        {"implementation-invariance"},
        "with relus as the only nonlinearities, epsilon-LRP is, as epsilon vanishes, equivalent to "
        "gradient * input",
        true},
       {"",
        Stance::fails,
        {"gradient-x-input", kExactIg, "deeplift", "lrp:rule=0,bias=include", "lrp:rule=epsilon",
         "occlusion"},
        {"sensitivity-n"},
        "sensitivity-n for every n holds on linear models only"}}};
}

Work many_shapley_values() {
  return {
      "Sundararajan, Najmi 2020",
      "The Many Shapley Values for Model Explanation. ICML 2020, arXiv 1908.08474",
      {{"",
        Stance::holds,
        kShapleyValues,
        {"sensitivity-b", "linearity", "completeness", "symmetry", "affine-scale-invariance",
         "demand-monotonicity"},
        "baseline Shapley values satisfy dummy, linearity, completeness, symmetry, affine scale "
        "invariance and demand monotonicity"},
       {"",
        Stance::fails,
        kShapleyValues,
        {"proportionality"},
        "baseline Shapley values do not satisfy proportionality"},
       {"",
        Stance::holds,
        {kExactIg},
        {"sensitivity-b", "linearity", "completeness", "symmetry", "affine-scale-invariance",
         "proportionality"},
        "integrated gradients satisfy dummy, linearity, completeness, symmetry, affine scale "
        "invariance and proportionality"},
       {"",
        Stance::fails,
        {kExactIg},
        {"demand-monotonicity"},
        "integrated gradients do not satisfy demand monotonicity"},
       {"abstract",
        Stance::fails,
        {"conditional-shapley"},
        {"sensitivity-b"},
        "earlier Shapley values can assign non-zero attributions to features that the model does "
        "not even reference"}}};
}

Work paths_and_consistency() {
  return {
      "Friedman 2004",
      "Paths and Consistency in Additive Cost Sharing. International Journal of Game Theory 32",
      {{"",
        Stance::holds,
        {kExactIg, "path", "serial-cost", "shapley:rule=exact", "shapley-shubik:rule=exact"},
        {"sensitivity-b", "linearity", "completeness"},
        "the additive methods with dummy, whose shares add up to the cost, are averages of path "
        "methods"}}};
}

Work value_for_n_person_games() {
  return {"Shapley 1953",
          "A Value for n-Person Games. Contributions to the Theory of Games II",
          {{"",
            Stance::holds,
            kShapleyValues,
            {"game-symmetry", "null-player", "completeness", "linearity"},
            "the value is the one that is symmetric, efficient, additive, and gives nothing to "
            "players who add nothing"},
           {"axiom 1",
            Stance::holds,
            kShapleyValues,
            {"permutation-equivariance"},
            "a game with its players renamed has the same values, renamed"}}};
}

Work unified_approach() {
  return {"Lundberg, Lee 2017",
          "A Unified Approach to Interpreting Model Predictions. NIPS 2017, arXiv 1705.07874",
          {{"theorem 1",
            Stance::holds,
            kShapleyValues,
            {"completeness", "missingness", "consistency"},
            "Shapley values alone have local accuracy, missingness and consistency"},
           {"theorem 2",
            Stance::holds,
            {"kernel-shap:rule=all"},
            {"completeness", "missingness", "consistency"},
            "least squares under the Shapley kernel give the Shapley values, with local accuracy, "
            "missingness and consistency"}}};
}

Work rigorous_study() {
  return {"Lundstrom, Huang, Razaviyayn 2022",
          "A Rigorous Study of Integrated Gradients Method and Extensions to Internal Neuron "
          "Attributions. ICML 2022, arXiv 2202.11912",
          {{"abstract",
            Stance::holds,
            {kExactIg},
            {"non-decreasing-positivity"},
            "with non-decreasing positivity as a further axiom the uniqueness claims for path "
            "methods can be established"}}};
}

Work unreliability_of_saliency() {
  return {"Kindermans et al. 2017",
          "The (Un)reliability of Saliency Methods. arXiv 1711.00867",
          {{"",
            Stance::holds,
            {"gradient"},
            {"input-shift-fixed-baseline"},
            "the gradient mirrors a constant shift of the input"},
           {"",
            Stance::fails,
            {"gradient-x-input", "integrated-gradients"},
            {"input-shift-fixed-baseline"},
            "methods that depend on a reference point, such as gradient x input and integrated "
            "gradients from a fixed baseline, can be misled by a constant shift"}}};
}

}  // namespace

std::span<const Work> works() {
  static const std::vector<Work> all = {
      axiomatic_attribution(),
      deeplift(),
      layer_wise_relevance(),
      gradient_based_methods(),
      many_shapley_values(),
      paths_and_consistency(),
      value_for_n_person_games(),
      unified_approach(),
      rigorous_study(),
      unreliability_of_saliency(),
      reading_notes(),
  };
  return all;
}

}  // namespace axiomark
