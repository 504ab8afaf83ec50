#include "network/segment/program.hpp"

namespace axiomark {

template <Scalar S>
SegmentProgram<S>::SegmentProgram(const Network<S>& network) : network_(network) {
  const auto tensors = static_cast<std::size_t>(network.tensor_count());
  readers_.assign(tensors, 0);
  for (const Node& node : network.nodes()) {
    for (const Index t : node.inputs) ++readers_[static_cast<std::size_t>(t)];
  }
  ++readers_[static_cast<std::size_t>(network.output())];
  for (Index t = 0; t < network.tensor_count(); ++t) origin_.push_back(t);
  steps_.reserve(network.nodes().size());
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    steps_.push_back(compile(t));
    if (std::holds_alternative<Alias>(steps_.back())) {
      origin_[static_cast<std::size_t>(t)] = origin(network.node_of(t).inputs[0]);
    }
    relus_ += is_relu(t) ? 1 : 0;
    const bool affine = kind<S>(network.operator_of(t)) == OperatorKind::affine;
    only_relu_ = only_relu_ && (affine || is_relu(t));
  }
}

template <Scalar S>
typename SegmentProgram<S>::Step SegmentProgram<S>::compile(Index tensor) {
  const Operator<S>& op = network_.operator_of(tensor);
  if (const auto* dense = std::get_if<Dense<S>>(&op)) return LinearMap<S>(*dense);
  if (const auto* convolution = std::get_if<Convolution<S>>(&op)) {
    const Shape& shape = network_.shape(tensor);
    return LinearMap<S>(*convolution, Shape(shape.begin() + 1, shape.end()));
  }
  if (std::holds_alternative<Relu>(op)) return Rectify{};
  if (std::holds_alternative<Sigmoid>(op)) return Squash{};
  if (const auto* sum = std::get_if<Sum<S>>(&op)) return WeightedSum{&sum->coefficients};
  if (const auto* rearrange = std::get_if<Rearrange<S>>(&op)) {
    if (rearrange->source.empty()) return Alias{};
  }
  if (const auto* shift = std::get_if<Shift<S>>(&op)) {
    const Index x = network_.node_of(tensor).inputs[0];
    const bool behind_map =
        x >= network_.first_node_tensor() && readers_[static_cast<std::size_t>(x)] == 1;
    auto* const map = behind_map
                          ? std::get_if<LinearMap<S>>(
                                &steps_[static_cast<std::size_t>(x - network_.first_node_tensor())])
                          : nullptr;
    if (map != nullptr) {
      map->add_to_bias(shift->offset);
      return Alias{};
    }
  }
  return Other{};
}

template class SegmentProgram<float>;
template class SegmentProgram<double>;
template class SegmentProgram<Rational>;

}  // namespace axiomark
