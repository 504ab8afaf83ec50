#include "network/builder.hpp"

#include <fmt/format.h>

#include <numeric>

namespace axiomark {

template <Scalar S>
Tensor NetworkBuilder<S>::input(Shape shape) {
  if (!parts_.nodes.empty()) {
    remember({ErrorKind::usage, "network builder", "an input declared after a node",
              "all inputs first"});
  }
  parts_.inputs.push_back(shape);
  shapes_.push_back(std::move(shape));
  return {static_cast<Index>(shapes_.size()) - 1};
}

template <Scalar S>
Tensor NetworkBuilder<S>::apply(Operator<S> op, const std::vector<Tensor>& operands,
                                std::string name) {
  Node node{static_cast<Index>(parts_.operators.size()), {}, std::move(name)};
  std::vector<Shape> shapes;
  for (const Tensor t : operands) {
    node.inputs.push_back(t.number);
    shapes.push_back(shape(t));
  }
  auto out = output_shape<S>(op, std::span<const Shape>(shapes));
  if (!out) {
    Error error = out.error();
    error.where = fmt::format("node {} ({})", parts_.nodes.size(), axiomark::name<S>(op));
    remember(error);
    out = shapes.empty() ? Shape{1} : shapes.front();
  }
  parts_.operators.push_back(std::move(op));
  parts_.nodes.push_back(std::move(node));
  shapes_.push_back(std::move(*out));
  return {static_cast<Index>(shapes_.size()) - 1};
}

template <Scalar S>
Tensor NetworkBuilder<S>::apply_again(Tensor like, const std::vector<Tensor>& operands,
                                      std::string name) {
  const auto first = static_cast<Index>(parts_.inputs.size());
  if (like.number < first) {
    remember(
        {ErrorKind::usage, "network builder", "an input used as an operator", "a node's tensor"});
    return like;
  }
  const Index op = parts_.nodes[static_cast<std::size_t>(like.number - first)].op;
  const Tensor made =
      apply(parts_.operators[static_cast<std::size_t>(op)], operands, std::move(name));
  parts_.operators.pop_back();
  parts_.nodes.back().op = op;
  return made;
}

template <Scalar S>
Tensor NetworkBuilder<S>::dense(Tensor x, Matrix<S> weights, Vector<S> bias) {
  return apply(Operator<S>(Dense<S>{std::move(weights), std::move(bias)}), {x});
}

template <Scalar S>
Tensor NetworkBuilder<S>::dense(Tensor x, std::initializer_list<std::initializer_list<S>> weights,
                                std::initializer_list<S> bias) {
  Vector<S> b(static_cast<Index>(bias.size()));
  std::copy(bias.begin(), bias.end(), b.data());
  return dense(x, Matrix<S>(weights), std::move(b));
}

template <Scalar S>
Tensor NetworkBuilder<S>::scale(Tensor x, Vector<S> factor) {
  return apply(Operator<S>(Scale<S>{std::move(factor)}), {x});
}

template <Scalar S>
Tensor NetworkBuilder<S>::shift(Tensor x, Vector<S> offset) {
  return apply(Operator<S>(Shift<S>{std::move(offset)}), {x});
}

template <Scalar S>
Tensor NetworkBuilder<S>::sum(const std::vector<Tensor>& terms,
                              std::initializer_list<S> coefficients) {
  Vector<S> c(static_cast<Index>(coefficients.size()));
  std::copy(coefficients.begin(), coefficients.end(), c.data());
  return apply(Operator<S>(Sum<S>{std::move(c)}), terms);
}

template <Scalar S>
Tensor NetworkBuilder<S>::concat(const std::vector<Tensor>& operands, Index axis) {
  Concat op{{}, axis};
  for (const Tensor t : operands) op.in.push_back(shape(t));
  return apply(Operator<S>(std::move(op)), operands);
}

template <Scalar S>
Tensor NetworkBuilder<S>::feature(Tensor x, Index i) {
  const Index count = element_count(shape(x));
  const Tensor flat =
      shape(x).size() == 1 ? x : apply(reshape<S>(shape(x), Shape{count}), std::vector<Tensor>{x});
  return apply(slice<S>(Shape{count}, 0, i, i + 1, 1), std::vector<Tensor>{flat});
}

template <Scalar S>
Tensor NetworkBuilder<S>::include(const Network<S>& network, const std::vector<Tensor>& operands) {
  if (operands.size() != network.inputs().size()) {
    remember({ErrorKind::usage, "network builder", fmt::format("{} operands", operands.size()),
              fmt::format("{}, one per input", network.inputs().size())});
    return operands.empty() ? Tensor{} : operands.front();
  }
  const auto first_op = static_cast<Index>(parts_.operators.size());
  parts_.operators.insert(parts_.operators.end(), network.operators().begin(),
                          network.operators().end());
  std::vector<Index> number;
  for (const Tensor t : operands) number.push_back(t.number);
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    Node node = network.node_of(t);
    node.op += first_op;
    for (Index& i : node.inputs) i = number[static_cast<std::size_t>(i)];
    parts_.nodes.push_back(std::move(node));
    shapes_.push_back(network.shape(t));
    number.push_back(static_cast<Index>(shapes_.size()) - 1);
  }
  return {number[static_cast<std::size_t>(network.output())]};
}

template <Scalar S>
Shape NetworkBuilder<S>::shape(Tensor x) const {
  return shapes_[static_cast<std::size_t>(x.number)];
}

template <Scalar S>
Result<Network<S>> NetworkBuilder<S>::build(Tensor output) const {
  if (fault_) return tl::make_unexpected(*fault_);
  NetworkParts<S> parts = parts_;
  parts.output = output.number;
  return Network<S>::make(std::move(parts));
}

template class NetworkBuilder<float>;
template class NetworkBuilder<double>;
template class NetworkBuilder<Rational>;

}  // namespace axiomark
