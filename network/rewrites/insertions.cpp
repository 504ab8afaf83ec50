#include "network/rewrites/insertions.hpp"

#include "network/builder.hpp"

namespace axiomark {
namespace {

// Rebuilds the network with `insert(builder, tensor)` applied to one tensor; every reader of the
// old tensor reads the new one. Shared operator instances stay shared.
template <Scalar S, class Insert>
std::optional<NetworkParts<S>> rebuild(const Network<S>& network, Index place,
                                       const Insert& insert) {
  const Index target = place % network.tensor_count();
  NetworkBuilder<S> builder;
  std::vector<Tensor> made;
  for (const Shape& shape : network.inputs()) made.push_back(builder.input(shape));
  // Inputs come first: an insertion behind one of them waits until all are declared.
  if (target < network.first_node_tensor()) {
    made[static_cast<std::size_t>(target)] =
        insert(builder, made[static_cast<std::size_t>(target)]);
  }
  std::vector<Tensor> instance(network.operators().size(), Tensor{-1});
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const Node& node = network.node_of(t);
    std::vector<Tensor> operands;
    for (const Index i : node.inputs) operands.push_back(made[static_cast<std::size_t>(i)]);
    Tensor& first = instance[static_cast<std::size_t>(node.op)];
    if (first.number < 0) {
      made.push_back(builder.apply(network.operator_of(t), operands, node.name));
      first = made.back();
    } else {
      made.push_back(builder.apply_again(first, operands));
    }
    if (t == target) made.back() = insert(builder, made.back());
  }
  auto rebuilt = builder.build(made[static_cast<std::size_t>(network.output())]);
  if (!rebuilt) return std::nullopt;
  return rebuilt->parts();
}

}  // namespace

template <Scalar S>
std::optional<NetworkParts<S>> insert_relu_pair(const Network<S>& network,
                                                const RewriteStep& step) {
  return rebuild(network, step.place, [](NetworkBuilder<S>& b, Tensor z) {
    const Index count = element_count(b.shape(z));
    const Tensor minus = b.scale(z, Vector<S>::Constant(count, S(-1)));
    return b.subtract(b.relu(z), b.relu(minus));
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> split_affine(const Network<S>& network, const RewriteStep& step) {
  return rebuild(network, step.place, [&](NetworkBuilder<S>& b, Tensor z) {
    const Index count = element_count(b.shape(z));
    const S c = S(2 << (step.parameter % 3));
    return b.scale(b.scale(z, Vector<S>::Constant(count, c)), Vector<S>::Constant(count, S(1) / c));
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> insert_add_zero(const Network<S>& network, const RewriteStep& step) {
  return rebuild(network, step.place, [](NetworkBuilder<S>& b, Tensor z) {
    return b.sum({z, z}, {S(1), S(0)});
  });
}

#define AXIOMARK_INSTANTIATE(S)                                                                   \
  template std::optional<NetworkParts<S>> insert_relu_pair<S>(const Network<S>&,                  \
                                                              const RewriteStep&);                \
  template std::optional<NetworkParts<S>> split_affine<S>(const Network<S>&, const RewriteStep&); \
  template std::optional<NetworkParts<S>> insert_add_zero<S>(const Network<S>&, const RewriteStep&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
