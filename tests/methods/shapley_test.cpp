#include "methods/shapley.hpp"

#include "methods/coalitions.hpp"
#include "network/examples.hpp"
#include "tests/methods/layered_game.hpp"
#include "tests/reference/shapley.hpp"

namespace axiomark::tests {
namespace {

/// relu(W x + b) summed: `features` inputs, dyadic weights that are exact in float.
Network<double> sum_of_relus(Index features, Index units, RandomStream stream) {
  NetworkBuilder<double> b;
  Matrix<double> weights(units, features);
  Vector<double> bias(units);
  for (double& w : weights.reshaped()) w = static_cast<double>(stream.between(-8, 8)) / 8;
  for (double& v : bias) v = static_cast<double>(stream.between(-8, 8)) / 8;
  const Tensor h = b.relu(b.dense(b.input({features}), weights, bias));
  return b.build(b.dense(h, Matrix<double>::Ones(1, units), Vector<double>::Zero(1))).value();
}

/// Features that share a player move together: the reference sees the players only.
Numbers reference_of_groups(const LayeredQuestion& q, const std::vector<std::size_t>& player,
                            std::size_t players) {
  const auto moved = [&](const Numbers& switches) {
    Numbers point = q.baseline;
    for (std::size_t i = 0; i < point.size(); ++i) {
      if (switches[player[i]] == 1) point[i] = q.x[i];
    }
    return value_at(q)(point);
  };
  return reference::shapley(moved, Numbers(players, Rational(0)), Numbers(players, Rational(1)));
}

}  // namespace

TEST_CASE("exact Shapley values equal the average over all orders") {
  property("2^n coalitions against n! orders", [] {
    const LayeredQuestion q = draw_game(draw(1, 5));
    const Attribution<Rational> answer = answer_to("shapley", q);
    RC_ASSERT(numbers(answer.values) == reference::shapley(q.layers, q.target, q.baseline, q.x));
    RC_ASSERT(answer.function_evaluations == Index{1} << q.x.size());
    RC_ASSERT(answer.gradient_evaluations == 0);
    RC_ASSERT(!answer.sampling.has_value());
  });
}

TEST_CASE("shapley-shubik is the same method under the economists' name") {
  property("the same values", [] {
    const LayeredQuestion q = draw_game(draw(1, 4));
    RC_ASSERT(values_of("shapley-shubik", q) == values_of("shapley", q));
    const std::string sampled = ":rule=permutations,samples=3,seed=9";
    RC_ASSERT(values_of("shapley-shubik" + sampled, q) == values_of("shapley" + sampled, q));
  });
  CHECK(method("shapley-shubik").name() == "shapley-shubik");
  CHECK(contains(refusal_in_game("shapley-shubik:rule=exact,seed=1"),
                 "method 'shapley-shubik', option"));
}

TEST_CASE("a group is one player and its features get equal shares") {
  property("groups as a list", [] {
    const LayeredQuestion q = draw_game(5);
    const std::vector<std::size_t> player = {1, 0, 1, 2, 1};
    const Numbers expected = reference_of_groups(q, player, 3);
    for (const std::string text :
         {"shapley:groups=[1,0,1,2,1]", "kernel-shap:groups=[1,0,1,2,1]"}) {
      const Attribution<Rational> answer = answer_to(text, q);
      RC_ASSERT(answer.function_evaluations == 8);
      const Numbers values = numbers(answer.values);
      for (const std::size_t i : {0U, 2U, 4U}) RC_ASSERT(values[i] == expected[1] / 3);
      RC_ASSERT(values[1] == expected[0]);
      RC_ASSERT(values[3] == expected[2]);
      RC_ASSERT(sum(values) == value_at(q)(q.x) - value_at(q)(q.baseline));
    }
  });
  property("tiles of an image, cut off at its border, all channels together", [] {
    const LayeredQuestion q = draw_game(12);
    // Two channels of 2 x 3: the tiles are columns 0 and 1, and column 2.
    RC_ASSERT(values_of("shapley:groups=tiles:2x2:2x2x3", q) ==
              values_of("shapley:groups=[0,0,1,0,0,1,0,0,1,0,0,1]", q));
    RC_ASSERT(values_of("shapley:groups=tiles:1x2:2x2x3", q) ==
              values_of("shapley:groups=[0,0,1,2,2,3,0,0,1,2,2,3]", q));
  });
}

TEST_CASE("exact Shapley values of many queries equal those of one at a time") {
  property("each with its own baseline and target", [] {
    const Network<Rational> network = build(draw_layered(3, 2));
    Queries<Rational> queries{Batch<Rational>(3, 4), Batch<Rational>(3, 4),
                              Batch<Rational>::Constant(2, 4, Rational(0))};
    for (Index k = 0; k < 4; ++k) {
      queries.inputs.col(k) = vector(draw_numbers(3));
      queries.baselines.col(k) = vector(draw_numbers(3));
      queries.targets(draw(0, 1), k) = 1;
    }
    const ThreadPool alone;
    for (const std::string text : {"shapley", "shapley:rule=stratified,samples=2", "kernel-shap",
                                   "kernel-shap:rule=unbiased,samples=2", "occlusion"}) {
      const auto together = method(text).attribute<Rational>(network, queries, alone);
      for (Index k = 0; k < 4; ++k) {
        const auto one = ask<Rational>(method(text), network, queries.inputs.col(k),
                                       queries.baselines.col(k), queries.targets.col(k));
        RC_ASSERT(numbers(together[static_cast<std::size_t>(k)]->values) == numbers(one->values));
      }
    }
  });
}

TEST_CASE("a feature that is not read gets exactly zero in floating point too") {
  const std::uint64_t seed = 7;
  INFO("seed " << seed);
  NetworkBuilder<double> b;
  const Tensor x = b.input({6});
  std::vector<Tensor> read;
  for (const Index i : {0, 1, 3, 4, 5}) read.push_back(b.feature(x, i));
  const Tensor five = b.concat(read, 0);
  const auto network = b.build(b.include(sum_of_relus(5, 9, RandomStream(seed)), {five})).value();
  RandomStream stream = RandomStream(seed).split(1);
  Vector<double> point(6);
  for (double& v : point) v = stream.unit_interval();
  for (const std::string text : {"shapley", "shapley:rule=antithetic,samples=5",
                                 "shapley:rule=stratified,samples=5", "occlusion"}) {
    INFO(text);
    const auto answer =
        ask<double>(method(text), network, point, Vector<double>::Zero(6), Vector<double>::Ones(1));
    REQUIRE(answer.has_value());
    CHECK(answer->values(2) == 0);
    CHECK(answer->values(0) != 0);
  }
}

TEST_CASE("exact Shapley values in floating point are those of the rational network, rounded") {
  // Weights are eighths, the inputs halves: every value of the game is exact in float and double,
  // a multiple of 1/16 and below 2^7. The 2^7 increases of a player are then exact, and so are
  // their sums by size; each of the 8 weights, products and additions rounds once, so that the
  // relative error of the terms is below 10 u (with float, one more rounding of the result).
  const std::uint64_t seed = 11;
  INFO("seed " << seed);
  const Network<double> network = sum_of_relus(8, 6, RandomStream(seed));
  RandomStream stream = RandomStream(seed).split(1);
  Vector<double> x(8);
  for (double& v : x) v = static_cast<double>(stream.between(-3, 3)) / 2;
  const Vector<Rational> zero = Vector<Rational>::Constant(8, Rational(0));
  const auto exact = ask<Rational>(method("shapley"), convert<Rational>(network).value(),
                                   convert_all<Rational>(x), zero, vector({1}));
  const auto in_double =
      ask<double>(method("shapley"), network, x, Vector<double>::Zero(8), Vector<double>::Ones(1));
  const auto in_float =
      ask<float>(method("shapley"), convert<float>(network).value(), convert_all<float>(x),
                 Vector<float>::Zero(8), Vector<float>::Ones(1));
  for (Index i = 0; i < 8; ++i) {
    // Each increase is at most sum over units of |w_i x_i| <= 6 * 1 * 3/2 = 9, and the weights of
    // all of them sum to 1.
    const Rational value = exact->values(i);
    CHECK(abs(convert<Rational>(in_double->values(i)) - value) <= 9 * 10 * Rational(0x1p-53));
    CHECK(abs(convert<Rational>(in_float->values(i)) - value) <=
          9 * (10 * Rational(0x1p-53) + Rational(0x1p-24)));
  }
}

TEST_CASE("the number of threads changes no bit of Shapley values, KernelSHAP or occlusion") {
  const std::uint64_t seed = 2026;
  INFO("seed " << seed);
  // 2^13 coalitions: several chunks for the threads to share.
  const Network<double> network = sum_of_relus(13, 40, RandomStream(seed));
  RandomStream stream = RandomStream(seed).split(1);
  Queries<double> queries{Batch<double>(13, 2), Batch<double>(13, 2), Batch<double>::Ones(1, 2)};
  for (double& v : queries.inputs.reshaped()) v = stream.unit_interval();
  for (double& v : queries.baselines.reshaped()) v = -stream.unit_interval();
  const ThreadPool one(1);
  const ThreadPool two(2);
  for (const std::string text :
       {"shapley", "shapley:rule=permutations,samples=900", "shapley:rule=antithetic,samples=400",
        "shapley:rule=stratified,samples=40", "kernel-shap",
        "kernel-shap:rule=sampled,samples=5000", "kernel-shap:rule=unbiased,samples=5000",
        "occlusion", "conditional-shapley:groups=[0,0,0,0,0,0,0,0,0,0,0,0,0]"}) {
    INFO(text);
    Queries<double> asked = queries;
    if (method(text).kind() == MethodKind::baseline_distribution) asked.baselines = asked.inputs;
    const auto alone = method(text).attribute<double>(network, asked, one);
    const auto shared = method(text).attribute<double>(network, asked, two);
    for (std::size_t k = 0; k < 2; ++k) {
      REQUIRE(alone[k].has_value());
      REQUIRE(shared[k].has_value());
      CHECK(numbers(alone[k]->values) == numbers(shared[k]->values));
      if (!alone[k]->sampling) continue;
      CHECK(numbers(alone[k]->sampling->standard_error) ==
            numbers(shared[k]->sampling->standard_error));
    }
  }
}

TEST_CASE("too many players are refused with the number of evaluations and a way out") {
  CHECK(refusal_in_game("shapley", 14) == "accepted");
  CHECK(refusal_in_game("shapley", 15) ==
        "players: 15 players, whose coalitions take 2^15 = 32768 evaluations; expected at most 14 "
        "players in exact arithmetic, or rule=permutations, or fewer players by groups=");
  CHECK(refusal_in_game("shapley:rule=exact", 15) == refusal_in_game("shapley", 15));
  CHECK(contains(refusal_in_game("kernel-shap", 15),
                 "at most 14 players in exact arithmetic, or "
                 "rule=sampled"));
  CHECK(refusal_in_game("shapley:groups=[0,0,0,0,0,0,0,0,1,1,1,1,1,1,2]", 15) == "accepted");
  CHECK(refusal_in_game("shapley:rule=permutations,samples=2", 15) == "accepted");

  const auto in_double = [](const std::string& text, Index features) {
    const Network<double> network = sum_of_relus(features, 2, RandomStream(1));
    const Vector<double> x = Vector<double>::Ones(features);
    const auto answer = ask<double>(method(text), network, x, Vector<double>::Zero(features),
                                    Vector<double>::Ones(1));
    return answer ? std::string("accepted") : message(answer.error());
  };
  CHECK(in_double("shapley", 16) == "accepted");
  CHECK(in_double("shapley", 17) ==
        "players: 17 players, whose coalitions take 2^17 = 131072 evaluations; expected at most 16 "
        "players, or rule=permutations, or fewer players by groups=, or all 17 of them asked for "
        "by rule=exact");
  CHECK(in_double("shapley:rule=exact", 17) == "accepted");
  CHECK(in_double("shapley:rule=exact", 23) ==
        "players: 23 players, whose coalitions take 2^23 = 8388608 evaluations; expected at most "
        "22 players, or rule=permutations, or fewer players by groups=");
  CHECK(contains(in_double("shapley", 784), "coalitions take 2^784 evaluations;"));
  CHECK(contains(in_double("kernel-shap", 17), "or all 17 of them asked for by rule=all"));
  CHECK(in_double("kernel-shap:rule=all", 17) == "accepted");
}

TEST_CASE("bad options of Shapley values are refused where they stand") {
  for (const std::string key : {"samples=5", "seed=5", "confidence=1/2"}) {
    CHECK(contains(refusal_in_game("shapley:" + key), "given with rule=exact; expected a choice"));
    CHECK(contains(refusal_in_game("shapley:rule=exact," + key), "given with rule=exact"));
    CHECK(refusal_in_game("shapley:rule=stratified," + key) == "accepted");
  }
  CHECK(contains(refusal_in_game("shapley:rule=permutation"), "did you mean 'permutations'?"));
  for (const std::string bad : {"0", "1", "-3", "2.5", "10000001", "many"}) {
    CHECK(contains(refusal_in_game("shapley:rule=permutations,samples=" + bad),
                   "option 'samples': '" + bad + "'; expected a whole number from 2 to 10000000"));
  }
  for (const std::string bad : {"0", "1", "-1/2", "95", "1e-400"}) {
    CHECK(contains(refusal_in_game("shapley:rule=permutations,confidence=" + bad),
                   "option 'confidence': '" + bad + "'; expected a number between 0 and 1"));
  }
  CHECK(contains(refusal_in_game("shapley:rule=permutations,confidence=high"),
                 "option 'confidence'"));
}

TEST_CASE("bad groups are refused where they stand") {
  for (const std::string bad : {"[]", "[0,2,0,2]", "[0,1/2,1,1]", "[-1,0,0,0]", "[1,1,1,1]",
                                "[[0,0],[1,1]]", "[0,4,1,2]"}) {
    INFO(bad);
    CHECK(contains(refusal_in_game("shapley:groups=" + bad), "option 'groups'"));
  }
  CHECK(contains(refusal_in_game("shapley:groups=nobody"), "option 'groups'"));
  CHECK(refusal_in_game("shapley:groups=[0,0,1]") ==
        "option 'groups': 3 features in groups; expected each of the function's 4 features in one");
  CHECK(contains(refusal_in_game("shapley:groups=tiles:2x2"), "tiles:HEIGHTxWIDTH:SHAPE"));
  for (const std::string bad : {"0x2", "2x", "x2", "2xx2", "-2x2", "2x2y", "99999x99999", "two"}) {
    INFO(bad);
    CHECK(contains(refusal_in_game("shapley:groups=tiles:" + bad + ":2x2"), "extents from 1 on"));
    CHECK(contains(refusal_in_game("shapley:groups=tiles:2x2:" + bad), "extents from 1 on"));
  }
  CHECK(contains(refusal_in_game("shapley:groups=tiles:3x1:2x2"), "a window inside the tensor"));
  CHECK(
      contains(refusal_in_game("shapley:groups=tiles:1x1x1:2x2"), "extents of the tensor's last"));
  CHECK(refusal_in_game("shapley:groups=tiles:1x2:2x2") == "accepted");
  CHECK(refusal_in_game("shapley:groups=none") == "accepted");
}

}  // namespace axiomark::tests
