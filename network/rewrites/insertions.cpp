#include "network/rewrites/insertions.hpp"

#include "network/rewrites/rebuild.hpp"

namespace axiomark {
namespace {

// `insert(builder, tensor)` applied to one tensor; every reader of the old tensor reads the new one.
template <Scalar S, class Insert>
std::optional<NetworkParts<S>> inserted(const Network<S>& network, const RewriteStep& step,
                                        const Insert& insert) {
  const Index place = step.place % network.tensor_count();
  return with_tensor_replaced(network, place, [&](NetworkCopy<S>& copy) {
    const bool is_input = place < network.first_node_tensor();
    return insert(copy.builder, is_input ? copy.of(place) : copy.copy(place));
  });
}

}  // namespace

template <Scalar S>
std::optional<NetworkParts<S>> insert_relu_pair(const Network<S>& network,
                                                const RewriteStep& step) {
  return inserted(network, step, [](NetworkBuilder<S>& b, Tensor z) {
    const Index count = element_count(b.shape(z));
    const Tensor minus = b.scale(z, Vector<S>::Constant(count, S(-1)));
    return b.subtract(b.relu(z), b.relu(minus));
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> split_affine(const Network<S>& network, const RewriteStep& step) {
  return inserted(network, step, [&](NetworkBuilder<S>& b, Tensor z) {
    const Index count = element_count(b.shape(z));
    const S c = S(2 << (step.parameter % 3));
    return b.scale(b.scale(z, Vector<S>::Constant(count, c)), Vector<S>::Constant(count, S(1) / c));
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> insert_add_zero(const Network<S>& network, const RewriteStep& step) {
  return inserted(network, step, [](NetworkBuilder<S>& b, Tensor z) {
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
