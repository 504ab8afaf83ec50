#include "network/files/onnx/import/declared_input.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "network/files/json_numbers.hpp"

namespace axiomark {

using onnx::TensorProto;

Result<OnnxInput> declared_input(const onnx::ValueInfoProto& input) {
  const std::string where = fmt::format("input '{}'", input.name());
  const auto& type = input.type().tensor_type();
  if (!input.type().has_tensor_type() || !type.has_shape()) {
    return fail(ErrorKind::input, where, "no tensor shape", "a tensor with a declared shape");
  }
  const auto is = [&](std::initializer_list<int> types) {
    return std::ranges::find(types, type.elem_type()) != types.end();
  };
  OnnxInput declared{
      input.name(), {}, is({TensorProto::INT64, TensorProto::INT32, TensorProto::BOOL})};
  if (!declared.whole && !is({TensorProto::FLOAT, TensorProto::DOUBLE, TensorProto::FLOAT16})) {
    return fail(ErrorKind::unsupported, where, fmt::format("data type {}", type.elem_type()),
                "float, double or float16, or whole numbers: int64, int32 or bool");
  }
  for (const auto& dim : type.shape().dim()) {
    declared.dimensions.push_back(dim.has_dim_value() ? std::optional<Index>(dim.dim_value())
                                                      : std::nullopt);
  }
  return declared;
}

Result<Shape> declared_shape(const OnnxInput& input, const std::string& where) {
  Shape shape;
  for (const auto& size : input.dimensions) shape.push_back(size.value_or(1));
  if (checked_count(shape).value_or(0) < 1) {
    return fail(ErrorKind::input, where, "shape " + to_text(shape),
                fmt::format("1 to {} values", kLargestTensor));
  }
  return shape;
}

Result<void> expect_declared(const OnnxInput& input, const Shape& shape, const std::string& where) {
  bool fits = shape.size() == input.dimensions.size() && checked_count(shape).value_or(0) > 0;
  for (std::size_t d = 0; fits && d < shape.size(); ++d) {
    fits = input.dimensions[d].value_or(shape[d]) == shape[d];
  }
  if (fits) return {};
  std::vector<std::string> sizes;
  sizes.reserve(input.dimensions.size());
  for (const auto& size : input.dimensions) {
    sizes.push_back(size ? fmt::format("{}", *size) : "any");
  }
  return fail(ErrorKind::input, where, "a value of shape " + to_text(shape),
              fmt::format("[{}]", fmt::join(sizes, ", ")));
}

template <Scalar S>
Result<OnnxConstant<S>> fixed_value(const OnnxInput& input, const NumberArray<S>& array,
                                    const std::string& where) {
  if (auto ok = expect_declared(input, array.shape, where); !ok) {
    return tl::make_unexpected(ok.error());
  }
  OnnxConstant<S> constant{array.shape, input.whole, {}, {}};
  if (!input.whole) constant.values = array.values;
  for (Index i = 0; input.whole && i < array.values.size(); ++i) {
    const Rational value = convert<Rational>(array.values(i));
    constexpr std::int64_t kLargest = std::int64_t{1} << 53;  // what a double holds
    if (!value.is_whole() || abs(value) > kLargest) {
      return fail(ErrorKind::input, where,
                  fmt::format("value {} is {}", i, to_text(array.values(i))), "whole numbers");
    }
    constant.integers.push_back(static_cast<std::int64_t>(numerator(value)));
  }
  return constant;
}

#define AXIOMARK_INSTANTIATE(S)                                                            \
  template Result<OnnxConstant<S>> fixed_value<S>(const OnnxInput&, const NumberArray<S>&, \
                                                  const std::string&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
