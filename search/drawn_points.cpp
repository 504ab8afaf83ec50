#include "search/drawn_points.hpp"

#include <algorithm>
#include <cmath>

namespace axiomark {
namespace {

bool bends_at_zero(const Operator<double>& op) {
  return std::holds_alternative<Relu>(op) || std::holds_alternative<LeakyRelu<double>>(op) ||
         std::holds_alternative<Abs>(op);
}

// Dense tensors that an operator with a kink at zero reads.
std::vector<Index> bent_tensors(const Network<double>& network) {
  std::vector<Index> found;
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (!bends_at_zero(network.operator_of(t))) continue;
    const Index operand = network.node_of(t).inputs[0];
    if (operand >= network.first_node_tensor() &&
        std::holds_alternative<Dense<double>>(network.operator_of(operand))) {
      found.push_back(operand);
    }
  }
  return found;
}

}  // namespace

DrawnPoints draw_points(RandomStream& stream, Index features) {
  DrawnPoints points{Vector<double>(features), Vector<double>::Zero(features)};
  const bool halves = stream.one_in(6);
  for (double& x : points.input) {
    x = halves ? static_cast<double>(stream.between(-6, 8)) / 2
               : static_cast<double>(stream.between(-3, 4));
  }
  if (stream.one_in(2)) {
    for (double& x : points.baseline) x = static_cast<double>(stream.between(-2, 2));
  }
  const auto special = stream.below(8);
  if (special == 0) {
    const auto moving = static_cast<Index>(stream.below(static_cast<std::uint64_t>(features)));
    const double moved = points.input(moving);
    points.input = points.baseline;
    points.input(moving) = moved;
  } else if (special == 1) {
    for (Index i = 0; i < features; ++i) {
      if (stream.one_in(2)) points.input(i) = points.baseline(i);
    }
  } else if (special == 2) {
    points.input.setConstant(points.input(0));
    points.baseline.setConstant(points.baseline(0));
  }
  return points;
}

Network<double> put_on_kink(const Network<double>& network, const DrawnPoints& points,
                            RandomStream& stream) {
  const std::vector<Index> candidates = bent_tensors(network);
  if (candidates.empty()) return network;
  const Index tensor = candidates[stream.below(candidates.size())];
  const auto unit = static_cast<Index>(
      stream.below(static_cast<std::uint64_t>(element_count(network.shape(tensor)))));
  Vector<double> at = points.input;
  switch (stream.below(3)) {
    case 0:
      break;
    case 1:
      at = points.baseline;
      break;
    default:
      at = (points.input + points.baseline) / 2;
  }
  NetworkParts<double> parts = network.parts();
  auto& dense = std::get<Dense<double>>(
      parts.operators[static_cast<std::size_t>(network.node_of(tensor).op)]);
  dense.bias(unit) -=
      trace(network, Batch<double>(at)).tensors[static_cast<std::size_t>(tensor)](unit, 0);
  return Network<double>::make(std::move(parts)).value();
}

Network<double> put_inside_kink(const Network<double>& network, const DrawnPoints& points,
                                RandomStream& stream) {
  const Vector<double> way = points.input - points.baseline;
  std::vector<Index> moving;
  for (Index i = 0; i < way.size(); ++i) {
    if (way(i) != 0) moving.push_back(i);
  }
  std::vector<Index> candidates;
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (std::holds_alternative<Dense<double>>(network.operator_of(t)) &&
        network.node_of(t).inputs[0] == 0) {
      candidates.push_back(t);
    }
  }
  if (moving.size() < 2 || candidates.empty() || network.inputs().size() != 1) return network;
  const Index tensor = candidates[stream.below(candidates.size())];
  const Index a = moving[stream.below(moving.size() - 1)];
  const Index b = moving.back();
  NetworkParts<double> parts = network.parts();
  auto& dense = std::get<Dense<double>>(
      parts.operators[static_cast<std::size_t>(network.node_of(tensor).op)]);
  const auto unit = static_cast<Index>(stream.below(static_cast<std::uint64_t>(dense.bias.size())));
  dense.weights.row(unit).setZero();
  // Equal steps make the plainest numbers, 1 and -1.
  const double step = std::abs(way(a)) == std::abs(way(b)) ? std::abs(way(a)) : 1.0;
  dense.weights(unit, a) = way(b) / step;
  dense.weights(unit, b) = -way(a) / step;
  dense.bias(unit) = -(dense.weights.row(unit).transpose() * points.input).sum();
  return Network<double>::make(std::move(parts)).value();
}

}  // namespace axiomark
