#include "bench/arithmetic.hpp"

#include <algorithm>

namespace axiomark::bench {
namespace {

double multiply_adds(const Network<float>& network, Index tensor) {
  const auto& op = network.operator_of(tensor);
  if (const auto* dense = std::get_if<Dense<float>>(&op)) {
    return static_cast<double>(dense->weights.size());
  }
  if (const auto* convolution = std::get_if<Convolution<float>>(&op)) {
    const auto windows = element_count(network.shape(tensor)) / convolution->weights.rows();
    return static_cast<double>(convolution->weights.size() * windows);
  }
  return 0;
}

// Terms of one sum forward and of one sum backward.
double terms(const Network<float>& network, Index tensor) {
  const auto& op = network.operator_of(tensor);
  if (const auto* dense = std::get_if<Dense<float>>(&op)) {
    return static_cast<double>(dense->weights.cols() + dense->weights.rows());
  }
  if (const auto* convolution = std::get_if<Convolution<float>>(&op)) {
    const auto kernel = element_count(convolution->window.kernel);
    return static_cast<double>(convolution->weights.cols() + convolution->weights.rows() * kernel);
  }
  return static_cast<double>(2 * network.node_of(tensor).inputs.size());
}

double longest_path(const Network<float>& network) {
  std::vector<double> longest(static_cast<std::size_t>(network.tensor_count()), 0);
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    double before = 0;
    for (const Index i : network.node_of(t).inputs) {
      before = std::max(before, longest[static_cast<std::size_t>(i)]);
    }
    longest[static_cast<std::size_t>(t)] = before + terms(network, t);
  }
  return longest[static_cast<std::size_t>(network.output())];
}

bool affine(const Network<float>& network, Index tensor) {
  return kind<float>(network.operator_of(tensor)) == OperatorKind::affine;
}

// Tensors that are affine functions of the input.
std::vector<bool> head_of(const Network<float>& network) {
  std::vector<bool> head(static_cast<std::size_t>(network.tensor_count()), true);
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    head[static_cast<std::size_t>(t)] =
        affine(network, t) && std::ranges::all_of(network.node_of(t).inputs, [&](Index i) {
          return head[static_cast<std::size_t>(i)];
        });
  }
  return head;
}

// Tensors that the output is an affine function of, through affine nodes only.
std::vector<bool> tail_of(const Network<float>& network) {
  std::vector<bool> tail(static_cast<std::size_t>(network.tensor_count()), true);
  for (Index t = network.tensor_count(); t-- > network.first_node_tensor();) {
    const bool free = tail[static_cast<std::size_t>(t)] && affine(network, t);
    if (free) continue;
    for (const Index i : network.node_of(t).inputs) tail[static_cast<std::size_t>(i)] = false;
  }
  return tail;
}

}  // namespace

Arithmetic arithmetic(const Network<float>& network) {
  const auto head = head_of(network);
  const auto tail = tail_of(network);
  Arithmetic count;
  count.roundings = longest_path(network);
  std::vector<bool> counted(head.size(), false);
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const double cost = multiply_adds(network, t);
    count.whole += cost;
    if (head[static_cast<std::size_t>(t)]) {
      count.head += cost;
    } else if (!affine(network, t) || !tail[static_cast<std::size_t>(t)]) {
      count.body += cost;
    } else {
      for (const Index i : network.node_of(t).inputs) {
        const auto at = static_cast<std::size_t>(i);
        const bool inside = i >= network.first_node_tensor() && tail[at] && affine(network, i);
        if (inside || head[at] || counted[at]) continue;
        counted[at] = true;
        count.tail += static_cast<double>(element_count(network.shape(i)));
      }
    }
  }
  return count;
}

}  // namespace axiomark::bench
