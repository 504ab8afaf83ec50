#pragma once

#include <array>

#include "network/builder.hpp"

namespace axiomark {

// New functions made of given networks, whatever these are: the premises of axioms hold for them by
// construction. All keep the declared inputs of the (first) network unless said.

/// N with each declared input passed through `map(builder, input tensor, its first feature)`.
template <Scalar S, class Map>
[[nodiscard]] Result<Network<S>> behind_map(const Network<S>& network, const Map& map) {
  NetworkBuilder<S> b;
  std::vector<Tensor> inputs;
  for (const Shape& shape : network.inputs()) inputs.push_back(b.input(shape));
  Index first = 0;
  for (Tensor& input : inputs) {
    const Index count = element_count(b.shape(input));
    input = map(b, input, first);
    first += count;
  }
  return b.build(b.include(network, inputs));
}

/// G(y) = F((y - offset) / factor), feature by feature.
template <Scalar S>
[[nodiscard]] Result<Network<S>> behind_units(const Network<S>& network,
                                              const std::type_identity_t<Vector<S>>& factor,
                                              const std::type_identity_t<Vector<S>>& offset);

/// G(y) = F(z) with z_{order[i]} = y_i: the features in another order. One flat input.
template <Scalar S>
[[nodiscard]] Result<Network<S>> behind_permutation(const Network<S>& network,
                                                    const std::vector<Index>& order);

/// G(y) = F(s, ..., s) with s the sum of `features` numbers: one flat input of that many.
template <Scalar S>
[[nodiscard]] Result<Network<S>> of_the_sum(const Network<S>& network, Index features);

/// a F + b G, of two networks with equal numbers of input features and of outputs. One flat input.
template <Scalar S>
[[nodiscard]] Result<Network<S>> combined(const std::array<S, 2>& coefficients, const Network<S>& f,
                                          const Network<S>& g);

/// The outputs of F and G, one after the other. One flat input.
template <Scalar S>
[[nodiscard]] Result<Network<S>> side_by_side(const Network<S>& f, const Network<S>& g);

/// The function sum_j target_j output_j as the only output; the network itself if it is that already.
template <Scalar S>
[[nodiscard]] Result<Network<S>> with_target_as_output(const Network<S>& network,
                                                       const Vector<S>& target);

/// So many outputs that are zero everywhere, of one flat input.
template <Scalar S>
[[nodiscard]] Result<Network<S>> zero_function(Index features, Index outputs);

/// F(z) - G(z) + t at the target's output, as one sum of three operands; t is a declared input of its own
/// behind the others. F and G have equal inputs and outputs.
template <Scalar S>
[[nodiscard]] Result<Network<S>> difference_plus_feature(const Network<S>& f, const Network<S>& g,
                                                         const Vector<S>& target);

/// F(z) + sum_i slopes_i z_i at the target's output, so that target . G = target . F + slopes . z.
/// Nothing is added when all slopes are zero.
template <Scalar S>
[[nodiscard]] Result<Network<S>> with_linear_added(const Network<S>& network,
                                                   const Vector<S>& target,
                                                   const Vector<S>& slopes);

/// F + relu(1 - sum_k steepness_k (z_k - x'_k) / (x_k - x'_k)) * height at the target's output. With
/// every steepness at least 1 the bump is `height` at x' and 0 at every other corner of the box
/// from x' to x, where some features are at x and the others at x': as a game it does not depend on
/// the steepness. Features with x_k = x'_k are left out.
template <Scalar S>
[[nodiscard]] Result<Network<S>> with_corner_bump(const Network<S>& network,
                                                  const Vector<S>& target, const Vector<S>& from,
                                                  const Vector<S>& to, const Vector<S>& steepness,
                                                  const S& height);

}  // namespace axiomark
