#include "search/scopes/answer_table.hpp"

#include <algorithm>

#include "search/scopes/exactness_watch.hpp"
#include "search/scopes/scope_cases.hpp"

namespace axiomark {
namespace {

// All answers from one question with a column per pair. Nothing if there are not as many as pairs.
std::vector<Answer<double>> ask_all(const AnyMethod& method, const Network<double>& network,
                                    const std::vector<PointPair>& pairs) {
  const auto columns = static_cast<Index>(pairs.size());
  const Index features = network.input_features();
  Queries<double> queries{Batch<double>(features, columns), Batch<double>(features, columns),
                          Batch<double>::Ones(1, columns)};
  for (Index k = 0; k < columns; ++k) {
    const PointPair& pair = pairs[static_cast<std::size_t>(k)];
    queries.inputs.col(k) = as_vector<double>(pair.input);
    queries.baselines.col(k) = as_vector<double>(pair.baseline);
  }
  const ThreadPool alone;
  Attributions<double> attributions = method.attribute<double>(network, queries, alone);
  if (attributions.size() != pairs.size()) return {};
  const Batch<double> at_inputs = evaluate(network, queries.inputs);
  const Batch<double> at_baselines = evaluate(network, queries.baselines);
  std::vector<Answer<double>> answers;
  for (Index k = 0; k < columns; ++k) {
    answers.push_back({std::move(attributions[static_cast<std::size_t>(k)]), at_inputs(0, k),
                       at_baselines(0, k)});
  }
  return answers;
}

template <Scalar S>
Case<S> question(const Network<S>& network, const PointPair& pair) {
  return {
      {{"F", network, as_vector<S>(pair.input), as_vector<S>(pair.baseline), Vector<S>::Ones(1)}},
      {},
      {}};
}

bool has_form(const Answer<double>& answer, Index features) {
  return answer.attribution && answer.attribution->values.size() == features;
}

}  // namespace

bool free_of_errors(const std::vector<Answer<double>>& answers) {
  return std::ranges::all_of(answers, [](const Answer<double>& answer) {
    return answer.attribution && !answer.attribution->error_bound;
  });
}

AnswerTable::AnswerTable(const AnyMethod& method, const IntegerNetwork& network,
                         const std::vector<PointPair>& pairs)
    : method_(method),
      pairs_(pairs),
      integers_(network),
      network_(as_network<double>(network)),
      in_double_(pairs.size()),
      exact_(pairs.size()) {
  const ExactnessWatch all;
  std::vector<Answer<double>> answers = ask_all(method, network_, pairs);
  const bool all_exact = all.exact();
  const ThreadPool alone;
  for (std::size_t k = 0; k < answers.size(); ++k) {
    if (!has_form(answers[k], network_.input_features()) || !free_of_errors({answers[k]})) continue;
    if (all_exact) {
      in_double_[k] = std::move(answers[k]);
      continue;
    }
    // Some other pair may have been the one that was rounded.
    const Case<double> one = question(network_, pairs[k]);
    const ExactnessWatch watch;
    auto answer = ask(method, one, alone);
    if (watch.exact() && answer && free_of_errors(*answer)) in_double_[k] = std::move((*answer)[0]);
  }
}

const Network<Rational>& AnswerTable::exact_network() {
  if (!exact_network_) exact_network_ = as_network<Rational>(integers_);
  return *exact_network_;
}

const Result<Answer<Rational>>& AnswerTable::exactly(std::size_t pair) {
  auto& slot = exact_[pair];
  if (!slot) {
    const ThreadPool alone;
    auto answers = ask(method_, question(exact_network(), pairs_[pair]), alone);
    if (answers) {
      slot = std::move((*answers)[0]);
    } else {
      slot = tl::make_unexpected(answers.error());
    }
  }
  return *slot;
}

}  // namespace axiomark
