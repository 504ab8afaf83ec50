#include "methods/deep_shap.hpp"

#include <algorithm>

namespace axiomark {
namespace {

// Every baseline as a query of its own.
template <Scalar S>
Queries<S> one_by_one(const Queries<S>& queries) {
  std::vector<Index> columns;
  for (Index k = 0; k < queries.baselines.cols(); ++k) {
    columns.push_back(k / queries.baselines_per_query);
  }
  return {queries.inputs(Eigen::all, columns), queries.baselines,
          queries.targets(Eigen::all, columns)};
}

// The mean, and everything that any member says besides.
template <Scalar S>
Result<Attribution<S>> mean(std::span<const Result<Attribution<S>>> members) {
  for (const auto& member : members) {
    if (!member) return member;
  }
  Attribution<S> result = *members.front();
  for (const auto& member : members.subspan(1)) {
    result.values += member->values;
    result.hung_on |= member->hung_on;
    result.gradient_evaluations += member->gradient_evaluations;
    result.function_evaluations += member->function_evaluations;
  }
  result.values /= S(static_cast<int>(members.size()));
  return result;
}

}  // namespace

template <Scalar S>
Attributions<S> DeepShap::attribute(const Network<S>& network, const Queries<S>& queries) const {
  const Attributions<S> members = deeplift.attribute(network, one_by_one(queries));
  const auto per_query = static_cast<std::size_t>(queries.baselines_per_query);
  Attributions<S> answers;
  for (std::size_t first = 0; first < members.size(); first += per_query) {
    answers.push_back(mean<S>(std::span(members).subspan(first, per_query)));
  }
  return answers;
}

RegistryEntry deep_shap_entry() {
  return {"deep-shap",
          "Backprop rules",
          "the mean of DeepLIFT over the baselines",
          "Lundberg & Lee 2017, sec. 4.2",
          DeepShap::kind,
          deeplift_options(),
          [](const Options& options) -> Result<AnyMethod> {
            const auto deeplift = read_deeplift(options);
            if (!deeplift) return tl::make_unexpected(deeplift.error());
            return AnyMethod(options.canonical(), DeepShap{*deeplift});
          },
          "DeepSHAP"};
}

AXIOMARK_INSTANTIATE_GRAPH_METHOD(DeepShap);

}  // namespace axiomark
