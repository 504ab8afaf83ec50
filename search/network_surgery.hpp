#pragma once

#include <optional>
#include <vector>

#include "network/network.hpp"

namespace axiomark {

// Changes to a network that make it smaller or put it into another order, not keeping its function.
// Each returns nothing where it does not fit. What the output does not read is left out.

/// Readers of `tensor` read an earlier tensor of as many values instead, or a relu of it.
[[nodiscard]] std::optional<Network<double>> replaced_by(const Network<double>& network,
                                                         Index tensor, Index earlier);
[[nodiscard]] std::optional<Network<double>> replaced_by_relu(const Network<double>& network,
                                                              Index tensor, Index earlier);

/// What lies between two tensors as one dense node, if it is affine and reads nothing else. The function
/// stays the same.
[[nodiscard]] std::optional<Network<double>> as_one_dense(const Network<double>& network,
                                                          Index from, Index tensor);

/// The node without one of several operands: a sum, a maximum or a minimum.
[[nodiscard]] std::optional<Network<double>> without_operand(const Network<double>& network,
                                                             Index tensor, std::size_t operand);

/// The node with a plainer operator: the first or the last value of each window, or a relu of it, instead
/// of the largest; an instance of its own instead of a shared one.
[[nodiscard]] std::vector<Network<double>> plainer(const Network<double>& network, Index tensor);

/// Tensors that have their features in common: what passes each feature on by itself links them.
struct FeatureGroup {
  std::vector<Index> tensors;
  Index features = 0;
  bool holds_input = false;
};
/// The groups whose features can be left out or exchanged: flat tensors, made by dense nodes (or
/// declared as the only input) and read by dense nodes.
[[nodiscard]] std::vector<FeatureGroup> feature_groups(const Network<double>& network);

/// The network with the group's features listed in `kept`, in that order.
[[nodiscard]] std::optional<Network<double>> with_features(const Network<double>& network,
                                                           const FeatureGroup& group,
                                                           const std::vector<Index>& kept);

/// The network with one feature of its only input seen with the other sign; F with the other sign. Where
/// dense nodes of their own take it up.
[[nodiscard]] std::optional<Network<double>> with_negated_input(const Network<double>& network,
                                                                Index feature);
[[nodiscard]] std::optional<Network<double>> with_negated_output(const Network<double>& network);

/// The numbers of the operators that a search may change, and the network with one of them changed.
[[nodiscard]] std::vector<double> numbers_of(const Network<double>& network);
[[nodiscard]] std::optional<Network<double>> with_number(const Network<double>& network,
                                                         std::size_t position, double value);

}  // namespace axiomark
