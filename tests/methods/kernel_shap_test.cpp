#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>

#include "methods/kernel_shap_sampling.hpp"
#include "tests/methods/layered_game.hpp"
#include "tests/reference/kernel_least_squares.hpp"
#include "tests/reference/shapley.hpp"

namespace axiomark::tests {
namespace {

/// The coalitions a method string draws, each with the weight 1, with the values of the game.
std::vector<reference::WeightedCoalition<Rational>> drawn_coalitions(const LayeredQuestion& q,
                                                                     int samples, int seed,
                                                                     bool paired) {
  std::vector<reference::WeightedCoalition<Rational>> drawn;
  const RandomStream stream(static_cast<std::uint64_t>(seed));
  for (int k = 0; k < samples; ++k) {
    std::vector<bool> members = random_kernel_coalition(stream.split(static_cast<std::uint64_t>(k)),
                                                        static_cast<Index>(q.x.size()));
    for (int side = 0; side < (paired ? 2 : 1); ++side) {
      Numbers point = q.baseline;
      for (std::size_t i = 0; i < point.size(); ++i) {
        if (members[i]) point[i] = q.x[i];
      }
      drawn.push_back({members, Rational(1), value_at(q)(point)});
      members.flip();
    }
  }
  return drawn;
}

}  // namespace

TEST_CASE("H08 KernelSHAP over all coalitions is the Shapley value, exactly") {
  property("the closed form, the least squares by elimination, and the orders agree", [] {
    const LayeredQuestion q = draw_game(draw(1, 5));
    const auto answer = answer_to("kernel-shap", q);
    RC_ASSERT(numbers(answer.values) == reference::kernel_shap(value_at(q), q.baseline, q.x));
    RC_ASSERT(numbers(answer.values) == reference::shapley(q.layers, q.target, q.baseline, q.x));
    RC_ASSERT(answer.function_evaluations == Index{1} << q.x.size());
    RC_ASSERT(!answer.sampling.has_value());
  });
}

TEST_CASE("sampled KernelSHAP is the least squares over the drawn coalitions, exactly") {
  property("by elimination from the stationarity of the Lagrangian", [] {
    const LayeredQuestion q = draw_game(draw(2, 5));
    const int samples = draw(2, 30);
    const int seed = draw(0, 1000);
    const bool paired = draw(0, 1) == 1;
    const auto expected =
        reference::kernel_least_squares(drawn_coalitions(q, samples, seed, paired),
                                        value_at(q)(q.baseline), value_at(q)(q.x), q.x.size());
    const std::string text = "kernel-shap:rule=sampled,samples=" + std::to_string(samples) +
                             ",seed=" + std::to_string(seed) +
                             ",paired=" + (paired ? "true" : "false");
    const auto answer =
        ask(method(text), build(q.layers), vector(q.x), vector(q.baseline), vector({1}));
    RC_ASSERT(answer.has_value() == !expected.empty());
    if (!answer) {
      RC_ASSERT(answer.error().kind == ErrorKind::numeric);
      RC_ASSERT(contains(message(answer.error()), "do not determine"));
      return;
    }
    RC_ASSERT(numbers(answer->values) == expected);
    RC_ASSERT(sum(expected) == value_at(q)(q.x) - value_at(q)(q.baseline));
    RC_ASSERT(answer->function_evaluations == 2 + samples * (paired ? 2 : 1));
    RC_ASSERT(!answer->sampling.has_value());
    RC_ASSERT(contains(answer->notes.at(0), "no standard error"));
  });
}

TEST_CASE("the unbiased KernelSHAP is the mean over draws of b with the exact matrix") {
  // Covert & Lee 2021: the matrix E z z' over draws has 1/2 on its diagonal, and beside it the
  // probability that two players are drawn together.
  property("solved by elimination with the expected matrix", [] {
    const LayeredQuestion q = draw_game(draw(2, 5));
    const auto n = static_cast<int>(q.x.size());
    const int samples = draw(2, 10);
    const int seed = draw(0, 1000);
    const bool paired = draw(0, 1) == 1;
    Rational together = 0;
    Rational total = 0;
    for (int s = 1; s < n; ++s) {
      total += Rational(1, s * (n - s));
      together += Rational(1, s * (n - s)) * Rational(s * (s - 1), n * (n - 1));
    }
    together /= total;
    const std::size_t size = q.x.size();
    std::vector<Numbers> a(size + 1, Numbers(size + 1, together));
    Numbers right(size + 1, Rational(0));
    for (std::size_t i = 0; i < size; ++i) {
      a[i][i] = Rational(1, 2);
      a[i][size] = a[size][i] = 1;
    }
    a[size][size] = 0;
    const auto drawn = drawn_coalitions(q, samples, seed, paired);
    for (const auto& c : drawn) {
      for (std::size_t i = 0; i < size; ++i) {
        if (c.members[i]) right[i] += (c.value - value_at(q)(q.baseline)) / int(drawn.size());
      }
    }
    right[size] = value_at(q)(q.x) - value_at(q)(q.baseline);
    Numbers expected = reference::solve_by_elimination(a, right);
    expected.pop_back();
    const auto answer =
        answer_to("kernel-shap:rule=unbiased,samples=" + std::to_string(samples) +
                      ",seed=" + std::to_string(seed) + ",paired=" + (paired ? "true" : "false"),
                  q);
    RC_ASSERT(numbers(answer.values) == expected);
    RC_ASSERT(answer.function_evaluations == 2 + samples * (paired ? 2 : 1));
    RC_ASSERT(answer.sampling->samples == samples);
  });
}

TEST_CASE("KernelSHAP needs no draws for one player") {
  property("the constraint settles it", [] {
    const LayeredQuestion q = draw_game(1);
    for (const std::string rule : {"all", "sampled", "unbiased"}) {
      RC_ASSERT(values_of("kernel-shap:rule=" + rule, q) ==
                Numbers{value_at(q)(q.x) - value_at(q)(q.baseline)});
    }
  });
}

TEST_CASE("sampled KernelSHAP is exact on affine functions whatever was drawn") {
  property("if the draws determine it", [] {
    NetworkBuilder<Rational> b;
    const Numbers w = draw_numbers(4);
    const Network<Rational> affine =
        b.build(b.dense(b.input({4}), {{w[0], w[1], w[2], w[3]}}, {draw_number()})).value();
    const Numbers x = draw_numbers(4);
    const Numbers baseline = draw_numbers(4);
    Numbers expected;
    for (std::size_t i = 0; i < 4; ++i) expected.push_back(w[i] * (x[i] - baseline[i]));
    const auto answer =
        ask("kernel-shap:rule=sampled,paired=false,samples=12,seed=" + std::to_string(draw(0, 99)),
            affine, x, baseline);
    if (answer) RC_ASSERT(numbers(answer->values) == expected);
  });
}

TEST_CASE("random coalitions are these") {
  // By an independent implementation of the stream.
  const auto members = [](std::uint64_t draw) {
    const auto drawn = random_kernel_coalition(RandomStream(0).split(draw), 6);
    std::vector<int> players;
    for (int i = 0; i < 6; ++i) {
      if (drawn[static_cast<std::size_t>(i)]) players.push_back(i);
    }
    return players;
  };
  CHECK(members(0) == std::vector<int>{5});
  CHECK(members(1) == std::vector<int>{1, 3, 5});
  CHECK(members(2) == std::vector<int>{4, 5});
}

TEST_CASE("sizes of drawn coalitions follow the kernel and their members are equally likely") {
  // Chi-squared tests at a false-alarm probability of 1e-6 each; seed 1.
  const Index n = 7;
  const int draws = 70000;
  std::vector<double> sizes(static_cast<std::size_t>(n), 0);
  std::vector<double> members(static_cast<std::size_t>(n), 0);
  for (int k = 0; k < draws; ++k) {
    const auto drawn =
        random_kernel_coalition(RandomStream(1).split(static_cast<std::uint64_t>(k)), n);
    const auto size = std::ranges::count(drawn, true);
    REQUIRE((size >= 1 && size < n));
    sizes[static_cast<std::size_t>(size)] += 1;
    if (size != 2) continue;
    for (std::size_t i = 0; i < drawn.size(); ++i) members[i] += drawn[i] ? 1 : 0;
  }
  double total = 0;
  for (int s = 1; s < n; ++s) total += 1.0 / (s * static_cast<double>(n - s));
  double statistic = 0;
  for (int s = 1; s < n; ++s) {
    const double expected = draws / (s * static_cast<double>(n - s)) / total;
    statistic += std::pow(sizes[static_cast<std::size_t>(s)] - expected, 2) / expected;
  }
  CHECK(statistic < boost::math::quantile(boost::math::chi_squared(5), 1 - 1e-6));
  // Membership in a pair: hypergeometric, so that the sum over players has n - 1 degrees of freedom
  // once scaled by (n - 1) / (n - 2).
  double spread = 0;
  for (const double count : members) {
    const double expected = 2 * sizes[2] / static_cast<double>(n);
    spread += std::pow(count - expected, 2) / expected * 6.0 / 5.0;
  }
  CHECK(spread < boost::math::quantile(boost::math::chi_squared(6), 1 - 1e-6));
}

TEST_CASE("bad options of KernelSHAP are refused where they stand") {
  for (const std::string key : {"samples=5", "seed=5", "confidence=0.9", "paired=true"}) {
    CHECK(contains(refusal_in_game("kernel-shap:" + key), "given with rule=all"));
  }
  CHECK(contains(refusal_in_game("kernel-shap:rule=sampled,confidence=0.9"),
                 "given with rule=sampled"));
  CHECK(refusal_in_game("kernel-shap:rule=unbiased,confidence=0.9") == "accepted");
  CHECK(contains(refusal_in_game("kernel-shap:rule=unbiased,paired=yes"), "one of: true, false"));
  CHECK(contains(refusal_in_game("kernel-shap:rule=every"), "one of: all, sampled, unbiased"));
  CHECK(contains(refusal_in_game("kernel-shap:rule=unbiased,samples=1"), "from 2 to 10000000"));
  CHECK(contains(refusal_in_game("kernel-shap:rule=sampled,paired=false,samples=2"),
                 "option 'samples': 2 drawn coalitions that do not determine the attributions of 4 "
                 "players; expected more samples, or another seed"));
}

}  // namespace axiomark::tests
