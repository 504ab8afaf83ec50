// What notes about the papers repeat, and readers meet first: sensitivity and invariance.
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

const std::string kRescale = "deeplift:rule=rescale";

Network<Rational> linear_example() {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  return b.build(b.dense(x, {{2, 1}}, {0})).value();
}

Claim s01() {
  Claim c;
  c.id = "S01";
  c.title = "Who violates sensitivity";
  c.source = "Reading notes of Sundararajan et al. 2017, section 2.1";
  c.statement =
      "Backpropagation, guided backpropagation, DeConvNet, LRP and DeepLIFT violate sensitivity.";
  c.says = "gradient, guided, DeConvNet, LRP, DeepLIFT violate it";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "True of the first four, on the paper's own example; DeepLIFT, by Rescale or RevealCancel, "
      "sums to the difference, and so sees a single feature that changes F.";
  c.careful =
      "Gradients, guided backpropagation, DeConvNet and LRP violate sensitivity(a); DeepLIFT "
      "satisfies it and breaks implementation invariance.";
  c.network("s", "1 - R(1 - x)", examples::saturation());
  c.point("x", {2});
  c.fact("F(2) - F(0)", change("s")).is({"1"});
  c.fact("gradient", attribution("s", "gradient")).is({"0"}).claimed(Relation::zero);
  c.fact("guided backpropagation", attribution("s", "guided-backprop"))
      .is({"0"})
      .claimed(Relation::zero);
  c.fact("DeConvNet", attribution("s", "deconvnet")).is({"0"}).claimed(Relation::zero);
  c.fact("LRP-0", attribution("s", "lrp:rule=0,bias=include")).is({"0"}).claimed(Relation::zero);
  c.fact("LRP-0, bias ignored", attribution("s", "lrp:rule=0,bias=ignore"))
      .is({"0"})
      .claimed(Relation::zero);
  c.fact("DeepLIFT", attribution("s", kRescale)).is({"1"}).claimed(Relation::zero);
  c.fact("DeepLIFT by RevealCancel", attribution("s", "deeplift:rule=revealcancel"))
      .is({"1"})
      .claimed(Relation::zero);
  for (const std::string method :
       {"gradient", "guided-backprop", "deconvnet", "lrp:rule=0,bias=include",
        "lrp:rule=0,bias=ignore", "deeplift:rule=rescale", "deeplift:rule=revealcancel"}) {
    c.supports_cell(method, "sensitivity-a");
  }
  return c;
}

Claim s02() {
  Claim c;
  c.id = "S02";
  c.title = "LRP and its baseline";
  c.source = "Sundararajan et al. 2017, section 2.1 and remark 2, and reading notes of them";
  c.statement =
      "DeepLIFT and LRP satisfy sensitivity, because they use a baseline, and completeness.";
  c.says = "DeepLIFT and LRP: sensitive and complete";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "LRP has no baseline. It may conserve F(x), which is not F(x) - F(x'), and with biases in "
      "its denominators not even that.";
  c.careful =
      "DeepLIFT satisfies both. LRP sums to F(x) where no bias counts, and that is completeness "
      "only against a baseline with F(x') = 0.";
  c.network("s", "1 - R(1 - x)", examples::saturation());
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.point("two", {2});
  c.point("x", {3, 1});
  c.point("b", {3, 0});
  c.fact("s: F(2) - F(0)", change("s", "two")).is({"1"});
  c.fact("DeepLIFT of s", attribution("s", kRescale, "two")).is({"1"}).claimed(Relation::not_zero);
  c.fact("f: F(3, 1) - F(3, 0)", change("f", "x", "b")).is({"-1"});
  c.fact("sum of DeepLIFT of f against (3, 0)", sum_of(attribution("f", kRescale, "x", "b")))
      .is({"-1"})
      .claimed_equal_to("f: F(3, 1) - F(3, 0)");
  for (const std::string bias : {"include", "ignore"}) {
    const std::string method = "lrp:rule=0,bias=" + bias;
    c.fact("LRP-0 of s, bias=" + bias, attribution("s", method, "two"))
        .is({"0"})
        .claimed(Relation::not_zero);
    c.fact("sum of LRP-0 of f against (3, 0), bias=" + bias,
           sum_of(attribution("f", method, "x", "b")))
        .is({bias == "include" ? "2" : "1"})
        .claimed_equal_to("f: F(3, 1) - F(3, 0)");
    c.supports_cell(method, "sensitivity-a");
    c.supports_cell(method, "completeness");
  }
  c.supports_cell(kRescale, "completeness");
  return c;
}

// DeepLIFT, but zero for features whose occlusion changes nothing.
Quantity masked_deeplift(std::string network) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    auto values = scene.compute(attribution(network, kRescale));
    const auto occlusion = scene.compute(attribution(network, "occlusion"));
    if (!values) return values;
    if (!occlusion) return occlusion;
    for (Index i = 0; i < values->numbers.size(); ++i) {
      if (occlusion->numbers(i) == 0) values->numbers(i) = 0;
    }
    return values;
  });
}

Claim s06() {
  Claim c;
  c.id = "S06";
  c.title = "Sensitivity(b) and implementation invariance";
  c.source = "Reading notes of Sundararajan et al. 2017, section 3";
  c.statement = "Sensitivity(b) is sufficient for implementation invariance.";
  c.says = "sensitivity(b) implies invariance";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "Sensitivity(b) only speaks of features that F ignores. DeepLIFT, with features set to zero "
      "whose occlusion changes nothing, satisfies it by construction and tells f from g, which "
      "depend on both features.";
  c.careful = "Neither axiom implies the other.";
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.network("g", "R(R(x1 - 1) - R(x2))", examples::figure_7_g());
  c.network("f - g", "f(x) - g(x) = 0", examples::figure_7_difference());
  c.point("x", {3, 1});
  c.fact("DeepLIFT of f - g", attribution("f - g", kRescale)).is({"-1/2", "1/2"});
  c.fact("masked DeepLIFT of f - g", masked_deeplift("f - g")).is({"0", "0"});
  c.fact("masked DeepLIFT of f", masked_deeplift("f")).is({"3/2", "-1/2"});
  c.fact("masked DeepLIFT of g", masked_deeplift("g"))
      .is({"2", "-1"})
      .claimed_equal_to("masked DeepLIFT of f");
  c.supports_cell(kRescale, "sensitivity-b");
  return c;
}

Claim s19() {
  Claim c;
  c.id = "S19";
  c.title = "IDGI on a linear model";
  c.source = "Yang, Wang & Bilgic 2023, algorithm 1";
  c.statement =
      "Important-direction gradient integration is an integrated-gradients method with less noise: "
      "what it gives on a linear model is what the model says, w_i (x_i - x'_i).";
  c.says = "2 x1 + x2 at (1, 1): (2, 1)";
  c.verdict = ClaimVerdict::is_false;
  c.derived = true;
  c.why =
      "Each step's change of F is shared out by squared slopes, 4 : 1 here, whatever the features' "
      "own moves: complete, and wrong on a linear model. Derived from the published rule, which "
      "does "
      "not speak of linear models.";
  c.careful =
      "The attributions sum to F(x) - F(x') by construction, and do not agree with the "
      "coefficients of a linear model; a feature that does not move takes a share as well.";
  c.network("f", "2 x1 + x2", linear_example());
  c.point("x", {1, 1});
  c.point("one moves", {1, 0});
  c.fact("IDGI", attribution("f", "idgi")).is({"12/5", "3/5"}).claimed(Relation::equal, {"2", "1"});
  c.fact("sum of IDGI", sum_of(attribution("f", "idgi"))).is({"3"});
  c.fact("F(x) - F(0)", change("f")).is({"3"});
  c.fact("integrated gradients", attribution("f", "integrated-gradients:rule=exact"))
      .is({"2", "1"});
  c.fact("IDGI, only x1 moves", attribution("f", "idgi", "one moves")).is({"8/5", "2/5"});
  c.supports_cell("idgi", "agrees-on-affine");
  c.supports_cell("idgi", "missingness");
  return c;
}

}  // namespace

std::vector<Claim> reading_notes() {
  std::vector<Claim> all;
  all.push_back(s01());
  all.push_back(s02());
  all.push_back(s06());
  all.push_back(s19());
  return all;
}

}  // namespace axiomark::claims
