#include "methods/conditional_shapley.hpp"

#include "tests/methods/layered_game.hpp"
#include "tests/reference/conditional_shapley.hpp"

namespace axiomark::tests {
namespace {

/// Points in which features agree often, so that the table has something to condition on.
Numbers draw_row(std::size_t features) {
  Numbers row(features);
  for (Rational& value : row) value = draw(0, 2);
  return row;
}

/// One query with a table of rows.
Result<Attribution<Rational>> ask_table(const std::string& text, const Network<Rational>& network,
                                        const Numbers& x, const std::vector<Numbers>& rows) {
  Batch<Rational> table(static_cast<Index>(x.size()), static_cast<Index>(rows.size()));
  for (std::size_t r = 0; r < rows.size(); ++r) table.col(static_cast<Index>(r)) = vector(rows[r]);
  const ThreadPool alone;
  return method(text)
      .attribute<Rational>(network, {vector(x), table, vector({1}), table.cols()}, alone)
      .front();
}

Network<Rational> first_of_two() {
  NetworkBuilder<Rational> b;
  return b.build(b.dense(b.input({2}), {{1, 0}}, {0})).value();
}

}  // namespace

TEST_CASE("conditional Shapley values equal the reference over all orders") {
  property("a table that holds the input, rows repeated now and then", [] {
    const auto features = static_cast<std::size_t>(draw(1, 4));
    const LayeredQuestion q = draw_game(static_cast<int>(features));
    const Numbers x = draw_row(features);
    std::vector<Numbers> rows = {x};
    for (int k = draw(0, 6); k > 0; --k) rows.push_back(draw_row(features));
    if (draw(0, 1) == 1) rows.push_back(rows.back());
    const auto answer = ask_table("conditional-shapley", build(q.layers), x, rows);
    RC_ASSERT(answer.has_value());
    RC_ASSERT(numbers(answer->values) == reference::conditional_shapley(value_at(q), rows, x));
    RC_ASSERT(answer->function_evaluations == static_cast<Index>(rows.size()));
    Rational mean = 0;
    for (const Numbers& row : rows) mean += value_at(q)(row) / static_cast<int>(rows.size());
    RC_ASSERT(sum(numbers(answer->values)) == value_at(q)(x) - mean);
  });
}

TEST_CASE("B09 conditional expectations give a feature that is not read half of the value") {
  // X1 = X2 ~ Bernoulli(1/2), F = x1.
  const auto answer = ask_table("conditional-shapley", first_of_two(), {1, 1}, {{0, 0}, {1, 1}});
  CHECK(numbers(answer->values) == Numbers{Rational(1, 4), Rational(1, 4)});
  CHECK(attributions("shapley", first_of_two(), {1, 1}) == Numbers{1, 0});
}

TEST_CASE("independent features make conditional Shapley values the mean over baselines") {
  property("on a full grid", [] {
    const LayeredQuestion q = draw_game(2);
    std::vector<Numbers> rows;
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 2; ++j) rows.push_back({i, j});
    }
    const Numbers x = rows[static_cast<std::size_t>(draw(0, 5))];
    Numbers expected(2, Rational(0));
    for (const Numbers& row : rows) {
      const Numbers one = attributions("shapley", build(q.layers), x, row);
      for (std::size_t i = 0; i < 2; ++i) expected[i] += one[i] / 6;
    }
    RC_ASSERT(numbers(ask_table("conditional-shapley", build(q.layers), x, rows)->values) ==
              expected);
  });
}

TEST_CASE("each query is answered from its own table") {
  const Network<Rational> network = first_of_two();
  Queries<Rational> queries{Batch<Rational>(2, 2), Batch<Rational>(2, 4),
                            Batch<Rational>::Constant(1, 2, Rational(1)), 2};
  queries.inputs << 1, 3, 1, 0;
  queries.baselines << 0, 1, 3, 1,  //
      0, 1, 0, 5;
  const ThreadPool alone;
  const auto answers = method("conditional-shapley").attribute<Rational>(network, queries, alone);
  CHECK(numbers(answers[0]->values) == Numbers{Rational(1, 4), Rational(1, 4)});
  // Both features single out the row (3, 0): v goes from 2 to 3 with whichever comes first.
  CHECK(numbers(answers[1]->values) == Numbers{Rational(1, 2), Rational(1, 2)});
}

TEST_CASE("a coalition without a row is refused and named") {
  const auto refused = [](const std::string& text, const Numbers& x,
                          const std::vector<Numbers>& rows) {
    NetworkBuilder<Rational> b;
    const auto network = b.build(b.dense(b.input({3}), {{1, 2, 3}}, {0})).value();
    const auto answer = ask_table(text, network, x, rows);
    return answer ? "accepted" : message(answer.error());
  };
  const std::string reason =
      ": none of the 2 rows agrees with the input there, so that no conditional expectation is "
      "defined; expected a table with such a row, for example the input itself";
  CHECK(refused("conditional-shapley", {1, 1, 1}, {{1, 1, 0}, {0, 1, 1}}) ==
        "coalition of features 0, 2" + reason);
  CHECK(refused("conditional-shapley", {1, 1, 1}, {{1, 0, 1}, {1, 1, 0}}) ==
        "coalition of features 1, 2" + reason);
  CHECK(refused("conditional-shapley", {1, 1, 1}, {{0, 1, 1}, {0, 0, 0}}) ==
        "coalition of features 0" + reason);
  CHECK(refused("conditional-shapley:groups=[0,1,0]", {1, 1, 1}, {{1, 1, 0}, {0, 1, 1}}) ==
        "coalition of features 0, 2" + reason);
  CHECK(refused("conditional-shapley", {1, 1, 1}, {{1, 1, 1}, {0, 0, 0}}) == "accepted");
  CHECK(method("conditional-shapley").kind() == MethodKind::baseline_distribution);
}

TEST_CASE("groups of conditional Shapley values move together") {
  NetworkBuilder<Rational> b;
  const auto network = b.build(b.dense(b.input({3}), {{1, 0, 0}}, {0})).value();
  // Players {0, 1} and {2}; v: 1/2 without anybody, 1 for {0, 1}, E[x1 | x3 = 1] = 2/3 for {2}.
  const auto answer = ask_table("conditional-shapley:groups=[0,0,1]", network, {1, 1, 1},
                                {{1, 1, 1}, {1, 0, 1}, {0, 0, 1}, {0, 1, 0}});
  REQUIRE(answer.has_value());
  // phi_{0,1} = (1 - 1/2 + 1 - 2/3) / 2 = 5/12 in two shares, phi_2 = (2/3 - 1/2 + 1 - 1) / 2.
  CHECK(numbers(answer->values) == Numbers{Rational(5, 24), Rational(5, 24), Rational(1, 12)});
}

}  // namespace axiomark::tests
