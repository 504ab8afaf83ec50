// Where methods give the same, and which axioms they share.
#include <fmt/format.h>

#include <array>

#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

const std::string kExact = "integrated-gradients:rule=exact";

// The most that the attributions of n features differ from what F loses when they go to the
// baseline.
Quantity residual_for(std::string network, std::string method, Index n) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const ClaimNetwork& f = scene.network(network);
    const Index features = input_features(f);
    const Vector<Rational> x = scene.point("x", features);
    const Vector<Rational> baseline = scene.point("x'", features);
    const auto values = scene.compute(attribution(network, method));
    const auto at_input = scene.evaluate(f, x);
    if (!values) return values;
    if (!at_input) return at_input;
    Rational most = 0;
    for (unsigned set = 0; set < (1U << features); ++set) {
      Vector<Rational> moved = x;
      Rational sum = 0;
      Index members = 0;
      for (Index i = 0; i < features; ++i) {
        if ((set >> i & 1U) == 0) continue;
        moved(i) = baseline(i);
        sum += values->numbers(i);
        ++members;
      }
      const auto without = scene.evaluate(f, moved);
      if (!without) return without;
      const Rational loss = at_input->numbers(0) - without->numbers(0);
      if (members == n) most = std::max(most, absolute_value(Rational(sum - loss)));
    }
    return Values{exactly(most).numbers, values->exact};
  });
}

Claim c04() {
  Claim c;
  c.id = "C04";
  c.title = "Sensitivity-n for every n";
  c.source = "Ancona et al. 2018, section 3.2 and proposition 4";
  c.statement =
      "Gradient-based methods and occlusion satisfy sensitivity-n for all n only where F is "
      "linear: on x1 x2 integrated gradients fail for n = 1, occlusion for n = 2.";
  c.says = "sensitivity-n for all n: linear F only";
  c.why =
      "Of two features, completeness is n = 2, occlusion n = 1 by definition; both at once say "
      "that losses add up, so that nothing interacts. (Gradients of x1 x2 are linear: midpoints "
      "are exact.)";
  c.careful = "As stated; each n by itself may hold without the others.";
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  c.network("F", "x1 x2", b.build(b.product(b.feature(x, 0), b.feature(x, 1))).value());
  c.network("Y", "1 - R(1 - (x1 + x2))", examples::saturated_sum());
  NetworkBuilder<Rational> l;
  c.network("L", "2 x1 - 3 x2", l.build(l.dense(l.input({2}), {{2, -3}}, {0})).value());
  c.point("x", {1, 1});
  const std::string midpoint = "integrated-gradients:rule=midpoint,steps=20";
  c.fact("IG of F", attribution("F", midpoint)).is({"1/2", "1/2"});
  c.fact("occlusion of F", attribution("F", "occlusion")).is({"1", "1"});
  const auto misses = [&](const std::string& name, const std::string& network,
                          const std::string& method, std::array<std::string, 2> by) {
    for (const Index n : {1, 2}) {
      const std::string& expected = by[static_cast<std::size_t>(n - 1)];
      c.fact(fmt::format("{} of {} misses n = {} by", name, network, n),
             residual_for(network, method, n))
          .is({expected})
          .claimed(expected == "0" ? Relation::zero : Relation::not_zero);
    }
  };
  misses("IG", "F", midpoint, {"1/2", "0"});
  misses("occlusion", "F", "occlusion", {"0", "1"});
  misses("IG", "Y", kExact, {"1/2", "0"});
  misses("occlusion", "Y", "occlusion", {"0", "1"});
  misses("IG", "L", kExact, {"0", "0"});
  misses("occlusion", "L", "occlusion", {"0", "0"});
  c.supports_cell(kExact, "sensitivity-n");
  c.supports_cell(midpoint, "sensitivity-n");
  c.supports_cell("occlusion", "sensitivity-n");
  return c;
}

// Of the two fundamental axioms, how many the method breaks on these witnesses. Sensitivity: 1 -
// R(1 - x) from 0 to 2, and figure 7 from (3, 0) to (3, 1), where x2 alone moves and F changes.
// Implementation invariance: the two networks of figure 7, and f - g against a network of zero.
Quantity broken_axioms(std::string method) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto asked = [&](const std::string& network, const std::string& input,
                           const std::string& baseline) {
      return scene.compute(attribution(network, method, input, baseline));
    };
    const auto saturated = asked("s", "two", "nought");
    const auto moved = asked("f", "x", "x0");
    const auto f = asked("f", "x", "x'");
    const auto g = asked("g", "x", "x'");
    const auto difference = asked("f - g", "x", "x'");
    const auto zero = asked("zero", "x", "x'");
    for (const auto* answer : {&saturated, &moved, &f, &g, &difference, &zero}) {
      if (!*answer) return *answer;
    }
    const bool sensitive = saturated->numbers(0) != 0 && moved->numbers(1) != 0;
    const bool invariant =
        (f->numbers == g->numbers).all() && (difference->numbers == zero->numbers).all();
    return exactly((sensitive ? 0 : 1) + (invariant ? 0 : 1));
  });
}

Claim s12() {
  Claim c;
  c.id = "S12";
  c.title = "Every earlier method breaks a fundamental axiom";
  c.source = "Reading notes of Sundararajan et al. 2017, sections 2 and 3";
  c.statement = "Every earlier attribution method breaks sensitivity or implementation invariance.";
  c.says = "each earlier method breaks sensitivity or invariance";
  const std::string named = "the methods that the paper names";
  const std::string all = "all methods published before";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {named};
  c.why =
      "Occlusion and baseline Shapley values look at F alone, which makes them invariant, and "
      "compare it with a feature at its baseline, which makes them sensitive. Zeros of the last "
      "two facts are those proofs' witnesses, not the proofs.";
  c.careful =
      "Gradients, guided backpropagation, DeConvNet, LRP and DeepLIFT each break one; occlusion "
      "(2014) and Shapley values (1953; for networks since 2010) break neither.";
  c.network("s", "1 - R(1 - x)", examples::saturation());
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.network("g", "R(R(x1 - 1) - R(x2))", examples::figure_7_g());
  c.network("f - g", "f(x) - g(x)", examples::figure_7_difference());
  NetworkBuilder<Rational> b;
  c.network("zero", "0 x1 + 0 x2", b.build(b.dense(b.input({2}), {{0, 0}}, {0})).value());
  c.point("x", {3, 1});
  c.point("x0", {3, 0});
  c.point("two", {2});
  c.point("nought", {0});
  const auto breaks = [&](const std::string& name, const std::string& method,
                          const std::string& count, const std::string& reading) {
    c.fact(name, broken_axioms(method))
        .is({count})
        .claimed(Relation::at_least, {"1"})
        .under(reading);
  };
  breaks("axioms broken by the gradient", "gradient", "1", named);
  breaks("axioms broken by gradient x input", "gradient-x-input", "1", named);
  breaks("axioms broken by guided backpropagation", "guided-backprop", "2", named);
  breaks("axioms broken by DeConvNet", "deconvnet", "2", named);
  breaks("axioms broken by LRP-0", "lrp:rule=0,bias=include", "1", named);
  breaks("axioms broken by LRP-0, bias ignored", "lrp:rule=0,bias=ignore", "2", named);
  breaks("axioms broken by DeepLIFT", "deeplift:rule=rescale", "1", named);
  breaks("axioms broken by occlusion", "occlusion", "0", all);
  breaks("axioms broken by baseline Shapley values", "shapley", "0", all);
  c.supports_cell("gradient", "sensitivity-a");
  c.supports_cell("guided-backprop", "sensitivity-a");
  c.supports_cell("deconvnet", "sensitivity-a");
  c.supports_cell("deeplift:rule=rescale", "implementation-invariance");
  return c;
}

Claim s13() {
  Claim c;
  c.id = "S13";
  c.title = "Gradient x input and linear models";
  c.source = "Sundararajan et al. 2017, section 1, and reading notes of it";
  c.statement =
      "Gradient x input is the analogue of coefficient times value in a linear model: on affine F "
      "it is what integrated gradients, DeepLIFT, Shapley values, occlusion and LRP give.";
  c.says = "affine F: all give w_i x_i";
  const std::string zero = "baseline 0";
  const std::string other = "another baseline";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {zero};
  c.why =
      "Against a baseline x' the others give w_i (x_i - x'_i). Guided backpropagation gives w_i, "
      "and IDGI weighs by squared slopes: it is complete, and wrong on a linear model.";
  c.careful = "On affine functions, with baseline 0; elsewhere take gradient x (input - baseline).";
  NetworkBuilder<Rational> b;
  c.network("F", "2 x1 - 3 x2 + 5", b.build(b.dense(b.input({2}), {{2, -3}}, {5})).value());
  NetworkBuilder<Rational> d;
  const Tensor h = d.relu(d.dense(d.input({2}), {{1, 0}, {-1, 0}, {0, 1}, {0, -1}}, {0, 0, 0, 0}));
  c.network("G", "2 R(x1) - 2 R(-x1) - 3 R(x2) + 3 R(-x2) + 5",
            d.build(d.dense(h, {{2, -2, -3, 3}}, {5})).value());
  NetworkBuilder<Rational> e;
  c.network("H", "2 x1 + x2", e.build(e.dense(e.input({2}), {{2, 1}}, {0})).value());
  c.point("x", {1, 2});
  c.point("ones", {1, 1});
  for (const std::string n : {"F", "G"}) {
    for (const std::string& method :
         {std::string("gradient-x-input"), kExact, std::string("deeplift:rule=rescale"),
          std::string("deeplift:rule=revealcancel"), std::string("shapley"),
          std::string("occlusion"), std::string("lrp:rule=0,bias=include")}) {
      c.fact(n + ", " + method, attribution(n, method)).is({"2", "-6"}).as_claimed().under(zero);
    }
  }
  c.fact("F, guided backpropagation", attribution("F", "guided-backprop")).is({"2", "-3"});
  c.fact("H at (1, 1), gradient x input", attribution("H", "gradient-x-input", "ones"))
      .is({"2", "1"});
  c.fact("H at (1, 1), IDGI", attribution("H", "idgi", "ones")).is({"12/5", "3/5"});
  c.fact("F against (1, 1), IG", attribution("F", kExact, "x", "ones")).is({"0", "-3"});
  c.fact("F against (1, 1), gradient x input", attribution("F", "gradient-x-input", "x", "ones"))
      .is({"2", "-6"})
      .claimed_equal_to("F against (1, 1), IG")
      .under(other);
  c.supports_cell("gradient-x-input", "agrees-on-affine");
  c.supports_cell("idgi", "agrees-on-affine");
  c.supports_cell("guided-backprop", "agrees-on-affine");
  return c;
}

Claim s14() {
  Claim c;
  c.id = "S14";
  c.title = "Not the gradient, hence not invariant";
  c.source = "Reading notes of Sundararajan et al. 2017, section 2.2";
  c.statement = "A method that is not the gradient breaks implementation invariance.";
  c.says = "not the gradient: not invariant";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "Whatever is computed from values and gradients of F alone is invariant: integrated "
      "gradients, Shapley values, occlusion. Methods with a rule of their own for each layer may "
      "break it.";
  c.careful = "A method that replaces gradients inside the network by something else may break it.";
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.network("g", "R(R(x1 - 1) - R(x2))", examples::figure_7_g());
  c.point("x", {3, 1});
  c.fact("gradient of f", attribution("f", "gradient")).is({"1", "-1"});
  c.fact("gradient of g", attribution("g", "gradient")).is({"1", "-1"});
  const auto pair = [&](const std::string& name, const std::string& method,
                        std::vector<std::string> of_f, std::vector<std::string> of_g) {
    c.fact(name + " of f", attribution("f", method)).is(std::move(of_f));
    c.fact(name + " of g", attribution("g", method))
        .is(std::move(of_g))
        .claimed_different_from(name + " of f");
  };
  pair("DeepLIFT", "deeplift:rule=rescale", {"3/2", "-1/2"}, {"2", "-1"});
  pair("LRP-0, bias ignored,", "lrp:rule=0,bias=ignore", {"3/2", "-1/2"}, {"2", "-1"});
  pair("IG", kExact, {"3/2", "-1/2"}, {"3/2", "-1/2"});
  pair("Shapley", "shapley", {"3/2", "-1/2"}, {"3/2", "-1/2"});
  pair("occlusion", "occlusion", {"1", "-1"}, {"1", "-1"});
  c.supports_cell(kExact, "implementation-invariance");
  c.supports_cell("shapley", "implementation-invariance");
  c.supports_cell("occlusion", "implementation-invariance");
  return c;
}

}  // namespace

std::vector<Claim> agreement() {
  std::vector<Claim> all;
  all.push_back(c04());
  all.push_back(s12());
  all.push_back(s13());
  all.push_back(s14());
  return all;
}

}  // namespace axiomark::claims
