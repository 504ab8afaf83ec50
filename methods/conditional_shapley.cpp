#include "methods/conditional_shapley.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>

#include "methods/coalitions.hpp"

namespace axiomark {
namespace {

// The players who have the same features in a row as in x, as a coalition's number.
template <Scalar S>
Index agreement(const FeatureSets& players, const Vector<S>& row, const Vector<S>& x) {
  Index coalition = 0;
  for (std::size_t p = 0; p < players.size(); ++p) {
    const bool same =
        std::ranges::all_of(players[p], [&](Index i) { return bool(row(i) == x(i)); });
    if (same) coalition |= Index{1} << p;
  }
  return coalition;
}

// entry(C) becomes the sum of the entries of all coalitions that contain C, one player at a time.
template <class T>
void sum_over_supersets(std::vector<T>& entries, std::size_t players) {
  for (std::size_t p = 0; p < players; ++p) {
    for (std::size_t c = 0; c < entries.size(); ++c) {
      if ((c >> p & 1U) == 0) entries[c] += entries[c | std::size_t{1} << p];
    }
  }
}

tl::unexpected<Error> no_row(const FeatureSets& players, std::size_t coalition, Index rows) {
  std::vector<Index> features;
  for (std::size_t p = 0; p < players.size(); ++p) {
    if ((coalition >> p & 1U) == 0) continue;
    features.insert(features.end(), players[p].begin(), players[p].end());
  }
  std::ranges::sort(features);
  return fail(ErrorKind::input, fmt::format("coalition of features {}", fmt::join(features, ", ")),
              fmt::format("none of the {} rows agrees with the input there, so that no conditional "
                          "expectation is defined",
                          rows),
              "a table with such a row, for example the input itself");
}

// v of all coalitions, by their numbers.
template <Scalar S>
Result<Row<S>> conditional_expectations(const Function<S>& function, const FeatureSets& players,
                                        const Vector<S>& x, const Batch<S>& table) {
  const auto outputs = evaluate_points(function, table.cols(), [&](Index first, Batch<S>& points) {
    points = table.middleCols(first, points.cols());
  });
  if (!outputs) return tl::make_unexpected(outputs.error());
  const std::size_t count = std::size_t{1} << players.size();
  std::vector<Accumulator<S>> sums(count, Accumulator<S>(0));
  std::vector<Index> rows(count, 0);
  for (Index r = 0; r < table.cols(); ++r) {
    const auto coalition = static_cast<std::size_t>(agreement<S>(players, table.col(r), x));
    sums[coalition] += Accumulator<S>((*outputs)(r));
    ++rows[coalition];
  }
  sum_over_supersets(sums, players.size());
  sum_over_supersets(rows, players.size());
  std::size_t missing = 0;  // a smallest coalition without rows; the empty one has them all
  for (std::size_t c = 1; c < count; ++c) {
    if (rows[c] == 0 && (missing == 0 || std::popcount(c) < std::popcount(missing))) missing = c;
  }
  if (missing != 0) return no_row(players, missing, table.cols());
  Row<S> values(static_cast<Index>(count));
  for (std::size_t c = 0; c < count; ++c) {
    values(static_cast<Index>(c)) = convert<S>(Accumulator<S>(sums[c] / Accumulator<S>(rows[c])));
  }
  return values;
}

Result<AnyMethod> make_conditional_shapley(const Options& given) {
  auto groups = read_groups(given);
  if (!groups) return tl::make_unexpected(groups.error());
  return AnyMethod(given.canonical(), ConditionalShapley{std::move(*groups)});
}

}  // namespace

template <Scalar S>
Attributions<S> ConditionalShapley::attribute(const Function<S>& function, const Batch<S>& inputs,
                                              const Batch<S>& tables) const {
  const auto count = static_cast<std::size_t>(inputs.cols());
  const auto players = players_of(groups, function.dimension());
  if (!players) return Attributions<S>(count, tl::make_unexpected(players.error()));
  const auto few =
      refuse_too_many_players(scalar_type<S>, static_cast<Index>(players->size()), true, {});
  if (!few) return Attributions<S>(count, tl::make_unexpected(few.error()));
  const Index rows = inputs.cols() > 0 ? tables.cols() / inputs.cols() : 0;
  Attributions<S> answers;
  for (Index k = 0; k < inputs.cols(); ++k) {
    const auto values = conditional_expectations<S>(function, *players, inputs.col(k),
                                                    tables.middleCols(k * rows, rows));
    if (!values) {
      answers.emplace_back(tl::make_unexpected(values.error()));
      continue;
    }
    Attribution<S> answer;
    answer.values = shared_among_features<S>(*players, shapley_values<S>(*values));
    answer.function_evaluations = rows;
    answers.emplace_back(std::move(answer));
  }
  return answers;
}

RegistryEntry conditional_shapley_entry() {
  return {"conditional-shapley",
          "Shapley values",
          "Shapley values of v(C) = mean of F over the baselines that equal x on C",
          "Sundararajan & Najmi 2020 (CES)",
          ConditionalShapley::kind,
          {groups_option()},
          make_conditional_shapley};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(ConditionalShapley);

}  // namespace axiomark
