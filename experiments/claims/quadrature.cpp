// How many steps are enough: Sundararajan et al. 2017, equation 3 and section 5.

#include <fmt/format.h>

#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

std::string integrated(const std::string& rule, long steps, const std::string& kink = {}) {
  return fmt::format("integrated-gradients:rule={},steps={}{}", rule, steps,
                     kink.empty() ? "" : ",kink=" + kink);
}

// sigma(k (x - 1/2))
Network<double> rise(double k) {
  NetworkBuilder<double> b;
  const Tensor x = b.input({1});
  return b.build(b.apply(Operator<double>(Sigmoid{}), {b.dense(x, {{k}}, {-k / 2})})).value();
}

Result<double> relative_error(const Scene& s, const std::string& network, const std::string& method,
                              const std::string& input) {
  const auto values = s.compute(attribution(network, method, input));
  if (!values) return tl::make_unexpected(values.error());
  const auto whole = s.compute(change(network, input));
  if (!whole) return tl::make_unexpected(whole.error());
  const double exact = convert<double>(whole->numbers(0));
  return std::abs(convert<double>(values->numbers(0)) - exact) / std::abs(exact);
}

// The first of five numbers of steps in a row with an error below 5%. Asked up to 600.
Quantity steps_needed(const std::string& network, const std::string& rule) {
  return Compute([=](const Scene& s) -> Result<Values> {
    long in_a_row = 0;
    for (long m = 1; m <= 600; ++m) {
      const auto error = relative_error(s, network, integrated(rule, m), "1");
      if (!error) return tl::make_unexpected(error.error());
      in_a_row = *error < 0.05 ? in_a_row + 1 : 0;
      if (in_a_row == 5) return exactly(Rational(m - 4));
    }
    return fail(ErrorKind::numeric, network, "an error above 5% with up to 600 steps");
  });
}

// Of the numbers of steps from 1 to 100, those m whose answer is not 1 + even / m or 1 + odd / m.
Quantity off_the_formula(const std::string& rule, const std::string& kink, int even, int odd) {
  return Compute([=](const Scene& s) -> Result<Values> {
    Rational count = 0;
    const long most = s.full() ? 300 : 100;
    for (long m = 1; m <= most; ++m) {
      auto values = s.compute(attribution("f", integrated(rule, m, kink)));
      if (!values) return values;
      if (values->numbers(0) != 1 + Rational(m % 2 == 0 ? even : odd, m)) count += 1;
    }
    return exactly(count);
  });
}

// Errors at numbers of steps from `first` on, `by` apart; zeros have no logarithm.
Result<PlotSeries> errors(const Scene& s, const std::string& name, const std::string& network,
                          const std::string& rule, const std::string& input, long first, long by,
                          long last) {
  PlotSeries series{name, {}, {}};
  for (long m = first; m <= last; m += by) {
    const auto error = relative_error(s, network, integrated(rule, m), input);
    if (!error) return tl::make_unexpected(error.error());
    if (*error == 0) continue;
    series.x.push_back(static_cast<double>(m));
    series.y.push_back(*error);
  }
  return series;
}

Plot error_plot(const std::string& title, const std::string& caption, double last) {
  Plot plot;
  plot.title = title;
  plot.caption = caption;
  plot.x_label = "steps";
  plot.y_label = "relative error";
  plot.log_x = true;
  plot.log_y = true;
  plot.series.push_back({"5%", {2, last}, {0.05, 0.05}});
  return plot;
}

Result<std::vector<Plot>> step_plots(const Scene& s) {
  Plot parity =
      error_plot("Error against steps on f, even and odd",
                 "The kink lies in the middle of the segment: on a node of the right rule for even "
                 "numbers of steps, between two for odd ones.",
                 300);
  Plot steep = error_plot("Error against steps on sigma(100 (x - 1/2))",
                          "The rise takes a fiftieth of the segment: until nodes fall into it the "
                          "sum misses it, and Gauss-Legendre has its nodes at the ends.",
                          100);
  const auto add = [&](Plot& plot, Result<PlotSeries> series) -> Result<void> {
    if (!series) return tl::make_unexpected(series.error());
    plot.series.push_back(std::move(*series));
    return {};
  };
  std::vector<Result<void>> added;
  added.push_back(add(parity, errors(s, "right, even", "f", "right", "x", 4, 2, 300)));
  added.push_back(add(parity, errors(s, "right, odd", "f", "right", "x", 3, 2, 300)));
  added.push_back(add(parity, errors(s, "trapezoid, even", "f", "trapezoid", "x", 2, 2, 300)));
  added.push_back(add(parity, errors(s, "midpoint, odd", "f", "midpoint", "x", 3, 2, 300)));
  added.push_back(add(steep, errors(s, "right", "s100", "right", "1", 2, 1, 100)));
  added.push_back(add(steep, errors(s, "midpoint", "s100", "midpoint", "1", 2, 1, 100)));
  added.push_back(
      add(steep, errors(s, "Gauss-Legendre", "s100", "gauss-legendre", "1", 2, 1, 100)));
  for (const Result<void>& one : added) {
    if (!one) return tl::make_unexpected(one.error());
  }
  return std::vector<Plot>{parity, steep};
}

void add_steps_on_f(Claim& c) {
  struct Row {
    std::string rule;
    long steps;
    std::string kink;
    std::string answer;
  };
  std::vector<Row> rows;
  rows.push_back({"right", 10, "0", "4/5"});
  rows.push_back({"right", 21, "0", "20/21"});
  rows.push_back({"right", 40, "0", "19/20"});
  rows.push_back({"right", 50, "0", "24/25"});
  rows.push_back({"right", 20, "1", "1"});
  rows.push_back({"left", 20, "0", "1"});
  rows.push_back({"left", 21, "0", "22/21"});
  rows.push_back({"left", 20, "1", "11/10"});
  rows.push_back({"trapezoid", 20, "0", "19/20"});
  rows.push_back({"trapezoid", 21, "0", "1"});
  rows.push_back({"midpoint", 20, "0", "1"});
  rows.push_back({"midpoint", 21, "0", "20/21"});
  for (const Row& row : rows) {
    c.fact(fmt::format("{} rule on f, {} steps, relu'(0) = {}", row.rule, row.steps, row.kink),
           attribution("f", integrated(row.rule, row.steps, row.kink)))
        .is({row.answer});
  }
}

void add_formulas_on_f(Claim& c) {
  struct Formula {
    std::string rule;
    std::string kink;
    int even;
    int odd;
  };
  std::vector<Formula> formulas;
  formulas.push_back({"right", "0", -2, -1});
  formulas.push_back({"right", "1", 0, -1});
  formulas.push_back({"left", "0", 0, 1});
  formulas.push_back({"left", "1", 2, 1});
  formulas.push_back({"trapezoid", "0", -1, 0});
  formulas.push_back({"trapezoid", "1", 1, 0});
  formulas.push_back({"midpoint", "0", 0, -1});
  formulas.push_back({"midpoint", "1", 0, 1});
  const auto term = [](int part) {
    return part == 0 ? std::string("1")
                     : fmt::format("1 {} {}/m", part < 0 ? '-' : '+', std::abs(part));
  };
  for (const Formula& formula : formulas) {
    c.fact(fmt::format(
               "{} rule, relu'(0) = {}: m up to 100 (300 in full) that do not give {} if even, {} "
               "if odd",
               formula.rule, formula.kink, term(formula.even), term(formula.odd)),
           off_the_formula(formula.rule, formula.kink, formula.even, formula.odd))
        .is({"0"})
        .once();
  }
}

void add_steep_rises(Claim& c) {
  struct Row {
    std::string network;
    std::string uniform;
    std::string gauss_legendre;
  };
  std::vector<Row> rows;
  rows.push_back({"s10", "4", "5"});
  rows.push_back({"s100", "32", "49"});
  rows.push_back({"s1000", "315", "494"});
  for (const Row& row : rows) {
    for (const std::string rule : {"right", "midpoint", "trapezoid", "gauss-legendre"}) {
      c.fact("steps that " + row.network + " needs for 5%, " + rule,
             steps_needed(row.network, rule))
          .is({rule == "gauss-legendre" ? row.gauss_legendre : row.uniform})
          .claimed(Relation::at_most, {"300"})
          .once();
    }
  }
}

Claim a02() {
  Claim c;
  c.id = "A02";
  c.title = "Twenty to three hundred steps";
  c.source = "Sundararajan et al. 2017, equation 3 and section 5";
  c.statement =
      "Between 20 and 300 steps are enough to approximate integrated gradients within 5%.";
  c.says = "20 to 300 steps, error below 5%";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "The paper's own sum misses by 10% with 20 steps on the paper's own f, whose kink lies on a "
      "node; a steeper rise needs any number of steps. The authors' later guide says 20 to 1000.";
  c.careful =
      "The number of steps depends on the network: on f equation 3 gives 1 - 2/m for even m and 1 "
      "- 1/m for odd m with relu'(0) = 0, and sigma(1000 (x - 1/2)) needs 315 steps. "
      "Gauss-Legendre needs more there, not fewer.";
  c.network("f", "1 - R(1 - x)", examples::saturation());
  c.network("s10", "sigma(10 (x - 1/2))", rise(10));
  c.network("s100", "sigma(100 (x - 1/2))", rise(100));
  c.network("s1000", "sigma(1000 (x - 1/2))", rise(1000));
  c.point("x", {2});
  c.point("1", {1});
  c.fact("integrated gradients of f", attribution("f", "integrated-gradients:rule=exact"))
      .is({"1"});
  c.fact("equation 3 on f, 20 steps, relu'(0) = 0", attribution("f", integrated("right", 20, "0")))
      .is({"9/10"})
      .claimed(Relation::at_least, {"19/20"});
  c.fact("equation 3 on f, 300 steps, relu'(0) = 0",
         attribution("f", integrated("right", 300, "0")))
      .is({"149/150"})
      .claimed(Relation::at_least, {"19/20"});
  add_steps_on_f(c);
  add_formulas_on_f(c);
  add_steep_rises(c);
  c.supports_cell("integrated-gradients:rule=right,steps=50", "completeness");
  c.supports_cell("integrated-gradients:rule=trapezoid,steps=50", "completeness");
  c.supports_cell("integrated-gradients:rule=midpoint,steps=20", "completeness");
  c.supports_cell("integrated-gradients:rule=left,steps=20", "completeness");
  c.plots = step_plots;
  return c;
}

}  // namespace

std::vector<Claim> quadrature() {
  std::vector<Claim> all;
  all.push_back(a02());
  return all;
}

}  // namespace axiomark::claims
