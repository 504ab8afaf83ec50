#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "network/files/onnx/import/rules.hpp"
#include "network/files/onnx/import/steps.hpp"

namespace axiomark {
namespace {

// A constant operand with one number per channel.
template <Scalar S>
Result<Vector<S>> per_channel(const OnnxNode<S>& node, std::size_t i, Index channels) {
  const auto constant = node.numbers(i);
  if (!constant) return tl::make_unexpected(constant.error());
  if ((*constant)->values.size() != channels) {
    return node.reject(fmt::format("input {} of shape {}", i, to_text((*constant)->shape)),
                       fmt::format("one number for each of {} channels", channels));
  }
  return (*constant)->values;
}

// `values` of dimension 1, repeated to the whole shape.
template <Scalar S>
Vector<S> along_channels(const Vector<S>& values, const Shape& shape) {
  OnnxConstant<S> constant;
  constant.shape.assign(shape.size() - 1, 1);
  constant.shape[0] = shape[1];
  constant.values = values;
  return broadcast_values(constant, shape);
}

// x / (root of x): for what is at least epsilon.
template <Scalar S>
OnnxVariable inverse_root(OnnxSteps<S>& steps, const OnnxVariable& x) {
  return steps.apply(Power{-1}, steps.apply(Sqrt{}, x));
}

// A constant operand, broadcast to x's own shape.
template <Scalar S>
Result<Vector<S>> constant_like(const OnnxNode<S>& node, std::size_t i, const Shape& shape) {
  const auto constant = node.numbers(i);
  if (!constant) return tl::make_unexpected(constant.error());
  if ((*constant)->values.size() == 0 || broadcast_shape(shape, (*constant)->shape) != shape) {
    return node.reject(fmt::format("input {} of shape {}", i, to_text((*constant)->shape)),
                       "one that broadcasts to " + to_text(shape));
  }
  return broadcast_values(**constant, shape);
}

}  // namespace

// y = f x + (bias - f mean), f = scale / root(variance + epsilon), rounded once in double: this
// folded operator is the subject of every verdict.
template <Scalar S>
OnnxResult<S> OnnxNormalisations<S>::batch(OnnxNode<S>& node) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  if (node.integer("training_mode", 0) != 0) {
    return node.refuse("attribute training_mode = 1", "inference");
  }
  if (node.integer("spatial", 1) != 1) return node.refuse("attribute spatial = 0", "1");
  if (x->shape.size() < 2) {
    return node.reject("an input of shape " + to_text(x->shape), "[samples, channels, ...]");
  }
  std::vector<Vector<S>> given;  // scale, bias, mean, variance
  for (std::size_t i = 1; i <= 4; ++i) {
    auto values = per_channel(node, i, x->shape[1]);
    if (!values) return tl::make_unexpected(values.error());
    given.push_back(std::move(*values));
  }
  const S epsilon = convert<S>(node.number("epsilon", 1e-5f));
  Vector<S> factor(x->shape[1]);
  for (Index c = 0; c < factor.size(); ++c) {
    // In more than double precision, so that the rounding to double is the only one that counts.
    const auto variance = static_cast<long double>(convert<double>(S(given[3](c) + epsilon)));
    if (!(variance > 0)) {
      return node.reject(fmt::format("variance {} of channel {}", to_text(given[3](c)), c),
                         "more than -epsilon");
    }
    const auto scale = static_cast<long double>(convert<double>(given[0](c)));
    factor(c) = convert<S>(static_cast<double>(scale / std::sqrt(variance)));
  }
  const Vector<S> offset = given[1] - factor * given[2];
  OnnxSteps<S> steps(node);
  const OnnxVariable scaled = steps.apply(Scale<S>{along_channels(factor, x->shape)}, *x);
  return one_output<S>(steps.apply(Shift<S>{along_channels(offset, x->shape)}, scaled));
}

// d = x - mean(x), y = scale d / root(mean(d^2) + epsilon) + bias, means over the last axes.
template <Scalar S>
OnnxResult<S> OnnxNormalisations<S>::layer(OnnxNode<S>& node) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  const auto axis = axis_from_front(node.integer("axis", -1), x->shape.size());
  if (!axis) {
    return node.reject(fmt::format("axis {}", node.integer("axis", -1)),
                       "a dimension of shape " + to_text(x->shape));
  }
  const S epsilon = convert<S>(node.number("epsilon", 1e-5f));
  if (!(epsilon > S(0))) return node.refuse("an epsilon that is not positive");
  std::vector<Index> axes(x->shape.size() - *axis);
  std::iota(axes.begin(), axes.end(), static_cast<Index>(*axis));
  OnnxSteps<S> steps(node);
  const OnnxVariable mean = steps.mapped(reduce_mean<S>(x->shape, axes), *x);
  const OnnxVariable d = steps.sum(S(1), *x, S(-1), steps.broadcast(mean, x->shape));
  const OnnxVariable square = steps.apply(Power{2}, d);
  const OnnxVariable variance = steps.mapped(reduce_mean<S>(x->shape, axes), square);
  const OnnxVariable inverse = inverse_root(steps, steps.shifted(variance, epsilon));
  OnnxVariable y = steps.product(d, steps.broadcast(inverse, x->shape));
  const auto scale = constant_like(node, 1, x->shape);
  if (!scale) return tl::make_unexpected(scale.error());
  y = steps.apply(Scale<S>{*scale}, y);
  if (node.has_operand(2)) {
    const auto bias = constant_like(node, 2, x->shape);
    if (!bias) return tl::make_unexpected(bias.error());
    y = steps.apply(Shift<S>{*bias}, y);
  }
  return std::vector<OnnxValue<S>>{y, mean, inverse};
}

// y = x / s^beta, s = bias + alpha / size (sum of x^2 over `size` neighbouring channels). As s is
// positive, s^-beta = exp(-beta log s).
template <Scalar S>
OnnxResult<S> OnnxNormalisations<S>::local_response(OnnxNode<S>& node) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  const std::int64_t size = node.integer("size", 0);
  const S bias = convert<S>(node.number("bias", 1.0f));
  const S alpha = convert<S>(node.number("alpha", 1e-4f));
  const S beta = convert<S>(node.number("beta", 0.75f));
  if (x->shape.size() < 2) {
    return node.reject("an input of shape " + to_text(x->shape), "[samples, channels, ...]");
  }
  constexpr std::int64_t kMostChannels = 1 << 20;
  if (size < 1 || size > kMostChannels) {
    return node.reject(fmt::format("attribute size = {}", size),
                       fmt::format("1 to {}", kMostChannels));
  }
  if (!(bias > S(0)) || alpha < S(0)) {
    return node.refuse(fmt::format("bias {} and alpha {}", to_text(bias), to_text(alpha)),
                       "a positive bias and an alpha that is not negative");
  }
  WindowGeometry window = plain_window({size, 1});
  window.pad_begin[0] = (size - 1) / 2;
  window.pad_end[0] = size - 1 - window.pad_begin[0];
  const Shape channels{x->shape[0], x->shape[1],
                       element_count({x->shape.begin() + 2, x->shape.end()})};
  OnnxSteps<S> steps(node);
  const OnnxVariable square{steps.apply(Power{2}, *x).tensor, channels};
  // The padding counts: its squares are zero.
  auto means = average_pool<S>(channels, window, true);
  if (!means) return node.reject(means.error().found, means.error().expected);
  const OnnxVariable mean = steps.mapped(std::move(means), square);
  const OnnxVariable s = steps.shifted(steps.scaled(mean, alpha), bias);
  const OnnxVariable power = steps.apply(Exp{}, steps.scaled(steps.apply(Log{}, s), S(-beta)));
  return one_output<S>(steps.product(*x, {power.tensor, x->shape}));
}

template struct OnnxNormalisations<float>;
template struct OnnxNormalisations<double>;
template struct OnnxNormalisations<Rational>;

}  // namespace axiomark
