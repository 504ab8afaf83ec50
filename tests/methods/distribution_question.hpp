#pragma once

#include "tests/methods/layered_draws.hpp"
#include "tests/methods/one_answer.hpp"

/// Questions with several baselines for one input.
namespace axiomark::tests {

/// The points side by side, one column each.
template <Scalar S = Rational>
[[nodiscard]] Batch<S> columns(const std::vector<Numbers>& points) {
  Batch<S> batch(static_cast<Index>(points.front().size()), static_cast<Index>(points.size()));
  for (std::size_t k = 0; k < points.size(); ++k) {
    batch.col(static_cast<Index>(k)) = convert_all<S>(vector(points[k]));
  }
  return batch;
}

/// What a method says about one input with these baselines; target 1 by default.
template <Scalar S>
[[nodiscard]] Result<Attribution<S>> ask(const std::string& text, const Network<S>& network,
                                         const Numbers& input,
                                         const std::vector<Numbers>& baselines,
                                         const Vector<S>& target = Vector<S>::Constant(1, S(1))) {
  const ThreadPool alone;
  auto answers = method(text).attribute<S>(
      network,
      {columns<S>({input}), columns<S>(baselines), target, static_cast<Index>(baselines.size())},
      alone);
  REQUIRE(answers.size() == 1);
  return std::move(answers.front());
}

/// Points for a network of several outputs, m baselines each; targets are unit vectors and mixtures.
[[nodiscard]] inline Queries<Rational> draw_queries(std::size_t inputs, Index outputs, Index m) {
  const int count = draw(2, 4);
  std::vector<Numbers> points;
  std::vector<Numbers> baselines;
  for (int k = 0; k < count; ++k) points.push_back(draw_numbers(inputs));
  for (Index k = 0; k < count * m; ++k) baselines.push_back(draw_numbers(inputs));
  Batch<Rational> targets = Batch<Rational>::Constant(outputs, count, Rational(0));
  for (Index k = 0; k < count; ++k) {
    targets(draw(0, static_cast<int>(outputs) - 1), k) = 1;
    if (draw(0, 3) == 0) targets(0, k) = Rational(-1, 3);
  }
  return {columns(points), columns(baselines), targets, m};
}

/// Each query asked alone gets the answer it gets among the others.
inline void require_same_alone(const AnyMethod& asked, const Network<Rational>& network,
                               const Queries<Rational>& queries) {
  const ThreadPool pool;
  const auto together = asked.attribute<Rational>(network, queries, pool);
  RC_ASSERT(static_cast<Index>(together.size()) == queries.count());
  const Index m = queries.baselines_per_query;
  for (Index k = 0; k < queries.count(); ++k) {
    const auto alone = asked.attribute<Rational>(
        network,
        {queries.inputs.col(k), queries.baselines.middleCols(k * m, m), queries.targets.col(k), m},
        pool);
    const auto& one = alone.front();
    const auto& other = together[static_cast<std::size_t>(k)];
    RC_ASSERT(one.has_value() == other.has_value());
    if (!one) {
      RC_ASSERT(message(one.error()) == message(other.error()));
      continue;
    }
    RC_ASSERT(numbers(one->values) == numbers(other->values));
    RC_ASSERT(one->hung_on == other->hung_on);
    RC_ASSERT(one->gradient_evaluations == other->gradient_evaluations);
  }
}

}  // namespace axiomark::tests
