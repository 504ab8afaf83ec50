#pragma once

#include <algorithm>

#include "methods/attribution.hpp"

namespace axiomark {

/// Samples whose values and signals at all tensors fit a second-level cache together: 2^19 floats are 2 MB. Whole vectors
/// of 16 floats, so that products of chunks are those of all samples, bit for bit; no fewer than one of them.
template <Scalar S>
[[nodiscard]] Index samples_at_once(const Network<S>& network) {
  constexpr Index kValuesAtOnce = Index{1} << 19;
  constexpr Index kVector = 16;
  Index values = 0;
  for (Index t = 0; t < network.tensor_count(); ++t) {
    values += 2 * element_count(network.shape(t));
  }
  return std::max(kValuesAtOnce / std::max<Index>(values, 1) / kVector * kVector, kVector);
}

/// answer(queries), asked for as many queries at a time as keep a pass over the network in the cache.
template <Scalar S, class Answer>
[[nodiscard]] Attributions<S> in_chunks(const Network<S>& network, const Queries<S>& queries,
                                        const Answer& answer) {
  const Index most = is_exact<S> ? queries.count() : samples_at_once(network);
  if (queries.count() <= most) return answer(queries);
  const Index baselines = queries.baselines_per_query;
  Attributions<S> all;
  all.reserve(static_cast<std::size_t>(queries.count()));
  for (Index first = 0; first < queries.count(); first += most) {
    const Index some = std::min(most, queries.count() - first);
    Queries<S> part{
        queries.inputs.middleCols(first, some),
        queries.baselines.cols() == queries.count() * baselines
            ? Batch<S>(queries.baselines.middleCols(first * baselines, some * baselines))
            : queries.baselines,
        queries.targets.middleCols(first, some), baselines};
    for (auto& one : answer(part)) all.push_back(std::move(one));
  }
  return all;
}

}  // namespace axiomark
