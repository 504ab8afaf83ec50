#pragma once

#include "methods/registry_entry.hpp"
#include "network/pull_back.hpp"

namespace axiomark {

/// Guided backpropagation.
/// Computes    the gradient, except that a relu passes back only positive signals where it
///             was active: c_in = c_out * [z > 0] * [c_out > 0].
/// Requires    relu as the only nonlinearity besides maxima (else not applicable).
/// Shapes      inputs [features x queries] -> one value per feature and query.
/// Error       exact in Rational; in floating point, the rounding of one backward pass.
/// Cost        one forward and one backward evaluation per query.
/// Violates    sensitivity-a (claim A06), sensitivity-b and implementation invariance (A20),
///             completeness.
/// Source      Springenberg et al. 2014, arXiv 1412.6806, sec. 3.4.
struct GuidedBackprop {
  static constexpr MethodKind kind = MethodKind::local;

  Tie tie = Tie::first;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network,
                                          const Queries<S>& queries) const;
};

/// The rule is the method.
template <Scalar S>
struct GuidedBackpropRule {
  using Cotangent = Batch<S>;
  GradientRule<S> gradient;

  [[nodiscard]] static Result<void> applies_to(const Network<S>& network);
  template <class Op>
  [[nodiscard]] std::vector<Batch<S>> operator()(const Op& op, const NodeView<S>& at,
                                                 const Batch<S>& signal) const {
    return gradient(op, at, signal);
  }
  [[nodiscard]] std::vector<Batch<S>> operator()(const Relu& relu, const NodeView<S>& at,
                                                 const Batch<S>& signal) const;
  [[nodiscard]] static Batch<S> zero(Index rows, Index cols) {
    return GradientRule<S>::zero(rows, cols);
  }
};

[[nodiscard]] RegistryEntry guided_backprop_entry();

}  // namespace axiomark
