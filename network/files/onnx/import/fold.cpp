#include "network/files/onnx/import/fold.hpp"

#include <fmt/format.h>

namespace axiomark {
namespace {

template <Scalar S>
using Constant = std::shared_ptr<const OnnxConstant<S>>;

template <Scalar S>
const Constant<S>& constant_of(const OnnxValue<S>& value) {
  return std::get<Constant<S>>(value);
}

// The rule's outputs with the first operand's numbers put in.
template <Scalar S>
OnnxResult<S> computed(const OnnxRule<S>& rule, const onnx::NodeProto& proto,
                       const std::string& where, int opset,
                       std::vector<const OnnxValue<S>*> operands) {
  const OnnxConstant<S> first = *constant_of(*operands[0]);
  NetworkBuilder<S> scratch;
  OnnxValue<S> operand = constant_of(*operands[0]);
  if (!rule.takes_constants) {
    if (first.values.size() == 0) return fail(ErrorKind::input, where, "an empty constant");
    operand = OnnxVariable{scratch.input(first.shape), first.shape};
  }
  operands[0] = &operand;
  OnnxNode<S> node(proto, where, opset, operands, scratch);
  auto outputs = rule.apply(node);
  if (node.fault()) return tl::make_unexpected(*node.fault());
  if (!outputs) return outputs;
  for (OnnxValue<S>& output : *outputs) {
    const auto* made = std::get_if<OnnxVariable>(&output);
    if (!made) continue;
    const auto network = scratch.build(made->tensor);
    if (!network) return tl::make_unexpected(network.error());
    OnnxConstant<S> constant{made->shape, false, evaluate<S>(*network, first.values).col(0), {}};
    if (first_non_finite(constant.values) >= 0) {
      return fail(ErrorKind::numeric, where, "a constant that is not finite", "finite numbers");
    }
    if constexpr (is_exact<S>) {  // products of products double their digits at every node
      constexpr std::size_t kMostBits = 1 << 16;
      for (const S& value : constant.values) {
        if (bit_length(value) <= kMostBits) continue;
        return fail(ErrorKind::numeric, where, "a constant with a number of more than 65536 bits",
                    "shorter ones in exact arithmetic");
      }
    }
    output = std::make_shared<const OnnxConstant<S>>(std::move(constant));
  }
  return outputs;
}

OnnxValue<Rational> with_values(const OnnxConstant<Rational>& whole) {
  OnnxConstant<Rational> copy = whole;
  copy.values.resize(static_cast<Index>(whole.integers.size()));
  for (std::size_t k = 0; k < whole.integers.size(); ++k) {
    copy.values(static_cast<Index>(k)) = Rational(whole.integers[k]);
  }
  return std::make_shared<const OnnxConstant<Rational>>(std::move(copy));
}

Result<std::vector<std::int64_t>> whole_numbers(const Vector<Rational>& values, bool cut_off,
                                                const std::string& where) {
  std::vector<std::int64_t> integers;
  for (const Rational& value : values) {
    const Integer whole = numerator(value) / denominator(value);
    if ((!value.is_whole() && !cut_off) || abs(whole) > std::numeric_limits<std::int64_t>::max()) {
      return fail(ErrorKind::input, where, fmt::format("{} among whole numbers", to_text(value)),
                  "whole numbers of 64 bits");
    }
    integers.push_back(static_cast<std::int64_t>(whole));
  }
  return integers;
}

template <Scalar S>
OnnxResult<S> computed_in_whole_numbers(const onnx::NodeProto& proto, const std::string& where,
                                        int opset,
                                        const std::vector<const OnnxValue<S>*>& operands) {
  std::vector<OnnxValue<Rational>> exact;
  exact.reserve(operands.size());  // pointed at
  std::vector<const OnnxValue<Rational>*> pointers;
  for (const OnnxValue<S>* operand : operands) {
    if (operand == nullptr) {
      pointers.push_back(nullptr);
      continue;
    }
    const OnnxConstant<S>& from = *constant_of(*operand);
    OnnxConstant<Rational> to{from.shape, from.whole, {}, from.integers};
    if (!from.whole) to.values = convert_all<Rational>(from.values);
    exact.push_back(from.whole ? with_values(to)
                               : std::make_shared<const OnnxConstant<Rational>>(std::move(to)));
    pointers.push_back(&exact.back());
  }
  const OnnxRule<Rational>& rule = *find_onnx_rule<Rational>(proto.op_type());
  const auto outputs = computed(rule, proto, where, opset, pointers);
  if (!outputs) return tl::make_unexpected(outputs.error());
  std::vector<OnnxValue<S>> converted;
  for (const OnnxValue<Rational>& output : *outputs) {
    const OnnxConstant<Rational>& from = *constant_of(output);
    auto integers = whole_numbers(from.values, proto.op_type() == "Div", where);
    if (!integers) return tl::make_unexpected(integers.error());
    converted.push_back(std::make_shared<const OnnxConstant<S>>(
        OnnxConstant<S>{from.shape, true, {}, std::move(*integers)}));
  }
  return converted;
}

}  // namespace

template <Scalar S>
OnnxResult<S> fold_constants(const OnnxRule<S>& rule, const onnx::NodeProto& node,
                             const std::string& where, int opset,
                             const std::vector<const OnnxValue<S>*>& operands) {
  if (operands[0] == nullptr) return fail(ErrorKind::input, where, "no input 0");
  if (!rule.takes_constants && constant_of(*operands[0])->whole) {
    return computed_in_whole_numbers<S>(node, where, opset, operands);
  }
  return computed(rule, node, where, opset, operands);
}

#define AXIOMARK_INSTANTIATE(S)                                                        \
  template OnnxResult<S> fold_constants<S>(const OnnxRule<S>&, const onnx::NodeProto&, \
                                           const std::string&, int,                    \
                                           const std::vector<const OnnxValue<S>*>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
