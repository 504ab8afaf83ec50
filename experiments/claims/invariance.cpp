// Shifts of the input and of the logits, and networks without biases.
#include "experiments/claims/drawn_layers.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

const std::string kExact = "integrated-gradients:rule=exact";

Claim f01() {
  Claim c;
  c.id = "F01";
  c.title = "A shifted input";
  c.source = "Kindermans et al. 2017, \"The (un)reliability of saliency methods\"";
  c.statement =
      "A constant added to the input and taken back in the first bias changes what integrated "
      "gradients and gradient x input give: they are not input invariant.";
  c.says = "(6, 1) becomes (4, 0)";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"the baseline stays at zero"};
  c.why =
      "Zero is another input of the shifted network, where it scores 3 instead of 0. A baseline "
      "that is shifted along gives the same attributions.";
  c.careful =
      "Gradient x input, and integrated gradients with a baseline that is fixed in the coordinates "
      "of the input, are not input invariant; the gradient is, and integrated gradients are if the "
      "baseline is shifted too.";
  Builder b;
  c.network("f1", "R(2 x1 + x2)", b.build(b.relu(b.dense(b.input({2}), {{2, 1}}, {0}))).value());
  Builder d;
  c.network("f2", "R(2 y1 + y2 + 3)",
            d.build(d.relu(d.dense(d.input({2}), {{2, 1}}, {3}))).value());
  c.point("x", {3, 1});
  c.point("y = x + m", {2, 0});
  c.point("m", {-1, -1});
  c.point("zero", {0, 0});
  const std::string y = "y = x + m";
  const std::string fixed = "the baseline stays at zero";
  const std::string moved = "the baseline moves with the input";
  c.fact("f1(x)", value("f1")).is({"7"});
  c.fact("f2(y)", value("f2", y)).is({"7"});
  c.fact("f1(0)", value("f1", "zero")).is({"0"});
  c.fact("f2(0)", value("f2", "zero")).is({"3"});
  c.fact("gradient of f1", attribution("f1", "gradient")).is({"2", "1"});
  c.fact("gradient of f2", attribution("f2", "gradient", y)).is({"2", "1"});
  c.fact("gradient x input of f1", attribution("f1", "gradient-x-input")).is({"6", "1"});
  c.fact("gradient x input of f2", attribution("f2", "gradient-x-input", y))
      .is({"4", "0"})
      .claimed_different_from("gradient x input of f1");
  c.fact("integrated gradients of f1", attribution("f1", kExact)).is({"6", "1"});
  c.fact("integrated gradients of f2, baseline zero", attribution("f2", kExact, y, "zero"))
      .is({"4", "0"})
      .claimed_different_from("integrated gradients of f1")
      .under(fixed);
  c.fact("integrated gradients of f2, baseline m", attribution("f2", kExact, y, "m"))
      .is({"6", "1"})
      .claimed_different_from("integrated gradients of f1")
      .under(moved);
  c.supports_cell("gradient-x-input", "input-shift-fixed-baseline");
  c.supports_cell(kExact, "input-shift-fixed-baseline");
  c.supports_cell(kExact, "input-shift");
  return c;
}

// Of so many random networks and inputs, those where integrated gradients equal gradient x input.
// Drawn again where the segment runs inside a kink and no integral is defined.
Quantity equal_networks(std::uint64_t seed, int networks, bool biases) {
  return Compute([=](const Scene& s) -> Result<Values> {
    Rational equal = 0;
    int asked = 0;
    for (std::uint64_t k = 0; asked < networks; ++k) {
      RandomStream stream = RandomStream(seed).split(k);
      const ClaimNetwork f{
          "", "", make_network(draw_layers(stream, {3, 5, 4, 1}, biases, Numbers::whole)).value()};
      const Vector<Rational> x = draw_point(stream, 3, Numbers::whole);
      const Vector<Rational> zero = Vector<Rational>::Zero(3);
      const auto integrated = s.attribute(f, kExact, x, zero);
      if (!integrated) continue;
      auto product = s.attribute(f, "gradient-x-input", x, zero);
      if (!product) return product;
      ++asked;
      if ((integrated->numbers == product->numbers).all()) equal += 1;
    }
    return exactly(equal);
  });
}

Claim f05() {
  Claim c;
  c.id = "F05";
  c.title = "Without biases one gradient is enough";
  c.source = "Hesse, Schaub-Meyer & Roth 2021, \"Fast axiomatic attribution for neural networks\"";
  c.statement =
      "For relu networks without biases and the baseline zero integrated gradients are gradient x "
      "input.";
  c.says = "IG = gradient x input";
  c.verdict = ClaimVerdict::holds;
  c.why =
      "F(t x) = t F(x) for t > 0: the gradient is the same all along the segment from 0, whose "
      "units keep their sides.";
  c.careful = "Off kinks, for the baseline zero, and before any softmax, which is not homogeneous.";
  Builder b;
  c.network("biased", "R(x - 1)", b.build(b.relu(b.dense(b.input({1}), {{1}}, {-1}))).value());
  Builder d;
  c.network("unbiased", "R(2 x1 - x2)",
            d.build(d.relu(d.dense(d.input({2}), {{2, -1}}, {0}))).value());
  NetworkBuilder<double> p;
  c.network("probability", "softmax(x, 0), first output",
            p.build(p.softmax(p.dense(p.input({1}), {{1}, {0}}, {0, 0}), 0)).value());
  c.point("3", {3});
  c.point("2", {2});
  c.point("2, 1", {2, 1});
  c.point("1, 3", {1, 3});
  c.fact("of 222 random 3-5-4-1 networks without biases (seed 5), those where both are equal",
         equal_networks(5, 222, false))
      .is({"222"})
      .as_claimed()
      .once();
  c.fact("of 200 random 3-5-4-1 networks with biases (seed 6), those where both are equal",
         equal_networks(6, 200, true))
      .is_between("0", "199", "one network that differs shows that biases matter")
      .once();
  c.fact("integrated gradients of R(x - 1) at 3", attribution("biased", kExact, "3")).is({"2"});
  c.fact("gradient x input of R(x - 1) at 3", attribution("biased", "gradient-x-input", "3"))
      .is({"3"});
  c.fact("integrated gradients of R(2 x1 - x2) at (2, 1)", attribution("unbiased", kExact, "2, 1"))
      .is({"4", "-1"})
      .as_claimed();
  c.fact("gradient x input of R(2 x1 - x2) at (2, 1)",
         attribution("unbiased", "gradient-x-input", "2, 1"))
      .is({"4", "-1"})
      .as_claimed();
  c.fact("integrated gradients of R(2 x1 - x2), baseline (1, 3)",
         attribution("unbiased", kExact, "2, 1", "1, 3"))
      .is({"3/2", "3/2"});
  c.fact("gradient x difference of R(2 x1 - x2), baseline (1, 3)",
         attribution("unbiased", "gradient-x-difference", "2, 1", "1, 3"))
      .is({"2", "2"});
  c.fact("integrated gradients of a probability at 2",
         attribution("probability", "integrated-gradients:rule=gauss-legendre", "2"))
      .is({"0.380797077977882"});
  c.fact("gradient x input of a probability at 2",
         attribution("probability", "gradient-x-input", "2"))
      .is({"0.209987170807013"});
  c.supports_cell("gradient-x-difference", "completeness");
  c.supports_cell("gradient-x-input", "completeness");
  return c;
}

// Gradient x input of the first logit, less the mean of that of all logits.
Quantity less_the_mean(const std::string& network) {
  return Compute([network](const Scene& s) -> Result<Values> {
    auto first = s.compute(attribution(network, "gradient-x-input"));
    if (!first) return first;
    const Index outputs = output_features(s.network(network));
    Vector<Rational> sum = Vector<Rational>::Zero(first->numbers.size());
    for (Index k = 0; k < outputs; ++k) {
      auto one = s.compute(attribution(network, "gradient-x-input", "x", "x'", k));
      if (!one) return one;
      sum += one->numbers;
    }
    first->numbers -= sum / Rational(outputs);
    return first;
  });
}

template <Scalar S>
Network<S> two_classes(std::initializer_list<std::initializer_list<S>> weights, bool softmax) {
  NetworkBuilder<S> b;
  const Tensor logits = b.dense(b.input({2}), weights, {S(0), S(0)});
  if constexpr (is_exact<S>) return b.build(logits).value();
  return b.build(softmax ? b.softmax(logits, 0) : logits).value();
}

Claim a23() {
  Claim c;
  c.id = "A23";
  c.title = "Probability or logit";
  c.source =
      "Sundararajan et al. 2017, section 5, and the authors' howto.md; Shrikumar et al. 2017, "
      "section 3.6";
  c.statement =
      "Networks that give the same probabilities get the same attribution of a class: what is "
      "attributed is the softmax output (the first authors), or the logit before it (the second).";
  c.says = "the same for the same probabilities";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"of the softmax output", "of the logit less the mean of all logits"};
  c.why =
      "The same row added to the weights of every logit cancels in the softmax and in differences "
      "of logits, not in a logit.";
  c.careful =
      "A logit is not a function of the probabilities: attribute the softmax output, or a logit "
      "from which the mean of all is taken, as Shrikumar et al. offer; the two answer different "
      "questions.";
  c.network("logits", "(x1 + 2 x2, x2)", two_classes<Rational>({{1, 2}, {0, 1}}, false));
  c.network("shifted logits", "(6 x1 - x2, 5 x1 - 2 x2)",
            two_classes<Rational>({{6, -1}, {5, -2}}, false));
  c.network("p", "softmax(x1 + 2 x2, x2)", two_classes<double>({{1, 2}, {0, 1}}, true));
  c.network("shifted p", "softmax(6 x1 - x2, 5 x1 - 2 x2)",
            two_classes<double>({{6, -1}, {5, -2}}, true));
  c.point("x", {1, 1});
  const std::string method = "gradient-x-input";
  c.fact("probability", value("p")).is({"0.880797077977882"});
  c.fact("shifted, probability", value("shifted p"))
      .is({"0.880797077977882"})
      .claimed_equal_to("probability");
  c.fact("probability, gradient x input", attribution("p", method))
      .is({"0.104993585403507", "0.104993585403507"});
  // Fourteen digits: in double the rows 6, -1 and 5, -2 cancel to 1, 1 with their own rounding.
  c.fact("shifted, probability, gradient x input", attribution("shifted p", method))
      .is({"0.10499358540351", "0.10499358540351"});
  const std::string integrated = "integrated-gradients:rule=gauss-legendre";
  c.fact("probability, integrated gradients", attribution("p", integrated))
      .is({"0.190398538988941", "0.190398538988941"});
  c.fact("shifted, probability, integrated gradients", attribution("shifted p", integrated))
      .is({"0.190398538988941", "0.190398538988941"})
      .claimed_equal_to("probability, integrated gradients")
      .under("of the softmax output");
  c.fact("logit, gradient x input", attribution("logits", method)).is({"1", "2"});
  c.fact("shifted, logit, gradient x input", attribution("shifted logits", method))
      .is({"6", "-1"})
      .claimed_equal_to("logit, gradient x input")
      .under("of the logit");
  c.fact("logit less the mean, gradient x input", less_the_mean("logits")).is({"1/2", "1/2"});
  c.fact("shifted, logit less the mean, gradient x input", less_the_mean("shifted logits"))
      .is({"1/2", "1/2"})
      .claimed_equal_to("logit less the mean, gradient x input")
      .under("of the logit less the mean of all logits");
  return c;
}

}  // namespace

std::vector<Claim> invariance() {
  std::vector<Claim> all;
  all.push_back(f01());
  all.push_back(f05());
  all.push_back(a23());
  return all;
}

}  // namespace axiomark::claims
