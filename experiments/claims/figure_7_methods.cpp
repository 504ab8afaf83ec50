// What DeepLIFT and LRP say of the two networks of figure 7 of Sundararajan et al. 2017.
#include "experiments/claims/themes.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

void add_figure_7(Claim& c) {
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.network("g", "R(R(x1 - 1) - R(x2))", examples::figure_7_g());
  c.point("x", {3, 1});
}

Claim a04() {
  Claim c;
  c.id = "A04";
  c.title = "DeepLIFT tells two networks of one function apart";
  c.source = "Sundararajan et al. 2017, figure 7 and appendix B";
  c.statement =
      "DeepLIFT breaks implementation invariance: at (3, 1) it gives (3/2, -1/2) to f and (2, -1) "
      "to g, although f = g everywhere.";
  c.says = "f (3/2, -1/2), g (2, -1)";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"Rescale"};
  c.why =
      "The multiplier of R(x1 - 1) is 2/3, that of R(x1) is 1. RevealCancel gives the same for "
      "both here; other pairs of networks tell it apart (D04).";
  c.careful =
      "DeepLIFT with the Rescale rule gives (3/2, -1/2) and (2, -1). This pair says nothing of "
      "RevealCancel, which gives (3/2, -1/2) to both.";
  add_figure_7(c);
  c.fact("Rescale of f", attribution("f", "deeplift:rule=rescale"))
      .is({"3/2", "-1/2"})
      .as_claimed()
      .under("Rescale");
  c.fact("Rescale of g", attribution("g", "deeplift:rule=rescale"))
      .is({"2", "-1"})
      .as_claimed()
      .under("Rescale");
  c.fact("RevealCancel of f", attribution("f", "deeplift:rule=revealcancel"))
      .is({"3/2", "-1/2"})
      .as_claimed()
      .under("RevealCancel");
  c.fact("RevealCancel of g", attribution("g", "deeplift:rule=revealcancel"))
      .is({"3/2", "-1/2"})
      .claimed(Relation::equal, {"2", "-1"})
      .under("RevealCancel");
  c.fact("Shapley values of f", attribution("f", "shapley")).is({"3/2", "-1/2"});
  c.fact("Shapley values of g", attribution("g", "shapley")).is({"3/2", "-1/2"});
  c.supports_cell("deeplift:rule=rescale", "implementation-invariance");
  return c;
}

// The rules of LRP that the source does not speak of.
void add_further_rules(Claim& c) {
  struct Rule {
    std::string name;
    std::string method;
    std::vector<std::string> f;
    std::vector<std::string> g;
  };
  std::vector<Rule> rules;
  rules.push_back(
      {"z+, biases in the denominator", "lrp:rule=z+,bias=include", {"1", "0"}, {"1", "0"}});
  rules.push_back({"z+, biases ignored", "lrp:rule=z+,bias=ignore", {"1", "0"}, {"1", "0"}});
  rules.push_back({"alpha 2, beta 1, biases in the denominator",
                   "lrp:rule=alpha-beta,alpha=2,bias=include",
                   {"4", "-1"},
                   {"4", "-2"}});
  rules.push_back({"alpha 2, beta 1, biases ignored",
                   "lrp:rule=alpha-beta,alpha=2,bias=ignore",
                   {"4", "-2"},
                   {"4", "-2"}});
  rules.push_back({"gamma 1/4, biases in the denominator",
                   "lrp:rule=gamma,gamma=1/4,bias=include",
                   {"15/7", "-4/7"},
                   {"25/11", "-2/3"}});
  rules.push_back({"gamma 1/4, biases ignored",
                   "lrp:rule=gamma,gamma=1/4,bias=ignore",
                   {"15/11", "-4/11"},
                   {"5/3", "-2/3"}});
  for (const Rule& rule : rules) {
    c.fact("LRP of f, " + rule.name, attribution("f", rule.method)).is(rule.f);
    c.fact("LRP of g, " + rule.name, attribution("g", rule.method)).is(rule.g);
  }
}

Claim a05() {
  Claim c;
  c.id = "A05";
  c.title = "LRP tells two networks of one function apart";
  c.source = "Sundararajan et al. 2017, figure 7 and appendix B";
  c.statement =
      "LRP breaks implementation invariance: at (3, 1) it gives (3/2, -1/2) to f and (2, -1) to g, "
      "although f = g everywhere.";
  c.says = "f (3/2, -1/2), g (2, -1)";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"biases ignored"};
  c.why =
      "Only with biases left out of the denominators; with them, as in Bach et al. 2015 and in the "
      "libraries, LRP-0 is gradient x input here, which sees the function alone.";
  c.careful =
      "LRP-0 that ignores biases gives (3/2, -1/2) and (2, -1). With the bias in the denominator "
      "both networks get (3, -1): implementation invariant here, but the sum is 2, not 1.";
  add_figure_7(c);
  c.fact("f", value("f")).is({"1"});
  c.fact("g", value("g")).is({"1"});
  c.fact("LRP of f, biases ignored", attribution("f", "lrp:rule=0,bias=ignore"))
      .is({"3/2", "-1/2"})
      .as_claimed()
      .under("biases ignored");
  c.fact("LRP of g, biases ignored", attribution("g", "lrp:rule=0,bias=ignore"))
      .is({"2", "-1"})
      .as_claimed()
      .under("biases ignored");
  c.fact("LRP of f, biases in the denominator", attribution("f", "lrp:rule=0,bias=include"))
      .is({"3", "-1"})
      .claimed(Relation::equal, {"3/2", "-1/2"})
      .under("biases in the denominator");
  c.fact("LRP of g, biases in the denominator", attribution("g", "lrp:rule=0,bias=include"))
      .is({"3", "-1"})
      .claimed(Relation::equal, {"2", "-1"})
      .under("biases in the denominator");
  c.fact("their sum", sum_of(attribution("g", "lrp:rule=0,bias=include"))).is({"2"});
  c.fact("gradient x input of f", attribution("f", "gradient-x-input")).is({"3", "-1"});
  c.fact("gradient x input of g", attribution("g", "gradient-x-input")).is({"3", "-1"});
  c.fact("occlusion of f", attribution("f", "occlusion")).is({"1", "-1"});
  c.fact("occlusion of g", attribution("g", "occlusion")).is({"1", "-1"});
  add_further_rules(c);
  c.supports_cell("lrp:rule=0,bias=ignore", "implementation-invariance");
  c.supports_cell("lrp:rule=0,bias=include", "completeness");
  c.supports_cell("lrp:rule=gamma", "implementation-invariance");
  return c;
}

}  // namespace

std::vector<Claim> figure_7_methods() {
  std::vector<Claim> all;
  all.push_back(a04());
  all.push_back(a05());
  return all;
}

}  // namespace axiomark::claims
