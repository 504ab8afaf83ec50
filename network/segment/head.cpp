#include "network/segment/head.hpp"

#include <algorithm>

namespace axiomark {

template <Scalar S>
SegmentHead find_head(const Network<S>& network) {
  SegmentHead head;
  const auto tensors = static_cast<std::size_t>(network.tensor_count());
  head.in_head.assign(tensors, true);
  std::vector<bool> read_outside(tensors, false);
  const auto in_head = [&](Index t) { return head.in_head[static_cast<std::size_t>(t)]; };
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const auto& inputs = network.node_of(t).inputs;
    head.in_head[static_cast<std::size_t>(t)] =
        kind<S>(network.operator_of(t)) == OperatorKind::affine &&
        std::ranges::all_of(inputs, in_head);
    if (in_head(t)) continue;
    for (const Index i : inputs) read_outside[static_cast<std::size_t>(i)] = true;
  }
  read_outside[static_cast<std::size_t>(network.output())] = true;
  for (Index t = 0; t < network.tensor_count(); ++t) {
    if (in_head(t) && read_outside[static_cast<std::size_t>(t)]) head.frontier.push_back(t);
  }
  return head;
}

template SegmentHead find_head(const Network<float>&);
template SegmentHead find_head(const Network<double>&);
template SegmentHead find_head(const Network<Rational>&);

}  // namespace axiomark
