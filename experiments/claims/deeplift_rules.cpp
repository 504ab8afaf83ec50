// DeepLIFT rule by rule.
#include "experiments/claims/drawn_layers.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

const std::string kRevealCancel = "deeplift:rule=revealcancel";

// min(min(x_a, x_b), x_c) from relus alone: h = R(x_a - x_b), R(x_a), R(-x_a), R(x_c), R(-x_c);
// with m = h1 - h2 - h0 = min(x_a, x_b) and x_c = h3 - h4 then R(m - x_c), R(m), R(-m).
Network<Rational> minimum_of_three(Index a, Index b, Index c) {
  NetworkBuilder<Rational> builder;
  Matrix<Rational> first = Matrix<Rational>::Zero(5, 3);
  first(0, a) = 1;
  first(0, b) = -1;
  first(1, a) = 1;
  first(2, a) = -1;
  first(3, c) = 1;
  first(4, c) = -1;
  const Tensor h =
      builder.relu(builder.dense(builder.input({3}), first, Vector<Rational>::Zero(5)));
  const Tensor l = builder.relu(
      builder.dense(h, {{-1, 1, -1, -1, 1}, {-1, 1, -1, 0, 0}, {1, -1, 1, 0, 0}}, {0, 0, 0}));
  return builder.build(builder.dense(l, {{-1, 1, -1}}, {0})).value();
}

// Points of {-2, ..., 2}^3 at which f is not g.
Result<Values> differing_points(const Scene& scene) {
  int differing = 0;
  for (int k = 0; k < 125; ++k) {
    const Vector<Rational> z = exactly({k / 25 - 2, k / 5 % 5 - 2, k % 5 - 2}).numbers;
    const auto f = scene.evaluate(scene.network("f"), z);
    const auto g = scene.evaluate(scene.network("g"), z);
    if (!f) return f;
    if (!g) return g;
    differing += f->numbers(0) != g->numbers(0) ? 1 : 0;
  }
  return exactly(differing);
}

Claim d04() {
  Claim c;
  c.id = "D04";
  c.title = "RevealCancel tells two minima apart";
  c.source = "Sundararajan et al. 2017, section 2.2, on Shrikumar et al. 2017, section 3.5.3";
  c.statement =
      "DeepLIFT breaks implementation invariance, and not by its Rescale rule alone: RevealCancel "
      "does so too, though not on figure 7.";
  c.says = "RevealCancel: two nestings, two answers";
  c.why =
      "RevealCancel is exact for one minimum of two inputs; nested, the inner one enters the "
      "outer as one term, so that the order of nesting decides. At (1, 1, 1) it breaks symmetry "
      "as well.";
  c.careful = "Both rules of DeepLIFT depend on how the function is written.";
  c.network("f", "min(min(x1, x2), x3)", minimum_of_three(0, 1, 2));
  c.network("g", "min(min(x2, x3), x1)", minimum_of_three(1, 2, 0));
  c.point("x", {1, 2, 3});
  c.point("ones", {1, 1, 1});
  c.fact("points of a grid where f and g differ", differing_points).is({"0"});
  c.fact("RevealCancel of f", attribution("f", kRevealCancel)).is({"5/12", "1/12", "1/2"});
  c.fact("RevealCancel of g", attribution("g", kRevealCancel))
      .is({"1/2", "5/8", "-1/8"})
      .claimed_different_from("RevealCancel of f");
  c.fact("sum of f's", sum_of(attribution("f", kRevealCancel))).is({"1"});
  c.fact("sum of g's", sum_of(attribution("g", kRevealCancel))).is({"1"});
  c.fact("Shapley of both", attribution("f", "shapley")).is({"1/3", "1/3", "1/3"});
  c.fact("RevealCancel of f at (1, 1, 1)", attribution("f", kRevealCancel, "ones"))
      .is({"1/2", "0", "1/2"});
  c.fact("RevealCancel of g at (1, 1, 1)", attribution("g", kRevealCancel, "ones"))
      .is({"1/2", "1/2", "0"})
      .claimed_different_from("RevealCancel of f at (1, 1, 1)");
  c.supports_cell(kRevealCancel, "implementation-invariance");
  c.supports_cell(kRevealCancel, "symmetry");
  return c;
}

// The sizes of the positive and the negative part of a unit's difference, or their multipliers.
struct SignedParts {
  Rational positive;
  Rational negative;
};

Rational relu(const Rational& z) { return z > 0 ? z : Rational(0); }

// RevealCancel as it is if the parts of a difference are propagated as they are: a positive weight
// hands the positive part to the positive part, a negative weight to the negative one. A chain of
// dense layers, relus between them.
Vector<Rational> separate_parts(const LayerList<Rational>& layers, const Vector<Rational>& x,
                                const Vector<Rational>& baseline) {
  std::vector<SignedParts> parts;
  for (Index i = 0; i < x.size(); ++i) {
    const Rational d = x(i) - baseline(i);
    parts.push_back({relu(d), -relu(-d)});
  }
  const auto sums = sums_of(layers, baseline);
  std::vector<std::vector<SignedParts>> quotients;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    std::vector<SignedParts> next;
    quotients.emplace_back();
    for (Index j = 0; j < layers[l].weights.rows(); ++j) {
      SignedParts d = {0, 0};
      for (Index i = 0; i < layers[l].weights.cols(); ++i) {
        const Rational& w = layers[l].weights(j, i);
        const SignedParts& p = parts[static_cast<std::size_t>(i)];
        d.positive += w * (w > 0 ? p.positive : p.negative);
        d.negative += w * (w > 0 ? p.negative : p.positive);
      }
      const Rational& z = sums[l](j);
      SignedParts y = d;
      if (layers[l].relu) {
        const Rational all = relu(z + d.positive + d.negative);
        const Rational p = relu(z + d.positive);
        const Rational n = relu(z + d.negative);
        y = {(p - relu(z) + all - n) / 2, (n - relu(z) + all - p) / 2};
      }
      quotients.back().push_back({d.positive == 0 ? Rational(0) : y.positive / d.positive,
                                  d.negative == 0 ? Rational(0) : y.negative / d.negative});
      next.push_back(y);
    }
    parts = next;
  }
  std::vector<SignedParts> multipliers = {{1, 1}};
  for (std::size_t l = layers.size(); l-- > 0;) {
    std::vector<SignedParts> next(static_cast<std::size_t>(layers[l].weights.cols()));
    for (std::size_t j = 0; j < multipliers.size(); ++j) {
      const Rational p = multipliers[j].positive * quotients[l][j].positive;
      const Rational n = multipliers[j].negative * quotients[l][j].negative;
      for (std::size_t i = 0; i < next.size(); ++i) {
        const Rational& w = layers[l].weights(static_cast<Index>(j), static_cast<Index>(i));
        next[i].positive += w * (w > 0 ? p : n);
        next[i].negative += w * (w > 0 ? n : p);
      }
    }
    multipliers = next;
  }
  Vector<Rational> result(x.size());
  for (Index i = 0; i < x.size(); ++i) {
    const Rational d = x(i) - baseline(i);
    const SignedParts& m = multipliers[static_cast<std::size_t>(i)];
    result(i) = d * (d > 0 ? m.positive : m.negative);
  }
  return result;
}

Quantity by_separate_parts(const std::string& network) {
  return Compute([network](const Scene& scene) -> Result<Values> {
    const auto* exact = std::get_if<Network<Rational>>(&scene.network(network).network);
    const auto layers = exact == nullptr ? LayerList<Rational>{} : layers_of(*exact);
    if (layers.empty()) {
      return fail(ErrorKind::unsupported, network, "not a chain of dense layers and relus", "one");
    }
    const Index n = exact->input_features();
    return exactly(separate_parts(layers, scene.point("x", n), scene.point("x'", n)));
  });
}

// Of 400 random 2-2-2-1 networks: in how many ours does not sum to the difference, the other does
// not, and the two differ.
Result<Values> two_revealcancels(const Scene& scene) {
  Vector<Rational> counts = Vector<Rational>::Zero(3);
  const RandomStream seed(5);
  const Vector<Rational> zero = Vector<Rational>::Zero(2);
  for (std::uint64_t k = 0; k < 400; ++k) {
    RandomStream draws = seed.split(k);
    const LayerList<Rational> layers = draw_layers(draws, {2, 2, 2, 1}, true);
    const Vector<Rational> x = draw_point(draws, 2);
    const Rational difference = sums_of(layers, x).back()(0) - sums_of(layers, zero).back()(0);
    const auto ours =
        scene.attribute({"drawn", "", make_network(layers).value()}, kRevealCancel, x, zero);
    if (!ours) return ours;
    const Vector<Rational> other = separate_parts(layers, x, zero);
    counts(0) += ours->numbers.sum() != difference ? 1 : 0;
    counts(1) += other.sum() != difference ? 1 : 0;
    counts(2) += (ours->numbers != other).any() ? 1 : 0;
  }
  return exactly(counts);
}

Quantity count_of_revealcancels(Index which) {
  return Compute([which](const Scene& scene) -> Result<Values> {
    const auto counts = two_revealcancels(scene);
    if (!counts) return counts;
    return exactly(counts->numbers(which));
  });
}

Network<Rational> two_relus(const Rational& w, const Rational& b1, const Rational& b2) {
  NetworkBuilder<Rational> b;
  const Tensor h = b.relu(b.dense(b.input({2}), {{w, -1}}, {b1}));
  return b.build(b.relu(b.dense(h, {{1}}, {b2}))).value();
}

Claim d05() {
  Claim c;
  c.id = "D05";
  c.title = "Two readings of RevealCancel";
  c.source = "Shrikumar et al. 2017, section 3.5.1 and 3.5.3; the authors' code (Dense)";
  c.statement =
      "The Linear rule of RevealCancel is one rule: splitting a term by the sign of weight times "
      "total difference and propagating both parts of each difference separately give the same.";
  c.says = "one Linear rule for RevealCancel";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "The authors' code (and our rule) takes a term's sign from its total difference, half to "
      "either at zero. Both sum to the difference, so completeness does not tell them apart. "
      "Counts: 400 random 2-2-2-1 networks, seed 5, halves from -4 to 4.";
  c.careful =
      "In sums, a term belongs to the part that weight times the whole difference of its operand "
      "has; the parts inside the operand are not passed on.";
  c.network("f", "R(R(2 x1 - x2) - 3/4)", two_relus(2, 0, Rational(-3, 4)));
  c.network("g", "R(R(x1 - x2 + 1) - 1)", two_relus(1, 1, -1));
  c.point("x", {1, 1});
  c.fact("f, by the total", attribution("f", kRevealCancel)).is({"3/8", "-1/8"});
  c.fact("f, parts apart", by_separate_parts("f"))
      .is({"1/2", "-1/4"})
      .claimed_equal_to("f, by the total");
  c.fact("g, whose inner difference is zero, by the total", attribution("g", kRevealCancel))
      .is({"0", "0"});
  c.fact("g, parts apart", by_separate_parts("g"))
      .is({"1/2", "-1/2"})
      .claimed_equal_to("g, whose inner difference is zero, by the total");
  c.fact("g, Shapley", attribution("g", "shapley")).is({"1/2", "-1/2"});
  c.fact("random networks where it does not sum up, by the total", count_of_revealcancels(0))
      .is({"0"})
      .once();
  c.fact("random networks where it does not sum up, parts apart", count_of_revealcancels(1))
      .is({"0"})
      .once();
  c.fact("random networks where the two differ", count_of_revealcancels(2))
      .is_between("133", "224", "rate 8908/20000 of an independent program, at 99.99 %")
      .claimed(Relation::zero)
      .once();
  return c;
}

}  // namespace

std::vector<Claim> deeplift_rules() {
  std::vector<Claim> all;
  all.push_back(d04());
  all.push_back(d05());
  return all;
}

}  // namespace axiomark::claims
