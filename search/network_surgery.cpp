#include "search/network_surgery.hpp"

#include <algorithm>

namespace axiomark {
namespace {

using Parts = NetworkParts<double>;

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

// Without the nodes that the output does not read and the operators that no node uses; nothing if
// no node is left or the parts do not fit together.
std::optional<Network<double>> finished(const Parts& parts) {
  const auto first = static_cast<Index>(parts.inputs.size());
  const Index tensors = first + static_cast<Index>(parts.nodes.size());
  if (parts.output < first) return std::nullopt;
  std::vector<bool> read(at(tensors), false);
  read[at(parts.output)] = true;
  for (Index t = parts.output; t >= first; --t) {
    if (!read[at(t)]) continue;
    for (const Index i : parts.nodes[at(t - first)].inputs) read[at(i)] = true;
  }
  Parts kept{parts.inputs, {}, {}, 0};
  std::vector<Index> tensor_number(at(tensors));
  std::vector<Index> operator_number(parts.operators.size(), -1);
  for (Index t = 0; t < first; ++t) tensor_number[at(t)] = t;
  for (Index t = first; t < tensors; ++t) {
    if (!read[at(t)]) continue;
    Node node = parts.nodes[at(t - first)];
    Index& number = operator_number[at(node.op)];
    if (number < 0) {
      number = static_cast<Index>(kept.operators.size());
      kept.operators.push_back(parts.operators[at(node.op)]);
    }
    node.op = number;
    for (Index& i : node.inputs) i = tensor_number[at(i)];
    tensor_number[at(t)] = first + static_cast<Index>(kept.nodes.size());
    kept.nodes.push_back(std::move(node));
  }
  kept.output = tensor_number[at(parts.output)];
  auto network = Network<double>::make(std::move(kept));
  if (!network) return std::nullopt;
  return std::move(*network);
}

Node& node_of(Parts& parts, Index tensor) {
  return parts.nodes[at(tensor - static_cast<Index>(parts.inputs.size()))];
}

// Gives a node an operator instance of its own.
void set_operator(Parts& parts, Index tensor, Operator<double> op) {
  node_of(parts, tensor).op = static_cast<Index>(parts.operators.size());
  parts.operators.push_back(std::move(op));
}

// A node before that of `tensor`, which then has the next number.
void insert_before(Parts& parts, Index tensor, Operator<double> op, Index operand) {
  const auto shift = [&](Index& i) {
    if (i >= tensor) ++i;
  };
  for (Node& node : parts.nodes) std::ranges::for_each(node.inputs, shift);
  shift(parts.output);
  const Index place = tensor - static_cast<Index>(parts.inputs.size());
  parts.nodes.insert(parts.nodes.begin() + place,
                     Node{static_cast<Index>(parts.operators.size()), {operand}, {}});
  parts.operators.push_back(std::move(op));
}

// The first or the last member of each window.
Rearrange<double> one_of_each(const Windows& windows, bool first) {
  std::vector<Index> chosen;
  for (Index w = 0; w + 1 < static_cast<Index>(windows.begin.size()); ++w) {
    chosen.push_back(first ? windows[w].front() : windows[w].back());
  }
  return {"gather", windows.in, windows.out, std::move(chosen), 0.0};
}

}  // namespace

std::optional<Network<double>> replaced_by(const Network<double>& network, Index tensor,
                                           Index earlier) {
  if (element_count(network.shape(tensor)) != element_count(network.shape(earlier))) {
    return std::nullopt;
  }
  Parts parts = network.parts();
  if (parts.output == tensor && earlier < network.first_node_tensor()) {
    // An input cannot be the output: the identity passes it on.
    const Index features = element_count(network.shape(earlier));
    Matrix<double> identity = Matrix<double>::Zero(features, features);
    identity.matrix().setIdentity();
    set_operator(parts, tensor, Dense<double>{std::move(identity), Vector<double>::Zero(features)});
    node_of(parts, tensor).inputs = {earlier};
    return finished(parts);
  }
  for (Node& node : parts.nodes) std::ranges::replace(node.inputs, tensor, earlier);
  if (parts.output == tensor) parts.output = earlier;
  return finished(parts);
}

std::optional<Network<double>> replaced_by_relu(const Network<double>& network, Index tensor,
                                                Index earlier) {
  if (element_count(network.shape(tensor)) != element_count(network.shape(earlier))) {
    return std::nullopt;
  }
  Parts parts = network.parts();
  set_operator(parts, tensor, Relu{});
  node_of(parts, tensor).inputs = {earlier};
  return finished(parts);
}

std::optional<Network<double>> as_one_dense(const Network<double>& network, Index from,
                                            Index tensor) {
  // Values for the unit vectors and zero at `from`: an affine map's columns and constant.
  const Index features = element_count(network.shape(from));
  std::vector<Batch<double>> values(at(tensor) + 1);
  values[at(from)] = Batch<double>::Zero(features, features + 1);
  values[at(from)].leftCols(features).matrix().setIdentity();
  for (Index t = std::max(from + 1, network.first_node_tensor()); t <= tensor; ++t) {
    const Node& node = network.node_of(t);
    const bool known =
        std::ranges::all_of(node.inputs, [&](Index i) { return values[at(i)].size() > 0; });
    const Operator<double>& op = network.operator_of(t);
    if (!known || kind<double>(op) != OperatorKind::affine) continue;
    const NodeOperands<double> operands(node, values);
    values[at(t)] = evaluate<double>(op, operands.get());
  }
  const Batch<double>& image = values[at(tensor)];
  if (image.size() == 0) return std::nullopt;
  const Vector<double> constant = image.col(features);
  Matrix<double> weights = image.leftCols(features).colwise() - constant;
  Parts parts = network.parts();
  set_operator(parts, tensor, Dense<double>{std::move(weights), constant});
  node_of(parts, tensor).inputs = {from};
  return finished(parts);
}

std::optional<Network<double>> without_operand(const Network<double>& network, Index tensor,
                                               std::size_t operand) {
  Operator<double> op = network.operator_of(tensor);
  auto* sum = std::get_if<Sum<double>>(&op);
  if (sum == nullptr && !std::holds_alternative<Max>(op) && !std::holds_alternative<Min>(op)) {
    return std::nullopt;
  }
  Parts parts = network.parts();
  auto& inputs = node_of(parts, tensor).inputs;
  if (inputs.size() < 2) return std::nullopt;
  inputs.erase(inputs.begin() + static_cast<std::ptrdiff_t>(operand));
  if (sum != nullptr) {
    Vector<double> kept(sum->coefficients.size() - 1);
    const auto gone = static_cast<Index>(operand);
    kept.head(gone) = sum->coefficients.head(gone);
    kept.tail(kept.size() - gone) = sum->coefficients.tail(kept.size() - gone);
    sum->coefficients = std::move(kept);
  }
  set_operator(parts, tensor, std::move(op));
  return finished(parts);
}

std::vector<Network<double>> plainer(const Network<double>& network, Index tensor) {
  std::vector<Network<double>> found;
  const auto add = [&](const Parts& parts) {
    if (auto made = finished(parts)) found.push_back(std::move(*made));
  };
  const Operator<double>& op = network.operator_of(tensor);
  if (const auto* window = std::get_if<WindowMax>(&op)) {
    for (const bool first : {true, false}) {
      Parts parts = network.parts();
      set_operator(parts, tensor, one_of_each(window->windows, first));
      add(parts);
      const Index operand = network.node_of(tensor).inputs[0];
      insert_before(parts, tensor, Relu{}, operand);
      node_of(parts, tensor + 1).inputs = {tensor};
      add(parts);
    }
  }
  Parts parts = network.parts();
  if (std::ranges::count(parts.nodes, network.node_of(tensor).op, &Node::op) > 1) {
    set_operator(parts, tensor, op);
    add(parts);
  }
  return found;
}

std::optional<Network<double>> with_negated_input(const Network<double>& network, Index feature) {
  if (network.inputs().size() != 1) return std::nullopt;
  Parts parts = network.parts();
  for (const Node& node : parts.nodes) {
    if (std::ranges::find(node.inputs, 0) == node.inputs.end()) continue;
    auto* dense = std::get_if<Dense<double>>(&parts.operators[at(node.op)]);
    if (dense == nullptr || std::ranges::count(parts.nodes, node.op, &Node::op) > 1) {
      return std::nullopt;
    }
    dense->weights.col(feature) *= -1;
  }
  return finished(parts);
}

std::optional<Network<double>> with_negated_output(const Network<double>& network) {
  Parts parts = network.parts();
  const Index used = node_of(parts, parts.output).op;
  auto* dense = std::get_if<Dense<double>>(&parts.operators[at(used)]);
  if (dense == nullptr || std::ranges::count(parts.nodes, used, &Node::op) > 1) return std::nullopt;
  dense->weights *= -1;
  dense->bias *= -1;
  return finished(parts);
}

std::vector<double> numbers_of(const Network<double>& network) {
  std::vector<double> numbers;
  for (const auto& op : network.operators()) {
    std::visit(
        [&]<class Op>(const Op& o) {
          // A fill value and the weights of an average pool belong to what these operators are.
          if constexpr (!std::same_as<Op, Rearrange<double>> &&
                        !std::same_as<Op, WindowSum<double>>) {
            for_each_parameter<double>(o, [&]<class P>(const P& p) {
              if constexpr (std::same_as<P, double>) {
                numbers.push_back(p);
              } else {
                numbers.insert(numbers.end(), p.data(), p.data() + p.size());
              }
            });
          }
        },
        op);
  }
  return numbers;
}

std::optional<Network<double>> with_number(const Network<double>& network, std::size_t position,
                                           double value) {
  Parts parts = network.parts();
  std::size_t next = 0;
  for (auto& op : parts.operators) {
    std::visit(
        [&]<class Op>(Op& o) {
          if constexpr (!std::same_as<Op, Rearrange<double>> &&
                        !std::same_as<Op, WindowSum<double>>) {
            for_each_parameter<double>(o, [&]<class P>(P& p) {
              if constexpr (std::same_as<P, double>) {
                if (next++ == position) p = value;
              } else {
                const auto count = static_cast<std::size_t>(p.size());
                if (position >= next && position < next + count) {
                  p.data()[position - next] = value;
                }
                next += count;
              }
            });
            if constexpr (std::same_as<Op, Clip<double>>) {
              if (o.low > o.high) std::swap(o.low, o.high);
            }
          }
        },
        op);
  }
  return finished(parts);
}

}  // namespace axiomark
