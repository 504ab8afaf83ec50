#pragma once

#include "methods/deeplift.hpp"

namespace axiomark {

/// DeepSHAP.
/// Computes    the mean of DeepLIFT's attributions over the query's baselines.
/// Requires    as deeplift; at least one baseline per query.
/// Shapes      inputs [features x queries], baselines [features x (queries * members)] -> one value
///             per feature and query.
/// Error       exact in Rational; in floating point that of deeplift and of one mean.
/// Cost        that of deeplift, once per baseline.
/// Satisfies   completeness: the sum is F(x) - mean F(x') (claim I02).
/// Violates    as deeplift; with one baseline it is deeplift, not a Shapley value (claim I01).
/// Source      Lundberg & Lee 2017, arXiv 1705.07874, sec. 4.2.
struct DeepShap {
  static constexpr MethodKind kind = MethodKind::baseline_distribution;

  DeepLift deeplift;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network,
                                          const Queries<S>& queries) const;
};

[[nodiscard]] RegistryEntry deep_shap_entry();

}  // namespace axiomark
