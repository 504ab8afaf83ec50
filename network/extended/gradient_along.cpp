#include "network/extended/gradient_along.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "network/extended/affine_weights.hpp"
#include "network/pull_back.hpp"
#include "network/rounding.hpp"

namespace axiomark::extended {

struct GradientAlong::Data {
  Network<double> network;
  Vector<double> target;
  Segment<double> segment;
  std::vector<std::unique_ptr<AffineWeights>> affine;  // by tensor; none for other operators
  Index weights = 0;

  [[nodiscard]] Real difference(Index i) const { return Real(segment.to(i)) - segment.from(i); }

  [[nodiscard]] ValueOperands operands(Index tensor, const std::vector<NodeValues>& nodes) const {
    ValueOperands pointers;
    for (const Index t : network.node_of(tensor).inputs) {
      pointers.push_back(&nodes[static_cast<std::size_t>(t)].value);
    }
    return pointers;
  }

  [[nodiscard]] std::vector<NodeValues> forward(Real t, OnKink on_kink) const {
    std::vector<NodeValues> nodes(static_cast<std::size_t>(network.tensor_count()));
    Index feature = 0;
    for (std::size_t k = 0; k < network.inputs().size(); ++k) {
      const Index size = element_count(network.inputs()[k]);
      for (Index i = 0; i < size; ++i, ++feature) {
        nodes[k].value.push_back(segment.from(feature) + t * difference(feature));
      }
    }
    for (Index tensor = network.first_node_tensor(); tensor < network.tensor_count(); ++tensor) {
      const ValueOperands x = operands(tensor, nodes);
      nodes[static_cast<std::size_t>(tensor)] = std::visit(
          [&]<class Op>(const Op& op) -> NodeValues {
            if constexpr (Op::kind == OperatorKind::affine) {
              return {affine[static_cast<std::size_t>(tensor)]->evaluate(x), {}, {}};
            } else {
              return evaluate(op, x, on_kink);
            }
          },
          network.operator_of(tensor));
    }
    return nodes;
  }

  [[nodiscard]] std::vector<Values> backward(Index tensor, const std::vector<NodeValues>& nodes,
                                             const Values& cotangent) const {
    const auto t = static_cast<std::size_t>(tensor);
    return std::visit(
        [&]<class Op>(const Op& op) -> std::vector<Values> {
          if constexpr (Op::kind == OperatorKind::affine) {
            return affine[t]->pull_back(cotangent);
          } else {
            return pull_back(op, operands(tensor, nodes), nodes[t], cotangent);
          }
        },
        network.operator_of(tensor));
  }
};

namespace {

// At most so many weights are read, and evaluated at unit vectors, before anything is computed.
Result<void> check_cost(const Network<double>& network) {
  double weights = 0;
  double probing = 0;
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const Operator<double>& op = network.operator_of(t);
    if (kind<double>(op) != OperatorKind::affine) continue;
    const double here = static_cast<double>(element_count(network.shape(t))) *
                        static_cast<double>(std::max(Index{1}, rounding_steps<double>(op)));
    weights += here;
    for (const Index x : network.node_of(t).inputs) {
      probing += here * static_cast<double>(element_count(network.shape(x)));
    }
    if (weights <= GradientAlong::kMostWeights && probing <= GradientAlong::kMostProbing) continue;
    return fail(
        ErrorKind::unsupported, network.describe(t),
        "more weights than extended precision can afford",
        fmt::format("at most {:.0e}, convolutions written out", GradientAlong::kMostWeights));
  }
  return {};
}

}  // namespace

Result<GradientAlong> GradientAlong::make(const Network<double>& network,
                                          const Vector<double>& target,
                                          const Segment<double>& segment) {
  if constexpr (std::numeric_limits<Real>::digits <= std::numeric_limits<double>::digits) {
    return fail(ErrorKind::unsupported, "long double", "no more digits than double", "more");
  }
  if (auto ok = check_cost(network); !ok) return tl::make_unexpected(ok.error());
  auto data = std::make_shared<Data>(Data{network, target, segment, {}, 0});
  std::vector<Batch<double>> zeros;
  for (Index t = 0; t < network.tensor_count(); ++t) {
    zeros.emplace_back(Batch<double>::Zero(element_count(network.shape(t)), 1));
  }
  for (Index t = 0; t < network.tensor_count(); ++t) {
    data->affine.emplace_back();
    if (t < network.first_node_tensor() ||
        kind<double>(network.operator_of(t)) != OperatorKind::affine) {
      continue;
    }
    const NodeOperands<double> operands(network.node_of(t), zeros);
    data->affine.back() = std::make_unique<AffineWeights>(network.operator_of(t), operands.get());
    data->weights += data->affine.back()->count();
  }
  return GradientAlong(std::move(data));
}

Values GradientAlong::at(Real t, OnKink on_kink) const {
  const Network<double>& network = data_->network;
  const std::vector<NodeValues> nodes = data_->forward(t, on_kink);
  std::vector<Values> at(nodes.size());
  at[static_cast<std::size_t>(network.output())] =
      Values(data_->target.begin(), data_->target.end());
  for (Index tensor = network.tensor_count() - 1; tensor >= network.first_node_tensor(); --tensor) {
    const Values& cotangent = at[static_cast<std::size_t>(tensor)];
    if (cotangent.empty()) continue;  // F does not read it
    const std::vector<Values> parts = data_->backward(tensor, nodes, cotangent);
    for (std::size_t k = 0; k < parts.size(); ++k) {
      Values& sum = at[static_cast<std::size_t>(network.node_of(tensor).inputs[k])];
      sum.resize(parts[k].size());
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += parts[k][i];
    }
  }
  Values gradient;
  Index feature = 0;
  for (std::size_t k = 0; k < network.inputs().size(); ++k) {
    at[k].resize(static_cast<std::size_t>(element_count(network.inputs()[k])));
    for (const Real slope : at[k]) gradient.push_back(slope * data_->difference(feature++));
  }
  return gradient;
}

Real GradientAlong::value(Real t) const {
  const std::vector<NodeValues> nodes = data_->forward(t, OnKink::below_and_first);
  const Values& outputs = nodes[static_cast<std::size_t>(data_->network.output())].value;
  Real sum = 0;
  for (std::size_t j = 0; j < outputs.size(); ++j) {
    sum += data_->target(static_cast<Index>(j)) * outputs[j];
  }
  return sum;
}

std::vector<Index> GradientAlong::pieces(Real t) const {
  std::vector<Index> all;
  for (const NodeValues& node : data_->forward(t, OnKink::below_and_first)) {
    all.insert(all.end(), node.piece.begin(), node.piece.end());
  }
  return all;
}

bool GradientAlong::has_kinks() const { return !pieces(0).empty(); }
Index GradientAlong::weights() const { return data_->weights; }
Index GradientAlong::features() const { return data_->segment.from.size(); }

}  // namespace axiomark::extended
