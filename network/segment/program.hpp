#pragma once

#include <variant>

#include "network/network.hpp"
#include "network/segment/linear_map.hpp"

namespace axiomark {

/// How the nodes of a network are run on sheets: worked out once per network, read by all threads.
template <Scalar S>
class SegmentProgram {
 public:
  /// The operand's values themselves: a reshape, or a shift that was added to the bias before it.
  struct Alias {};
  struct Rectify {};
  struct Squash {};  ///< sigmoid
  struct WeightedSum {
    const Vector<S>* coefficients;
  };
  /// By the operator's own evaluation and pull-back, on copies.
  struct Other {};
  using Step = std::variant<LinearMap<S>, Alias, Rectify, Squash, WeightedSum, Other>;

  explicit SegmentProgram(const Network<S>& network);

  [[nodiscard]] const Network<S>& network() const { return network_; }
  /// Of a tensor that a node makes.
  [[nodiscard]] const Step& step(Index tensor) const {
    return steps_[static_cast<std::size_t>(tensor - network_.first_node_tensor())];
  }
  /// The tensor that an alias stands for, or the tensor itself.
  [[nodiscard]] Index origin(Index tensor) const {
    return origin_[static_cast<std::size_t>(tensor)];
  }
  [[nodiscard]] bool is_relu(Index tensor) const {
    return tensor >= network_.first_node_tensor() && std::holds_alternative<Rectify>(step(tensor));
  }
  [[nodiscard]] Index relus() const { return relus_; }
  /// Whether relu is all that is not affine: then nodes of a segment can be merged into runs.
  [[nodiscard]] bool only_relu() const { return only_relu_; }

 private:
  [[nodiscard]] Step compile(Index tensor);

  Network<S> network_;
  std::vector<Step> steps_;
  std::vector<Index> origin_;   // per tensor
  std::vector<Index> readers_;  // per tensor, how many
  Index relus_ = 0;
  bool only_relu_ = true;
};

}  // namespace axiomark
