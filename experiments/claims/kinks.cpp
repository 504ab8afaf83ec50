// Gradients at kinks, and sums that do not show them.
#include <fmt/format.h>

#include <array>
#include <optional>

#include "experiments/claims/drawn_layers.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

const std::string kExact = "integrated-gradients:rule=exact";

void add_identity_pair(Claim& c) {
  Builder b;
  const Tensor x = b.input({1});
  c.network("f", "R(x) - R(-x)",
            b.build(b.dense(b.relu(b.dense(x, {{1}, {-1}}, {0, 0})), {{1, -1}}, {0})).value());
  Builder d;
  c.network("g", "x", d.build(d.dense(d.input({1}), {{1}}, {0})).value());
}

void add_nested_pair(Claim& c) {
  Builder b;
  const Tensor x = b.input({1});
  const Tensor once = b.relu(b.dense(x, {{1}}, {0}));
  c.network("R", "R(x)", b.build(once).value());
  c.network("RR", "R(R(x))", b.build(b.relu(b.dense(once, {{1}}, {0}))).value());
}

Claim a17() {
  Claim c;
  c.id = "A17";
  c.title = "Gradients at a kink depend on the network";
  c.source = "Sundararajan et al. 2017, section 2.2";
  c.statement =
      "Gradients are invariant to implementation, by the chain rule; so are the integrated "
      "gradients that are sums of them.";
  c.says = "equal functions, equal gradients";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"away from kinks"};
  c.why =
      "At a kink of a unit the chain rule has nothing to multiply: what programs return is the "
      "product of conventions, even where the function itself is smooth.";
  c.careful =
      "The derivative is invariant where every unit is differentiable. R(x) - R(-x) = x has slope "
      "0, 1 or 2 at 0 as relu'(0) is taken to be 0, 1/2 or 1, and no value of it suits every "
      "network: 1/2 fails for R(R(x)) = R(x).";
  add_identity_pair(c);
  add_nested_pair(c);
  c.point("0", {0});
  c.point("1", {1});
  const std::string away = "away from kinks";
  const std::string at = "at a kink";
  c.fact("gradient of g at 0", attribution("g", "gradient", "0")).is({"1"});
  c.fact("gradient of g at 1", attribution("g", "gradient", "1")).is({"1"});
  c.fact("gradient of f at 1", attribution("f", "gradient", "1"))
      .is({"1"})
      .claimed_equal_to("gradient of g at 1")
      .under(away);
  c.fact("integrated gradients of f from 0 to 1, exact", attribution("f", kExact, "1", "0"))
      .is({"1"})
      .claimed(Relation::equal, {"1"})
      .under(away);
  const std::vector<std::pair<std::string, std::string>> slopes = {
      {"0", "0"}, {"1/2", "1"}, {"1", "2"}};
  for (const auto& [kink, slope] : slopes) {
    c.fact("gradient of f at 0, relu'(0) = " + kink, attribution("f", "gradient:kink=" + kink, "0"))
        .is({slope})
        .claimed_equal_to("gradient of g at 0")
        .under(at);
  }
  c.fact("gradient of R(x) at 0, relu'(0) = 1/2", attribution("R", "gradient:kink=1/2", "0"))
      .is({"1/2"});
  c.fact("gradient of R(R(x)) at 0, relu'(0) = 1/2", attribution("RR", "gradient:kink=1/2", "0"))
      .is({"1/4"})
      .claimed_equal_to("gradient of R(x) at 0, relu'(0) = 1/2")
      .under(at);
  const std::vector<std::array<std::string, 3>> sums = {{"left", "0", "9/10"},
                                                        {"left", "1", "11/10"},
                                                        {"trapezoid", "0", "19/20"},
                                                        {"trapezoid", "1", "21/20"}};
  for (const auto& [rule, kink, sum] : sums) {
    const std::string method =
        fmt::format("integrated-gradients:rule={},steps=10,kink={}", rule, kink);
    c.fact(fmt::format("integrated gradients of f from 0 to 1, {}, 10 steps, relu'(0) = {}", rule,
                       kink),
           attribution("f", method, "1", "0"))
        .is({sum})
        .claimed(Relation::equal, {"1"})
        .under(at);
  }
  c.supports_cell("gradient", "implementation-invariance");
  c.supports_cell("integrated-gradients:rule=left,steps=20", "implementation-invariance");
  c.supports_cell("integrated-gradients:rule=trapezoid,steps=50", "implementation-invariance");
  return c;
}

std::string inside(const std::string& kink) {
  return "integrated-gradients:rule=midpoint,steps=10,kink=" + kink;
}

// A random 3-5-3-1 network without biases. The first unit of its first layer is on its kink all
// along the line through 0 and x; that of its second, a difference of equal units, everywhere.
LayerList<Rational> draw_inside_kinks(RandomStream& stream, const Vector<Rational>& x) {
  LayerList<Rational> layers = draw_layers(stream, {3, 5, 3, 1}, false, Numbers::whole);
  Matrix<Rational>& first = layers[0].weights;
  const Rational a = stream.between(1, 3);
  const Rational b = stream.between(1, 3);
  // (b x3 - a x2, a x1, -b x1) . x = 0
  first(0, 0) = b * x(2) - a * x(1);
  first(0, 1) = a * x(0);
  first(0, 2) = -b * x(0);
  first.row(2) = first.row(1);
  Matrix<Rational>& second = layers[1].weights;
  second.row(0).setZero();
  second(0, 1) = 1;
  second(0, 2) = -1;
  return layers;
}

struct InsideKinks {
  Rational incomplete = 0;  ///< networks and values of relu'(0) whose sum is not F(x) - F(x')
  Rational differing = 0;   ///< networks whose answer depends on relu'(0)
};

// Without biases the gradient is the same all along the segment from 0, and one step has it all.
Result<InsideKinks> count_inside_kinks(const Scene& s) {
  InsideKinks counts;
  for (std::uint64_t k = 0; k < 200; ++k) {
    RandomStream stream = RandomStream(19).split(k);
    const Vector<Rational> x = draw_point(stream, 3, Numbers::whole);
    const Vector<Rational> baseline = Vector<Rational>::Zero(3);
    const ClaimNetwork f{"", "", make_network(draw_inside_kinks(stream, x)).value()};
    const auto change = s.evaluate(f, x);
    if (!change) return tl::make_unexpected(change.error());
    std::optional<Vector<Rational>> before;
    bool differs = false;
    for (const std::string kink : {"0", "1/3", "1/2", "1"}) {
      const auto values =
          s.attribute(f, "integrated-gradients:rule=midpoint,steps=1,kink=" + kink, x, baseline);
      if (!values) return tl::make_unexpected(values.error());
      if (values->numbers.sum() != change->numbers(0)) counts.incomplete += 1;
      differs = differs || (before && (*before != values->numbers).any());
      before = values->numbers;
    }
    if (differs) counts.differing += 1;
  }
  return counts;
}

Quantity inside_kinks(Rational InsideKinks::*which) {
  return Compute([which](const Scene& s) -> Result<Values> {
    const auto counts = count_inside_kinks(s);
    if (!counts) return tl::make_unexpected(counts.error());
    return exactly((*counts).*which);
  });
}

Claim a19() {
  Claim c;
  c.id = "A19";
  c.title = "A sum that is right does not make the attribution right";
  c.source = "Sundararajan et al. 2017, section 5";
  c.statement =
      "Whether the attributions add up to F(x) - F(x') tells whether the integral was approximated "
      "well; if they do not, more steps are needed.";
  c.says = "right sum, right attribution";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "R(x1 - x2) - R(x2 - x1) + x2 is x1. On a path with x1 = x2 programs give (0, 1) or (2, -1), "
      "by relu'(0), and the sum is right: a unit that stays on its kink does not move along the "
      "path.";
  c.careful =
      "A wrong sum shows that the integral is wrong. A right one shows nothing where the path runs "
      "inside a kink, with any number of steps: x2, on which the function does not depend, gets 1 "
      "or -1 here.";
  c.network("f", "R(x1 - x2) - R(x2 - x1) + x2", examples::first_input_in_disguise());
  Builder b;
  c.network("g", "x1", b.build(b.dense(b.input({2}), {{1, 0}}, {0})).value());
  c.point("x", {1, 1});
  c.fact("f(x) - f(x')", change("f")).is({"1"});
  c.fact("integrated gradients of g = f", attribution("g", kExact)).is({"1", "0"});
  struct Row {
    std::string kink;
    std::vector<std::string> values;
  };
  std::vector<Row> rows;
  rows.push_back({"0", {"0", "1"}});
  rows.push_back({"1", {"2", "-1"}});
  rows.push_back({"1/2", {"1", "0"}});
  for (const Row& row : rows) {
    c.fact("sum for f, relu'(0) = " + row.kink, sum_of(attribution("f", inside(row.kink))))
        .is({"1"})
        .claimed_equal_to("f(x) - f(x')")
        .once();
    c.fact("integrated gradients of f, relu'(0) = " + row.kink, attribution("f", inside(row.kink)))
        .is(row.values)
        .claimed_equal_to("integrated gradients of g = f");
  }
  c.fact("f, exact", attribution("f", kExact)).is_refused("inside its kink");
  c.fact(
       "200 random 3-5-3-1 networks (seed 19) with units on their kink all the way, relu'(0) = 0, "
       "1/3, 1/2, 1: wrong sums",
       inside_kinks(&InsideKinks::incomplete))
      .is({"0"})
      .once();
  c.fact("of these networks, those whose attributions depend on relu'(0)",
         inside_kinks(&InsideKinks::differing))
      .is_between("1", "200", "one network is enough: sums are right whatever relu'(0) is")
      .once();
  c.supports_cell("integrated-gradients:rule=midpoint,steps=20", "sensitivity-b");
  return c;
}

}  // namespace

std::vector<Claim> kinks() {
  std::vector<Claim> all;
  all.push_back(a17());
  all.push_back(a19());
  return all;
}

}  // namespace axiomark::claims
