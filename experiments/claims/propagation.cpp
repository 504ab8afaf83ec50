// What LRP, gradient x input, DeepLIFT and integrated gradients share: Ancona et al. 2018.
#include <boost/math/distributions/binomial.hpp>

#include "experiments/claims/drawn_layers.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::uint64_t kNetworks = 300;

// Random 3-5-4-1 networks in which no sum is zero, so that LRP-0 has no denominator of zero.
struct Drawn {
  ClaimNetwork network;
  Vector<Rational> x;
  Rational at_input;
};

std::vector<Drawn> drawn(bool biased) {
  std::vector<Drawn> all;
  const RandomStream seed(kSeed);
  for (std::uint64_t k = 0; k < kNetworks; ++k) {
    RandomStream draws = seed.split(k);
    const LayerList<Rational> layers = draw_layers(draws, {3, 5, 4, 1}, biased);
    const Vector<Rational> x = draw_point(draws, 3);
    const auto sums = sums_of(layers, x);
    if (std::ranges::any_of(sums, [](const auto& z) { return (z == Rational(0)).any(); })) continue;
    all.push_back({{"drawn", "", make_network(layers).value()}, x, sums.back()(0)});
  }
  return all;
}

using Holds = std::function<bool(const Drawn&, const std::vector<Vector<Rational>>&)>;

// For how many of the drawn networks something holds of these methods' answers.
Quantity count(bool biased, std::vector<std::string> methods, Holds holds) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    int found = 0;
    for (const Drawn& asked : drawn(biased)) {
      std::vector<Vector<Rational>> answers;
      for (const std::string& method : methods) {
        auto answer = scene.attribute(asked.network, method, asked.x, Vector<Rational>::Zero(3));
        if (!answer) return answer;
        answers.push_back(std::move(answer->numbers));
      }
      found += holds(asked, answers) ? 1 : 0;
    }
    return exactly(found);
  });
}

bool differ(const Drawn& /*asked*/, const std::vector<Vector<Rational>>& answers) {
  return std::ranges::any_of(answers, [&](const auto& a) { return (a != answers.front()).any(); });
}

bool agree(const Drawn& asked, const std::vector<Vector<Rational>>& answers) {
  return !differ(asked, answers);
}

bool conserves(const Drawn& asked, const std::vector<Vector<Rational>>& answers) {
  return answers.front().sum() == asked.at_input;
}

// The rates that explain `successes` of `trials` at a confidence of 95 %: Clopper & Pearson 1934.
Quantity clopper_pearson(Quantity successes, Quantity trials) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto k = scene.compute(successes);
    const auto n = scene.compute(trials);
    if (!k) return k;
    if (!n) return n;
    using boost::math::binomial_distribution;
    const auto successes_seen = convert<double>(k->numbers(0));
    const auto all = convert<double>(n->numbers(0));
    return in_floating_point(
        {binomial_distribution<>::find_lower_bound_on_p(all, successes_seen, 0.025),
         binomial_distribution<>::find_upper_bound_on_p(all, successes_seen, 0.025)});
  });
}

Claim c01() {
  Claim c;
  c.id = "C01";
  c.title = "LRP is gradient x input";
  c.source = "Ancona et al. 2018, proposition 1 and what follows it";
  c.statement =
      "In networks of dense layers and relus, with any biases, epsilon-LRP with epsilon to 0 is "
      "gradient x input.";
  c.says = "LRP-0 = gradient x input";
  const std::string included = "bias in the denominator, no sum zero";
  const std::string ignored = "bias ignored";
  const std::string zero = "a sum of zero";
  const std::string sigmoid = "sigmoids";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {included};
  c.why =
      "Relevance R_j = a_j dF/da_j at each layer: a share a_i w_ij / z_j of it is a_i dF/da_i as "
      "long as z_j is the relu's own operand and not zero. Counts: 300 random 3-5-4-1 networks, "
      "seed 1, halves from -4 to 4, those without a sum of zero. Intervals of counts: a binomial "
      "at the rates that 18479 draws of an independent program explain, at 99.99 %.";
  c.careful =
      "For relu networks LRP-0 with biases in its denominators equals gradient x input wherever "
      "no sum is zero; it then sums to F(x) only if the biases get no relevance.";
  NetworkBuilder<Rational> b;
  c.network("d", "x1 - x2", b.build(b.dense(b.input({2}), {{1, -1}}, {0})).value());
  NetworkBuilder<double> s;
  c.network("s", "sigmoid(x)",
            s.build(s.apply(Operator<double>(Sigmoid{}), {s.input({1})})).value());
  c.point("one", {1});
  c.point("ones", {1, 1});

  const std::vector<std::string> both = {"lrp:rule=0,bias=include", "gradient-x-input"};
  const Quantity asked = count(true, both, [](const auto&, const auto&) { return true; });
  const Quantity exceptions = count(true, both, differ);
  c.fact("random networks without a sum of zero", asked)
      .is_between("253", "295", "rate 18479/20000 of an independent program, at 99.99 %")
      .once();
  c.fact("of these, LRP-0 is not gradient x input", exceptions)
      .is({"0"})
      .claimed(Relation::zero)
      .under(included)
      .once();
  c.fact("Clopper-Pearson interval of such networks' rate", clopper_pearson(exceptions, asked))
      .is_between("0", "0.015", "1 - 0.025^(1/n) is below 0.015 from n = 253 on")
      .once();
  const Quantity conserving = count(true, {both.front()}, conserves);
  c.fact("of these, LRP-0 sums to F(x)", conserving)
      .is_between("0", "10", "rate 83/18479 of an independent program, at 99.99 %")
      .once();
  c.fact("Clopper-Pearson interval of their rate", clopper_pearson(conserving, asked))
      .is_between("0", "0.08", "of 10 in 253 at most")
      .once();
  const std::vector<std::string> without = {"lrp:rule=0,bias=ignore", "gradient-x-input"};
  c.fact("bias ignored: LRP-0 is gradient x input", count(true, without, agree))
      .is_between("7", "57", "rate 1892/18479 of an independent program, at 99.99 %")
      .claimed_equal_to("random networks without a sum of zero")
      .under(ignored)
      .once();
  c.fact("gradient x input of d at (1, 1)", attribution("d", "gradient-x-input", "ones"))
      .is({"1", "-1"});
  c.fact("LRP-0 of d at (1, 1), where F = 0", attribution("d", "lrp:rule=0", "ones"))
      .is({"0", "0"})
      .claimed_equal_to("gradient x input of d at (1, 1)")
      .under(zero);
  c.fact("gradient x input of s at 1", attribution("s", "gradient-x-input", "one"))
      .is({"0.196611933241482"});
  c.fact("LRP-0 of s at 1", attribution("s", "lrp:rule=0", "one"))
      .is({"0.731058578630005"})
      .claimed_equal_to("gradient x input of s at 1")
      .under(sigmoid);
  return c;
}

Claim c02() {
  Claim c;
  c.id = "C02";
  c.title = "Without biases four methods are one";
  c.source = "Ancona et al. 2018, propositions 2 and 3 and the remark on them";
  c.statement =
      "In relu networks without biases, baseline 0, epsilon-LRP (epsilon to 0), DeepLIFT "
      "(Rescale), gradient x input and integrated gradients are equal and sum to F(x).";
  c.says = "LRP = DeepLIFT = gradient x input = IG";
  const std::string none = "no biases";
  const std::string some = "biases";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {none};
  c.why =
      "Without biases F(t x) = t F(x): the gradient is the same along the whole path from 0, and "
      "each relu's quotient is its slope. Counts: 300 random 3-5-4-1 networks, seed 1, halves "
      "from -4 to 4, those without a sum of zero.";
  c.careful =
      "As stated for networks without biases. With biases LRP-0 is still gradient x input; the "
      "condition is DeepLIFT's and integrated gradients'.";
  const std::vector<std::string> four = {"gradient-x-input", "lrp:rule=0,bias=include",
                                         "deeplift:rule=rescale",
                                         "integrated-gradients:rule=exact"};
  const auto every = [](const auto&, const auto&) { return true; };
  const Quantity asked = count(false, {}, every);
  const Quantity differing = count(false, four, differ);
  c.fact("random networks without biases and without a sum of zero", asked)
      .is_between("150", "300", "enough for an upper end below 0.025 of the rate of exceptions")
      .once();
  c.fact("of these, not all four are equal", differing)
      .is({"0"})
      .claimed(Relation::zero)
      .under(none)
      .once();
  c.fact("of these, gradient x input does not sum to F(x)",
         count(false, {four.front()},
               [](const auto& d, const auto& answers) { return !conserves(d, answers); }))
      .is({"0"})
      .claimed(Relation::zero)
      .under(none)
      .once();
  c.fact("Clopper-Pearson interval of exceptions' rate", clopper_pearson(differing, asked))
      .is_between("0", "0.025", "1 - 0.025^(1/n) is below 0.025 from n = 150 on")
      .once();
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.point("x", {3, 1});
  c.fact("DeepLIFT of f", attribution("f", "deeplift:rule=rescale")).is({"3/2", "-1/2"});
  c.fact("gradient x input of f", attribution("f", "gradient-x-input"))
      .is({"3", "-1"})
      .claimed_equal_to("DeepLIFT of f")
      .under(some);
  return c;
}

Claim c03() {
  Claim c;
  c.id = "C03";
  c.title = "One nonlinearity: DeepLIFT is integrated gradients";
  c.source = "Ancona et al. 2018, section 3.1 (relation of integrated gradients and DeepLIFT)";
  c.statement =
      "With one nonlinearity, F = f(w x + b), integrated gradients and DeepLIFT's Rescale rule "
      "agree.";
  c.says = "IG = Rescale for f(w x + b)";
  c.why =
      "Along the straight path the slope of f averages to its difference quotient. Behind a "
      "second nonlinearity this fails: figure 7, claim A04.";
  c.careful = "As stated, where w x and w x' differ.";
  NetworkBuilder<Rational> b;
  c.network("f", "R(x1 + x2 - 1)", b.build(b.relu(b.dense(b.input({2}), {{1, 1}}, {-1}))).value());
  NetworkBuilder<double> s;
  const Tensor z = s.dense(s.input({2}), {{1, 1}}, {-1});
  c.network("s", "sigmoid(x1 + x2 - 1)",
            s.build(s.apply(Operator<double>(Sigmoid{}), {z})).value());
  c.point("x", {2, 1});
  c.point("y", {3, Rational(1, 2)});
  const std::string exact = "integrated-gradients:rule=exact";
  const std::string rescale = "deeplift:rule=rescale";
  c.fact("IG at x", attribution("f", exact)).is({"4/3", "2/3"});
  c.fact("DeepLIFT at x", attribution("f", rescale)).is({"4/3", "2/3"}).claimed_equal_to("IG at x");
  c.fact("IG at y", attribution("f", exact, "y")).is({"15/7", "5/14"});
  c.fact("DeepLIFT at y", attribution("f", rescale, "y"))
      .is({"15/7", "5/14"})
      .claimed_equal_to("IG at y");
  // (sigmoid(2) - sigmoid(-1)) (2/3, 1/3)
  const std::vector<std::string> smooth = {"0.407903771071925", "0.203951885535962"};
  c.fact("sigmoid, IG at x, 50 Gauss-Legendre nodes",
         attribution("s", "integrated-gradients:rule=gauss-legendre,steps=50"))
      .is(smooth);
  c.fact("sigmoid, DeepLIFT at x", attribution("s", rescale)).is(smooth).as_claimed();
  return c;
}

Claim c05() {
  Claim c;
  c.id = "C05";
  c.title = "DeepExplain's known answers";
  c.source = "DeepExplain, test_tensorflow.py; deep_shapley's min model";
  c.statement =
      "The numbers that DeepExplain's tests expect are those of the methods' definitions, LRP "
      "with biases in its denominators.";
  c.says = "elrp (3, -1), DeepLIFT (2, -1), IG (3/2, -1/2)";
  c.why =
      "All follow exactly; the tests allow for rounding, and for steps of integrated gradients.";
  c.careful = "As stated.";
  c.network("g", "R(R(x1 - 1) - R(x2))", examples::figure_7_g());
  NetworkBuilder<Rational> b;
  const Tensor h = b.relu(b.dense(b.input({2}), {{1, -1}, {-1, 1}}, {Rational(3, 2), -1}));
  c.network("simple", "W2 R(W1 x + b1) + b2",
            b.build(b.dense(h, {{Rational(11, 10), Rational(-1, 2)}, {Rational(7, 5), 1}}, {0, 2}))
                .value());
  c.network("minimum", "min(x1, x2)", examples::minimum());
  c.point("x", {3, 1});
  c.point("y", {-10, -5});
  c.point("u", {1, 0});
  c.point("p", {2, -2});
  c.point("q", {4, 2});
  c.fact("simple, output 1 at (1, 0)", value("simple", "u", 0)).is({"11/4"}).as_claimed();
  c.fact("simple, output 2 at (1, 0)", value("simple", "u", 1)).is({"11/2"}).as_claimed();
  c.fact("g at (3, 1)", value("g")).is({"1"}).as_claimed();
  c.fact("epsilon-LRP", attribution("g", "lrp:rule=0,bias=include")).is({"3", "-1"}).as_claimed();
  c.fact("DeepLIFT", attribution("g", "deeplift:rule=rescale")).is({"2", "-1"}).as_claimed();
  c.fact("IG", attribution("g", "integrated-gradients:rule=exact"))
      .is({"3/2", "-1/2"})
      .as_claimed();
  c.fact("gradient x input", attribution("g", "gradient-x-input")).is({"3", "-1"}).as_claimed();
  c.fact("occlusion", attribution("g", "occlusion")).is({"1", "-1"}).as_claimed();
  c.fact("DeepLIFT at (-10, -5)", attribution("g", "deeplift:rule=rescale", "y"))
      .is({"0", "0"})
      .as_claimed();
  c.fact("Shapley of the minimum at (2, -2)", attribution("minimum", "shapley", "p"))
      .is({"0", "-2"})
      .as_claimed();
  c.fact("Shapley of the minimum at (4, 2)", attribution("minimum", "shapley", "q"))
      .is({"1", "1"})
      .as_claimed();
  return c;
}

}  // namespace

std::vector<Claim> propagation() {
  std::vector<Claim> all;
  all.push_back(c01());
  all.push_back(c02());
  all.push_back(c03());
  all.push_back(c05());
  return all;
}

}  // namespace axiomark::claims
