// LRP library by library: rules of one name that are not one rule.
#include <fmt/format.h>

#include <functional>

#include "experiments/claims/drawn_layers.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"

namespace axiomark::claims {
namespace {

// A library's rule, written from its documentation: what an input a contributes by a weight w, and
// what the bias adds to the denominator.
struct LibraryRule {
  Rational (*input)(const Rational& a, const Rational& w);
  Rational (*bias)(const Rational& b);
};

Rational up(const Rational& v) { return v > 0 ? v : Rational(0); }
Rational down(const Rational& v) { return v < 0 ? v : Rational(0); }
Rational as_it_is(const Rational& b) { return b; }
Rational nothing(const Rational& /*b*/) { return 0; }

const LibraryRule kRule0NoBias = {
    [](const Rational& a, const Rational& w) { return Rational(a * w); }, nothing};
// Captum's Alpha1_Beta0_Rule clamps the weights; inputs and bias stay as they are.
const LibraryRule kCaptumZPlus = {
    [](const Rational& a, const Rational& w) { return Rational(a * up(w)); }, as_it_is};
// Captum's GammaRule adds gamma w+ to the weights and leaves the bias alone.
const LibraryRule kCaptumGamma = {
    [](const Rational& a, const Rational& w) { return Rational(a * (w + up(w) / 4)); }, as_it_is};
// zennit's ZPlus: a+ w+ + a- w-, and the positive part of the bias.
const LibraryRule kZennitZPlus = {[](const Rational& a, const Rational& w) {
                                    return Rational(up(a) * up(w) + down(a) * down(w));
                                  },
                                  up};
// zennit's Gamma, where a unit's sum is positive: a+ (w + gamma w+) + a- (w + gamma w-), b + gamma
// b+. Units whose sum is negative have no relevance in these networks.
const LibraryRule kZennitGamma = {
    [](const Rational& a, const Rational& w) {
      return Rational(up(a) * (w + up(w) / 4) + down(a) * (w + down(w) / 4));
    },
    [](const Rational& b) { return Rational(b + up(b) / 4); }};
// zennit's WSquare squares all parameters, the bias among them.
const LibraryRule kZennitWSquare = {
    [](const Rational& /*a*/, const Rational& w) { return Rational(w * w); },
    [](const Rational& b) { return Rational(b * b); }};
// zennit's ZBox, low -2 and high 2: a w - low w+ - high w-; of the bias b - b+ - b- = 0 is left.
const LibraryRule kZennitBox = {
    [](const Rational& a, const Rational& w) { return Rational(a * w + 2 * up(w) - 2 * down(w)); },
    [](const Rational& b) { return Rational(b - up(b) - down(b)); }};
// zennit's Flat: ones for inputs and weights, zeros among them; no bias.
const LibraryRule kZennitFlat = {
    [](const Rational& /*a*/, const Rational& /*w*/) { return Rational(1); }, nothing};

// R_i = sum_j R_j n(a_i, w_ji) / (sum_k n(a_k, w_jk) + c(b_j)).
Vector<Rational> shared(const Layer<Rational>& layer, const Vector<Rational>& a,
                        const Vector<Rational>& relevance, const LibraryRule& rule) {
  Vector<Rational> result = Vector<Rational>::Zero(a.size());
  for (Index j = 0; j < relevance.size(); ++j) {
    Rational denominator = rule.bias(layer.bias(j));
    for (Index i = 0; i < a.size(); ++i) denominator += rule.input(a(i), layer.weights(j, i));
    if (denominator == 0) continue;
    for (Index i = 0; i < a.size(); ++i) {
      result(i) += relevance(j) * rule.input(a(i), layer.weights(j, i)) / denominator;
    }
  }
  return result;
}

// How one layer hands relevance down.
using Share = std::function<Vector<Rational>(const Layer<Rational>&, const Vector<Rational>& a,
                                             const Vector<Rational>& relevance)>;

Share by(const LibraryRule& rule) {
  return [rule](const auto& layer, const auto& a, const auto& relevance) {
    return shared(layer, a, relevance, rule);
  };
}

// zennit's AlphaBeta, alpha = 2: positive contributions as in ZPlus, negative ones likewise.
Vector<Rational> zennit_alpha_beta(const Layer<Rational>& layer, const Vector<Rational>& a,
                                   const Vector<Rational>& relevance) {
  const LibraryRule negative = {[](const Rational& v, const Rational& w) {
                                  return Rational(up(v) * down(w) + down(v) * up(w));
                                },
                                down};
  return shared(layer, a, relevance, kZennitZPlus) * Rational(2) -
         shared(layer, a, relevance, negative);
}

// What a library gives a chain of dense layers with relus: one rule for the first, one for the
// others.
Quantity by_formula(std::string network, std::string point, Share first, Share others) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto* exact = std::get_if<Network<Rational>>(&scene.network(network).network);
    const auto layers = exact == nullptr ? LayerList<Rational>{} : layers_of(*exact);
    if (layers.empty()) {
      return fail(ErrorKind::unsupported, network, "not a chain of dense layers and relus", "one");
    }
    std::vector<Vector<Rational>> operands = {scene.point(point, exact->input_features())};
    const auto sums = sums_of(layers, operands.front());
    for (std::size_t l = 0; l < layers.size(); ++l) {
      operands.push_back(layers[l].relu ? Vector<Rational>(sums[l].max(Rational(0))) : sums[l]);
    }
    Vector<Rational> relevance = operands.back();
    for (std::size_t l = layers.size(); l-- > 0;) {
      relevance = (l == 0 ? first : others)(layers[l], operands[l], relevance);
    }
    return exactly(relevance);
  });
}

Quantity by_formula(std::string network, std::string point, const LibraryRule& rule) {
  return by_formula(std::move(network), std::move(point), by(rule), by(rule));
}

Network<Rational> two_units(const Rational& b1, const Rational& b2, const Rational& b3) {
  NetworkBuilder<Rational> b;
  const Tensor h = b.relu(b.dense(b.input({3}), {{1, -1, 2}, {-1, 2, 1}}, {b1, b2}));
  return b.build(b.dense(h, {{2, 1}}, {b3})).value();
}

Claim e04() {
  Claim c;
  c.id = "E04";
  c.title = "One name, several LRP rules";
  c.source = "Captum (LRP), zennit (rules), Montavon et al. 2019, table 1";
  c.statement =
      "The rules z+, gamma, alpha-beta, w2, zB and flat of Captum, zennit and the papers are the "
      "same functions.";
  c.says = "z+, gamma, w2, flat, ...: one rule each";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "Captum's z+ clamps weights alone: it keeps negative biases and drops products of two "
      "negatives; its gamma leaves the bias unscaled. zennit's gamma goes by the inputs' signs, "
      "its w2 squares the bias into the denominator, its flat counts weights that are zero. Its "
      "z+, alpha-beta and zB are ours.";
  c.careful =
      "Rules agree where inputs are positive and there are no biases; elsewhere the library and "
      "its version belong to the rule's name.";
  c.network("plain", "2 R(x1 - x2 + 2 x3) + R(-x1 + 2 x2 + x3)", two_units(0, 0, 0));
  c.network("biased", "2 R(x1 - x2 + 2 x3 + 1) + R(-x1 + 2 x2 + x3 - 1) + 1/2",
            two_units(1, -1, Rational(1, 2)));
  NetworkBuilder<Rational> b;
  c.network("sparse", "4 x1 + 0 x2 + 2 x3",
            b.build(b.dense(b.input({3}), {{4, 0, 2}}, {0})).value());
  c.point("x", {1, 2, 1});
  c.point("y", {1, -1, 2});
  c.point("ones", {1, 1, 1});
  c.fact("F(x) of biased", value("biased")).is({"15/2"});
  c.fact("F(y) of plain", value("plain", "y")).is({"12"});

  const std::string ours = "lrp:rule=z+";
  const Quantity captum = by_formula("biased", "x", kCaptumZPlus);
  c.fact("z+ on biased", attribution("biased", ours)).is({"1", "12/5", "13/5"});
  c.fact("z+ on biased, sum", sum_of(attribution("biased", ours))).is({"6"});
  c.fact("z+ on biased, zennit", by_formula("biased", "x", kZennitZPlus))
      .is({"1", "12/5", "13/5"})
      .claimed_equal_to("z+ on biased");
  c.fact("z+ on biased, Captum", captum).is({"1", "3", "11/4"}).claimed_equal_to("z+ on biased");
  c.fact("z+ on biased, Captum, sum", sum_of(captum)).is({"27/4"});
  c.fact("z+ on plain at y", attribution("plain", ours, "y")).is({"2", "2", "8"});
  c.fact("z+ on plain at y, zennit", by_formula("plain", "y", kZennitZPlus))
      .is({"2", "2", "8"})
      .claimed_equal_to("z+ on plain at y");
  const Quantity negative = by_formula("plain", "y", kCaptumZPlus);
  c.fact("z+ on plain at y, Captum", negative)
      .is({"12/5", "0", "48/5"})
      .claimed_equal_to("z+ on plain at y");
  c.fact("z+ on plain at y, Captum, sum", sum_of(negative)).is({"12"});

  const std::string gamma = "lrp:rule=gamma,gamma=1/4";
  c.fact("gamma on biased", attribution("biased", gamma)).is({"49/51", "44/51", "215/51"});
  c.fact("gamma on biased, zennit", by_formula("biased", "x", kZennitGamma))
      .is({"49/51", "44/51", "215/51"})
      .claimed_equal_to("gamma on biased");
  c.fact("gamma on biased, Captum", by_formula("biased", "x", kCaptumGamma))
      .is({"7800/6919", "4350/6919", "63375/13838"})
      .claimed_equal_to("gamma on biased");
  c.fact("gamma on plain at y", attribution("plain", gamma, "y")).is({"60/29", "48/29", "240/29"});
  c.fact("gamma on plain at y, zennit", by_formula("plain", "y", kZennitGamma))
      .is({"2", "2", "8"})
      .claimed_equal_to("gamma on plain at y");

  const std::string doubled = "lrp:rule=alpha-beta,alpha=2";
  const Quantity zennit_doubled = by_formula("plain", "y", zennit_alpha_beta, zennit_alpha_beta);
  c.fact("alpha-beta on biased", attribution("biased", doubled)).is({"1", "8/5", "52/5"});
  c.fact("alpha-beta on biased, zennit",
         by_formula("biased", "x", zennit_alpha_beta, zennit_alpha_beta))
      .is({"1", "8/5", "52/5"})
      .claimed_equal_to("alpha-beta on biased");
  c.fact("alpha-beta on plain at y, sum", sum_of(attribution("plain", doubled, "y"))).is({"48"});
  c.fact("alpha-beta on plain at y, zennit, sum", sum_of(zennit_doubled))
      .is({"48"})
      .claimed_equal_to("alpha-beta on plain at y, sum");

  c.fact("w2 on biased", attribution("biased", "lrp:rule=0,bias=ignore,first=w2"))
      .is({"5/4", "20/7", "95/28"});
  c.fact("w2 on biased, zennit", by_formula("biased", "x", by(kZennitWSquare), by(kRule0NoBias)))
      .is({"15/14", "120/49", "285/98"})
      .claimed_equal_to("w2 on biased");
  const Quantity box = by_formula("biased", "x", by(kZennitBox), by(kRule0NoBias));
  c.fact("zB on biased", attribution("biased", "lrp:rule=0,bias=ignore,low=-2,high=2,first=zB"))
      .is({"95/56", "15/7", "205/56"});
  c.fact("zB on biased, zennit", box)
      .is({"95/56", "15/7", "205/56"})
      .claimed_equal_to("zB on biased");
  c.fact("zB on biased, zennit, sum", sum_of(box)).is({"15/2"}).claimed_equal_to("F(x) of biased");
  c.fact("flat on sparse", attribution("sparse", "lrp:rule=flat", "ones")).is({"3", "0", "3"});
  c.fact("flat on sparse, zennit", by_formula("sparse", "ones", kZennitFlat))
      .is({"2", "2", "2"})
      .claimed_equal_to("flat on sparse");
  return c;
}

Claim e05() {
  Claim c;
  c.id = "E05";
  c.title = "Captum's known answers for LRP";
  c.source = "Captum, tests of LRP (SimpleLRPModel)";
  c.statement =
      "For weights of 2 and then 3, without biases, at (1, 2, 3): epsilon (18, 36, 54); with the "
      "first weight -2, gamma (28/3, 104/3, 52) and z+ (12, 168/5, 252/5).";
  c.says = "(18, 36, 54), (28/3, 104/3, 52), (12, 168/5, 252/5)";
  c.why =
      "All contributions but one are positive, where the libraries' rules are the papers'. The "
      "gamma of the last layer does not matter: its weights are equal.";
  c.careful = "As stated; the epsilon of that test is small enough to vanish in its tolerance.";
  for (const int corner : {2, -2}) {
    NetworkBuilder<Rational> b;
    const Tensor h =
        b.relu(b.dense(b.input({3}), {{corner, 2, 2}, {2, 2, 2}, {2, 2, 2}}, {0, 0, 0}));
    c.network(corner == 2 ? "twos" : "corner",
              fmt::format("3 R({} x1 + 2 x2 + 2 x3) + 6 R(2 x1 + 2 x2 + 2 x3)", corner),
              b.build(b.dense(h, {{3, 3, 3}}, {0})).value());
  }
  c.point("x", {1, 2, 3});
  c.fact("epsilon to 0", attribution("twos", "lrp:rule=0")).is({"18", "36", "54"}).as_claimed();
  c.fact("gamma", attribution("corner", "lrp:rule=gamma,gamma=1"))
      .is({"28/3", "104/3", "52"})
      .as_claimed();
  c.fact("z+", attribution("corner", "lrp:rule=z+")).is({"12", "168/5", "252/5"}).as_claimed();
  return c;
}

}  // namespace

std::vector<Claim> lrp_libraries() {
  std::vector<Claim> all;
  all.push_back(e04());
  all.push_back(e05());
  return all;
}

}  // namespace axiomark::claims
