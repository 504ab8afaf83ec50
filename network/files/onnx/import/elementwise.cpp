#include <fmt/format.h>

#include <boost/math/constants/constants.hpp>
#include <cmath>
#include <limits>
#include <optional>

#include "network/files/onnx/import/rules.hpp"
#include "network/files/onnx/import/steps.hpp"

namespace axiomark {
namespace {

template <Scalar S>
OnnxResult<S> unary(OnnxNode<S>& node, Operator<S> op) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  return one_output<S>(node.apply(std::move(op), {x->tensor}), x->shape);
}

// A bound of Clip: an attribute up to opset 10, then an optional scalar input.
template <Scalar S>
Result<S> clip_bound(OnnxNode<S>& node, std::size_t input, std::string_view attribute,
                     float otherwise) {
  if (node.opset() < 11) return convert<S>(node.number(attribute, otherwise));
  if (node.attribute(attribute)) {
    return node.refuse(fmt::format("attribute {} in opset {}", attribute, node.opset()),
                       "an input");
  }
  if (!node.has_operand(input)) return convert<S>(otherwise);
  const auto bound = node.numbers(input);
  if (!bound) return tl::make_unexpected(bound.error());
  if ((*bound)->values.size() != 1) {
    return node.reject(fmt::format("a bound with {} values", (*bound)->values.size()), "1");
  }
  return (*bound)->values(0);
}

// A constant operand that is the same number for every value, in a shape that changes no result.
template <Scalar S>
Result<S> one_number(OnnxNode<S>& node, std::size_t i) {
  const auto constant = node.numbers(i);
  if (!constant) return tl::make_unexpected(constant.error());
  const Vector<S>& values = (*constant)->values;
  if (values.size() == 0 || !(values == values(0)).all() ||
      broadcast_shape(node.shape_of(0), node.shape_of(i)) != node.shape_of(0)) {
    return node.refuse(fmt::format("input {} with {} values", i, values.size()),
                       "the same number for every value");
  }
  return values(0);
}

// z (1 + tanh(u)) / 2 = z sigmoid(2 u), u = root(2 / pi) (z + 0.044715 z^3).
template <Scalar S>
OnnxResult<S> gelu_by_tanh(OnnxNode<S>& node) {
  const auto z = node.variable(0);
  if (!z) return tl::make_unexpected(z.error());
  const S twice_root =
      convert<S>(2 * std::sqrt(2.0) * boost::math::constants::one_div_root_pi<double>());
  OnnxSteps<S> steps(node);
  const OnnxVariable cubic = steps.sum(S(1), *z, convert<S>(0.044715), steps.apply(Power{3}, *z));
  return one_output<S>(steps.product(*z, steps.apply(Sigmoid{}, steps.scaled(cubic, twice_root))));
}

}  // namespace

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::relu(OnnxNode<S>& node) {
  return unary<S>(node, Relu{});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::leaky_relu(OnnxNode<S>& node) {
  return unary<S>(node, LeakyRelu<S>{convert<S>(node.number("alpha", 0.01f))});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::abs(OnnxNode<S>& node) {
  return unary<S>(node, Abs{});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::negate(OnnxNode<S>& node) {
  const Index count = element_count(node.shape_of(0));
  return unary<S>(node, Scale<S>{Vector<S>::Constant(count, S(-1))});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::clip(OnnxNode<S>& node) {
  // ONNX's own defaults: a bound left out is the largest float.
  constexpr float kLargest = std::numeric_limits<float>::max();
  const auto low = clip_bound<S>(node, 1, "min", -kLargest);
  if (!low) return tl::make_unexpected(low.error());
  const auto high = clip_bound<S>(node, 2, "max", kLargest);
  if (!high) return tl::make_unexpected(high.error());
  if (*high < *low) {
    return node.refuse(fmt::format("bounds {} and {}", to_text(*low), to_text(*high)),
                       "the lower one first");
  }
  return unary<S>(node, Clip<S>{*low, *high});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::sigmoid(OnnxNode<S>& node) {
  return unary<S>(node, Sigmoid{});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::tanh(OnnxNode<S>& node) {
  return unary<S>(node, Tanh{});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::softplus(OnnxNode<S>& node) {
  return unary<S>(node, Softplus{});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::elu(OnnxNode<S>& node) {
  return unary<S>(node, Elu<S>{convert<S>(node.number("alpha", 1.0f))});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::gelu(OnnxNode<S>& node) {
  const std::string approximate = node.text("approximate", "none");
  if (approximate == "tanh") return gelu_by_tanh(node);
  if (approximate != "none") {
    return node.refuse(fmt::format("attribute approximate = \"{}\"", approximate),
                       "\"none\" or \"tanh\"");
  }
  return unary<S>(node, Gelu{});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::exp(OnnxNode<S>& node) {
  return unary<S>(node, Exp{});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::log(OnnxNode<S>& node) {
  return unary<S>(node, Log{});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::sqrt(OnnxNode<S>& node) {
  return unary<S>(node, Sqrt{});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::power(OnnxNode<S>& node) {
  std::optional<std::int64_t> exponent;
  if (const auto whole = node.integers(1); whole && whole->size() == 1) {
    exponent = whole->front();
  } else {
    const auto number = one_number(node, 1);
    if (!number) return tl::make_unexpected(number.error());
    if (*number == S(1) / S(2)) return unary<S>(node, Sqrt{});
    for (int k = -64; k <= 64 && !exponent; ++k) {  // those that Power has
      if (*number == S(k)) exponent = k;
    }
  }
  if (!exponent || *exponent == 0 || *exponent < -64 || *exponent > 64) {
    return node.refuse("an exponent that is neither 1/2 nor a whole number from -64 to 64, not 0");
  }
  return unary<S>(node, Power{static_cast<int>(*exponent)});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::reciprocal(OnnxNode<S>& node) {
  return unary<S>(node, Power{-1});
}

template <Scalar S>
OnnxResult<S> OnnxElementwise<S>::parametric_relu(OnnxNode<S>& node) {
  const auto slope = one_number(node, 1);
  if (!slope) return tl::make_unexpected(slope.error());
  return unary<S>(node, LeakyRelu<S>{*slope});
}

template struct OnnxElementwise<float>;
template struct OnnxElementwise<double>;
template struct OnnxElementwise<Rational>;

}  // namespace axiomark
