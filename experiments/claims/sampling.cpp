// Shapley values from samples and from least squares.
#include <fmt/format.h>

#include <cmath>

#include "experiments/claims/order_variances.hpp"
#include "experiments/claims/random_networks.hpp"
#include "experiments/claims/themes.hpp"
#include "network/builder.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

Tensor weighted_relu(Builder& b, Tensor x, std::initializer_list<Rational> weights,
                     const Rational& bias) {
  return b.relu(b.dense(x, {weights}, {bias}));
}

// A game of six players with relus.
Network<Rational> relu_game() {
  Builder b;
  const Tensor x = b.input({6});
  const Tensor h1 = weighted_relu(b, x, {1, 1, -1, 0, 0, 0}, 0);
  const Tensor h2 = weighted_relu(b, x, {0, 0, 1, -1, 1, 0}, 0);
  const Tensor h3 = weighted_relu(b, x, {1, 0, 0, 0, -1, 1}, -1);
  const Tensor h4 = weighted_relu(b, x, {0, 1, 0, 1, 0, 1}, -2);
  const Tensor h5 = weighted_relu(b, x, {0, 1, 1, 0, 0, -2}, 0);
  return b.build(b.sum({h1, h2, h3, h4, h5}, {1, 2, -1, 1, -3})).value();
}

void add_relu_game(Claim& c) {
  c.network("f",
            "R(x1 + x2 - x3) + 2 R(x3 - x4 + x5) - R(x1 - x5 + x6 - 1) + R(x2 + x4 + x6 - 2) - 3 "
            "R(x2 + x3 - 2 x6)",
            relu_game());
  c.point("x", {2, 1, 3, 2, 1, 2});
}

// x1 x2 + 2 x1 x3 - x2 x4 + 3 x3 - x4: players interact in pairs only.
Network<Rational> pairs_only() {
  Builder b;
  const Tensor x = b.input({4});
  const auto times = [&](Index i, Index j) { return b.product(b.feature(x, i), b.feature(x, j)); };
  const Tensor linear = b.dense(x, {{0, 0, 3, -1}}, {0});
  return b.build(b.sum({times(0, 1), times(0, 2), times(1, 3), linear}, {1, 2, -1, 1})).value();
}

Network<Rational> triple_product() {
  Builder b;
  const Tensor x = b.input({3});
  return b.build(b.product(b.product(b.feature(x, 0), b.feature(x, 1)), b.feature(x, 2))).value();
}

// Worth 0, 1, 1, 2 with 0, 1, 2, 3 players at 1: whoever comes second adds nothing.
Network<Rational> first_and_last() {
  Builder b;
  const Tensor x = b.input({3});
  const auto from = [&](const Rational& start) {
    return weighted_relu(b, x, {1, 1, 1}, Rational(-start));
  };
  return b.build(b.sum({from(0), from(1), from(2)}, {1, -1, 1})).value();
}

Quantity order_variance(const std::string& game, const std::string& input,
                        Rational OrderVariances::*part) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto found = order_variances(scene, game, input);
    if (!found) return tl::make_unexpected(found.error());
    return Values{Vector<Rational>::Constant(1, *found.*part), scene.exact()};
  });
}

// Root of the mean square error over seeds and players, of so many orders.
Result<double> sampling_error(const Scene& scene, const std::string& rule, long orders,
                              Index seeds) {
  const ClaimNetwork& f = scene.network("f");
  const Network<double> game = scene.network_in_double("f");
  const Vector<Rational> x = scene.point("x", input_features(f));
  const auto exact = scene.attribute({"f", "shapley", "x", "x'", 0});
  if (!exact) return tl::make_unexpected(exact.error());
  const Vector<double> expected = convert_all<double>(exact->numbers);
  double sum = 0;
  for (Index seed = 0; seed < seeds; ++seed) {
    const auto found = attribute_one(scene, game,
                                     fmt::format("shapley:rule={},samples={},seed={}", rule,
                                                 rule == "antithetic" ? orders / 2 : orders, seed),
                                     convert_all<double>(x));
    if (!found) return tl::make_unexpected(found.error());
    sum += (*found - expected).square().mean();
  }
  return std::sqrt(sum / static_cast<double>(seeds));
}

Quantity scaled_sampling_error(const std::string& rule, long orders) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto error = sampling_error(scene, rule, orders, scene.full() ? 2000 : 200);
    if (!error) return tl::make_unexpected(error.error());
    return in_floating_point(*error * std::sqrt(static_cast<double>(orders)));
  });
}

Claim h06() {
  Claim c;
  c.id = "H06";
  c.title = "Sampled Shapley values and pairs of orders";
  c.source = "Castro, Gomez & Tejada 2009; Mitchell, Cooper, Frank & Holmes 2022";
  c.statement =
      "The error of Shapley values from m random orders falls as 1 / sqrt(m); an order with its "
      "reverse has less variance than two independent ones, and is exact where players interact in "
      "pairs only.";
  c.says = "1 / sqrt(m), less with reversed orders";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"for these two games"};
  c.why =
      "An order and its reverse put every player before every other exactly once. How much that "
      "helps depends on the game: 847/29, about 29 times, for f, twice for x1 x2 x3; where a "
      "contribution is as large before few as before many (game u), it doubles the variance. Two "
      "hundred seeds, from 0.";
  c.careful =
      "... has no more variance where contributions only grow, or only shrink, with the coalition; "
      "in general it may have up to twice as much.";
  add_relu_game(c);
  c.network("q", "x1 x2 + 2 x1 x3 - x2 x4 + 3 x3 - x4", pairs_only());
  c.network("t", "x1 x2 x3", triple_product());
  c.network("u", "R(s) - R(s - 1) + R(s - 2), s = x1 + x2 + x3", first_and_last());
  c.point("y", {1, 2, 3, -1});
  c.point("z", {1, 1, 1});
  c.fact("Shapley values of f", attribution("f", "shapley"))
      .is({"-1/3", "-1/3", "-4/3", "-7/6", "7/3", "35/6"});
  c.fact("f: variance of an order", order_variance("f", "x", &OrderVariances::single))
      .is({"847/90"})
      .once();
  c.fact("f: variance of an order in a pair", order_variance("f", "x", &OrderVariances::paired))
      .is({"29/90"})
      .claimed(Relation::at_most, {"847/90"})
      .under("for these two games")
      .once();
  c.fact("t: variance of an order", order_variance("t", "z", &OrderVariances::single)).is({"2/9"});
  c.fact("t: variance of an order in a pair", order_variance("t", "z", &OrderVariances::paired))
      .is({"1/9"})
      .claimed(Relation::at_most, {"2/9"})
      .under("for these two games");
  c.fact("u: variance of an order", order_variance("u", "z", &OrderVariances::single)).is({"2/9"});
  c.fact("u: variance of an order in a pair", order_variance("u", "z", &OrderVariances::paired))
      .is({"4/9"})
      .claimed(Relation::at_most, {"2/9"})
      .under("for every game");
  // sqrt(847/90) = 3.068 and sqrt(29/90) = 0.568. A mean square over 200 seeds has a relative
  // standard error of at most sqrt(2/200) if the players' errors rise and fall together: four of
  // them are 40 percent of the square, 20 to 25 percent of the root.
  for (const long m : {10, 40, 160, 640}) {
    c.fact(fmt::format("error * sqrt(m), m = {} orders", m),
           scaled_sampling_error("permutations", m))
        .is_between("2.3", "3.7", "sqrt(847/90) = 3.07, four standard errors from 200 seeds")
        .once();
    c.fact(fmt::format("error * sqrt(m), m = {} orders in pairs", m),
           scaled_sampling_error("antithetic", m))
        .is_between("0.43", "0.68", "sqrt(29/90) = 0.568, four standard errors from 200 seeds")
        .once();
  }
  c.fact("Shapley values of q", attribution("q", "shapley", "y")).is({"4", "2", "12", "2"});
  c.fact("q from two pairs", attribution("q", "shapley:rule=antithetic,samples=2", "y"))
      .is({"4", "2", "12", "2"})
      .claimed_equal_to("Shapley values of q");
  c.fact("q from four orders", attribution("q", "shapley:rule=permutations,samples=4", "y"))
      .claimed_different_from("Shapley values of q");
  c.plots = [](const Scene& scene) -> Result<std::vector<Plot>> {
    Plot plot;
    plot.title = "Error of sampled Shapley values";
    plot.caption =
        "Both fall as 1 / sqrt(m); pairs of reversed orders are five times as exact here.";
    plot.x_label = "orders";
    plot.y_label = "root mean square error";
    plot.log_x = true;
    plot.log_y = true;
    for (const std::string rule : {"permutations", "antithetic"}) {
      PlotSeries series;
      series.name = rule;
      for (const long m : {4, 10, 20, 40, 80, 160, 320, 640}) {
        const auto error = sampling_error(scene, rule, m, 50);
        if (!error) return tl::make_unexpected(error.error());
        series.x.push_back(static_cast<double>(m));
        series.y.push_back(*error);
      }
      plot.series.push_back(std::move(series));
    }
    return std::vector{plot};
  };
  return c;
}

Quantity residual(const std::string& method) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    auto sum = scene.compute(sum_of(attribution("f", method)));
    const auto whole = scene.compute(change("f"));
    if (!sum) return sum;
    if (!whole) return whole;
    sum->numbers -= whole->numbers;
    return sum;
  });
}

Quantity largest_error(const std::string& method) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto exact = scene.compute(attribution("f", "shapley"));
    const auto found = scene.compute(attribution("f", method));
    if (!exact) return exact;
    if (!found) return found;
    const Rational most = (found->numbers - exact->numbers).abs().maxCoeff();
    return Values{Vector<Rational>::Constant(1, most), found->exact};
  });
}

Claim h07() {
  Claim c;
  c.id = "H07";
  c.title = "The completeness residual of sampled Shapley values";
  c.source = "Practice with permutation sampling (Castro, Gomez & Tejada 2009)";
  c.statement = "Sampled Shapley values that add up to F(x) - F(x') have converged.";
  c.says = "residual zero, converged";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "In every single order the contributions telescope to F(x) - F(x'): the residual is zero for "
      "any number of orders, two included.";
  c.careful = "Judge convergence by the standard errors of the contributions, not by the residual.";
  add_relu_game(c);
  for (const long m : {2, 10, 100}) {
    const std::string method = fmt::format("shapley:rule=permutations,samples={}", m);
    c.fact(fmt::format("residual of {} orders", m), residual(method)).is({"0"});
  }
  // The contributions to f are whole numbers, so that those of two orders are halves and never the
  // sixths that the Shapley values are.
  c.fact("largest error of 2 orders", largest_error("shapley:rule=permutations,samples=2"))
      .is_between("1/6", "9",
                  "contributions in two orders are halves, the values sixths; the largest "
                  "contribution is 9")
      .claimed(Relation::at_most, {"1/20"})
      .once();
  c.fact("residual of all orders", residual("shapley")).is({"0"});
  c.supports_cell("shapley:rule=permutations,samples=16", "completeness");
  return c;
}

Claim h08() {
  Claim c;
  c.id = "H08";
  c.title = "KernelSHAP over all coalitions";
  c.source = "Lundberg & Lee 2017, theorem 2";
  c.statement =
      "The weighted least squares of KernelSHAP over all coalitions, its sum held to F(x) - F(x'), "
      "gives the Shapley values.";
  c.says = "KernelSHAP is Shapley";
  c.verdict = ClaimVerdict::holds;
  c.why = "With equality in rational arithmetic on five players and thirty coalitions, and on six.";
  c.careful = "... over all coalitions; drawn ones give an estimate, which is biased.";
  Builder b;
  const Tensor x = b.input({5});
  const Tensor h1 = weighted_relu(b, x, {1, 2, -1, 0, 0}, 0);
  const Tensor h2 = weighted_relu(b, x, {0, 0, 1, -1, 1}, -1);
  const Tensor h3 = weighted_relu(b, x, {1, 0, 0, 0, -1}, 0);
  c.network("g", "R(x1 + 2 x2 - x3) - 2 R(x3 - x4 + x5 - 1) + R(x1 - x5)",
            b.build(b.sum({h1, h2, h3}, {1, -2, 1})).value());
  c.point("y", {1, 2, 3, 1, 2});
  add_relu_game(c);
  c.fact("Shapley values of g", attribution("g", "shapley", "y"))
      .is({"4/3", "17/6", "-19/3", "4/3", "-19/6"});
  c.fact("KernelSHAP of g", attribution("g", "kernel-shap", "y"))
      .is({"4/3", "17/6", "-19/3", "4/3", "-19/6"})
      .claimed_equal_to("Shapley values of g");
  c.fact("Shapley values of f", attribution("f", "shapley"))
      .is({"-1/3", "-1/3", "-4/3", "-7/6", "7/3", "35/6"});
  c.fact("KernelSHAP of f", attribution("f", "kernel-shap"))
      .is({"-1/3", "-1/3", "-4/3", "-7/6", "7/3", "35/6"})
      .claimed_equal_to("Shapley values of f");
  return c;
}

}  // namespace

std::vector<Claim> sampling() {
  std::vector<Claim> all;
  all.push_back(h06());
  all.push_back(h07());
  all.push_back(h08());
  return all;
}

}  // namespace axiomark::claims
