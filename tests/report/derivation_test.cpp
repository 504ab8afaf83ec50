#include "report/derivation.hpp"

#include "methods/sampling.hpp"
#include "tests/catch.hpp"
#include "tests/network/random_network.hpp"
#include "tests/report/sample_campaign.hpp"

using namespace axiomark;
using namespace axiomark::tests;

namespace {

std::vector<std::string> results(const DerivationTable& table, std::size_t column) {
  std::vector<std::string> found;
  for (const DerivationRow& row : table.rows) {
    if (row.emphasis == Emphasis::result) found.push_back(row.cells[column]);
  }
  return found;
}

std::string cell(const DerivationTable& table, const std::string& label, std::size_t column) {
  for (const DerivationRow& row : table.rows) {
    if (row.label == label) return row.cells[column];
  }
  return "no row " + label;
}

DerivationTable derived(const std::string& method, const std::vector<Probe<Rational>>& probes) {
  return derive(method, probes, answers_of(method, probes), true).value();
}

}  // namespace

TEST_CASE("every derivation ends in what the method answered") {
  for (const std::string method : {"gradient",
                                   "gradient:kink=1",
                                   "gradient-x-input",
                                   "gradient-x-difference",
                                   "shapley",
                                   "kernel-shap",
                                   "path:order=all",
                                   "path:order=reverse",
                                   "occlusion",
                                   "deep-shap",
                                   "deep-shap:rule=revealcancel",
                                   "average:method=(deeplift)",
                                   "shapley:rule=permutations,samples=16",
                                   "shapley:rule=antithetic,samples=5,seed=9",
                                   "shapley:rule=stratified,samples=3",
                                   "expected-gradients:samples=20",
                                   "gradient-shap",
                                   "smooth-gradient:samples=10",
                                   "smooth-gradient:samples=4,sigma=2,noise=absolute,kink=1/2",
                                   "idgi",
                                   "idgi:steps=7",
                                   "guided-ig:steps=20",
                                   "guided-ig:fraction=1/2,steps=5,anchors=2",
                                   "guided-backprop",
                                   "deconvnet",
                                   "deeplift:rule=rescale",
                                   "deeplift:rule=revealcancel",
                                   "deeplift:kink=1",
                                   "integrated-gradients:rule=exact",
                                   "integrated-gradients:rule=left,steps=4",
                                   "integrated-gradients:rule=trapezoid,steps=50",
                                   "integrated-gradients:rule=gauss-legendre,steps=10",
                                   "integrated-gradients:rule=random,steps=9,seed=3",
                                   "lrp",
                                   "lrp:rule=0,bias=include",
                                   "lrp:rule=0,bias=ignore",
                                   "lrp:rule=gamma",
                                   "lrp:rule=z+",
                                   "lrp:rule=alpha-beta,alpha=2",
                                   "lrp:rule=w2",
                                   "lrp:rule=flat",
                                   "lrp:rule=zB,low=-1,high=4"}) {
    for (const auto& probes : {figure_7(), saturation(), minimum()}) {
      CAPTURE(method);
      const DerivationTable table = derived(method, probes);
      for (const DerivationRow& row : table.rows) CHECK(row.emphasis != Emphasis::fault);
      CHECK(results(table, 0).size() == static_cast<std::size_t>(probes[0].input.size()));
    }
  }
}

TEST_CASE("integrated gradients to a tolerance have no derivation") {
  const std::string method = "integrated-gradients:rule=adaptive,tolerance=1/2";
  const auto probes = saturation();
  CHECK_FALSE(derive(method, probes, answers_of(method, probes), false));
}

TEST_CASE("an answer that the lines do not come to shows as a fault") {
  const auto probes = saturation();
  auto answers = answers_of("gradient", probes);
  answers[0].attribution->values(0) = 7;
  const auto table = derive("gradient", probes, answers, false);
  REQUIRE(table);
  CHECK(table->rows.back().emphasis == Emphasis::fault);
  CHECK(table->rows.back().cells[0] == "these lines come to 0, the method answered 7");
}

TEST_CASE("guided backprop on figure 7 is derived by hand") {
  const DerivationTable table = derived("guided-backprop", figure_7());
  CHECK(cell(table, "h₁", 1) == "relu(3 − 1) = relu(2) = 2");
  CHECK(cell(table, "h₃", 0) == "relu(3 − 1 − 1) = relu(1) = 1");
  CHECK(cell(table, "h₂ passes", 0) == "on, but signal −1 is negative: guided backprop passes 0");
  CHECK(results(table, 0) == std::vector<std::string>{"1", "0"});
}

TEST_CASE("IDGI on one minus a relu is derived by hand") {
  // From 0 to 2 in four steps: slope 1 at 0 and 1/2; none at 1, the kink, and behind it.
  const DerivationTable table = derived("idgi:steps=4", saturation());
  CHECK(cell(table, "steps 1 to 2", 0) ==
        "from 0 to 1 (h₁ on): gradient 1, F changes by 1, squares 1² = 1");
  CHECK(cell(table, "step 3", 0) ==
        "from 1 to 3/2 (h₁ at its kink): gradient 0, F changes by 0, which goes to no feature");
  CHECK(cell(table, "step 4", 0) ==
        "from 3/2 to 2 (h₁ off): gradient 0, F changes by 0, which goes to no feature");
  CHECK(results(table, 0) == std::vector<std::string>{"1²/1 · 1 = 1"});
}

TEST_CASE("IDGI shares out by squares") {
  // 2 x1 + x2 at (1, 1): the change of 3 goes in shares of 4/5 and 1/5.
  NetworkBuilder<Rational> b;
  const auto network = b.build(b.dense(b.input({2}), {{2, 1}}, {0})).value();
  const DerivationTable table = derived("idgi", {probe("F", network, numbers({1, 1}))});
  CHECK(cell(table, "steps 1 to 50", 0) ==
        "from (0, 0) to (1, 1): gradient (2, 1), F changes by 3, squares 2² + 1² = 5");
  CHECK(results(table, 0) == std::vector<std::string>{"2²/5 · 3 = 12/5", "1²/5 · 3 = 3/5"});
}

TEST_CASE("guided integrated gradients are derived along the method's own path") {
  // 2 x1 + x2 at (1, 1): x2, of the smaller slope, moves first, then x1.
  NetworkBuilder<Rational> b;
  const auto network = b.build(b.dense(b.input({2}), {{2, 1}}, {0})).value();
  const DerivationTable table =
      derived("guided-ig:steps=2", {probe("F", network, numbers({1, 1}))});
  CHECK(cell(table, "steps 1 to 2", 0) == "from (0, 0) to (1, 1): gradient (2, 1)");
  CHECK(results(table, 0) == std::vector<std::string>{"2 · 1 = 2", "1 · 1 = 1"});
  // x1 - relu(x1 - x2) at (1, 3) in four steps of length 1: at (0, 0) the unit is at its kink and the slope of
  // x2 is 0, so that x2 moves first, three steps, then x1.
  const DerivationTable minimal = derived("guided-ig:steps=4", minimum());
  CHECK(cell(minimal, "step 1", 0) == "from (0, 0) to (0, 1) (h₁ at its kink): gradient (1, 0)");
  CHECK(cell(minimal, "steps 2 to 4", 0) == "from (0, 1) to (1, 3) (h₁ off): gradient (1, 0)");
  CHECK(results(minimal, 0) == std::vector<std::string>{"1 · 1 = 1", "0"});
}

TEST_CASE("draws that met the same gradient are one line") {
  NetworkBuilder<Rational> b;
  const auto network = b.build(b.dense(b.input({2}), {{2, -1}}, {0})).value();
  const std::vector<Probe<Rational>> linear = {probe("F", network, numbers({1, 3}))};
  const DerivationTable smooth = derived("smooth-gradient:samples=10", linear);
  CHECK(cell(smooth, "10 of 10", 0).ends_with(": gradient (2, −1)"));
  CHECK(results(smooth, 0) == std::vector<std::string>{"2", "−1"});
  const DerivationTable expected = derived("expected-gradients:samples=10", linear);
  CHECK(results(expected, 0) == std::vector<std::string>{"1 · (2) = 2", "3 · (−1) = −3"});
}

TEST_CASE("sampled Shapley values are derived from the orders that were drawn") {
  // min(x1, x2) at (1, 3): whoever comes second gains all of it.
  const DerivationTable table = derived("shapley:rule=permutations,samples=4", minimum());
  const SamplingOptions sampling{4, 0};
  long second = 0;  // x1 behind x2
  for (long k = 0; k < 4; ++k) second += random_order(sampling.stream(k), 2).front() == 1 ? 1 : 0;
  REQUIRE(second > 0);
  REQUIRE(second < 4);
  CHECK(cell(table, "x₂, x₁", 0) == fmt::format("{} of 4", second));
  CHECK(cell(table, "x₁, x₂", 0) == fmt::format("{} of 4", 4 - second));
  CHECK(cell(table, "v(x₁, x₂)", 0) == "F at (1, 3) = 1");
  // Both ways there are as many of one as of the other.
  CHECK(results(derived("shapley:rule=antithetic,samples=3", minimum()), 0) ==
        std::vector<std::string>{"1/2 · (0 − 0) + 1/2 · (1 − 0) = 1/2",
                                 "1/2 · (0 − 0) + 1/2 · (1 − 0) = 1/2"});
}

TEST_CASE("draws with a factor of their own have no derivation") {
  const auto probes = saturation();
  const std::string method = "gradient-shap:sigma=1/2";
  CHECK_FALSE(derive(method, probes, answers_of(method, probes), false));
}

TEST_CASE("DeepLIFT by rescale on figure 7 is derived by hand") {
  const DerivationTable table = derived("deeplift:rule=rescale", figure_7());
  CHECK(cell(table, "z₁", 1) == "x₁ − 1 = 2, at x′ −1: Δ = 3");
  CHECK(cell(table, "h₁", 1) == "relu(z₁) = 2, at x′ 0: Δ = 2");
  CHECK(cell(table, "m of z₁", 1) == "2 / 3 = 2/3");
  CHECK(cell(table, "m of h₂", 0) == "−1/2");
  CHECK(cell(table, "m of h₂", 1) == "−1");
  CHECK(results(table, 0) == std::vector<std::string>{"1/2 · 3 = 3/2", "−1/2 · 1 = −1/2"});
  CHECK(results(table, 1) == std::vector<std::string>{"2/3 · 3 = 2", "−1 · 1 = −1"});
}

TEST_CASE("DeepLIFT by revealcancel is derived part by part") {
  const DerivationTable table = derived("deeplift:rule=revealcancel", minimum());
  CHECK(cell(table, "z₁", 0) == "x₁ − x₂ = −2, at x′ 0: Δ = −2, Δ⁺ = 1, Δ⁻ = −3");
  CHECK(cell(table, "h₁", 0) == "relu(z₁) = 0, at x′ 0: Δ = 0, Δ⁺ = 1/2, Δ⁻ = −1/2");
  CHECK(cell(table, "m⁺ of z₁", 0) == "(−1) · (1/2) / 1 = −1/2");
  CHECK(results(table, 0) == std::vector<std::string>{"1/2 · 1 = 1/2", "1/6 · 3 = 1/2"});
}

TEST_CASE("DeepLIFT's derivations read through rearrangements and split every sum") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({3});
  const Tensor z = b.dense(x, {{1, -2, 1}, {2, 1, -1}}, {1, -1});
  const Tensor again =
      b.dense(b.concat({b.feature(z, 1), b.feature(z, 0)}, 0), {{1, -1}, {3, 1}}, {0, 2});
  const Tensor h = b.relu(b.scale(again, numbers({-1, 2})));
  const Tensor m = b.max({b.feature(h, 0), b.feature(h, 1), b.feature(x, 2)});
  const Tensor p = b.product(m, b.feature(h, 1));
  const auto network = b.build(b.sum({p, m}, {Rational(1, 2), Rational(3)})).value();
  const std::vector<Probe<Rational>> probes = {
      {"F", network, numbers({1, 2, -1}), numbers({0, 1, 3}), numbers({1})},
      {"G", network, numbers({2, 2, 2}), numbers({1, 1, 1}), numbers({1})}};
  for (const std::string method : {"deeplift", "deeplift:rule=revealcancel"}) {
    const DerivationTable table = derived(method, probes);
    for (const DerivationRow& row : table.rows) CHECK(row.emphasis != Emphasis::fault);
    CHECK(results(table, 1).size() == 3);
  }
}

TEST_CASE("exact integrated gradients are derived piece by piece") {
  const DerivationTable table = derived("integrated-gradients:rule=exact", figure_7());
  CHECK(cell(table, "A of x₁", 1).ends_with("= 3/2"));
  CHECK(cell(table, "A of x₂", 0).ends_with("= −1/2"));
  CHECK(cell(table, "Sum of A", 0) == "3/2 − 1/2 = 1");
}

TEST_CASE("methods that ask at the corners of the box are derived from the values there") {
  // min(x1, x2) at (1, 3): 1/2 each by Shapley (claim A08), 1 each by occlusion.
  const DerivationTable shapley = derived("shapley", minimum());
  CHECK(cell(shapley, "v()", 0) == "F at (0, 0) = 0");
  CHECK(cell(shapley, "v(x₁, x₂)", 0) == "F at (1, 3) = 1");
  CHECK(results(shapley, 0) == std::vector<std::string>{"1/2 · (0 − 0) + 1/2 · (1 − 0) = 1/2",
                                                        "1/2 · (0 − 0) + 1/2 · (1 − 0) = 1/2"});
  CHECK(results(derived("occlusion", minimum()), 0) ==
        std::vector<std::string>{"(1 − 0) = 1", "(1 − 0) = 1"});
  // The last feature first: it changes nothing while the other is at 0.
  CHECK(results(derived("path:order=reverse", minimum()), 0) ==
        std::vector<std::string>{"(1 − 0) = 1", "(0 − 0) = 0"});
}

TEST_CASE("the serial-cost path is derived leg by leg") {
  const DerivationTable table = derived("serial-cost:rule=exact", figure_7());
  for (const DerivationRow& row : table.rows) CHECK(row.emphasis != Emphasis::fault);
  // Both features go to (1, 1) first, where F is 0; then x1 alone adds 1.
  CHECK(results(table, 0) == std::vector<std::string>{"0 + 1 = 1", "0 + 0 = 0"});
  CHECK(cell(table, "Sum of A", 0) == "1 + 0 = 1");
}

TEST_CASE("nodes with equal gradients are told as one run") {
  const DerivationTable table = derived("integrated-gradients:rule=right,steps=20", saturation());
  CHECK(cell(table, "run 1", 0) == "t = 1/20 … 9/20, 9 nodes (h₁ on): gradient 1, weight 9/20");
  CHECK(cell(table, "run 2", 0) == "t = 1/2, 1 node (h₁ at its kink): gradient 0, weight 1/20");
  CHECK(cell(table, "A of x", 0) == "2 · (9/20 · 1 + 1/20 · 0 + 1/2 · 0) = 9/10");
}

TEST_CASE("LRP on figure 7 is derived by hand, fraction by fraction") {
  const DerivationTable ignoring = derived("lrp:rule=0,bias=ignore", figure_7());
  CHECK(cell(ignoring, "R of h₃", 0) == "1");
  CHECK(cell(ignoring, "h₃ shares", 0) ==
        "z = 3 − 1 = 2; 3/2 · 1 = 3/2 to h₁; −1/2 · 1 = −1/2 to h₂");
  CHECK(cell(ignoring, "h₃ shares", 1) == "z = 2 − 1 = 1; 2/1 · 1 = 2 to h₁; −1/1 · 1 = −1 to h₂");
  CHECK(cell(ignoring, "h₁ shares", 1) == "z = 3; 3/3 · 2 = 2 to x₁");
  CHECK(results(ignoring, 0) == std::vector<std::string>{"3/2", "−1/2"});
  CHECK(results(ignoring, 1) == std::vector<std::string>{"2", "−1"});
  const DerivationTable including = derived("lrp:rule=0,bias=include", figure_7());
  CHECK(
      cell(including, "h₃ shares", 0) ==
      "z = 3 − 1 − 1 = 1; 3/1 · 1 = 3 to h₁; −1/1 · 1 = −1 to h₂; −1/1 · 1 = −1 kept by the bias");
  CHECK(results(including, 0) == std::vector<std::string>{"3", "−1"});
  CHECK(results(including, 1) == std::vector<std::string>{"3", "−1"});
}

TEST_CASE("derivations of LRP on random graphs end in what the method answered") {
  property("copies, joins, maxima, shared modules, consecutive sums", [] {
    const Network<Rational> network = build(draw_blueprint(kPiecewiseLinear));
    Probe<Rational> asked = probe("F", network, draw_points(network.input_features(), 1).col(0));
    asked.target = Vector<Rational>::Constant(network.output_features(), Rational(1));
    asked.target(0) = draw(-2, 2);
    for (const std::string method : {"lrp", "lrp:rule=0,bias=ignore", "lrp:rule=alpha-beta",
                                     "lrp:rule=flat", "lrp:rule=zB,low=-2,high=2"}) {
      RC_LOG() << method << "\n";
      const DerivationTable table = derived(method, {asked});
      for (const DerivationRow& row : table.rows) {
        RC_ASSERT(row.emphasis != Emphasis::fault);
        RC_ASSERT(!row.label.empty());
        RC_ASSERT(!row.label.ends_with(" "));
      }
    }
  });
}

TEST_CASE("a method that is not ours has no derivation") {
  const auto probes = saturation();
  CHECK_FALSE(derive("captum-saliency", probes, answers_of("gradient", probes), false));
}
