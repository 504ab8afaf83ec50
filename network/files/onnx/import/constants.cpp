#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "network/files/json_numbers.hpp"
#include "network/files/onnx/import/rules.hpp"

namespace axiomark {
namespace {

using onnx::TensorProto;

bool is_whole(std::int64_t type) {
  return type == TensorProto::INT64 || type == TensorProto::INT32 || type == TensorProto::BOOL;
}
bool is_floating(std::int64_t type) {
  return type == TensorProto::FLOAT || type == TensorProto::DOUBLE || type == TensorProto::FLOAT16;
}

// Towards zero, as ONNX casts.
template <Scalar S>
std::optional<std::int64_t> truncated(const S& value) {
  constexpr double kLimit = 0x1p62;  // every whole number a shape or an index needs, and safe
  const double size = std::abs(convert<double>(value));
  if (!(size < kLimit)) return std::nullopt;
  if constexpr (is_exact<S>) {
    return static_cast<std::int64_t>(Integer(numerator(value) / denominator(value)));
  } else {
    return static_cast<std::int64_t>(value);
  }
}

}  // namespace

template <Scalar S>
OnnxResult<S> OnnxConstants<S>::constant(OnnxNode<S>& node) {
  if (const auto* value = node.attribute("value")) {
    if (!value->has_t()) return node.reject("attribute value without a tensor");
    auto tensor = read_tensor<S>(value->t(), node.where());
    if (!tensor) return tl::make_unexpected(tensor.error());
    return one_output<S>(std::move(*tensor));
  }
  OnnxConstant<S> made;
  if (const auto* list = node.attribute("value_ints")) {
    made.whole = true;
    made.integers = node.integer_list(list->name());
    made.shape = {static_cast<Index>(made.integers.size())};
  } else if (const auto* one = node.attribute("value_int")) {
    made.whole = true;
    made.integers = {node.integer(one->name(), 0)};
  } else if (const auto* floats = node.attribute("value_floats")) {
    made.values.resize(floats->floats_size());
    made.shape = {made.values.size()};
    for (Index i = 0; i < made.values.size(); ++i) {
      const float value = floats->floats(static_cast<int>(i));
      if (!is_finite(value)) return node.reject(fmt::format("value {} is {}", i, value));
      made.values(i) = convert<S>(value);
    }
  } else if (const auto* single = node.attribute("value_float")) {
    made.values = Vector<S>::Constant(1, convert<S>(node.number(single->name(), 0)));
  } else {
    return node.reject("no value",
                       "one of the attributes value, value_float, value_floats, "
                       "value_int, value_ints");
  }
  return one_output<S>(std::move(made));
}

template <Scalar S>
OnnxResult<S> OnnxConstants<S>::shape(OnnxNode<S>& node) {
  const Shape whole = node.shape_of(0);
  const auto rank = static_cast<std::int64_t>(whole.size());
  const auto position = [&](std::int64_t p) {
    return std::clamp<std::int64_t>(p < 0 ? p + rank : p, 0, rank);
  };
  const std::int64_t start = position(node.integer("start", 0));
  const std::int64_t end = std::max(start, position(node.integer("end", rank)));
  OnnxConstant<S> made;
  made.whole = true;
  made.integers.assign(whole.begin() + start, whole.begin() + end);
  made.shape = {end - start};
  return one_output<S>(std::move(made));
}

template <Scalar S>
OnnxResult<S> OnnxConstants<S>::size(OnnxNode<S>& node) {
  OnnxConstant<S> made;
  made.whole = true;
  made.integers = {element_count(node.shape_of(0))};
  return one_output<S>(std::move(made));
}

template <Scalar S>
OnnxResult<S> OnnxConstants<S>::of_shape(OnnxNode<S>& node) {
  const auto dimensions = node.integers(0);
  if (!dimensions) return tl::make_unexpected(dimensions.error());
  // Shapes and masks; a few bytes of a file must not ask for gigabytes.
  constexpr Index kMostValues = 1 << 20;
  OnnxConstant<S> made;
  made.shape.assign(dimensions->begin(), dimensions->end());
  const auto count = checked_count(made.shape);
  if (!count || *count > kMostValues) {
    return node.reject("a shape " + to_text(made.shape),
                       fmt::format("none below 0, and at most {} values", kMostValues));
  }
  OnnxConstant<S> value;
  value.values = Vector<S>::Constant(1, S(0));
  if (const auto* given = node.attribute("value")) {
    auto tensor = read_tensor<S>(given->t(), node.where());
    if (!tensor) return tl::make_unexpected(tensor.error());
    value = std::move(*tensor);
  }
  made.whole = value.whole;
  if ((value.whole ? static_cast<Index>(value.integers.size()) : value.values.size()) != 1) {
    return node.reject("a value of several numbers", "one");
  }
  if (value.whole) {
    made.integers.assign(static_cast<std::size_t>(*count), value.integers[0]);
  } else {
    made.values = Vector<S>::Constant(*count, value.values(0));
  }
  return one_output<S>(std::move(made));
}

// Between floating-point types nothing happens: one scalar computes all of them.
template <Scalar S>
OnnxResult<S> OnnxConstants<S>::cast(OnnxNode<S>& node) {
  const std::int64_t type = node.integer("to", 0);
  if (!is_whole(type) && !is_floating(type)) {
    return node.refuse(fmt::format("attribute to = {}", type),
                       "float, double, float16, int64, int32 or bool");
  }
  if (!node.is_constant(0)) {
    if (is_floating(type)) return std::vector<OnnxValue<S>>{node.operand(0)};
    return node.refuse("whole numbers made from a tensor that depends on the input",
                       "floating-point numbers");
  }
  const auto& from = *std::get<std::shared_ptr<const OnnxConstant<S>>>(node.operand(0));
  if (from.whole == is_whole(type) && type != TensorProto::BOOL) {
    return std::vector<OnnxValue<S>>{node.operand(0)};
  }
  OnnxConstant<S> made;
  made.shape = from.shape;
  made.whole = is_whole(type);
  const std::size_t count =
      from.whole ? from.integers.size() : static_cast<std::size_t>(from.values.size());
  if (!made.whole) made.values.resize(static_cast<Index>(count));
  for (std::size_t k = 0; k < count; ++k) {
    const auto at = static_cast<Index>(k);
    if (!made.whole) {
      made.values(at) = convert<S>(Rational(from.integers[k]));
    } else if (type == TensorProto::BOOL) {
      const bool set = from.whole ? from.integers[k] != 0 : from.values(at) != S(0);
      made.integers.push_back(set ? 1 : 0);
    } else {
      const auto whole = truncated(from.values(at));
      if (!whole) return node.reject("a value too large for a whole number", "below 2^62");
      made.integers.push_back(*whole);
    }
  }
  return one_output<S>(std::move(made));
}

template struct OnnxConstants<float>;
template struct OnnxConstants<double>;
template struct OnnxConstants<Rational>;

}  // namespace axiomark
