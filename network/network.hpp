#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "network/operator.hpp"

namespace axiomark {

/// One use of an operator. Several nodes may use the same operator instance (a shared module).
struct Node {
  Index op = 0;               ///< index into operators()
  std::vector<Index> inputs;  ///< tensor numbers
  std::string name;           ///< as in the model file; may be empty

  friend bool operator==(const Node&, const Node&) = default;
};

/// The parts a network is made of, before they are checked.
/// Tensors are numbered: the declared inputs first, then the result of each node in order; a node
/// reads only tensors with smaller numbers. A tensor may have any number of readers.
template <Scalar S>
struct NetworkParts {
  std::vector<Shape> inputs;
  std::vector<Operator<S>> operators;
  std::vector<Node> nodes;
  Index output = 0;  ///< tensor number
};

/// An immutable directed acyclic graph of operators, checked when it is built.
/// A sample is the concatenation of all declared inputs, flattened; our batch lies outside the
/// graph. Copies share their contents.
template <Scalar S>
class Network {
 public:
  /// Refuses, naming the node: unordered or missing tensors, shapes that do not fit, parameters
  /// that are not finite, and in Rational every operator without a rational value.
  [[nodiscard]] static Result<Network> make(NetworkParts<S> parts);

  [[nodiscard]] const std::vector<Operator<S>>& operators() const { return data_->parts.operators; }
  [[nodiscard]] const std::vector<Node>& nodes() const { return data_->parts.nodes; }
  [[nodiscard]] const std::vector<Shape>& inputs() const { return data_->parts.inputs; }
  [[nodiscard]] Index output() const { return data_->parts.output; }
  [[nodiscard]] const NetworkParts<S>& parts() const { return data_->parts; }

  [[nodiscard]] Index tensor_count() const { return static_cast<Index>(data_->shapes.size()); }
  [[nodiscard]] const Shape& shape(Index tensor) const {
    return data_->shapes[static_cast<std::size_t>(tensor)];
  }
  [[nodiscard]] Index first_node_tensor() const { return static_cast<Index>(inputs().size()); }
  /// The node that makes a tensor, and the operator it uses. Not for declared inputs.
  [[nodiscard]] const Node& node_of(Index tensor) const {
    return nodes()[static_cast<std::size_t>(tensor - first_node_tensor())];
  }
  [[nodiscard]] const Operator<S>& operator_of(Index tensor) const {
    return operators()[static_cast<std::size_t>(node_of(tensor).op)];
  }
  /// Tensor numbers a given tensor's last reader; the output is read for ever.
  [[nodiscard]] Index last_reader(Index tensor) const {
    return data_->last_reader[static_cast<std::size_t>(tensor)];
  }

  [[nodiscard]] Index input_features() const { return data_->input_features; }
  [[nodiscard]] Index output_features() const { return element_count(shape(output())); }
  [[nodiscard]] Index parameter_count() const { return data_->parameter_count; }
  [[nodiscard]] bool piecewise_linear() const { return data_->piecewise_linear; }

  /// "node 3 (relu)" or "node 3 'fc1' (dense)": how errors name a place.
  [[nodiscard]] std::string describe(Index tensor) const;

 private:
  struct Data {
    NetworkParts<S> parts;
    std::vector<Shape> shapes;
    std::vector<Index> last_reader;
    Index input_features = 0;
    Index parameter_count = 0;
    bool piecewise_linear = true;
  };
  explicit Network(std::shared_ptr<const Data> data) : data_(std::move(data)) {}
  std::shared_ptr<const Data> data_;
};

/// The same network in another scalar; see convert(Operator).
template <Scalar To, Scalar From>
[[nodiscard]] Result<Network<To>> convert(const Network<From>& network);

/// The values of every tensor for one batch, by tensor number.
template <Scalar S>
struct Trace {
  std::vector<Batch<S>> tensors;
  [[nodiscard]] Index samples() const { return tensors.front().cols(); }
};

/// One sample per column, input_features() rows. Cost: one pass over the operators.
template <Scalar S>
[[nodiscard]] Trace<S> trace(const Network<S>& network, const Batch<S>& points);
/// Outputs only, output_features() x samples; tensors are freed after their last reader.
template <Scalar S>
[[nodiscard]] Batch<S> evaluate(const Network<S>& network, const Batch<S>& points);

/// The operands of one node inside a trace. Few of them, as nearly all nodes have, cost no allocation.
template <Scalar S>
class NodeOperands {
 public:
  NodeOperands(const Node& node, const std::vector<Batch<S>>& tensors)
      : count_(node.inputs.size()) {
    if (count_ > few_.size()) many_.resize(count_);
    const auto operands = many_.empty() ? few_.data() : many_.data();
    for (std::size_t k = 0; k < count_; ++k) {
      operands[k] = &tensors[static_cast<std::size_t>(node.inputs[k])];
    }
  }
  [[nodiscard]] Operands<S> get() const {
    return {many_.empty() ? few_.data() : many_.data(), count_};
  }

 private:
  std::size_t count_;
  std::array<const Batch<S>*, 2> few_{};
  std::vector<const Batch<S>*> many_;
};

/// An error that names the first tensor with a value that is not finite, or nothing.
template <Scalar S>
[[nodiscard]] Result<void> check_finite(const Network<S>& network, const Trace<S>& trace);

}  // namespace axiomark
