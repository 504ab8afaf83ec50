#pragma once

#include "bench/networks.hpp"
#include "methods/attribution.hpp"

namespace axiomark::bench {

/// Questions about the first output at random points, baseline zero, `baselines` of them each.
template <Scalar S>
[[nodiscard]] Queries<S> random_queries(const Network<S>& network, Index samples,
                                        Index baselines = 1) {
  Queries<S> queries{random_points<S>(network.input_features(), samples, 1),
                     Batch<S>::Constant(network.input_features(), samples * baselines, S(0)),
                     Batch<S>::Constant(network.output_features(), samples, S(0)), baselines};
  queries.targets.row(0).setConstant(S(1));
  return queries;
}

}  // namespace axiomark::bench
