#include "experiments/claims/smaller_counterexamples.hpp"

#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "experiments/smallest_in_scope.hpp"
#include "network/examples.hpp"
#include "network/layer_list.hpp"

namespace axiomark::claims {
namespace {

const Rational kHalf = Rational(1) / 2;

Network<Rational> layers(const LayerList<Rational>& list) { return make_network(list).value(); }

Matrix<Rational> rows(std::initializer_list<std::initializer_list<Rational>> numbers) {
  Matrix<Rational> all(static_cast<Index>(numbers.size()),
                       static_cast<Index>(numbers.begin()->size()));
  Index i = 0;
  for (const auto& row : numbers) {
    Index j = 0;
    for (const Rational& number : row) all(i, j++) = number;
    ++i;
  }
  return all;
}

// The relus of the smallest networks that convict the methods; 0 where none in the scope does.
Quantity smallest_relus(std::vector<std::string> methods, const std::string& axiom,
                        SmallScope scope) {
  return Compute([=, methods = std::move(methods)](const Scene& scene) -> Result<Values> {
    std::vector<AnyMethod> asked;
    for (const std::string& method : methods) {
      auto made = scene.method(method);
      if (!made) return tl::make_unexpected(made.error());
      asked.push_back(std::move(*made));
    }
    const auto found = smallest_relus(asked, axiom, scope, scene.pool());
    if (!found) return tl::make_unexpected(found.error());
    Vector<Rational> all(static_cast<Index>(found->size()));
    for (std::size_t k = 0; k < found->size(); ++k) all(static_cast<Index>(k)) = (*found)[k];
    return exactly(all);
  });
}

// Points of the grid of halves in the square from -3 to 3 at which the two networks differ.
Quantity differences(const std::string& one, const std::string& other) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    long differ = 0;
    for (int i = -6; i <= 6; ++i) {
      for (int j = -6; j <= 6; ++j) {
        const Vector<Rational> at = exactly({i * kHalf, j * kHalf}).numbers;
        const auto left = scene.evaluate(scene.network(one), at);
        if (!left) return left;
        const auto right = scene.evaluate(scene.network(other), at);
        if (!right) return right;
        if (left->numbers(0) != right->numbers(0)) ++differ;
      }
    }
    return exactly(Rational(differ));
  });
}

Claim x02() {
  Claim c;
  c.id = "X02";
  c.title = "Guided backpropagation and DeConvNet: one relu is enough";
  c.source = "Sundararajan et al. 2017, appendix B and figure 7";
  c.statement =
      "Guided backpropagation and DeConvNet break sensitivity(a): in R(R(x1) - 1 - R(x2)) a change "
      "of x2 from 0 to 1 at x1 = 3 changes the output, and x2 gets 0.";
  c.says = "x2 matters and gets 0";
  c.why =
      "So does -R(x) at 1, one relu of one input against three of two: the signal -1 is cut off. "
      "It "
      "is as small as can be, for without relus both methods are the gradient. R(x) - R(x), which "
      "is "
      "0, gets 1: the dummy axiom and implementation invariance, on which the paper does not "
      "charge "
      "the two methods, fall with two relus of one input.";
  c.careful =
      "Both methods cut off negative signals, so every network -R(...) convicts them; both also "
      "tell "
      "networks of one function apart.";
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.network("s", "-R(x)",
            layers({{rows({{1}}), exactly({0}).numbers, true},
                    {rows({{-1}}), exactly({0}).numbers, false}}));
  c.network("z", "R(x) - R(x)",
            layers({{rows({{1}, {1}}), exactly({0, 0}).numbers, true},
                    {rows({{1, -1}}), exactly({0}).numbers, false}}));
  c.network("w", "R(-R(x))",
            layers({{rows({{1}}), exactly({0}).numbers, true},
                    {rows({{-1}}), exactly({0}).numbers, true}}));
  c.point("(3, 1)", {3, 1});
  c.point("(3, 0)", {3, 0});
  c.point("1", {1});
  c.fact("published: change of f from (3, 0) to (3, 1)", change("f", "(3, 1)", "(3, 0)"))
      .is({"-1"})
      .claimed(Relation::not_zero);
  c.fact("smaller: change of -R(x) from 0 to 1", change("s", "1")).is({"-1"});
  for (const std::string method : {"guided-backprop", "deconvnet"}) {
    c.fact("published: " + method + " of f", attribution("f", method, "(3, 1)", "(3, 0)"))
        .is({"1", "0"})
        .as_claimed();
    c.fact("smaller: " + method + " of -R(x)", attribution("s", method, "1"))
        .is({"0"})
        .claimed(Relation::zero);
    c.fact("same function: " + method + " of R(x) - R(x)", attribution("z", method, "1")).is({"1"});
    c.fact("same function: " + method + " of R(-R(x))", attribution("w", method, "1")).is({"0"});
  }
  c.fact("integrated gradients of -R(x)", attribution("s", "integrated-gradients:rule=exact", "1"))
      .is({"-1"});
  c.fact("fewest relus that break sensitivity(a), all networks of at most one searched",
         smallest_relus({"guided-backprop", "deconvnet"}, "sensitivity-a", SmallScope{1, 1}))
      .is({"1", "1"})
      .once();
  c.fact("the same without relus: none",
         smallest_relus({"guided-backprop", "deconvnet"}, "sensitivity-a", SmallScope{2, 0}))
      .is({"0", "0"})
      .once();
  c.supports_cell("guided-backprop", "sensitivity-a");
  c.supports_cell("deconvnet", "sensitivity-a");
  c.supports_cell("guided-backprop", "implementation-invariance");
  c.supports_cell("deconvnet", "implementation-invariance");
  return c;
}

Claim x03() {
  Claim c;
  c.id = "X03";
  c.title = "DeepLIFT tells two networks apart: smaller pairs";
  c.source =
      "Sundararajan et al. 2017, section 2.2 and figure 7; Shrikumar et al. 2017 for the rules";
  c.statement =
      "DeepLIFT breaks implementation invariance, as the two networks of figure 7 show at (3, 1).";
  c.says = "figure 7's networks convict DeepLIFT";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"Rescale"};
  c.why =
      "RevealCancel gives both the same, so figure 7 says nothing of it. A smaller pair convicts "
      "it: "
      "R(x1 - x2 - 1) and R(R(x1 - x2) - 1), equal since R(z) - 1 > 0 just where z - 1 > 0. "
      "Rescale "
      "is convicted by no pair of fewer than three relus in the scope, but it needs neither biases "
      "nor the point (3, 1): R(R(x2) - R(-x1)) and R(R(x1 + x2) - R(x1)), from (0, 1) to (-1, -1), "
      "both R(x2) for x1 >= 0 and R(x1 + x2) for x1 < 0. From baseline 0 no pair without biases "
      "does it: there Rescale is gradient x input.";
  c.careful =
      "Rescale breaks implementation invariance on figure 7; RevealCancel on R(x1 - x2 - 1) and "
      "R(R(x1 - x2) - 1) at (2, 1).";
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.network("g", "R(R(x1 - 1) - R(x2))", examples::figure_7_g());
  const Vector<Rational> zero = exactly({0}).numbers;
  const Vector<Rational> zeros = exactly({0, 0}).numbers;
  const Vector<Rational> minus_one = exactly({-1}).numbers;
  c.network("p", "R(x1 - x2 - 1)", layers({{rows({{1, -1}}), minus_one, true}}));
  c.network("q", "R(R(x1 - x2) - 1)",
            layers({{rows({{1, -1}}), zero, true}, {rows({{1}}), minus_one, true}}));
  c.network("r", "R(R(x2) - R(-x1))",
            layers({{rows({{0, 1}, {-1, 0}}), zeros, true}, {rows({{1, -1}}), zero, true}}));
  c.network("s", "R(R(x1 + x2) - R(x1))",
            layers({{rows({{1, 1}, {1, 0}}), zeros, true}, {rows({{1, -1}}), zero, true}}));
  c.network("z", "R(R(x1 - x2) - R(x1 - x2 + 1)), which is 0",
            layers({{rows({{1, -1}, {1, -1}}), exactly({0, 1}).numbers, true},
                    {rows({{1, -1}}), zero, true}}));
  c.point("(3, 1)", {3, 1});
  c.point("(2, 1)", {2, 1});
  c.point("(-1, -1)", {-1, -1});
  c.point("(0, 1)", {0, 1});
  const std::string rescale = "deeplift:rule=rescale";
  const std::string reveal = "deeplift:rule=revealcancel";
  c.fact("published: f by Rescale", attribution("f", rescale, "(3, 1)")).is({"3/2", "-1/2"});
  c.fact("published: g by Rescale", attribution("g", rescale, "(3, 1)"))
      .is({"2", "-1"})
      .claimed_different_from("published: f by Rescale")
      .under("Rescale");
  c.fact("published: f by RevealCancel", attribution("f", reveal, "(3, 1)")).is({"3/2", "-1/2"});
  c.fact("published: g by RevealCancel", attribution("g", reveal, "(3, 1)"))
      .is({"3/2", "-1/2"})
      .claimed_different_from("published: f by RevealCancel")
      .under("RevealCancel");
  c.fact("smaller: p by RevealCancel at (2, 1)", attribution("p", reveal, "(2, 1)"))
      .is({"1/2", "-1/2"});
  c.fact("smaller: q by RevealCancel at (2, 1)", attribution("q", reveal, "(2, 1)")).is({"0", "0"});
  c.fact("smaller: r by Rescale from (0, 1) to (-1, -1)",
         attribution("r", rescale, "(-1, -1)", "(0, 1)"))
      .is({"-1/2", "-1/2"});
  c.fact("smaller: s by Rescale from (0, 1) to (-1, -1)",
         attribution("s", rescale, "(-1, -1)", "(0, 1)"))
      .is({"-1/3", "-2/3"});
  c.fact("points of a grid at which p and q differ", differences("p", "q")).is({"0"}).once();
  c.fact("points of a grid at which r and s differ", differences("r", "s")).is({"0"}).once();
  c.fact("a network that is 0 everywhere, by RevealCancel", attribution("z", reveal, "(3, 1)"))
      .is({"-1/8", "1/8"});
  c.fact("relus of the smallest pair, RevealCancel",
         smallest_relus({reveal}, "implementation-invariance", SmallScope{2, 2}))
      .is({"1", "2"})
      .once();
  c.fact("relus of the smallest pair, Rescale, at most two relus: none",
         smallest_relus({rescale}, "implementation-invariance", SmallScope{2, 2}))
      .is({"0"})
      .once();
  c.fact("relus of the smallest pair, Rescale, at most three relus",
         smallest_relus({rescale}, "implementation-invariance", SmallScope{2, 3}))
      .is({"3", "3"})
      .once();
  c.supports_cell(rescale, "implementation-invariance");
  c.supports_cell(reveal, "implementation-invariance");
  c.supports_cell(reveal, "sensitivity-b");
  return c;
}

}  // namespace

std::vector<Claim> smaller_counterexamples() {
  std::vector<Claim> all;
  all.push_back(x02());
  all.push_back(x03());
  return all;
}

}  // namespace axiomark::claims
