#include "network/rewrites/wrappers.hpp"

#include <numeric>

namespace axiomark {
namespace {

// The declared inputs of `network` cut out of one flat tensor.
template <Scalar S>
std::vector<Tensor> cut(NetworkBuilder<S>& b, Tensor flat, const Network<S>& network) {
  std::vector<Tensor> inputs;
  Index first = 0;
  for (const Shape& shape : network.inputs()) {
    const Index count = element_count(shape);
    Tensor part = flat;
    if (network.inputs().size() > 1) {
      part = b.apply(slice<S>(b.shape(flat), 0, first, first + count, 1), {flat});
    }
    if (shape.size() != 1) part = b.apply(reshape<S>({count}, shape), {part});
    inputs.push_back(part);
    first += count;
  }
  return inputs;
}

template <Scalar S>
Tensor flat(NetworkBuilder<S>& b, Tensor x) {
  const Shape shape = b.shape(x);
  return shape.size() == 1 ? x : b.apply(reshape<S>(shape, {element_count(shape)}), {x});
}

// The declared inputs side by side in one flat tensor.
template <Scalar S>
Tensor joined(NetworkBuilder<S>& b, const std::vector<Tensor>& inputs) {
  std::vector<Tensor> parts;
  for (const Tensor input : inputs) parts.push_back(flat(b, input));
  return parts.size() == 1 ? parts[0] : b.concat(parts, 0);
}

// One output with a weight in the target: what is added there, over its weight, is added to F.
template <Scalar S>
Index weighted_output(const Vector<S>& target) {
  Index output = 0;
  while (output + 1 < target.size() && target(output) == S(0)) ++output;
  return output;
}

// One number spread over a tensor of the outputs' shape: at the weighted output only, over its weight.
template <Scalar S>
Tensor at_output(NetworkBuilder<S>& b, Tensor number, const Vector<S>& target, const Shape& shape) {
  const Index output = weighted_output(target);
  if (target.size() > 1 || target(output) != S(1)) {
    Matrix<S> spread = Matrix<S>::Constant(target.size(), 1, S(0));
    // Of a target without any weight every function is 0, whatever is added.
    spread(output, 0) = target(output) == S(0) ? S(1) : S(S(1) / target(output));
    number = b.dense(number, std::move(spread), Vector<S>::Constant(target.size(), S(0)));
  }
  return shape.size() == 1 ? number : b.apply(reshape<S>({target.size()}, shape), {number});
}

template <Scalar S>
std::vector<Tensor> declare_inputs(NetworkBuilder<S>& b, const Network<S>& network) {
  std::vector<Tensor> inputs;
  for (const Shape& shape : network.inputs()) inputs.push_back(b.input(shape));
  return inputs;
}

}  // namespace

template <Scalar S>
Result<Network<S>> behind_units(const Network<S>& network,
                                const std::type_identity_t<Vector<S>>& factor,
                                const std::type_identity_t<Vector<S>>& offset) {
  return behind_map(network, [&](NetworkBuilder<S>& b, Tensor y, Index first) {
    const Index count = element_count(b.shape(y));
    const Vector<S> d = offset.segment(first, count);
    const Vector<S> c = factor.segment(first, count);
    if ((d != S(0)).any()) y = b.shift(y, -d);
    if ((c != S(1)).any()) y = b.scale(y, Vector<S>::Constant(count, S(1)) / c);
    return y;
  });
}

template <Scalar S>
Result<Network<S>> behind_permutation(const Network<S>& network, const std::vector<Index>& order) {
  NetworkBuilder<S> b;
  const auto count = static_cast<Index>(order.size());
  const Tensor y = b.input({count});
  std::vector<Index> source(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    source[static_cast<std::size_t>(order[i])] = static_cast<Index>(i);
  }
  const Tensor z = b.apply(gather<S>({count}, 0, source), {y});
  return b.build(b.include(network, cut(b, z, network)));
}

template <Scalar S>
Result<Network<S>> of_the_sum(const Network<S>& network, Index features) {
  NetworkBuilder<S> b;
  const Tensor y = b.input({features});
  const Index copies = network.input_features();
  const Tensor s =
      b.dense(y, Matrix<S>::Constant(copies, features, S(1)), Vector<S>::Constant(copies, S(0)));
  return b.build(b.include(network, cut(b, s, network)));
}

template <Scalar S>
Result<Network<S>> combined(const std::array<S, 2>& coefficients, const Network<S>& f,
                            const Network<S>& g) {
  NetworkBuilder<S> b;
  const Tensor x = b.input({f.input_features()});
  const Tensor left = flat(b, b.include(f, cut(b, x, f)));
  const Tensor right = flat(b, b.include(g, cut(b, x, g)));
  return b.build(b.sum({left, right}, {coefficients[0], coefficients[1]}));
}

template <Scalar S>
Result<Network<S>> side_by_side(const Network<S>& f, const Network<S>& g) {
  NetworkBuilder<S> b;
  const Tensor x = b.input({f.input_features()});
  const Tensor left = flat(b, b.include(f, cut(b, x, f)));
  const Tensor right = flat(b, b.include(g, cut(b, x, g)));
  return b.build(b.concat({left, right}, 0));
}

template <Scalar S>
Result<Network<S>> with_target_as_output(const Network<S>& network, const Vector<S>& target) {
  if (target.size() == 1 && target(0) == S(1)) return network;
  NetworkBuilder<S> b;
  const auto inputs = declare_inputs(b, network);
  return b.build(b.dense(flat(b, b.include(network, inputs)),
                         Matrix<S>(target.matrix().transpose().array()),
                         Vector<S>::Constant(1, S(0))));
}

template <Scalar S>
Result<Network<S>> zero_function(Index features, Index outputs) {
  NetworkBuilder<S> b;
  return b.build(b.dense(b.input({features}), Matrix<S>::Constant(outputs, features, S(0)),
                         Vector<S>::Constant(outputs, S(0))));
}

template <Scalar S>
Result<Network<S>> with_linear_added(const Network<S>& network, const Vector<S>& target,
                                     const Vector<S>& slopes) {
  if ((slopes == S(0)).all()) return network;
  NetworkBuilder<S> b;
  const auto inputs = declare_inputs(b, network);
  const Tensor y = b.include(network, inputs);
  const Tensor line = b.dense(joined(b, inputs), Matrix<S>(slopes.matrix().transpose().array()),
                              Vector<S>::Constant(1, S(0)));
  return b.build(b.add(y, at_output(b, line, target, b.shape(y))));
}

template <Scalar S>
Result<Network<S>> difference_plus_feature(const Network<S>& f, const Network<S>& g,
                                           const Vector<S>& target) {
  NetworkBuilder<S> b;
  const auto inputs = declare_inputs(b, f);
  const Tensor t = b.input({1});
  const Tensor left = b.include(f, inputs);
  const Tensor right = b.include(g, inputs);
  const Tensor added = at_output(b, t, target, b.shape(left));
  return b.build(b.sum({left, right, added}, {S(1), S(-1), S(1)}));
}

template <Scalar S>
Result<Network<S>> with_corner_bump(const Network<S>& network, const Vector<S>& target,
                                    const Vector<S>& from, const Vector<S>& to,
                                    const Vector<S>& steepness, const S& height) {
  Matrix<S> slopes = Matrix<S>::Constant(1, from.size(), S(0));
  S constant(1);
  for (Index k = 0; k < from.size(); ++k) {
    if (from(k) == to(k)) continue;
    slopes(0, k) = S(-steepness(k) / (to(k) - from(k)));
    constant -= slopes(0, k) * from(k);
  }
  NetworkBuilder<S> b;
  const auto inputs = declare_inputs(b, network);
  const Tensor y = b.include(network, inputs);
  Tensor bump =
      b.relu(b.dense(joined(b, inputs), std::move(slopes), Vector<S>::Constant(1, constant)));
  if (height != S(1)) bump = b.scale(bump, Vector<S>::Constant(1, height));
  return b.build(b.add(y, at_output(b, bump, target, b.shape(y))));
}

#define AXIOMARK_INSTANTIATE(S)                                                                    \
  template Result<Network<S>> behind_units<S>(const Network<S>&, const Vector<S>&,                 \
                                              const Vector<S>&);                                   \
  template Result<Network<S>> behind_permutation<S>(const Network<S>&, const std::vector<Index>&); \
  template Result<Network<S>> of_the_sum<S>(const Network<S>&, Index);                             \
  template Result<Network<S>> combined<S>(const std::array<S, 2>&, const Network<S>&,              \
                                          const Network<S>&);                                      \
  template Result<Network<S>> side_by_side<S>(const Network<S>&, const Network<S>&);               \
  template Result<Network<S>> with_target_as_output<S>(const Network<S>&, const Vector<S>&);       \
  template Result<Network<S>> zero_function<S>(Index, Index);                                      \
  template Result<Network<S>> with_linear_added<S>(const Network<S>&, const Vector<S>&,            \
                                                   const Vector<S>&);                              \
  template Result<Network<S>> difference_plus_feature<S>(const Network<S>&, const Network<S>&,     \
                                                         const Vector<S>&);                        \
  template Result<Network<S>> with_corner_bump<S>(const Network<S>&, const Vector<S>&,             \
                                                  const Vector<S>&, const Vector<S>&,              \
                                                  const Vector<S>&, const S&);
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
