// A widely copied script for integrated gradients, fault by fault.
#include "axioms/axiom.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

constexpr const char* kExact = "integrated-gradients:rule=exact";

// 1 if the axiom, asked of these attributions of output 0, is broken, else 0. `features` are those
// that the axiom speaks of, `numbers` what it compares with.
Result<Values> broken(const std::string& name, const Network<Rational>& f,
                      const Vector<Rational>& input, const Vector<Rational>& baseline,
                      const Vector<Rational>& values, std::vector<Index> features = {},
                      const Vector<Rational>& numbers = {}) {
  const auto axiom = find_axiom(name);
  if (!axiom) return tl::make_unexpected(axiom.error());
  Case<Rational> asked;
  Vector<Rational> target = Vector<Rational>::Zero(f.output_features());
  target(0) = 1;
  asked.probes = {{"F", f, input, baseline, target}};
  asked.features = std::move(features);
  asked.numbers = numbers;
  if (const auto fits = axiom->check_premise(asked); !fits) {
    return tl::make_unexpected(fits.error());
  }
  Attribution<Rational> answer;
  answer.values = values;
  const auto ends = values_at_ends(asked);
  if (!ends) return tl::make_unexpected(ends.error());
  const std::vector<Answer<Rational>> answers = {
      {std::move(answer), ends->front().at_input, ends->front().at_baseline}};
  return exactly(Rational(axiom->check_exact(asked, answers).outcome == Outcome::broken ? 1 : 0));
}

// What an axiom says of a computed attribution of a network of the claim.
Quantity axiom_broken(const std::string& axiom, const std::string& network,
                      const std::string& input, const Quantity& attribution,
                      std::vector<Index> features = {},
                      std::initializer_list<Rational> weights = {},
                      const std::string& baseline = "x'") {
  return Compute([=, numbers = exactly(weights).numbers](const Scene& scene) -> Result<Values> {
    const auto found = scene.compute(attribution);
    if (!found) return found;
    const Network<Rational>& f = scene.exact_network(network);
    return broken(axiom, f, scene.point(input, f.input_features()),
                  scene.point(baseline, f.input_features()), found->numbers, features, numbers);
  });
}

// 1 - R(1 - x)
Network<Rational> saturating() {
  Builder b;
  const Tensor h = b.relu(b.dense(b.input({1}), {{-1}}, {1}));
  return b.build(b.dense(h, {{-1}}, {1})).value();
}

Network<Rational> linear(std::initializer_list<Rational> weights) {
  Builder b;
  const Tensor x = b.input({static_cast<Index>(weights.size())});
  return b.build(b.dense(x, {weights}, {0})).value();
}

Network<Rational> plain_relu() {
  Builder b;
  return b.build(b.relu(b.input({1}))).value();
}

// The tiled image times the number of intervals: all steps evaluate one point, steps * x.
Quantity tiled(Index steps) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const ClaimNetwork& f = scene.network("s");
    const Vector<Rational> x = scene.point("bright", input_features(f));
    const Vector<Rational> zero = scene.point("x'", input_features(f));
    auto gradient = scene.attribute(f, "gradient", Vector<Rational>(Rational(steps) * x), zero);
    if (gradient) gradient->numbers *= x;
    return gradient;
  });
}

// Gradients from black, which is minus the mean once that is subtracted, to the image; times the
// image less zero.
Quantity from_black_times_image(const std::string& network, const std::string& image,
                                const std::string& black) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    auto found = scene.attribute({network, kExact, image, black, 0});
    if (!found) return found;
    const Index features = found->numbers.size();
    const Vector<Rational> x = scene.point(image, features);
    found->numbers *= x / (x - scene.point(black, features));
    return found;
  });
}

Quantity positive_part(const Quantity& attribution) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    auto found = scene.compute(attribution);
    if (found) found->numbers = found->numbers.cwiseMax(Rational(0)).eval();
    return found;
  });
}

// Attributions of two channels of 2x2 pixels, summed over `axis` (0 channels, 2 columns).
Quantity summed_over(Index axis) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto found = scene.attribute({"c", kExact, "ones", "x'", 0});
    if (!found) return found;
    Values map{Vector<Rational>::Zero(4), found->exact};
    for (Index k = 0; k < 8; ++k) map.numbers(axis == 0 ? k % 4 : k / 2) += found->numbers(k);
    return map;
  });
}

// 1 - (a - min) / (max - min)
Quantity displayed(const std::string& input) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    auto found = scene.attribute({"d", kExact, input, "x'", 0});
    if (!found) return found;
    const Rational low = found->numbers.minCoeff();
    const Rational range = found->numbers.maxCoeff() - low;
    for (Rational& a : found->numbers) a = 1 - (a - low) / range;
    return found;
  });
}

// Logits 10 x1 and x2, and the softmax that was to be removed.
Network<Rational> logits() {
  Builder b;
  return b.build(b.dense(b.input({2}), {{10, 0}, {0, 1}}, {0, 0})).value();
}

Network<double> probabilities() {
  NetworkBuilder<double> b;
  return b.build(b.softmax(b.dense(b.input({2}), {{10, 0}, {0, 1}}, {0, 0}), 0)).value();
}

void add_three_faults(Claim& c) {
  c.network("s", "1 - R(1 - x)", saturating());
  c.network("r", "R(x)", plain_relu());
  c.network("l", "2 x1 + x2", linear({2, 1}));
  c.network("m", "x1 - 2 x2", linear({1, -2}));
  c.point("bright", {2});
  c.point("pixel", {2});
  c.point("black pixel", {-1});
  c.point("image", {2, 3});
  c.point("black", {-1, -1});
  c.point("pair", {1, 1});
  c.point("second only", {0, 1});

  c.fact("s: integrated gradients", attribution("s", kExact, "bright")).is({"1"});
  c.fact("s: scaled by the number of intervals, 20 steps", tiled(20))
      .is({"0"})
      .claimed_equal_to("s: integrated gradients");
  c.fact("... breaks completeness", axiom_broken("completeness", "s", "bright", tiled(20)))
      .is({"1"})
      .once();
  c.fact("... breaks sensitivity-a", axiom_broken("sensitivity-a", "s", "bright", tiled(20), {0}))
      .is({"1"})
      .once();

  const Quantity affine = from_black_times_image("l", "image", "black");
  const Quantity kinked = from_black_times_image("r", "pixel", "black pixel");
  c.fact("l: integrated gradients from black", attribution("l", kExact, "image", "black"))
      .is({"6", "4"});
  c.fact("l: from black, times the image", affine)
      .is({"4", "3"})
      .claimed_equal_to("l: integrated gradients from black");
  c.fact("... breaks agrees-on-affine",
         axiom_broken("agrees-on-affine", "l", "image", affine, {}, {2, 1}, "black"))
      .is({"1"})
      .once();
  c.fact("r: from black, times the image", kinked).is({"4/3"});
  c.fact("... breaks completeness from black",
         axiom_broken("completeness", "r", "pixel", kinked, {}, {}, "black pixel"))
      .is({"1"})
      .once();
  c.fact("... breaks completeness from zero", axiom_broken("completeness", "r", "pixel", kinked))
      .is({"1"})
      .once();

  const Quantity positive = positive_part(attribution("m", kExact, "pair"));
  const Quantity second = positive_part(attribution("m", kExact, "second only"));
  c.fact("m: integrated gradients", attribution("m", kExact, "pair")).is({"1", "-2"});
  c.fact("m: positive values only", positive)
      .is({"1", "0"})
      .claimed_equal_to("m: integrated gradients");
  c.fact("... breaks completeness by positive values",
         axiom_broken("completeness", "m", "pair", positive))
      .is({"1"})
      .once();
  c.fact("... breaks sensitivity-a at (0, 1)",
         axiom_broken("sensitivity-a", "m", "second only", second, {1}))
      .is({"1"})
      .once();
}

void add_further_faults(Claim& c) {
  c.network("z", "(10 x1, x2)", logits());
  c.network("p", "softmax(10 x1, x2)", probabilities());
  c.network("c", "channels 2, rows 2, columns 2: x[0,0,1] + 2 x[1,0,1]",
            linear({0, 1, 0, 0, 0, 2, 0, 0}));
  c.network("g", "rows 2, columns 2: 3 x[0,1]", linear({0, 3, 0, 0}));
  c.network("d", "2 x1 - x2, of three features", linear({2, -1, 0}));
  c.point("ones", {1, 1, 1, 1, 1, 1, 1, 1});
  c.point("grey", {1, 1, 1, 1});
  c.point("first", {1, 1, 1});
  c.point("other", {1, -2, 1});

  const Quantity softmax =
      attribution("p", "integrated-gradients:rule=gauss-legendre,steps=50", "pair");
  c.fact("z: first logit", attribution("z", kExact, "pair")).is({"10", "0"});
  // The sum is sigma(9) - 1/2, shared as 10 to -1.
  c.fact("z: the softmax attributed", softmax)
      .is({"0.555418450471", "-0.055541845047"})
      .claimed_equal_to("z: first logit");
  c.fact("... breaks completeness of the logit", axiom_broken("completeness", "z", "pair", softmax))
      .is({"1"})
      .once();
  c.fact("... breaks sensitivity-b of the logit",
         axiom_broken("sensitivity-b", "z", "pair", softmax, {1}))
      .is({"1"})
      .once();

  c.fact("c: channels summed", summed_over(0)).is({"0", "3", "0", "0"});
  c.fact("c: columns summed", summed_over(2))
      .is({"1", "0", "2", "0"})
      .claimed_equal_to("c: channels summed");
  c.fact("... keeps completeness", axiom_broken("completeness", "g", "grey", summed_over(2)))
      .is({"0"})
      .once();
  c.fact("... breaks sensitivity-b of pixels",
         axiom_broken("sensitivity-b", "g", "grey", summed_over(2), {0, 2, 3}))
      .is({"1"})
      .once();

  c.fact("d: shown at (1, 1, 1)", displayed("first")).is({"0", "1", "2/3"});
  c.fact("d: shown at (1, -2, 1)", displayed("other")).is({"0", "0", "1"});
  c.fact("... breaks sensitivity-b of what is shown",
         axiom_broken("sensitivity-b", "d", "first", displayed("first"), {2}))
      .is({"1"})
      .once();
}

Claim s08() {
  Claim c;
  c.id = "S08";
  c.title = "A copied script, fault by fault";
  c.source = "A widely copied script for integrated gradients of VGG16";
  c.statement = "The script computes integrated gradients of the score of a class.";
  c.says = "computes integrated gradients";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "Each fault on a network small enough to see it: steps that all evaluate one over-bright "
      "image; gradients from black multiplied by the image less zero; negative values dropped; the "
      "softmax attributed in place of the logit; channels-first data summed over columns; a "
      "display without a fixed zero. 1 says that the named axiom's test convicts. (It also reads a "
      "variable before it is assigned, and does not run as printed.)";
  c.careful =
      "Compare the sum of all values, negative ones included, with F(x) - F(x') before anything is "
      "summed or shown: that convicts four of the six; a feature the network does not read "
      "convicts the other two.";
  add_three_faults(c);
  add_further_faults(c);
  return c;
}

}  // namespace

std::vector<Claim> copied_script() {
  std::vector<Claim> all;
  all.push_back(s08());
  return all;
}

}  // namespace axiomark::claims
