// Findings of ours: a theorem that is false as stated; smaller counterexamples have a file of their own.
#include <array>

#include "experiments/claims/smaller_counterexamples.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

// The function of x1, x2 that is linear in each and has these values at 0, x1 = 1, x2 = 1, both.
Network<Rational> two_player_game(const std::array<Rational, 4>& v) {
  Builder b;
  const Tensor x = b.input({2});
  const Tensor both = b.product(b.feature(x, 0), b.feature(x, 1));
  const Tensor alone = b.dense(x, {{v[1] - v[0], v[2] - v[0]}}, {v[0]});
  return b.build(b.sum({alone, both}, {1, v[3] - v[1] - v[2] + v[0]})).value();
}

// All 81 games of two players whose coalitions have the values 0, 1, 2, and a method's answers.
struct Answered {
  std::array<Rational, 4> game;
  Vector<Rational> values;
};
Result<std::vector<Answered>> all_games(const Scene& scene, const std::string& method,
                                        const Vector<Rational>& x) {
  std::vector<Answered> all;
  for (int code = 0; code < 81; ++code) {
    const std::array<Rational, 4> v = {code % 3, code / 3 % 3, code / 9 % 3, code / 27};
    const ClaimNetwork f{"F", "", two_player_game(v)};
    auto values = scene.attribute(f, method, x, Vector<Rational>::Zero(2));
    if (!values) return tl::make_unexpected(values.error());
    all.push_back({v, std::move(values->numbers)});
  }
  return all;
}

// What the player adds to nobody, and to the other.
std::array<Rational, 2> added(const std::array<Rational, 4>& v, Index player) {
  if (player == 0) return {v[1] - v[0], v[3] - v[2]};
  return {v[2] - v[0], v[3] - v[1]};
}

// Games in which local accuracy fails (at (1, 1)) or missingness does (at (1, 0)).
Quantity inaccurate_or_not_missing(const std::string& method) {
  return Compute([method](const Scene& scene) -> Result<Values> {
    const auto full = all_games(scene, method, exactly({1, 1}).numbers);
    if (!full) return tl::make_unexpected(full.error());
    const auto first = all_games(scene, method, exactly({1, 0}).numbers);
    if (!first) return tl::make_unexpected(first.error());
    Rational inaccurate = 0;
    Rational not_missing = 0;
    for (const Answered& a : *full) inaccurate += a.values.sum() != a.game[3] - a.game[0] ? 1 : 0;
    for (const Answered& a : *first) not_missing += a.values(1) != 0 ? 1 : 0;
    return exactly({inaccurate, not_missing});
  });
}

// Pairs of games and a player who adds at least as much in the second to every coalition: how many there
// are, and in how many the player gets less.
Quantity inconsistent(const std::string& method) {
  return Compute([method](const Scene& scene) -> Result<Values> {
    const auto all = all_games(scene, method, exactly({1, 1}).numbers);
    if (!all) return tl::make_unexpected(all.error());
    Rational pairs = 0;
    Rational fails = 0;
    for (const Answered& f : *all) {
      for (const Answered& g : *all) {
        for (Index player = 0; player < 2; ++player) {
          const auto in_f = added(f.game, player);
          const auto in_g = added(g.game, player);
          if (in_g[0] < in_f[0] || in_g[1] < in_f[1]) continue;
          pairs += 1;
          fails += g.values(player) < f.values(player) ? 1 : 0;
        }
      }
    }
    return exactly({pairs, fails});
  });
}

Quantity not_shapley(const std::string& method) {
  return Compute([method](const Scene& scene) -> Result<Values> {
    const auto ours = all_games(scene, method, exactly({1, 1}).numbers);
    if (!ours) return tl::make_unexpected(ours.error());
    const auto shapley = all_games(scene, "shapley", exactly({1, 1}).numbers);
    if (!shapley) return tl::make_unexpected(shapley.error());
    long differ = 0;
    for (std::size_t k = 0; k < ours->size(); ++k) {
      if (((*ours)[k].values != (*shapley)[k].values).any()) ++differ;
    }
    return exactly(Rational(differ));
  });
}

// Equation 8 as printed weighs a coalition of size s that holds i with s! (M - s - 1)! / M!. The sum of
// these weights over such coalitions of three players, without that of all three, where it has (-1)!.
Result<Values> printed_weights(const Scene&) {
  constexpr std::array<long, 4> kFactorial = {1, 1, 2, 6};
  constexpr std::array<long, 3> kCoalitions = {0, 1, 2};  // of size s that hold i, s = 0, 1, 2
  Rational sum = 0;
  for (std::size_t s = 1; s <= 2; ++s) {
    sum += Rational(kCoalitions[s] * kFactorial[s] * kFactorial[2 - s]) / kFactorial[3];
  }
  return exactly(sum);
}

Claim x01() {
  Claim c;
  c.id = "X01";
  c.title = "Consistency does not single Shapley values out";
  c.source = "Lundberg & Lee 2017, theorem 1";
  c.statement =
      "Only one additive explanation model has local accuracy, missingness and consistency: the "
      "Shapley values. The symmetry that Young (1985) asks for besides is redundant.";
  c.says = "three properties leave Shapley values only";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "Add the features in one fixed order: x1 gets F(x1) - F(0), x2 gets F(x1, x2) - F(x1). The "
      "sum "
      "is right, a missing feature gets nothing, and a feature that adds more to every coalition "
      "adds more to its predecessors, so that it gets more. Two features suffice, where it is not "
      "the Shapley value in 62 of 81 games; any fixed mixture of orders does as well.";
  c.careful =
      "Local accuracy, missingness, consistency and symmetry leave Shapley values only. (Equation "
      "8 "
      "has another slip: a coalition that holds i, of size s, has the weight (s - 1)! (M - s)! / "
      "M!; "
      "as printed, all M features have (-1)!.)";
  c.network("f", "x1 x2", two_player_game({0, 0, 0, 1}));
  c.point("x", {1, 1});
  const std::string order = "path:order=[0,1]";
  const std::string mixture = "combination:terms=1/3*(path:order=[0,1])+2/3*(path:order=[1,0])";
  const std::string beyond = "combination:terms=2*(path:order=[0,1])-(path:order=[1,0])";
  c.fact("x1 before x2, on f", attribution("f", order)).is({"0", "1"});
  c.fact("1/3 x1 first, 2/3 x2 first, on f", attribution("f", mixture)).is({"2/3", "1/3"});
  c.fact("Shapley values of f", attribution("f", "shapley")).is({"1/2", "1/2"});
  for (const auto& [name, method] :
       {std::pair{"x1 before x2", order}, std::pair{"1/3 x1 first, 2/3 x2 first", mixture}}) {
    const std::string by = std::string(": ") + name;
    c.fact("of all 81 games of values 0, 1, 2: not accurate, not missing" + by,
           inaccurate_or_not_missing(method))
        .is({"0", "0"})
        .once();
    c.fact("pairs of games in which a player adds no less; where it gets less" + by,
           inconsistent(method))
        .is({"5000", "0"})
        .once();
    c.fact("of the 81 games: not the Shapley values" + by, not_shapley(method))
        .is({"62"})
        .claimed(Relation::zero)
        .once();
  }
  c.fact("the same pairs, where it gets less by 2 P1 - P3", inconsistent(beyond))
      .is({"5000", "1338"})
      .once();
  c.fact("equation 8 as printed, M = 3: weights without the undefined one, in all",
         Compute(printed_weights))
      .is({"5/6"})
      .once();
  return c;
}

}  // namespace

std::vector<Claim> findings() {
  std::vector<Claim> all;
  all.push_back(x01());
  for (Claim& claim : smaller_counterexamples()) all.push_back(std::move(claim));
  return all;
}

}  // namespace axiomark::claims
