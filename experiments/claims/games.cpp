// Games: Shapley values and integrated gradients, what they share and what they cost.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>

#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"
#include "network/random_stream.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;
const std::string kExact = "integrated-gradients:rule=exact";
// Exact for polynomials of degree three and less along the segment.
const std::string kSimpson = "integrated-gradients:rule=simpson,steps=2";

// A sum over all sets of four features of a coefficient times the set's product, and cubes if asked.
Network<Rational> multilinear(RandomStream& stream, bool with_cubes) {
  Builder b;
  const Tensor x = b.input({4});
  std::vector<Tensor> products;
  for (unsigned set = 1; set < 16; ++set) {
    const auto weight = Rational(stream.between(-5, 5));
    std::optional<Tensor> all;
    for (Index i = 0; i < 4; ++i) {
      if ((set >> i & 1) == 0) continue;
      const Tensor factor = b.feature(x, i);
      all = all ? b.product(*all, factor) : factor;
    }
    products.push_back(b.dense(*all, {{weight}}, {0}));
  }
  for (Index i = 0; with_cubes && i < 4; ++i) {
    const auto weight = Rational(stream.between(-5, 5));
    const Tensor cube = b.apply(Operator<Rational>(Power{3}), {b.feature(x, i)});
    products.push_back(b.dense(cube, {{weight}}, {0}));
  }
  Tensor sum = products.front();
  for (std::size_t k = 1; k < products.size(); ++k) sum = b.add(sum, products[k]);
  return b.build(sum).value();
}

Quantity disagreements(bool with_cubes) {
  return Compute([with_cubes](const Scene& scene) -> Result<Values> {
    RandomStream stream(6);
    long disagree = 0;
    for (int k = 0; k < 50; ++k) {
      const ClaimNetwork f{"F", "", multilinear(stream, with_cubes)};
      Vector<Rational> x(4);
      Vector<Rational> baseline(4);
      for (Index i = 0; i < 4; ++i) {
        x(i) = Rational(stream.between(-6, 6)) / 2;
        baseline(i) = Rational(stream.between(-6, 6)) / 2;
      }
      const auto gradients = scene.attribute(f, kSimpson, x, baseline);
      if (!gradients) return gradients;
      const auto shapley = scene.attribute(f, "shapley", x, baseline);
      if (!shapley) return shapley;
      if ((gradients->numbers != shapley->numbers).any()) ++disagree;
    }
    return exactly(Rational(disagree));
  });
}

Claim b06() {
  Claim c;
  c.id = "B06";
  c.title = "Integrated gradients of multilinear functions are Shapley values";
  c.source = "Owen 1972; Sun & Sundararajan 2011";
  c.statement =
      "For multilinear F, and for multilinear functions plus functions of single features, "
      "integrated gradients equal baseline Shapley values, whatever the baseline.";
  c.says = "equal where F is multilinear";
  c.why =
      "F along the segment is the multilinear extension of its game along the diagonal of the "
      "cube, "
      "where its partial derivatives integrate to the Shapley values. Other functions are not told "
      "by their corners.";
  c.careful = "As stated; for x1^2 x2, minima and relus the two differ.";
  Builder b;
  const Tensor x = b.input({2});
  const Tensor square = b.apply(Operator<Rational>(Power{2}), {b.feature(x, 0)});
  c.network("square", "x1^2 x2", b.build(b.product(square, b.feature(x, 1))).value());
  c.network("minimum", "min(x1, x2) = x1 - R(x1 - x2)", examples::minimum());
  Builder n;
  const Tensor y = n.input({2});
  c.network("relu", "R(x1 + x2 - 1)", n.build(n.relu(n.dense(y, {{1, 1}}, {-1}))).value());
  c.point("ones", {1, 1});
  c.point("(1, 3)", {1, 3});
  c.point("(2, 1)", {2, 1});
  c.fact("of 50 multilinear functions of 4 features (seed 6): different", disagreements(false))
      .is({"0"})
      .claimed(Relation::zero)
      .once();
  c.fact("the same with a cube of each feature added", disagreements(true))
      .is({"0"})
      .claimed(Relation::zero)
      .once();
  c.fact("integrated gradients of x1^2 x2 at (1, 1)", attribution("square", kSimpson, "ones"))
      .is({"2/3", "1/3"});
  c.fact("Shapley values of x1^2 x2 at (1, 1)", attribution("square", "shapley", "ones"))
      .is({"1/2", "1/2"});
  c.fact("integrated gradients of the minimum at (1, 3)", attribution("minimum", kExact, "(1, 3)"))
      .is({"1", "0"});
  c.fact("Shapley values of the minimum at (1, 3)", attribution("minimum", "shapley", "(1, 3)"))
      .is({"1/2", "1/2"});
  c.fact("integrated gradients of R(x1 + x2 - 1) at (2, 1)", attribution("relu", kExact, "(2, 1)"))
      .is({"4/3", "2/3"});
  c.fact("Shapley values of R(x1 + x2 - 1) at (2, 1)", attribution("relu", "shapley", "(2, 1)"))
      .is({"3/2", "1/2"});
  return c;
}

// Asks with a table of baselines, one per column.
template <Scalar S>
Result<Values> against_table(const Scene& scene, const Network<S>& network,
                             const std::string& method, const Vector<Rational>& input,
                             const Batch<Rational>& table) {
  const auto asked = scene.method(method);
  if (!asked) return tl::make_unexpected(asked.error());
  Queries<S> query;
  query.inputs = convert_all<S>(input);
  query.baselines = convert_all<S>(table);
  query.baselines_per_query = table.cols();
  query.targets = Batch<S>::Ones(1, 1);
  const auto answer = std::move(asked->attribute(network, query, ThreadPool(1)).front());
  if (!answer) return tl::make_unexpected(answer.error());
  return Values{convert_all<Rational>(answer->values), is_exact<S>};
}

Claim b09() {
  Claim c;
  c.id = "B09";
  c.title = "Conditional expectations give to features that are not there";
  c.source = "Sundararajan & Najmi 2020, abstract and on conditional expectations (CES)";
  c.statement =
      "Shapley values of conditional expectations may attribute to features that the model does "
      "not "
      "even refer to; baseline Shapley values do not.";
  c.says = "conditional Shapley breaks dummy";
  c.why =
      "X1 and X2 are one fair coin, and F = x1: knowing X2 tells F, so that the two are symmetric "
      "players.";
  c.careful = "As stated: with dependent features the dummy axiom fails.";
  Builder b;
  const Tensor x = b.input({2});
  c.network("f", "x1", b.build(b.dense(x, {{1, 0}}, {0})).value());
  c.point("x", {1, 1});
  c.fact("conditional Shapley values, rows (0, 0) and (1, 1)",
         Compute([](const Scene& scene) -> Result<Values> {
           Batch<Rational> table(2, 2);
           table << 0, 1, 0, 1;
           const Vector<Rational> at = scene.point("x", 2);
           return scene.exact() ? against_table(scene, scene.exact_network("f"),
                                                "conditional-shapley", at, table)
                                : against_table(scene, scene.network_in_double("f"),
                                                "conditional-shapley", at, table);
         }))
      .is({"1/4", "1/4"})
      .claimed(Relation::not_zero);
  c.fact("baseline Shapley values, baseline (0, 0)", attribution("f", "shapley"))
      .is({"1", "0"})
      .as_claimed();
  return c;
}

// A function of n features in which all interact: R(x1 + 2 x2 + ... - n) x1.
ClaimNetwork of_n_features(Index n) {
  Builder b;
  const Tensor x = b.input({n});
  Matrix<Rational> weights(1, n);
  for (Index i = 0; i < n; ++i) weights(0, i) = i + 1;
  const Tensor h = b.relu(b.dense(x, weights, Vector<Rational>::Constant(1, Rational(-n))));
  return {"F", "", b.build(b.product(h, b.feature(x, 0))).value()};
}

Quantity evaluations(Index n) {
  return Compute([n](const Scene& scene) -> Result<Values> {
    const auto method = scene.method("shapley");
    if (!method) return tl::make_unexpected(method.error());
    Queries<Rational> query;
    query.inputs = Batch<Rational>::Ones(n, 1);
    query.baselines = Batch<Rational>::Zero(n, 1);
    query.targets = Batch<Rational>::Ones(1, 1);
    const ClaimNetwork f = of_n_features(n);
    const auto answer = std::move(
        method->attribute(std::get<Network<Rational>>(f.network), query, ThreadPool(1)).front());
    if (!answer) return tl::make_unexpected(answer.error());
    return exactly(Rational(answer->function_evaluations));
  });
}

// The mean over all n! orders, one after another, less the Shapley values.
Quantity mean_over_orders_less_shapley(Index n) {
  return Compute([n](const Scene& scene) -> Result<Values> {
    const ClaimNetwork f = of_n_features(n);
    const Vector<Rational> x = Vector<Rational>::Ones(n);
    const Vector<Rational> zero = Vector<Rational>::Zero(n);
    std::vector<int> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), 0);
    Vector<Rational> sum = zero;
    long orders = 0;
    do {
      const auto one =
          scene.attribute(f, fmt::format("path:order=[{}]", fmt::join(order, ",")), x, zero);
      if (!one) return one;
      sum += one->numbers;
      ++orders;
    } while (std::ranges::next_permutation(order).found);
    const auto shapley = scene.attribute(f, "shapley", x, zero);
    if (!shapley) return shapley;
    return exactly(Vector<Rational>(sum / Rational(orders) - shapley->numbers));
  });
}

Claim s11() {
  Claim c;
  c.id = "S11";
  c.title = "The cost of Shapley values";
  c.source = "reading notes on Sundararajan et al. 2017, remark 5";
  c.statement =
      "Shapley-Shubik averages over n! orders, so it needs n! evaluations of the function.";
  c.says = "n! evaluations";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "Orders meet the same coalitions again and again: there are 2^n of them, each evaluated "
      "once. "
      "From n = 4 on n! is more.";
  c.careful = "2^n evaluations suffice, and 2^n numbers have to be kept.";
  for (const auto& [n, all, orders] :
       {std::tuple{Index{3}, "8", "6"}, std::tuple{Index{4}, "16", "24"},
        std::tuple{Index{6}, "64", "720"}, std::tuple{Index{8}, "256", "40320"}}) {
    Fact& fact = c.fact(fmt::format("evaluations for n = {}; n! = {}", n, orders), evaluations(n));
    fact.is({all}).once();
    if (n > 3) fact.claimed(Relation::at_least, {orders});
  }
  c.fact("n = 5: mean over 120 orders less Shapley values", mean_over_orders_less_shapley(5))
      .is({"0", "0", "0", "0", "0"})
      .once();
  return c;
}

// - sum over k of R(w_k x + bias_k)
Network<Rational> minus_relus(Matrix<Rational> weights, Vector<Rational> bias) {
  Builder b;
  const Tensor x = b.input({2});
  const Index units = weights.rows();
  const Tensor h = b.relu(b.dense(x, std::move(weights), std::move(bias)));
  return b.build(b.dense(h, Matrix<Rational>::Constant(1, units, -1), Vector<Rational>::Zero(1)))
      .value();
}

// F with nobody, x1, x2, both at x, the others at 0.
Quantity game_of(const std::string& network) {
  return Compute([network](const Scene& scene) -> Result<Values> {
    const Vector<Rational> x = scene.point("x", 2);
    Vector<Rational> game(4);
    for (Index set = 0; set < 4; ++set) {
      const Vector<Rational> at =
          exactly({(set & 1) != 0 ? x(0) : Rational(0), (set & 2) != 0 ? x(1) : Rational(0)})
              .numbers;
      const auto value = scene.evaluate(scene.network(network), at);
      if (!value) return value;
      game(set) = value->numbers(0);
    }
    return Values{game, scene.exact()};
  });
}

Claim s18() {
  Claim c;
  c.id = "S18";
  c.title = "The axioms in their game forms";
  c.source = "reading notes on Sundararajan et al. 2017 and Lundberg & Lee 2017";
  c.statement =
      "Integrated gradients have symmetry, dummy and completeness, so they treat symmetric players "
      "of the game v(S) = F(features in S at x, others at x') alike, give null players nothing, "
      "and "
      "depend on the game alone (consistency).";
  c.says = "symmetric and null players as in games";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "The axioms for functions speak of F everywhere, those for games of its corners only; "
      "between "
      "corners the straight path sees slopes that no corner tells of.";
  c.careful =
      "Integrated gradients have the axioms for functions; Shapley values have those for games, "
      "and "
      "so the ones for functions as well.";
  Matrix<Rational> one(1, 2);
  one << -1, -1;
  c.network("f", "-R(1 - x1 - x2)", minus_relus(one, Vector<Rational>::Ones(1)));
  Matrix<Rational> two(2, 2);
  two << -1, -1, 1, -1;
  c.network("g", "-R(1 - x1 - x2) - R(x1 - x2)", minus_relus(two, exactly({1, 0}).numbers));
  Matrix<Rational> three(1, 2);
  three << -2, -1;
  c.network("h", "-R(1 - 2 x1 - x2)", minus_relus(three, Vector<Rational>::Ones(1)));
  c.point("x", {1, 2});
  c.fact("game of f: nobody, x1, x2, both", game_of("f")).is({"-1", "0", "0", "0"});
  c.fact("game of g: x1 is a null player", game_of("g")).is({"-1", "-1", "0", "0"});
  c.fact("game of h: that of f", game_of("h")).is({"-1", "0", "0", "0"});
  c.fact("integrated gradients of f", attribution("f", kExact))
      .is({"1/3", "2/3"})
      .claimed(Relation::equal, {"1/2", "1/2"});
  c.fact("Shapley values of f", attribution("f", "shapley")).is({"1/2", "1/2"});
  c.fact("integrated gradients of g", attribution("g", kExact))
      .is({"1/3", "2/3"})
      .claimed(Relation::equal, {"0", "1"});
  c.fact("Shapley values of g", attribution("g", "shapley")).is({"0", "1"});
  c.fact("integrated gradients of h", attribution("h", kExact))
      .is({"1/2", "1/2"})
      .claimed_equal_to("integrated gradients of f");
  c.fact("Shapley values of h", attribution("h", "shapley")).is({"1/2", "1/2"});
  c.supports_cell(kExact, "game-symmetry");
  c.supports_cell(kExact, "null-player");
  c.supports_cell(kExact, "consistency");
  return c;
}

}  // namespace

std::vector<Claim> games() {
  std::vector<Claim> all;
  all.push_back(b06());
  all.push_back(b09());
  all.push_back(s11());
  all.push_back(s18());
  return all;
}

}  // namespace axiomark::claims
