#include "network/rewrites/batch_norm.hpp"

#include "network/rewrites/fold_affine.hpp"
#include "network/rewrites/rebuild.hpp"

namespace axiomark {

template <Scalar S>
std::optional<NetworkParts<S>> fold_batch_norm(const Network<S>& network, const RewriteStep&) {
  const auto folded = fold_affine(network);
  if (!folded || folded->folded == 0) return std::nullopt;
  return folded->network.parts();
}

template <Scalar S>
std::optional<NetworkParts<S>> unfold_batch_norm(const Network<S>& network,
                                                 const RewriteStep& step) {
  const auto places = node_tensors(network, [&](Index t) {
    return made_by<Dense<S>>(network, t) != nullptr ||
           made_by<Convolution<S>>(network, t) != nullptr;
  });
  const auto place = place_of(places, step.place);
  if (!place) return std::nullopt;
  const S f = S(2 << (step.parameter % 3));
  const S o = S(1);
  Operator<S> op = network.operator_of(*place);
  const auto normalise = [&](auto& layer) {
    layer.weights /= f;
    layer.bias = (layer.bias - o) / f;
  };
  if (auto* dense = std::get_if<Dense<S>>(&op)) {
    normalise(*dense);
  } else {
    normalise(std::get<Convolution<S>>(op));
  }
  return with_tensor_replaced(network, *place, [&](NetworkCopy<S>& copy) {
    NetworkBuilder<S>& b = copy.builder;
    const Tensor y = b.apply(op, copy.operands(*place));
    const Index count = element_count(b.shape(y));
    return b.shift(b.scale(y, Vector<S>::Constant(count, f)), Vector<S>::Constant(count, o));
  });
}

#define AXIOMARK_INSTANTIATE(S)                                                   \
  template std::optional<NetworkParts<S>> fold_batch_norm<S>(const Network<S>&,   \
                                                             const RewriteStep&); \
  template std::optional<NetworkParts<S>> unfold_batch_norm<S>(const Network<S>&, \
                                                               const RewriteStep&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
