// LRP rule by rule: what the rules give, and which of them conserve.
#include "experiments/claims/drawn_layers.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

const std::string kNoBias = "rules 0, gamma, z+, w2, flat, zB where no bias counts";
const std::string kBias = "a bias in the denominator";
const std::string kEpsilon = "rule epsilon";
const std::string kZero = "a denominator of zero";

Network<Rational> two_units(bool biased) {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({3});
  const Rational one = biased ? 1 : 0;
  const Tensor h = b.relu(b.dense(x, {{1, -1, 2}, {-1, 2, 1}}, {one, -one}));
  return b.build(b.dense(h, {{2, 1}}, {one / 2})).value();
}

void add_two_units(Claim& c) {
  c.network("plain", "2 R(x1 - x2 + 2 x3) + R(-x1 + 2 x2 + x3)", two_units(false));
  c.network("biased", "2 R(x1 - x2 + 2 x3 + 1) + R(-x1 + 2 x2 + x3 - 1) + 1/2", two_units(true));
  c.point("x", {1, 2, 1});
}

// A rule's attributions on one of the two networks, and their sum, which is claimed to be F(x).
void add_row(Claim& c, const std::string& network, const std::string& options,
             std::vector<std::string> values, const std::string& sum, const std::string& reading) {
  const std::string name = network + ", lrp:" + options;
  const Quantity asked = attribution(network, "lrp:" + options);
  c.fact(name, asked).is(std::move(values));
  c.fact("sum of " + name, sum_of(asked))
      .is({sum})
      .claimed_equal_to("F(x) of " + network)
      .under(reading);
}

Claim e01() {
  Claim c;
  c.id = "E01";
  c.title = "What LRP conserves";
  c.source = "Bach et al. 2015, eq. 1 and 2; Montavon et al. 2019, section 10.2";
  c.statement = "LRP conserves relevance from layer to layer: the inputs' relevances sum to F(x).";
  c.says = "sum R = F(x)";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {kNoBias};
  c.why =
      "A bias in a denominator keeps its share, epsilon absorbs some at every unit, and a unit "
      "whose denominator is zero passes nothing on.";
  c.careful =
      "The rules 0, gamma, z+, w2, flat and zB conserve if biases are zero or left out of the "
      "denominators, and no unit with relevance has a denominator of zero.";
  add_two_units(c);
  NetworkBuilder<Rational> b;
  c.network("minus", "-x", b.build(b.dense(b.input({1}), {{-1}}, {0})).value());
  NetworkBuilder<Rational> d;
  const Tensor h = d.relu(d.dense(d.input({1}), {{1}, {0}}, {0, 2}));
  c.network("fed", "R(x) + R(0 x + 2)", d.build(d.dense(h, {{1, 1}}, {0})).value());
  c.point("one", {1});
  c.point("three", {3});
  c.fact("F(x) of plain", value("plain")).is({"6"});
  c.fact("F(x) of biased", value("biased")).is({"15/2"});
  add_row(c, "plain", "rule=0", {"1", "0", "5"}, "6", kNoBias);
  add_row(c, "plain", "rule=gamma,gamma=1/4", {"2/3", "32/21", "80/21"}, "6", kNoBias);
  add_row(c, "plain", "rule=z+", {"2/3", "16/5", "32/15"}, "6", kNoBias);
  add_row(c, "plain", "rule=0,first=w2", {"1", "3", "2"}, "6", kNoBias);
  add_row(c, "plain", "rule=0,low=-2,high=2,first=zB", {"1", "8/3", "7/3"}, "6", kNoBias);
  add_row(c, "plain", "rule=0,first=flat", {"2", "2", "2"}, "6", kNoBias);
  add_row(c, "biased", "rule=0,bias=ignore", {"195/56", "-75/14", "75/8"}, "15/2", kNoBias);
  add_row(c, "biased", "rule=gamma,gamma=1/4,bias=ignore", {"120/49", "-90/49", "675/98"}, "15/2",
          kNoBias);
  add_row(c, "biased", "rule=z+,bias=ignore", {"10/7", "18/7", "7/2"}, "15/2", kNoBias);
  add_row(c, "biased", "rule=0,first=w2,bias=ignore", {"5/4", "20/7", "95/28"}, "15/2", kNoBias);
  add_row(c, "biased", "rule=0,low=-2,high=2,first=zB,bias=ignore", {"95/56", "15/7", "205/56"},
          "15/2", kNoBias);
  add_row(c, "biased", "rule=0,first=flat,bias=ignore", {"5/2", "5/2", "5/2"}, "15/2", kNoBias);
  add_row(c, "biased", "rule=0,bias=include", {"1", "0", "5"}, "6", kBias);
  add_row(c, "biased", "rule=gamma,gamma=1/4,bias=include", {"49/51", "44/51", "215/51"}, "308/51",
          kBias);
  add_row(c, "biased", "rule=z+,bias=include", {"1", "12/5", "13/5"}, "6", kBias);
  add_row(c, "plain", "rule=epsilon,epsilon=1/4", {"1344/2125", "1152/2125", "8448/2125"},
          "10944/2125", kEpsilon);
  add_row(c, "biased", "rule=epsilon,epsilon=1/4,bias=include",
          {"1000/1209", "160/1209", "5240/1209"}, "6400/1209", kEpsilon);
  c.fact("F(1) of minus", value("minus", "one")).is({"-1"});
  c.fact("sum of minus, lrp:rule=z+", sum_of(attribution("minus", "lrp:rule=z+", "one")))
      .is({"0"})
      .claimed_equal_to("F(1) of minus")
      .under(kZero);
  c.fact("F(3) of fed", value("fed", "three")).is({"5"});
  c.fact("sum of fed, lrp:rule=0,bias=ignore",
         sum_of(attribution("fed", "lrp:rule=0,bias=ignore", "three")))
      .is({"3"})
      .claimed_equal_to("F(3) of fed")
      .under(kZero);
  c.supports_cell("lrp:rule=0,bias=include", "conservation");
  c.supports_cell("lrp:rule=epsilon,epsilon=1/4", "conservation");
  c.supports_cell("lrp:rule=z+", "conservation");
  return c;
}

Claim e02() {
  Claim c;
  c.id = "E02";
  c.title = "alpha - beta = 1 and conservation";
  c.source = "Bach et al. 2015, eq. 60";
  c.statement =
      "With alpha - beta = 1 the alpha-beta rule conserves: the inputs' relevances sum to F(x).";
  c.says = "alpha-beta sums to F(x)";
  const std::string both = "each unit has contributions of both signs";
  const std::string one = "a unit has no negative contributions";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {both};
  c.why =
      "A unit passes on alpha times its relevance by positive and -beta times by negative "
      "contributions; without negative ones only the alpha arrives, layer upon layer.";
  c.careful =
      "The alpha-beta rule conserves at units that have contributions of both signs and no bias; "
      "where all are positive it multiplies the relevance by alpha.";
  add_two_units(c);
  NetworkBuilder<Rational> b;
  const Tensor h = b.relu(b.dense(b.input({2}), {{2, -1}, {-1, 2}}, {0, 0}));
  c.network("mixed", "2 R(2 x1 - x2) - R(-x1 + 2 x2)", b.build(b.dense(h, {{2, -1}}, {0})).value());
  c.point("y", {1, -1, 2});
  c.point("ones", {1, 1});
  const std::string rule = "lrp:rule=alpha-beta,alpha=2";
  c.fact("F(x) of plain", value("plain")).is({"6"});
  c.fact("F(x) of biased", value("biased")).is({"15/2"});
  c.fact("F(y) of plain", value("plain", "y")).is({"12"});
  c.fact("F(1, 1) of mixed", value("mixed", "ones")).is({"1"});
  c.fact("mixed", attribution("mixed", rule, "ones")).is({"5", "-4"});
  c.fact("sum of mixed", sum_of(attribution("mixed", rule, "ones")))
      .is({"1"})
      .claimed_equal_to("F(1, 1) of mixed")
      .under(both);
  c.fact("plain", attribution("plain", rule)).is({"-16/3", "44/5", "128/15"});
  c.fact("sum of plain", sum_of(attribution("plain", rule)))
      .is({"12"})
      .claimed_equal_to("F(x) of plain")
      .under(one);
  c.fact("biased, bias in the denominator", attribution("biased", rule + ",bias=include"))
      .is({"1", "8/5", "52/5"});
  c.fact("sum of biased, bias in the denominator",
         sum_of(attribution("biased", rule + ",bias=include")))
      .is({"13"})
      .claimed_equal_to("F(x) of biased")
      .under(one);
  c.fact("biased, bias ignored", attribution("biased", rule + ",bias=ignore"))
      .is({"-5/7", "12/7", "14"});
  c.fact("sum of biased, bias ignored", sum_of(attribution("biased", rule + ",bias=ignore")))
      .is({"15"})
      .claimed_equal_to("F(x) of biased")
      .under(one);
  c.fact("sum of plain at y", sum_of(attribution("plain", rule, "y")))
      .is({"48"})
      .claimed_equal_to("F(y) of plain")
      .under(one);
  c.supports_cell("lrp:rule=alpha-beta,alpha=2", "conservation");
  return c;
}

// The least relevance of an input, of 300 random 3-5-4-1 networks those with F(x) > 0.
Result<Values> least_relevance(const Scene& scene) {
  const RandomStream seed(3);
  int positive = 0;
  Rational least = 0;
  for (std::uint64_t k = 0; k < 300; ++k) {
    RandomStream draws = seed.split(k);
    const LayerList<Rational> layers = draw_layers(draws, {3, 5, 4, 1}, true);
    const Vector<Rational> x = draw_point(draws, 3);
    if (sums_of(layers, x).back()(0) <= 0) continue;
    ++positive;
    const auto answer = scene.attribute({"drawn", "", make_network(layers).value()}, "lrp:rule=z+",
                                        x, Vector<Rational>::Zero(3));
    if (!answer) return answer;
    least = std::min(least, answer->numbers.minCoeff());
  }
  if (positive == 0) return fail(ErrorKind::internal, "E03", "no F(x) > 0", "some");
  return exactly(least);
}

Claim e03() {
  Claim c;
  c.id = "E03";
  c.title = "z+ knows no evidence against";
  c.source = "Bach et al. 2015, eq. 60 with alpha = 1; Montavon et al. 2017, section 5";
  c.statement =
      "By the z+ rule all relevance is non-negative where F(x) > 0, so that a feature which "
      "lowers F gets zero at most, against sensitivity(a).";
  c.says = "R >= 0: x2 of figure 7 gets 0";
  c.why =
      "Shares are positive parts of contributions over their sum, so relevance keeps the sign of "
      "F(x). The least is of 300 random 3-5-4-1 networks with biases, seed 3.";
  c.careful =
      "The z+ rule shows what supports F(x) alone: a feature that lowers F is not told from one "
      "that does nothing.";
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.network("g", "R(R(x1 - 1) - R(x2))", examples::figure_7_g());
  c.point("x", {3, 1});
  c.point("x'", {3, 0});
  c.fact("f rises by, when x2 alone moves from 0 to 1", change("f")).is({"-1"});
  c.fact("f", attribution("f", "lrp:rule=z+")).is({"1", "0"}).as_claimed();
  c.fact("f, bias ignored", attribution("f", "lrp:rule=z+,bias=ignore")).is({"1", "0"});
  c.fact("g", attribution("g", "lrp:rule=z+")).is({"1", "0"}).as_claimed();
  c.fact("g, bias ignored", attribution("g", "lrp:rule=z+,bias=ignore")).is({"1", "0"});
  c.fact("least relevance in random networks with F(x) > 0", least_relevance)
      .is({"0"})
      .claimed(Relation::at_least, {"0"})
      .once();
  c.supports_cell("lrp:rule=z+", "sensitivity-a");
  return c;
}

}  // namespace

std::vector<Claim> lrp_rules() {
  std::vector<Claim> all;
  all.push_back(e01());
  all.push_back(e02());
  all.push_back(e03());
  return all;
}

}  // namespace axiomark::claims
