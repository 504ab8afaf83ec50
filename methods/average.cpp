#include "methods/average.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "methods/sum_of_answers.hpp"

namespace axiomark {
namespace {

const std::string kWhere = "method 'average', option 'method'";

// Input, target and one baseline per column: each query once for each of its baselines.
template <Scalar S>
Queries<S> one_for_each_baseline(const Queries<S>& queries) {
  std::vector<Index> query;
  for (Index column = 0; column < queries.baselines.cols(); ++column) {
    query.push_back(column / queries.baselines_per_query);
  }
  return {queries.inputs(Eigen::all, query), queries.baselines, queries.targets(Eigen::all, query)};
}

template <Scalar S>
Result<Attribution<S>> mean_of(std::span<const Result<Attribution<S>>> answers) {
  std::vector<Attribution<S>> present;
  for (std::size_t b = 0; b < answers.size(); ++b) {
    if (!answers[b]) {
      Error error = answers[b].error();
      if (answers.size() > 1) error.where = fmt::format("baseline {}: {}", b, error.where);
      return tl::make_unexpected(error);
    }
    present.push_back(*answers[b]);
  }
  const std::vector<S> weights(present.size(),
                               convert<S>(Rational(1) / static_cast<long>(present.size())));
  Attribution<S> mean = weighted_sum<S>(present, weights);
  // What all of them say; what one says of its own segment would be lost among many.
  const auto& notes = present.front().notes;
  if (std::ranges::all_of(present, [&](const auto& a) { return a.notes == notes; })) {
    mean.notes = notes;
  }
  return mean;
}

}  // namespace

template <Scalar S>
Attributions<S> Average::attribute(const Network<S>& network, const Queries<S>& queries,
                                   const ThreadPool& pool) const {
  const Attributions<S> all = method.attribute<S>(network, one_for_each_baseline(queries), pool);
  const auto members = static_cast<std::size_t>(queries.baselines_per_query);
  Attributions<S> answers;
  for (std::size_t first = 0; first < all.size(); first += members) {
    answers.push_back(mean_of<S>(std::span(all).subspan(first, members)));
  }
  return answers;
}

RegistryEntry average_entry() {
  return {
      "average",
      "Made of methods",
      "A_i = mean of a method's A_i over the baselines",
      "Lundberg & Lee 2017; Erion et al. 2021",
      Average::kind,
      {{"method", "(NAME:key=value,...)", "(integrated-gradients)", "the method, in parentheses"}},
      [](const Options& options) -> Result<AnyMethod> {
        const std::string text = options.text("method");
        const auto member = split_member(text);
        if (!member || !member->rest.empty()) {
          return fail(ErrorKind::usage, kWhere, fmt::format("'{}'", text),
                      "one method in parentheses, such as (integrated-gradients:rule=exact)");
        }
        const auto method = make_member(member->method, kWhere);
        if (!method) return tl::make_unexpected(method.error());
        std::string name = options.given("method")
                               ? fmt::format("average:method=({})", method->name())
                               : options.canonical();
        return AnyMethod(std::move(name), Average{*method});
      }};
}

AXIOMARK_INSTANTIATE_COMPOSITE_METHOD(Average);

}  // namespace axiomark
