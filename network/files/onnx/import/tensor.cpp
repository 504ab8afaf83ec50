#include "network/files/onnx/import/tensor.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <span>

#include "network/files/json_numbers.hpp"

namespace axiomark {
namespace {

static_assert(std::endian::native == std::endian::little, "raw_data is little endian");

using onnx::TensorProto;

// The stored values as T, from raw_data or from the field of their type.
template <class T, class Field>
Result<std::vector<T>> stored_values(const TensorProto& tensor, const Field& field, Index count,
                                     const std::string& where) {
  const auto expected = static_cast<std::size_t>(count);
  if (tensor.has_raw_data() && !tensor.raw_data().empty()) {
    const std::string& raw = tensor.raw_data();
    if (raw.size() != expected * sizeof(T)) {
      return fail(
          ErrorKind::input, where, fmt::format("{} bytes of data", raw.size()),
          fmt::format("{}, {} values of {} bytes", expected * sizeof(T), expected, sizeof(T)));
    }
    std::vector<T> values(expected);
    if (expected > 0) std::memcpy(values.data(), raw.data(), raw.size());
    return values;
  }
  if (static_cast<std::size_t>(field.size()) != expected) {
    return fail(ErrorKind::input, where, fmt::format("{} values", field.size()),
                fmt::format("{}", expected));
  }
  std::vector<T> values;
  values.reserve(expected);
  for (const auto& value : field) values.push_back(static_cast<T>(value));
  return values;
}

template <Scalar S, class T>
Result<OnnxConstant<S>> numbers(OnnxConstant<S> constant, const Result<std::vector<T>>& stored,
                                const std::string& where) {
  if (!stored) return tl::make_unexpected(stored.error());
  constant.values.resize(static_cast<Index>(stored->size()));
  for (std::size_t i = 0; i < stored->size(); ++i) {
    const auto value = [&] {
      if constexpr (std::same_as<T, std::uint16_t>) {
        return half_to_float((*stored)[i]);
      } else {
        return (*stored)[i];
      }
    }();
    // Before the conversion: a Rational cannot hold an infinity.
    if (!std::isfinite(value)) {
      return fail(ErrorKind::input, where, fmt::format("value {} is {}", i, value),
                  "finite numbers");
    }
    constant.values(static_cast<Index>(i)) = convert<S>(value);
    if (!is_finite(constant.values(static_cast<Index>(i)))) {
      return fail(ErrorKind::input, where, fmt::format("value {} is {}", i, value),
                  fmt::format("a value within the range of {}", name(scalar_type<S>)));
    }
  }
  return constant;
}

template <Scalar S, class T>
Result<OnnxConstant<S>> integers(OnnxConstant<S> constant, const Result<std::vector<T>>& stored) {
  if (!stored) return tl::make_unexpected(stored.error());
  constant.whole = true;
  constant.integers.assign(stored->begin(), stored->end());
  return constant;
}

}  // namespace

float half_to_float(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 31;
  const int fraction = bits & 1023;
  float size = 0;
  if (exponent == 31) {
    size = fraction == 0 ? INFINITY : NAN;
  } else if (exponent == 0) {
    size = std::ldexp(static_cast<float>(fraction), -24);  // subnormal: multiples of 2^-24
  } else {
    size = std::ldexp(static_cast<float>(1024 + fraction), exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -size : size;
}

template <Scalar S>
Result<OnnxConstant<S>> read_tensor(const TensorProto& tensor, const std::string& where) {
  if (tensor.data_location() == TensorProto::EXTERNAL || tensor.external_data_size() > 0) {
    return fail(ErrorKind::unsupported, where, "data outside the file", "data inside the file");
  }
  if (tensor.has_segment()) {
    return fail(ErrorKind::unsupported, where, "a segmented tensor", "a whole one");
  }
  OnnxConstant<S> constant;
  constant.shape.assign(tensor.dims().begin(), tensor.dims().end());
  const auto count = checked_count(constant.shape, kLargestStored);
  if (!count) {
    return fail(ErrorKind::input, where, "dimensions " + to_text(constant.shape),
                fmt::format("none below 0, and at most {} values", kLargestStored));
  }
  switch (tensor.data_type()) {
    case TensorProto::FLOAT:
      return numbers<S, float>(std::move(constant),
                               stored_values<float>(tensor, tensor.float_data(), *count, where),
                               where);
    case TensorProto::DOUBLE:
      return numbers<S, double>(std::move(constant),
                                stored_values<double>(tensor, tensor.double_data(), *count, where),
                                where);
    case TensorProto::FLOAT16:  // kept in the low half of int32_data when not raw
      return numbers<S, std::uint16_t>(
          std::move(constant),
          stored_values<std::uint16_t>(tensor, tensor.int32_data(), *count, where), where);
    case TensorProto::INT64:
      return integers<S, std::int64_t>(
          std::move(constant),
          stored_values<std::int64_t>(tensor, tensor.int64_data(), *count, where));
    case TensorProto::INT32:
      return integers<S, std::int32_t>(
          std::move(constant),
          stored_values<std::int32_t>(tensor, tensor.int32_data(), *count, where));
    case TensorProto::BOOL:
      return integers<S, std::uint8_t>(
          std::move(constant),
          stored_values<std::uint8_t>(tensor, tensor.int32_data(), *count, where));
    default:
      return fail(ErrorKind::unsupported, where, fmt::format("data type {}", tensor.data_type()),
                  "float, double, float16, int64, int32 or bool");
  }
}

template Result<OnnxConstant<float>> read_tensor<float>(const TensorProto&, const std::string&);
template Result<OnnxConstant<double>> read_tensor<double>(const TensorProto&, const std::string&);
template Result<OnnxConstant<Rational>> read_tensor<Rational>(const TensorProto&,
                                                              const std::string&);

}  // namespace axiomark
