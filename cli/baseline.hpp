#pragma once

#include <string>

#include "methods/attribution.hpp"

namespace axiomark::cli {

/// Baselines in the layout of Queries.
template <Scalar S>
struct Baselines {
  Batch<S> points;
  Index per_query = 1;
};

/// `--baseline`: `zero`, or one baseline, or one per input, in the forms of INPUT. For a method with
/// a distribution of baselines, all of those given are the distribution, the same for every input.
template <Scalar S>
[[nodiscard]] Result<Baselines<S>> read_baselines(const std::string& asked, MethodKind kind,
                                                  const Network<S>& network,
                                                  const Batch<S>& inputs);

}  // namespace axiomark::cli
