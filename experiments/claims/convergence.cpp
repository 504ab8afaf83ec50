// How fast quadrature rules and samples converge.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "experiments/claims/random_networks.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/statistics.hpp"
#include "network/builder.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

const std::array<std::string, 6> kRules = {"left",      "right",   "midpoint",
                                           "trapezoid", "simpson", "gauss-legendre"};

std::string integrated_gradients(const std::string& rule, long steps) {
  return fmt::format("integrated-gradients:rule={},steps={}", rule, steps);
}

// sigma(3 x - 1)
Network<double> smooth_step() {
  NetworkBuilder<double> b;
  const Tensor x = b.input({1});
  return b.build(b.apply(Operator<double>(Sigmoid{}), {b.dense(x, {{3}}, {-1})})).value();
}

double sigmoid(double z) { return 1 / (1 + std::exp(-z)); }
double smooth_gradient(double a) { return 3 * sigmoid(3 * a - 1) * (1 - sigmoid(3 * a - 1)); }

// The attribution of the one feature at 1, less F(1) - F(0).
Result<double> smooth_error(const Scene& scene, const std::string& rule, long steps) {
  const ClaimNetwork& f = scene.network("f");
  const Vector<Rational> x = scene.point("x", 1);
  const Vector<Rational> from = scene.point("x'", 1);
  const auto found = scene.attribute(f, integrated_gradients(rule, steps), x, from);
  const auto top = scene.evaluate(f, x);
  const auto bottom = scene.evaluate(f, from);
  if (!found) return tl::make_unexpected(found.error());
  if (!top) return tl::make_unexpected(top.error());
  if (!bottom) return tl::make_unexpected(bottom.error());
  // Differences of doubles of one size, in Rational: no further rounding.
  return convert<double>(Rational(found->numbers(0) - (top->numbers(0) - bottom->numbers(0))));
}

// An answer made of the errors of some rules at some numbers of steps.
Quantity of_smooth_errors(std::vector<std::pair<std::string, long>> asked,
                          std::function<double(const std::vector<double>&)> make) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    std::vector<double> errors;
    for (const auto& [rule, steps] : asked) {
      const auto error = smooth_error(scene, rule, steps);
      if (!error) return tl::make_unexpected(error.error());
      errors.push_back(*error);
    }
    return in_floating_point(make(errors));
  });
}

Quantity observed_order(const std::string& rule) {
  return of_smooth_errors({{rule, 40}, {rule, 80}}, [](const std::vector<double>& e) {
    return std::log2(std::abs(e[0] / e[1]));
  });
}

using ErrorAt = std::function<Result<double>(const std::string& rule, long steps)>;

Result<Plot> error_plot(const std::vector<long>& steps, const ErrorAt& error_at) {
  Plot plot;
  plot.x_label = "steps";
  plot.y_label = "error";
  plot.log_x = true;
  plot.log_y = true;
  for (const std::string& rule : kRules) {
    PlotSeries series;
    series.name = rule;
    for (const long m : steps) {
      const auto error = error_at(rule, m);
      if (!error) return tl::make_unexpected(error.error());
      // Below the spacing of doubles at F there is only rounding.
      if (std::abs(*error) < 1e-16) break;
      series.x.push_back(static_cast<double>(m));
      series.y.push_back(std::abs(*error));
    }
    plot.series.push_back(std::move(series));
  }
  return plot;
}

Claim h01() {
  Claim c;
  c.id = "H01";
  c.title = "Orders of quadrature rules on a smooth function";
  c.source = "Textbook orders of quadrature rules (Davis & Rabinowitz 1984, chapter 2)";
  c.statement =
      "Integrated gradients of a smooth function converge with order 1 by the left and the right "
      "rule, 2 by midpoint and trapezoid, 4 by Simpson's rule, and faster than any power by "
      "Gauss-Legendre.";
  c.says = "orders 1, 1, 2, 2, 4, and beyond";
  c.verdict = ClaimVerdict::holds;
  c.why =
      "The gradient has all derivatives. Orders between 40 and 80 steps; a straight line on the "
      "plot's logarithmic axes is a power.";
  c.careful = "... of a smooth function; of a network of relus see H02.";
  c.network("f", "sigma(3 x - 1)", smooth_step());
  c.point("x", {1});
  c.fact("order, left", observed_order("left")).is({"0.98"}).claimed(Relation::at_least, {"0.9"});
  c.fact("order, right", observed_order("right")).is({"1.02"}).claimed(Relation::at_least, {"0.9"});
  c.fact("order, midpoint", observed_order("midpoint"))
      .is({"2.00"})
      .claimed(Relation::at_least, {"1.9"});
  c.fact("order, trapezoid", observed_order("trapezoid"))
      .is({"2.00"})
      .claimed(Relation::at_least, {"1.9"});
  c.fact("order, Simpson", observed_order("simpson"))
      .is({"4.00"})
      .claimed(Relation::at_least, {"3.9"});
  const auto the_error = [](const std::vector<double>& e) { return std::abs(e[0]); };
  c.fact("error of 10 Gauss-Legendre nodes", of_smooth_errors({{"gauss-legendre", 10}}, the_error))
      .is({"1.7e-12"})
      .claimed(Relation::at_most, {"1e-11"});
  c.fact("error of 12 Gauss-Legendre nodes", of_smooth_errors({{"gauss-legendre", 12}}, the_error))
      .is_between("0", "1e-14", "5e-15 in exact arithmetic, and some roundings of 1e-16 each")
      .claimed(Relation::at_most, {"1e-14"});
  c.fact("left error over (g(0) - g(1)) / (2 m), m = 1000",
         of_smooth_errors({{"left", 1000}},
                          [](const std::vector<double>& e) {
                            return e[0] * 2000 / (smooth_gradient(0) - smooth_gradient(1));
                          }))
      .is_between("0.99", "1.01", "1 in the limit; the next term is of size 1 / m");
  c.fact("midpoint error over trapezoid error, m = 100",
         of_smooth_errors({{"midpoint", 100}, {"trapezoid", 100}},
                          [](const std::vector<double>& e) { return e[0] / e[1]; }))
      .is({"-0.500"});
  c.plots = [](const Scene& scene) -> Result<std::vector<Plot>> {
    auto plot = error_plot(
        {2, 4, 6, 8, 10, 12, 20, 40, 80, 160, 320, 640, 1280},
        [&](const std::string& rule, long steps) { return smooth_error(scene, rule, steps); });
    if (!plot) return tl::make_unexpected(plot.error());
    plot->title = "Error of integrated gradients of sigma(3 x - 1)";
    plot->caption = "On a smooth function the order of a rule is the slope of its line.";
    return std::vector{std::move(*plot)};
  };
  return c;
}

// R(x) from -c to 1 - c, where the kink lies at c of the way: errors of the attribution 1 - c.
Result<std::vector<double>> kink_errors(const Scene& scene, const std::string& rule, long steps) {
  const Index draws = 2000;
  RandomStream stream(2017);
  Batch<double> baselines(1, draws);
  for (Index k = 0; k < draws; ++k) baselines(0, k) = -stream.unit_interval();
  const Batch<double> inputs = baselines + 1;
  const auto found = attribute_all(scene, scene.network_in_double("f"),
                                   integrated_gradients(rule, steps), inputs, baselines);
  if (!found) return tl::make_unexpected(found.error());
  std::vector<double> errors;
  for (Index k = 0; k < draws; ++k) {
    errors.push_back(std::abs((*found)(0, k) - inputs(0, k)));
  }
  return errors;
}

Quantity largest_kink_error(const std::string& rule) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto errors = kink_errors(scene, rule, 50);
    if (!errors) return tl::make_unexpected(errors.error());
    return in_floating_point(50 * std::ranges::max(*errors));
  });
}

Quantity kink_order(const std::string& rule) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto few = kink_errors(scene, rule, 20);
    const auto many = kink_errors(scene, rule, 320);
    if (!few) return tl::make_unexpected(few.error());
    if (!many) return tl::make_unexpected(many.error());
    return in_floating_point(std::log2(mean_of(*few) / mean_of(*many)) / 4);
  });
}

// The mean over random networks of the largest error of an attribution.
Result<double> network_error(const Scene& scene, const std::string& rule, long steps) {
  constexpr Index kInputs = 20;
  std::vector<double> errors;
  for (Index k = 0; k < (scene.full() ? 200 : 20); ++k) {
    RandomStream stream = RandomStream(2017).split(static_cast<std::uint64_t>(k));
    const Network<double> f =
        random_relu_network(stream, {kInputs, 64, 64, 1}, 1 / std::sqrt(kInputs));
    const Vector<double> x = normal_vector(stream, kInputs);
    const auto exact = attribute_one(scene, f, "integrated-gradients:rule=exact", x);
    const auto found = attribute_one(scene, f, integrated_gradients(rule, steps), x);
    if (!exact) return tl::make_unexpected(exact.error());
    if (!found) return tl::make_unexpected(found.error());
    errors.push_back((*found - *exact).abs().maxCoeff());
  }
  return mean_of(errors);
}

Claim h02() {
  Claim c;
  c.id = "H02";
  c.title = "Higher-order rules on networks with kinks";
  c.source = "Numerical practice: Gauss-Legendre with 50 nodes is Captum's default";
  c.statement =
      "Rules of higher order (Simpson, Gauss-Legendre) need fewer steps for integrated gradients, "
      "also on networks of relus.";
  c.says = "Gauss-Legendre beats simple sums";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "Where the gradient jumps, every rule is of first order: the error is that of the one "
      "interval with the jump. Kinks at 2000 uniform places, seed 2017; networks 20-64-64-1 with "
      "biases, seed 2017.";
  c.careful =
      "On networks of relus midpoint or trapezoid do as well as Gauss-Legendre; rule=exact needs "
      "one gradient per linear region.";
  c.network("f", "R(x)", [] {
    Builder b;
    return b.build(b.relu(b.input({1}))).value();
  }());
  struct Largest {
    std::string rule, low, high, why;
  };
  // With the jump at c, the error is (sum of the weights of the nodes beyond c) - (1 - c).
  const std::string how = "; 2000 draws all below 0.95 of it: less than once in 10^8 times";
  const std::vector<Largest> largest = {
      {"left", "0.95", "1", "at most a whole weight, 1/m" + how},
      {"right", "0.95", "1", "at most a whole weight, 1/m" + how},
      {"midpoint", "0.475", "1/2", "at most half a weight" + how},
      {"trapezoid", "0.475", "1/2", "at most half a weight" + how},
      {"simpson", "0.633", "2/3", "at most half of the largest weight, 4/3 1/m" + how},
      {"gauss-legendre", "0.739", "0.7775", "0.7775 for 50 nodes, pi/4 in the limit" + how}};
  for (const Largest& one : largest) {
    c.fact("largest error * 50, 50 steps, " + one.rule, largest_kink_error(one.rule))
        .is_between(one.low, one.high, one.why)
        .once();
  }
  for (const std::string& rule : kRules) {
    Fact& order = c.fact("order, " + rule, kink_order(rule))
                      .is_between("0.95", "1.05",
                                  "1, and four standard errors: each mean is that of 2000 nearly "
                                  "uniform numbers, 0.013 relative, over log2(16)")
                      .once();
    if (rule == "simpson" || rule == "gauss-legendre") order.claimed(Relation::at_least, {"2"});
  }
  c.fact("networks: error of Gauss-Legendre over error of midpoint, 50 steps",
         Compute([](const Scene& scene) -> Result<Values> {
           const auto gauss = network_error(scene, "gauss-legendre", 50);
           const auto midpoint = network_error(scene, "midpoint", 50);
           if (!gauss) return tl::make_unexpected(gauss.error());
           if (!midpoint) return tl::make_unexpected(midpoint.error());
           return in_floating_point(*gauss / *midpoint);
         }))
      .is_between("1/2", "2", "(pi/4) / (1/2) = 1.6 for one kink at its worst place, either way")
      .claimed(Relation::at_most, {"1/2"})
      .once();
  c.plots = [](const Scene& scene) -> Result<std::vector<Plot>> {
    auto kink = error_plot({2, 4, 8, 16, 32, 64, 128, 256, 512},
                           [&](const std::string& rule, long steps) -> Result<double> {
                             const auto errors = kink_errors(scene, rule, steps);
                             if (!errors) return tl::make_unexpected(errors.error());
                             return mean_of(*errors);
                           });
    auto networks = error_plot(
        {2, 4, 8, 16, 32, 64, 128, 256},
        [&](const std::string& rule, long steps) { return network_error(scene, rule, steps); });
    if (!kink) return tl::make_unexpected(kink.error());
    if (!networks) return tl::make_unexpected(networks.error());
    kink->title = "Mean error with one kink at a random place";
    kink->caption = "One kink makes all rules first order: the lines are parallel.";
    networks->title = "Mean largest error on random networks 20-64-64-1";
    networks->caption = "Simpson and Gauss-Legendre gain nothing over midpoint and trapezoid.";
    return std::vector{std::move(*kink), std::move(*networks)};
  };
  return c;
}

}  // namespace

std::vector<Claim> convergence() {
  std::vector<Claim> all;
  all.push_back(h01());
  all.push_back(h02());
  return all;
}

}  // namespace axiomark::claims
