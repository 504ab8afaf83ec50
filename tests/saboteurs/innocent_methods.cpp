#include "tests/saboteurs/innocent_methods.hpp"

#include <algorithm>

#include "methods/registry.hpp"
#include "search/conviction.hpp"
#include "search/ingredient_source.hpp"

namespace axiomark::tests {
namespace {

// Any sum of slopes at points of the segment, with weights that are not negative and add up to 1, times
// x - x'.
std::vector<Proved> of_slopes_on_the_segment() {
  return {{"slopes are F's alone and linear in F; those of a dummy are zero",
           {"sensitivity-b", "implementation-invariance", "linearity", "homogeneity"}},
          {"the points of the segment are symmetric and the same in all units, and all slopes of a "
           "function of the sum are equal",
           {"symmetry", "affine-scale-invariance", "input-shift", "proportionality"}},
          {"the factor x - x'", {"missingness"}},
          {"the weights are not negative", {"non-decreasing-positivity", "symmetric-monotonicity"}},
          {"the weights add up to 1", {"agrees-on-affine"}}};
}

// Any mean of what i adds to coalitions that are chosen without the function.
std::vector<Proved> of_marginals() {
  return {
      {"what i adds to a coalition is F's alone and linear in F; a dummy adds nothing",
       {"sensitivity-b", "implementation-invariance", "linearity", "homogeneity"}},
      {"corners of the box are the same in all units", {"affine-scale-invariance", "input-shift"}},
      {"a null player adds nothing, and so does i with x_i = x'_i", {"null-player", "missingness"}},
      {"no weight is negative",
       {"demand-monotonicity", "non-decreasing-positivity", "consistency"}},
      {"every coalition gains w_i (x_i - x'_i), or F(x) - F(x') if i moves alone",
       {"agrees-on-affine", "sensitivity-a"}},
      {"F is continuous, and corners of the box move continuously with x", {"continuity"}}};
}

std::vector<Proved> with(std::vector<Proved> some, const std::vector<Proved>& more) {
  some.insert(some.end(), more.begin(), more.end());
  return some;
}

const Proved kComplete = {"Sundararajan, Taly & Yan 2017, proposition 1: the gradient theorem",
                          {"completeness"}};
const Proved kTelescope = {"what the features of an order add telescopes", {"completeness"}};
const Proved kLocal = {
    "the gradient at the input is F's alone and linear in F, and symmetric there",
    {"sensitivity-b", "implementation-invariance", "linearity", "homogeneity", "symmetry"}};
const Proved kAnyOrder = {"features are told apart by their values alone",
                          {"permutation-equivariance"}};
const Proved kRelevance = {
    "Bach et al. 2015, eq. 2: a layer passes on what it gets, but for what it absorbs",
    {"conservation"}};
const Proved kSumToDelta = {"Shrikumar, Greenside & Kundaje 2017, section 3.1: summation to delta",
                            {"completeness", "sensitivity-a"}};

}  // namespace

std::vector<Innocent> innocent_methods() {
  std::vector<Innocent> all = {
      {"integrated-gradients:rule=exact",
       with(of_slopes_on_the_segment(),
            {kComplete,
             kAnyOrder,
             {"completeness with one feature that moves", {"sensitivity-a"}}})},
      {"shapley", with(of_marginals(), {kTelescope,
                                        kAnyOrder,
                                        {"Shapley 1953: weights depend on sizes alone",
                                         {"symmetry", "game-symmetry"}}})},
      {"occlusion",
       with(of_marginals(),
            {kAnyOrder, {"what each adds to all others", {"symmetry", "game-symmetry"}}})},
      {"serial-cost:rule=exact",
       {kComplete,
        kAnyOrder,
        {"a path that does not depend on the function; monotone",
         {"sensitivity-a", "sensitivity-b", "implementation-invariance", "linearity", "homogeneity",
          "missingness", "agrees-on-affine", "non-decreasing-positivity"}},
        {"features with equal ends move alike, and a shift leaves differences alone",
         {"symmetry", "input-shift"}}}},
      {"gradient",
       {kLocal,
        kAnyOrder,
        {"the gradient at the same point of the moved function", {"input-shift-fixed-baseline"}}}},
      {"gradient-x-input",
       {kLocal,
        kAnyOrder,
        {"x_i c_i dF/dx_i / c_i", {"affine-scale-invariance"}},
        {"slopes of a function of the sum are equal", {"proportionality"}},
        {"x_i = 0", {"missingness"}},
        {"w_i x_i", {"agrees-on-affine"}}}},
      {"gradient-x-difference", of_slopes_on_the_segment()},
      {"deeplift",
       {kSumToDelta,
        {"multipliers times x_i - x'_i", {"missingness"}},
        {"multipliers depend on what is before them, and are linear in what is behind",
         {"linearity", "homogeneity"}},
        {"an affine first layer changes no difference behind it",
         {"input-shift", "affine-scale-invariance"}}}},
      {"deeplift:rule=revealcancel",
       {kSumToDelta, {"a difference without parts passes nothing", {"missingness"}}}},
      {"lrp:rule=0,bias=include",
       {kRelevance,
        {"x_i = 0 contributes to no unit", {"missingness"}},
        {"all relevance is a share of F(x)", {"homogeneity"}}}},
      {"lrp:rule=0,bias=ignore",
       {kRelevance,
        {"x_i = 0 contributes to no unit", {"missingness"}},
        {"all relevance is a share of F(x)", {"homogeneity"}}}},
      {"lrp:rule=epsilon,epsilon=1/4", {kRelevance}},
      {"lrp:rule=gamma", {kRelevance}},
      {"lrp:rule=alpha-beta,alpha=2", {kRelevance}},
      {"lrp:rule=w2", {kRelevance}},
      // At a fixed seed: the draws are the same whatever the function.
      {"shapley:rule=permutations,samples=6", with(of_marginals(), {kTelescope})},
      {"shapley:rule=antithetic,samples=6", with(of_marginals(), {kTelescope})},
      {"shapley:rule=stratified,samples=2", of_marginals()},
      {"smooth-gradient:samples=4",
       {{"the noise does not depend on the function", {"linearity", "homogeneity"}},
        {"slopes are F's alone, and a dummy's are zero",
         {"sensitivity-b", "implementation-invariance"}}}},
      {"expected-gradients:samples=4",
       {{"slopes on the segment at points that do not depend on the function",
         {"sensitivity-b", "implementation-invariance", "linearity", "homogeneity", "missingness",
          "agrees-on-affine", "non-decreasing-positivity", "proportionality", "symmetry"}}}},
  };
  for (const std::string rule :
       {"left,steps=3", "right,steps=3", "midpoint,steps=4", "trapezoid,steps=4", "simpson,steps=4",
        "gauss-legendre,steps=5", "random,steps=4"}) {
    all.push_back({"integrated-gradients:rule=" + rule, of_slopes_on_the_segment()});
  }
  for (Innocent& each : all) {
    each.keeps.push_back(
        {"no state; what is drawn is drawn by the seed", {"determinism", "calling-twice"}});
    each.keeps.push_back({"each query's numbers are its own", {"batch-invariance"}});
  }
  for (const std::string method :
       {"gradient", "gradient-x-input", "gradient-x-difference", "occlusion", "shapley",
        "integrated-gradients:rule=exact", "integrated-gradients:rule=simpson,steps=4"}) {
    const auto found = std::ranges::find(all, method, &Innocent::method);
    found->keeps.push_back({"Higham 2002, section 3.1, as in axioms/rounding_allowance.hpp",
                            {"precision-consistency"}});
  }
  return all;
}

Trial put_on_trial(const std::string& method, const Axiom& by, std::uint64_t seed,
                   std::uint64_t judgements) {
  const AnyMethod on_trial = make_method(method).value();
  const ThreadPool alone;
  Trial trial{method, by.info.name, 0, 0, 0, 0, {}, {}};
  for (; trial.judged < judgements && trial.cases < 4 * judgements; ++trial.cases) {
    const auto in = draw_case(seed, by.info.name, trial.cases);
    const auto c = by.build_case(in, on_trial.kind());
    if (!c) {
      if (c.error().kind != ErrorKind::unsupported) trial.errors.push_back(trial.cases);
      continue;
    }
    const auto answers = ask(on_trial, *c, alone);
    if (!answers) {
      trial.errors.push_back(trial.cases);
      continue;
    }
    const Judgement<double> suspicion = by.check(*c, *answers);
    if (suspicion.outcome == Outcome::not_applicable) continue;
    ++trial.judged;
    if (suspicion.outcome == Outcome::kept) continue;
    ++trial.suspected;
    const auto exact = convert<Rational>(in);
    if (!exact) {
      trial.errors.push_back(trial.cases);
      continue;
    }
    const auto judged = judge_exactly(on_trial, by, *exact);
    if (!judged || judged->judgement.outcome == Outcome::error) {
      trial.errors.push_back(trial.cases);
    } else if (judged->judgement.outcome == Outcome::broken) {
      if (judged->judgement.hung_on.empty()) {
        trial.convicted.push_back(trial.cases);
      } else {
        ++trial.by_convention;
      }
    }
  }
  return trial;
}

}  // namespace axiomark::tests
