#include "network/network.hpp"

#include <fmt/format.h>

#include "network/balls/enclosed_operator.hpp"
#include "network/finite.hpp"
#include "network/tiny/gradient.hpp"

namespace axiomark {
namespace {

template <Scalar S>
std::string describe_node(const NetworkParts<S>& parts, Index position) {
  const Node& node = parts.nodes[static_cast<std::size_t>(position)];
  const bool known = node.op >= 0 && node.op < static_cast<Index>(parts.operators.size());
  const std::string_view op =
      known ? name<S>(parts.operators[static_cast<std::size_t>(node.op)]) : "unknown operator";
  return node.name.empty() ? fmt::format("node {} ({})", position, op)
                           : fmt::format("node {} '{}' ({})", position, node.name, op);
}

// Counts of values, and sums of them, stay far from overflow. No memory holds that many.
bool has_countable_values(const Shape& shape) {
  constexpr Index kMost = Index{1} << 40;
  Index count = 1;
  for (const Index n : shape) {
    if (n > 0 && count > kMost / n) return false;
    if (n > 0) count *= n;
  }
  return true;
}

template <Scalar S>
Result<void> check_node(const NetworkParts<S>& parts, Index position) {
  const Node& node = parts.nodes[static_cast<std::size_t>(position)];
  if (node.op < 0 || node.op >= static_cast<Index>(parts.operators.size())) {
    return fail(ErrorKind::input, describe_node(parts, position),
                fmt::format("operator number {}", node.op),
                fmt::format("0 to {}", static_cast<Index>(parts.operators.size()) - 1));
  }
  const Index known = static_cast<Index>(parts.inputs.size()) + position;
  for (const Index t : node.inputs) {
    if (t < 0 || t >= known) {
      return fail(ErrorKind::input, describe_node(parts, position), fmt::format("tensor {}", t),
                  fmt::format("one made before it, 0 to {}", known - 1));
    }
  }
  return {};
}

template <Scalar S>
Result<void> check_parameters(const NetworkParts<S>& parts, Index position) {
  const Operator<S>& op =
      parts.operators[static_cast<std::size_t>(parts.nodes[static_cast<std::size_t>(position)].op)];
  if (is_exact<S> && !has_rational_value<S>(op) && !may_be_enclosed<S>(op)) {
    return fail(ErrorKind::unsupported, describe_node(parts, position),
                fmt::format("{} has no rational value", name<S>(op)),
                "a network of operators with one for exact arithmetic");
  }
  bool finite = true;
  std::visit(
      [&](const auto& o) {
        for_each_parameter<S>(o, [&]<class P>(const P& p) {
          if constexpr (std::same_as<P, S>) {
            finite = finite && is_finite(p);
          } else {
            finite = finite && first_non_finite(p) < 0;
          }
        });
      },
      op);
  if (!finite) {
    return fail(ErrorKind::input, describe_node(parts, position), "a parameter that is not finite",
                "numbers");
  }
  return {};
}

template <Scalar S>
Index count_parameters(const Operator<S>& op) {
  Index count = 0;
  std::visit(
      [&](const auto& o) {
        for_each_parameter<S>(o, [&]<class P>(const P& p) {
          if constexpr (std::same_as<P, S>) {
            ++count;
          } else {
            count += p.size();
          }
        });
      },
      op);
  return count;
}

}  // namespace

template <Scalar S>
Result<Network<S>> Network<S>::make(NetworkParts<S> parts) {
  auto data = std::make_shared<Data>();
  data->shapes = parts.inputs;
  for (const Shape& shape : parts.inputs) data->input_features += element_count(shape);
  if (data->input_features < 1) {
    return fail(ErrorKind::input, "network", "no input values", "at least one");
  }
  const auto node_count = static_cast<Index>(parts.nodes.size());
  for (Index position = 0; position < node_count; ++position) {
    if (auto ok = check_node(parts, position); !ok) return tl::make_unexpected(ok.error());
    if (auto ok = check_parameters(parts, position); !ok) return tl::make_unexpected(ok.error());
    const Node& node = parts.nodes[static_cast<std::size_t>(position)];
    std::vector<Shape> operands;
    for (const Index t : node.inputs) operands.push_back(data->shapes[static_cast<std::size_t>(t)]);
    const auto& op = parts.operators[static_cast<std::size_t>(node.op)];
    auto shape = output_shape<S>(op, std::span<const Shape>(operands));
    if (!shape) {
      Error error = shape.error();
      error.where = describe_node(parts, position);
      return tl::make_unexpected(error);
    }
    if (!has_countable_values(*shape)) {
      return fail(ErrorKind::input, describe_node(parts, position),
                  "a result of shape " + to_text(*shape), "a number of values below 2^40");
    }
    data->shapes.push_back(std::move(*shape));
    data->piecewise_linear = data->piecewise_linear && is_piecewise_linear<S>(op);
  }
  const auto tensors = static_cast<Index>(data->shapes.size());
  if (parts.output < 0 || parts.output >= tensors) {
    return fail(ErrorKind::input, "network", fmt::format("output tensor {}", parts.output),
                fmt::format("0 to {}", tensors - 1));
  }
  if (element_count(data->shapes[static_cast<std::size_t>(parts.output)]) < 1) {
    return fail(ErrorKind::input, "network", "an output without values", "at least one");
  }
  data->last_reader.assign(static_cast<std::size_t>(tensors), -1);
  for (Index position = 0; position < node_count; ++position) {
    for (const Index t : parts.nodes[static_cast<std::size_t>(position)].inputs) {
      data->last_reader[static_cast<std::size_t>(t)] =
          static_cast<Index>(parts.inputs.size()) + position;
    }
  }
  data->last_reader[static_cast<std::size_t>(parts.output)] = tensors;
  for (const auto& op : parts.operators) data->parameter_count += count_parameters(op);
  data->parts = std::move(parts);
  return Network(std::move(data));
}

template <Scalar S>
std::string Network<S>::describe(Index tensor) const {
  if (tensor < first_node_tensor()) return fmt::format("input {}", tensor);
  return describe_node(parts(), tensor - first_node_tensor());
}

template <Scalar To, Scalar From>
Result<Network<To>> convert(const Network<From>& network) {
  if constexpr (std::same_as<To, From>) {
    return network;
  } else {
    NetworkParts<To> parts{network.inputs(), {}, network.nodes(), network.output()};
    for (const auto& op : network.operators()) parts.operators.push_back(convert<To>(op));
    return Network<To>::make(std::move(parts));
  }
}

template <Scalar S>
Trace<S> trace(const Network<S>& network, const Batch<S>& points) {
  Trace<S> result;
  result.tensors.reserve(static_cast<std::size_t>(network.tensor_count()));
  Index row = 0;
  for (const Shape& shape : network.inputs()) {
    const Index count = element_count(shape);
    result.tensors.emplace_back(points.middleRows(row, count));
    row += count;
  }
  for (const Node& node : network.nodes()) {
    const NodeOperands<S> operands(node, result.tensors);
    result.tensors.push_back(
        evaluate<S>(network.operators()[static_cast<std::size_t>(node.op)], operands.get()));
  }
  return result;
}

template <Scalar S>
Batch<S> evaluate(const Network<S>& network, const Batch<S>& points) {
  if (auto outputs = tiny_evaluate(network, points)) return std::move(*outputs);
  std::vector<Batch<S>> tensors;
  tensors.reserve(static_cast<std::size_t>(network.tensor_count()));
  Index row = 0;
  for (const Shape& shape : network.inputs()) {
    const Index count = element_count(shape);
    tensors.emplace_back(points.middleRows(row, count));
    row += count;
  }
  for (const Node& node : network.nodes()) {
    const NodeOperands<S> operands(node, tensors);
    tensors.push_back(
        evaluate<S>(network.operators()[static_cast<std::size_t>(node.op)], operands.get()));
    const auto made = static_cast<Index>(tensors.size()) - 1;
    for (const Index t : node.inputs) {
      if (network.last_reader(t) == made) tensors[static_cast<std::size_t>(t)] = Batch<S>();
    }
  }
  return std::move(tensors[static_cast<std::size_t>(network.output())]);
}

template <Scalar S>
Result<void> check_finite(const Network<S>& network, const Trace<S>& trace) {
  if constexpr (!is_exact<S>) {
    for (Index t = 0; t < network.tensor_count(); ++t) {
      const auto& values = trace.tensors[static_cast<std::size_t>(t)];
      if (all_finite(values.data(), values.size())) continue;
      const Index at = first_non_finite(values);
      return fail(
          ErrorKind::numeric, network.describe(t),
          fmt::format("value {} at position {}",
                      to_text(values(at / values.cols(), at % values.cols())), at / values.cols()),
          "finite numbers");
    }
  }
  return {};
}

#define AXIOMARK_INSTANTIATE(S)                                               \
  template class Network<S>;                                                  \
  template Result<Network<float>> convert<float, S>(const Network<S>&);       \
  template Result<Network<double>> convert<double, S>(const Network<S>&);     \
  template Result<Network<Rational>> convert<Rational, S>(const Network<S>&); \
  template Trace<S> trace<S>(const Network<S>&, const Batch<S>&);             \
  template Batch<S> evaluate<S>(const Network<S>&, const Batch<S>&);          \
  template Result<void> check_finite<S>(const Network<S>&, const Trace<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
