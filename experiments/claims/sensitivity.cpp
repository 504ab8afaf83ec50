// Which methods see that a feature matters: Sundararajan et al. 2017, sections 2.1 and 3, and
// appendix B.
#include "experiments/claims/drawn_layers.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

// Of the 49 x 49 points from (-6, -6) to (6, 6), a quarter apart, those at which x2 gets something.
Quantity points_that_give_x2_something(const std::string& method) {
  return Compute([method](const Scene& s) -> Result<Values> {
    const ClaimNetwork& f = s.network("f");
    Rational count = 0;
    for (int i = -24; i <= 24; ++i) {
      for (int j = -24; j <= 24; ++j) {
        const Vector<Rational> point = exactly({Rational(i, 4), Rational(j, 4)}).numbers;
        auto values = s.attribute(f, method, point, Vector<Rational>::Zero(2));
        if (!values) return values;
        if (values->numbers(1) != 0) count += 1;
      }
    }
    return exactly(count);
  });
}

Claim a06() {
  Claim c;
  c.id = "A06";
  c.title = "Guided backprop and DeConvNet never see x2";
  c.source = "Sundararajan et al. 2017, appendix B";
  c.statement =
      "On the network f of figure 7 guided backprop and DeConvNet give x2 nothing at any input, "
      "although f falls as x2 grows: they break sensitivity(a).";
  c.says = "x2 gets 0 everywhere";
  c.verdict = ClaimVerdict::holds;
  c.why =
      "The signal that reaches R(x2) from above is -1 or 0 at every input, and both rules stop "
      "what is negative.";
  c.careful =
      "From (3, 0) to (3, 1) only x2 differs and f falls from 2 to 1; guided backprop and "
      "DeConvNet give x2 zero there, as they do everywhere.";
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.point("x", {3, 1});
  c.point("x'", {3, 0});
  c.fact("f(x')", value("f", "x'")).is({"2"});
  c.fact("f(x)", value("f")).is({"1"});
  c.fact("guided backprop", attribution("f", "guided-backprop")).is({"1", "0"});
  c.fact("DeConvNet", attribution("f", "deconvnet")).is({"1", "0"});
  c.fact("gradient", attribution("f", "gradient")).is({"1", "-1"});
  c.fact("integrated gradients", attribution("f", "integrated-gradients:rule=exact"))
      .is({"0", "-1"});
  c.fact("DeepLIFT, Rescale", attribution("f", "deeplift:rule=rescale")).is({"0", "-1"});
  c.fact("points of a 49 x 49 grid where guided backprop gives x2 something",
         points_that_give_x2_something("guided-backprop"))
      .is({"0"})
      .claimed(Relation::zero)
      .once();
  c.fact("points of a 49 x 49 grid where DeConvNet gives x2 something",
         points_that_give_x2_something("deconvnet"))
      .is({"0"})
      .claimed(Relation::zero)
      .once();
  c.supports_cell("guided-backprop", "sensitivity-a");
  c.supports_cell("deconvnet", "sensitivity-a");
  return c;
}

Claim a07() {
  Claim c;
  c.id = "A07";
  c.title = "DeConvNet does not ask whether a relu is on";
  c.source = "Sundararajan et al. 2017, section 2.1";
  c.statement =
      "DeConvNet and guided backprop propagate back through a relu only if the relu is turned on "
      "at the input.";
  c.says = "a relu that is off passes nothing back";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"said of guided backprop"};
  c.why =
      "DeConvNet keeps the positive part of the signal that comes back, whatever the unit did on "
      "the way forward.";
  c.careful =
      "Guided backprop passes a signal back where the relu is on and the signal positive; "
      "DeConvNet where the signal is positive. Both break sensitivity(a) because they stop "
      "negative signals.";
  Builder b;
  const Tensor x = b.input({1});
  c.network("f", "R(x - 1)", b.build(b.relu(b.dense(x, {{1}}, {-1}))).value());
  c.point("x", {0});
  c.fact("gradient", attribution("f", "gradient")).is({"0"});
  c.fact("guided backprop", attribution("f", "guided-backprop"))
      .is({"0"})
      .claimed(Relation::zero)
      .under("said of guided backprop");
  c.fact("DeConvNet", attribution("f", "deconvnet"))
      .is({"1"})
      .claimed(Relation::zero)
      .under("said of DeConvNet");
  return c;
}

// Random networks whose last feature does not move, and in which it gets something all the same.
Quantity networks_that_credit_what_does_not_move(const std::string& method) {
  return Compute([method](const Scene& s) -> Result<Values> {
    Rational count = 0;
    const std::uint64_t draws = s.full() ? 2000 : 200;
    for (std::uint64_t k = 0; k < draws; ++k) {
      RandomStream stream = RandomStream(14).split(k);
      const ClaimNetwork f{
          "", "", make_network(draw_layers(stream, {3, 4, 3, 1}, true, Numbers::whole)).value()};
      const Vector<Rational> x = draw_point(stream, 3, Numbers::whole);
      Vector<Rational> baseline = draw_point(stream, 3, Numbers::whole);
      baseline(2) = x(2);
      const auto values = s.attribute(f, method, x, baseline);
      if (!values) continue;  // the segment runs inside a kink
      if (values->numbers(2) != 0) count += 1;
    }
    return exactly(count);
  });
}

Claim a14() {
  Claim c;
  c.id = "A14";
  c.title = "A feature at its baseline gets nothing";
  c.source = "Sundararajan et al. 2017, equation 1";
  c.statement =
      "Integrated gradients give zero to every feature with x_i = x'_i, whatever F is: a black "
      "pixel gets nothing against a black baseline, even if F depends on it. This does not break "
      "sensitivity(a).";
  c.says = "IG_i = 0 where x_i = x'_i";
  c.verdict = ClaimVerdict::holds;
  c.why =
      "The factor x_i - x'_i of equation 1 is zero, and sensitivity(a) speaks only of features "
      "that differ.";
  c.careful =
      "The zero says that the feature did not move, not that F ignores it: with another baseline "
      "it may get something.";
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  Builder b;
  const Tensor x = b.input({2});
  c.network("g", "2 x1 + x2", b.build(b.dense(x, {{2, 1}}, {0})).value());
  c.point("x", {3, 1});
  c.point("x'", {0, 1});
  c.point("x2 away", {3, 0});
  c.point("zero", {0, 0});
  c.fact("f(x)", value("f")).is({"1"});
  c.fact("f where x2 is 0 instead", value("f", "x2 away")).is({"2"});
  c.fact("integrated gradients, x2 at its baseline",
         attribution("f", "integrated-gradients:rule=exact"))
      .is({"1", "0"})
      .as_claimed();
  c.fact("integrated gradients, baseline zero",
         attribution("f", "integrated-gradients:rule=exact", "x", "zero"))
      .is({"3/2", "-1/2"});
  c.fact(
       "of 200 random 3-4-3-1 networks (seed 14; 2000 in full), those where an unmoved feature "
       "gets something",
       networks_that_credit_what_does_not_move("integrated-gradients:rule=exact"))
      .is({"0"})
      .claimed(Relation::zero)
      .once();
  c.fact("IDGI of g, x2 at its baseline: not so", attribution("g", "idgi")).is({"24/5", "6/5"});
  c.supports_cell("integrated-gradients:rule=exact", "missingness");
  c.supports_cell("idgi", "missingness");
  return c;
}

// Random networks and points that differ in one feature, where F changes and that feature does not
// get all of the change.
Quantity networks_that_break_sensitivity(const std::vector<std::string>& methods) {
  return Compute([methods](const Scene& s) -> Result<Values> {
    Rational count = 0;
    for (std::uint64_t k = 0; k < 200; ++k) {
      RandomStream stream = RandomStream(21).split(k);
      const ClaimNetwork f{
          "", "", make_network(draw_layers(stream, {3, 4, 1}, true, Numbers::whole)).value()};
      const Vector<Rational> x = draw_point(stream, 3, Numbers::whole);
      Vector<Rational> baseline = x;
      baseline(1) -= stream.between(1, 4);
      const auto high = s.evaluate(f, x);
      const auto low = s.evaluate(f, baseline);
      if (!high || !low) return high ? low : high;
      const Rational change = high->numbers(0) - low->numbers(0);
      if (change == 0) continue;
      for (const std::string& method : methods) {
        const auto values = s.attribute(f, method, x, baseline);
        if (!values) continue;  // the segment runs inside a kink
        if (values->numbers(1) != change) count += 1;
      }
    }
    return exactly(count);
  });
}

// A complete method that hands every attribution to the other of two features.
Quantity exchanged(const std::string& network, const std::string& method, const std::string& input,
                   const std::string& baseline) {
  return Compute([=](const Scene& s) -> Result<Values> {
    auto values = s.attribute({network, method, input, baseline, 0});
    if (values) values->numbers.reverseInPlace();
    return values;
  });
}

Claim a21() {
  Claim c;
  c.id = "A21";
  c.title = "Completeness and sensitivity(a)";
  c.source = "Sundararajan et al. 2017, remark 2";
  c.statement = "Completeness implies sensitivity(a), and is the stronger of the two.";
  c.says = "complete implies sensitive, not conversely";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"features that do not differ get nothing"};
  c.why =
      "Occlusion is sensitive and not complete. But the sum says nothing of one feature unless the "
      "others get zero: exchange the two numbers of a complete method, and the sum stays.";
  c.careful =
      "A complete method that gives nothing to features that do not differ satisfies "
      "sensitivity(a); the converse fails.";
  Builder b;
  const Tensor x = b.input({2});
  c.network("f", "x1 x2", b.build(b.product(b.feature(x, 0), b.feature(x, 1))).value());
  c.point("x", {1, 1});
  c.point("x1 away", {0, 1});
  c.fact("f(x) - f(0)", change("f")).is({"1"});
  c.fact("occlusion at x", attribution("f", "occlusion")).is({"1", "1"});
  c.fact("occlusion's sum", sum_of(attribution("f", "occlusion")))
      .is({"2"})
      .claimed_different_from("f(x) - f(0)");
  c.fact("occlusion, only x1 differs", attribution("f", "occlusion", "x", "x1 away"))
      .is({"1", "0"})
      .as_claimed();
  c.fact("f's change, only x1 differs", change("f", "x", "x1 away")).is({"1"});
  const std::vector<std::string> complete = {"integrated-gradients:rule=exact",
                                             "deeplift:rule=rescale", "deeplift:rule=revealcancel",
                                             "shapley"};
  c.fact(
       "200 random 3-4-1 networks (seed 21), one feature differs: answers of complete methods that "
       "are not the change",
       networks_that_break_sensitivity(complete))
      .is({"0"})
      .claimed(Relation::zero)
      .under("features that do not differ get nothing")
      .once();
  c.fact("Shapley values exchanged, only x1 differs: sum",
         sum_of(exchanged("f", "shapley", "x", "x1 away")))
      .is({"1"})
      .claimed_equal_to("f's change, only x1 differs");
  c.fact("Shapley values exchanged, only x1 differs: x1",
         Compute([](const Scene& s) -> Result<Values> {
           auto values = s.compute(exchanged("f", "shapley", "x", "x1 away"));
           if (!values) return values;
           return Values{values->numbers.head(1), values->exact};
         }))
      .is({"0"})
      .claimed(Relation::not_zero)
      .under("any attributions that add up");
  c.supports_cell("occlusion", "completeness");
  return c;
}

}  // namespace

std::vector<Claim> sensitivity() {
  std::vector<Claim> all;
  all.push_back(a06());
  all.push_back(a07());
  all.push_back(a14());
  all.push_back(a21());
  return all;
}

}  // namespace axiomark::claims
