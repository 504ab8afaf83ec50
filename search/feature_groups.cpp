#include <algorithm>
#include <map>
#include <numeric>

#include "search/network_surgery.hpp"

namespace axiomark {
namespace {

using Op = Operator<double>;

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

// Operators that pass each feature on by itself, all operands alike.
bool is_featurewise(const Op& op) {
  return kind<double>(op) == OperatorKind::elementwise ||
         std::holds_alternative<Scale<double>>(op) || std::holds_alternative<Shift<double>>(op) ||
         std::holds_alternative<Sum<double>>(op) || std::holds_alternative<Max>(op) ||
         std::holds_alternative<Min>(op) || std::holds_alternative<Product>(op);
}

// What a change of a group's features does to the operators: which rows and columns of dense nodes,
// and which entries of featurewise ones, go along.
class Change {
 public:
  Change(const Network<double>& network, const std::vector<Index>& tensors) : network_(network) {
    inside_.resize(at(network.tensor_count()), false);
    for (const Index t : tensors) inside_[at(t)] = true;
  }

  // Nothing if some operator stands in the way.
  [[nodiscard]] std::optional<NetworkParts<double>> apply(const std::vector<Index>& kept) const {
    NetworkParts<double> parts = network_.parts();
    const auto shape = Shape{static_cast<Index>(kept.size())};
    for (Index t = 0; t < network_.first_node_tensor(); ++t) {
      if (inside_[at(t)]) parts.inputs[at(t)] = shape;
    }
    std::map<Index, std::pair<bool, bool>> treated;  // operator: its rows, its columns
    for (Index t = network_.first_node_tensor(); t < network_.tensor_count(); ++t) {
      const Node& node = network_.node_of(t);
      const bool makes = inside_[at(t)];
      const bool reads = std::ranges::any_of(node.inputs, [&](Index i) { return inside_[at(i)]; });
      const auto [seen, fresh] = treated.try_emplace(node.op, makes, reads);
      // All uses of a shared instance have to change alike.
      if (seen->second != std::pair(makes, reads)) return std::nullopt;
      if (!fresh || (!makes && !reads)) continue;
      if (!change(parts.operators[at(node.op)], makes, reads, kept)) return std::nullopt;
    }
    return parts;
  }

 private:
  [[nodiscard]] static bool change(Op& op, bool makes, bool reads, const std::vector<Index>& kept) {
    if (auto* dense = std::get_if<Dense<double>>(&op)) {
      if (makes) {
        dense->weights = dense->weights(kept, Eigen::all).eval();
        dense->bias = dense->bias(kept).eval();
      }
      if (reads) dense->weights = dense->weights(Eigen::all, kept).eval();
      return true;
    }
    if (!is_featurewise(op)) return false;
    if (auto* scale = std::get_if<Scale<double>>(&op)) scale->factor = scale->factor(kept).eval();
    if (auto* shift = std::get_if<Shift<double>>(&op)) shift->offset = shift->offset(kept).eval();
    return true;
  }

  const Network<double>& network_;
  std::vector<bool> inside_;
};

}  // namespace

std::vector<FeatureGroup> feature_groups(const Network<double>& network) {
  // Union-find over tensors.
  std::vector<Index> leader(at(network.tensor_count()));
  std::iota(leader.begin(), leader.end(), 0);
  const auto find = [&](Index t) {
    while (leader[at(t)] != t) t = leader[at(t)];
    return t;
  };
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (!is_featurewise(network.operator_of(t))) continue;
    for (const Index i : network.node_of(t).inputs) leader[at(find(i))] = find(t);
  }
  std::map<Index, FeatureGroup> groups;
  for (Index t = 0; t < network.tensor_count(); ++t) groups[find(t)].tensors.push_back(t);
  std::vector<FeatureGroup> found;
  for (auto& [first, group] : groups) {
    group.features = element_count(network.shape(first));
    group.holds_input = group.tensors.front() < network.first_node_tensor();
    const bool flat =
        std::ranges::all_of(group.tensors, [&](Index t) { return network.shape(t).size() == 1; });
    const bool holds_output =
        std::ranges::find(group.tensors, network.output()) != group.tensors.end();
    const bool several_inputs = group.holds_input && network.inputs().size() > 1;
    if (flat && !holds_output && !several_inputs) found.push_back(std::move(group));
  }
  return found;
}

std::optional<Network<double>> with_features(const Network<double>& network,
                                             const FeatureGroup& group,
                                             const std::vector<Index>& kept) {
  auto parts = Change(network, group.tensors).apply(kept);
  if (!parts) return std::nullopt;
  auto made = Network<double>::make(std::move(*parts));
  if (!made) return std::nullopt;
  return std::move(*made);
}

}  // namespace axiomark
