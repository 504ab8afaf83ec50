// Which axioms single a method out, and which others they let through.
#include <algorithm>

#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/layer_list.hpp"
#include "network/random_stream.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

Network<Rational> product() {
  Builder b;
  const Tensor x = b.input({2});
  return b.build(b.product(b.feature(x, 0), b.feature(x, 1))).value();
}

// On x1 x2 the integrand of every straight leg is linear: one midpoint is exact.
const std::string kStraight = "integrated-gradients:rule=midpoint,steps=1";
// Exact for polynomials of degree three and less along the path.
const std::string kSimpson = "integrated-gradients:rule=simpson,steps=2";
const std::string kFirst = "path:order=[0,1]";
const std::string kSecond = "path:order=[1,0]";
const std::string kSigned = "combination:terms=2*(path:order=[0,1])-(path:order=[1,0])";
const std::string kBroken = "combination:terms=3/2*(path:order=[0,1])-1/2*(path:order=[1,0])";

struct Drawn {
  ClaimNetwork network;
  Vector<Rational> point;
};

enum class Weights { any, non_negative, none_of_second };

// Two inputs, three relus, one output. Biases are odd halves: no path along whole numbers stays in a kink.
Drawn draw(RandomStream& stream, Weights weights) {
  const long low = weights == Weights::non_negative ? 0 : -3;
  LayerList<Rational> layers(2);
  layers[0] = {Matrix<Rational>(3, 2), Vector<Rational>(3), true};
  layers[1] = {Matrix<Rational>(1, 3), Vector<Rational>::Zero(1), false};
  for (Index unit = 0; unit < 3; ++unit) {
    layers[0].weights(unit, 0) = stream.between(low, 3);
    layers[0].weights(unit, 1) = stream.between(low, 3);
    if (weights == Weights::none_of_second) layers[0].weights(unit, 1) = 0;
    layers[0].bias(unit) = Rational(2 * stream.between(-3, 2) + 1) / 2;
    layers[1].weights(0, unit) = stream.between(low, 3);
  }
  const Vector<Rational> x =
      exactly({Rational(stream.between(1, 3)), Rational(stream.between(1, 3))}).numbers;
  return {{"F", "", make_network(layers).value()}, x};
}

// Of 100 non-decreasing networks, those in which the method gives a feature less than nothing.
Quantity negative_answers(const std::string& method) {
  return Compute([method](const Scene& scene) -> Result<Values> {
    RandomStream stream(1);
    long negative = 0;
    for (int k = 0; k < 100; ++k) {
      const Drawn f = draw(stream, Weights::non_negative);
      const auto a = scene.attribute(f.network, method, f.point, Vector<Rational>::Zero(2));
      if (!a) return a;
      if ((a->numbers < Rational(0)).any()) ++negative;
    }
    return exactly(Rational(negative));
  });
}

Claim l01() {
  Claim c;
  c.id = "L01";
  c.title = "What non-decreasing positivity adds";
  c.source = "Lundstrom, Huang & Razaviyayn 2022, on Friedman 2004, theorem 1";
  c.statement =
      "Friedman's theorem is about non-decreasing functions; for networks its axioms "
      "(completeness, "
      "linearity, dummy) do not single out averages of monotone path methods. With "
      "non-decreasing positivity, A_i >= 0 where F is non-decreasing from x' to x, they do.";
  c.says = "averages of monotone paths need one more axiom";
  c.derived = true;
  c.why =
      "Derived here in the direction that can be computed: along a monotone path a non-decreasing "
      "F gives non-negative integrands, so that monotone paths and their averages have the axiom; "
      "2 P1 - P3 has the other three and breaks it. That nothing else has all four is the "
      "theorem. It singles out averages, not paths: Shapley values are among them (A16).";
  c.careful =
      "Completeness, linearity, dummy and non-decreasing positivity characterize the averages of "
      "monotone path methods, of which integrated gradients is one and Shapley-Shubik another.";
  c.network("f", "x1 x2", product());
  c.point("x", {1, 1});
  c.fact("P1 on f", attribution("f", kFirst)).is({"0", "1"}).claimed(Relation::at_least, {"0"});
  c.fact("P3 on f", attribution("f", kSecond)).is({"1", "0"}).claimed(Relation::at_least, {"0"});
  c.fact("integrated gradients of f", attribution("f", kStraight))
      .is({"1/2", "1/2"})
      .claimed(Relation::at_least, {"0"});
  c.fact("2 P1 - P3 on f", attribution("f", kSigned)).is({"-1", "2"});
  const auto none_of_100 = [&](const std::string& name, const std::string& method) {
    c.fact("negative on 100 non-decreasing networks (seed 1): " + name, negative_answers(method))
        .is({"0"})
        .claimed(Relation::zero)
        .once();
  };
  none_of_100("P1", kFirst);
  none_of_100("P3", kSecond);
  none_of_100("integrated gradients", "integrated-gradients:rule=exact");
  none_of_100("Shapley", "shapley");
  none_of_100("a polyline", "path:points=[[1/4,3/4]],rule=exact");
  c.fact("negative on 100 non-decreasing networks (seed 1): 2 P1 - P3", negative_answers(kSigned))
      .claimed(Relation::not_zero)
      .once();
  return c;
}

// Of 100 random networks, those on which the axiom fails.
template <class Fails>
Quantity failures(const std::string& method, Weights weights, Fails fails) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    RandomStream stream(2);
    long failed = 0;
    for (int k = 0; k < 100; ++k) {
      const Drawn f = draw(stream, weights);
      const auto a = scene.attribute(f.network, method, f.point, Vector<Rational>::Zero(2));
      if (!a) return a;
      const Result<bool> one = fails(scene, stream, f, a->numbers);
      if (!one) return tl::make_unexpected(one.error());
      if (*one) ++failed;
    }
    return exactly(Rational(failed));
  });
}

Result<bool> incomplete(const Scene& scene, RandomStream&, const Drawn& f,
                        const Vector<Rational>& a) {
  const auto at_input = scene.evaluate(f.network, f.point);
  const auto at_zero = scene.evaluate(f.network, Vector<Rational>::Zero(2));
  return a.sum() != at_input->numbers(0) - at_zero->numbers(0);
}

Result<bool> not_dummy(const Scene&, RandomStream&, const Drawn&, const Vector<Rational>& a) {
  return a(1) != 0;
}

// A(2 F - G) against 2 A(F) - A(G)
auto not_linear(const std::string& method) {
  return [method](const Scene& scene, RandomStream& stream, const Drawn& f,
                  const Vector<Rational>& a) -> Result<bool> {
    const Drawn g = draw(stream, Weights::any);
    Builder b;
    const Tensor x = b.input({2});
    const Tensor both = b.sum({b.include(std::get<Network<Rational>>(f.network.network), {x}),
                               b.include(std::get<Network<Rational>>(g.network.network), {x})},
                              {2, -1});
    const ClaimNetwork sum{"2 F - G", "", b.build(both).value()};
    const Vector<Rational> zero = Vector<Rational>::Zero(2);
    const auto of_g = scene.attribute(g.network, method, f.point, zero);
    if (!of_g) return tl::make_unexpected(of_g.error());
    const auto of_sum = scene.attribute(sum, method, f.point, zero);
    if (!of_sum) return tl::make_unexpected(of_sum.error());
    return (of_sum->numbers != a * Rational(2) - of_g->numbers).any();
  };
}

Quantity from_whole_numbers(const Quantity& attribution) {
  return Compute([attribution](const Scene& scene) -> Result<Values> {
    auto values = scene.compute(attribution);
    if (!values) return values;
    for (Rational& a : values->numbers) {
      const Rational size = absolute_value(a);
      const Rational part = size - Rational(numerator(size) / denominator(size));
      a = std::min(part, Rational(1 - part));
    }
    return values;
  });
}

Claim l02() {
  Claim c;
  c.id = "L02";
  c.title = "A method with the four axioms that is no path";
  c.source = "Sundararajan et al. 2017, proposition 2; Lundstrom, Huang & Razaviyayn 2022";
  c.statement =
      "Implementation invariance, sensitivity(b), linearity and completeness leave path methods "
      "only, so that a signed sum of two orders such as 2 P1 - P3 or 3/2 P1 - 1/2 P3 cannot have "
      "all four.";
  c.says = "four axioms leave path methods only";
  c.verdict = ClaimVerdict::is_false;
  c.derived = true;
  c.why =
      "The counterexample is derived here. Combinations whose coefficients sum to 1 have all four "
      "axioms. 2 P1 - P3 gives a non-decreasing function a negative share, so it is no monotone "
      "path nor an average of such; it is one path that turns back (P1, back along P3, P1). "
      "3/2 P1 - 1/2 P3 is not even that: its path would have to stay on the edges (as in A16), "
      "where x1 x2 gets whole numbers.";
  c.careful =
      "The four axioms hold for every linear combination of path methods with coefficients that "
      "sum to 1; non-decreasing positivity leaves the averages of monotone paths.";
  c.network("f", "x1 x2", product());
  c.point("x", {1, 1});
  for (const auto& [name, method] :
       {std::pair{"2 P1 - P3", kSigned}, std::pair{"3/2 P1 - 1/2 P3", kBroken}}) {
    const std::string of = std::string(" of 100 networks (seed 2), by ") + name;
    c.fact("incomplete" + of, failures(method, Weights::any, incomplete)).is({"0"}).once();
    c.fact("breaks dummy" + of, failures(method, Weights::none_of_second, not_dummy))
        .is({"0"})
        .once();
    c.fact("not linear" + of, failures(method, Weights::any, not_linear(method))).is({"0"}).once();
  }
  const std::string monotone = "paths are monotone";
  const std::string turning = "paths may turn back";
  c.fact("2 P1 - P3 on f", attribution("f", kSigned))
      .is({"-1", "2"})
      .claimed(Relation::at_least, {"0"})
      .under(monotone);
  c.fact("P1, back along P3, P1 again, on f",
         attribution("f", "path:points=[[1,0],[1,1],[0,1],[0,0],[1,0]],rule=exact"))
      .is({"-1", "2"})
      .claimed_equal_to("2 P1 - P3 on f")
      .under(turning);
  c.fact("3/2 P1 - 1/2 P3 on f", attribution("f", kBroken)).is({"-1/2", "3/2"});
  c.fact("how far that is from whole numbers", from_whole_numbers(attribution("f", kBroken)))
      .is({"1/2", "1/2"})
      .claimed(Relation::zero)
      .under(turning);
  return c;
}

Network<Rational> cube_of_sum() {
  Builder b;
  const Tensor x = b.input({2});
  return b.build(b.apply(Operator<Rational>(Power{3}), {b.dense(x, {{1, 1}}, {0})})).value();
}

// x1^a x2^b
Network<Rational> monomial(int a, int b) {
  Builder n;
  const Tensor x = n.input({2});
  return n
      .build(n.product(n.apply(Operator<Rational>(Power{a}), {n.feature(x, 0)}),
                       n.apply(Operator<Rational>(Power{b}), {n.feature(x, 1)})))
      .value();
}

Quantity per_unit(const Quantity& attribution) {
  return Compute([attribution](const Scene& scene) -> Result<Values> {
    auto values = scene.compute(attribution);
    if (values) values->numbers /= scene.point("x", 2);
    return values;
  });
}

Claim l05() {
  Claim c;
  c.id = "L05";
  c.title = "Symmetric monotonicity";
  c.source = "Lundstrom & Razaviyayn 2023; Young 1985";
  c.statement =
      "If dF/dx_i <= dG/dx_j on the box between x' and x, then A_i(F) / (x_i - x'_i) <= "
      "A_j(G) / (x_j - x'_j). Integrated gradients satisfy this, baseline Shapley values do not.";
  c.says = "integrated gradients yes, Shapley no";
  c.derived = true;
  c.why =
      "Derived here, not read: what integrated gradients give per unit of x_i is the mean slope "
      "along the segment. Both partial derivatives of (x1 + x2)^3 are equal, so that the quotients "
      "would have to be.";
  c.careful = "As stated, with the same segment for F and G.";
  c.network("f", "(x1 + x2)^3", cube_of_sum());
  c.point("x", {1, 2});
  c.fact("gradient of f at (1, 2)", attribution("f", "gradient")).is({"27", "27"});
  c.fact("integrated gradients per unit", per_unit(attribution("f", kSimpson)))
      .is({"9", "9"})
      .as_claimed();
  c.fact("Shapley values per unit", per_unit(attribution("f", "shapley")))
      .is({"10", "17/2"})
      .claimed(Relation::different, {"9", "9"});
  c.supports_cell("shapley", "symmetric-monotonicity");
  return c;
}

// Of the monomials x1^a x2^b with a + b <= 4, those of which x1 does not get the part a / (a + b).
Result<Values> wrong_shares(const Scene& scene) {
  long wrong = 0;
  const Vector<Rational> x = exactly({2, 3}).numbers;
  for (int a = 1; a <= 3; ++a) {
    for (int b = 1; a + b <= 4; ++b) {
      const ClaimNetwork f{"F", "", monomial(a, b)};
      const auto shares = scene.attribute(f, kSimpson, x, Vector<Rational>::Zero(2));
      if (!shares) return shares;
      const auto whole = scene.evaluate(f, x);
      if (shares->numbers(0) * (a + b) != whole->numbers(0) * a) ++wrong;
    }
  }
  return exactly(Rational(wrong));
}

Claim l06() {
  Claim c;
  c.id = "L06";
  c.title = "How monomials are shared out";
  c.source = "Lundstrom & Razaviyayn 2023";
  c.statement =
      "Integrated gradients from 0 share x1^a x2^b out in the proportion a : b; Shapley values in "
      "equal parts.";
  c.says = "by exponents; Shapley equally";
  c.derived = true;
  c.why =
      "Derived here: along the segment the integrand of x1 is a t^(a + b - 1) x1^a x2^b, which "
      "integrates to a / (a + b) of the monomial. Without either feature it is 0: Shapley halves.";
  c.careful = "As stated, for baseline 0.";
  c.network("f", "x1^2 x2", monomial(2, 1));
  c.point("x", {1, 1});
  c.fact("integrated gradients of x1^2 x2", attribution("f", kSimpson))
      .is({"2/3", "1/3"})
      .as_claimed();
  c.fact("Shapley values of x1^2 x2", attribution("f", "shapley")).is({"1/2", "1/2"}).as_claimed();
  c.fact("of the monomials with a + b <= 4: not shared a : b at (2, 3)", Compute(wrong_shares))
      .is({"0"})
      .claimed(Relation::zero)
      .once();
  return c;
}

}  // namespace

std::vector<Claim> uniqueness() {
  std::vector<Claim> all;
  all.push_back(l01());
  all.push_back(l02());
  all.push_back(l05());
  all.push_back(l06());
  return all;
}

}  // namespace axiomark::claims
