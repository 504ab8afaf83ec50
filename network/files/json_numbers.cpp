#include "network/files/json_numbers.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

namespace axiomark {

template <Scalar S>
Result<S> read_number(const JsonValue& value, const JsonPlace& place) {
  if (value.kind != JsonValue::Kind::number && value.kind != JsonValue::Kind::string) {
    return refuse(value, place, "a number, or a fraction in a string");
  }
  if constexpr (!is_exact<S>) {
    // from_chars rounds the exact decimal once, as parse_scalar does, without the big integers.
    if (value.kind == JsonValue::Kind::number) {
      S number{};
      const char* end = value.text.data() + value.text.size();
      const auto read = std::from_chars(value.text.data(), end, number);
      if (read.ec == std::errc() && read.ptr == end) return number;
    }
  }
  Result<S> number = parse_scalar<S>(value.text);
  if (!number) return refuse(value, place, number.error().expected);
  return number;
}

template <Scalar S>
Result<Vector<S>> read_vector(const JsonValue& value, const JsonPlace& place) {
  if (value.kind != JsonValue::Kind::array) return refuse(value, place, "a list of numbers");
  Vector<S> values(static_cast<Index>(value.items.size()));
  for (Index i = 0; i < values.size(); ++i) {
    auto number = read_number<S>(value.items[static_cast<std::size_t>(i)], place);
    if (!number) return tl::make_unexpected(number.error());
    values(i) = std::move(*number);
  }
  return values;
}

template <Scalar S>
Result<Matrix<S>> read_matrix(const JsonValue& value, const JsonPlace& place) {
  if (value.kind != JsonValue::Kind::array || value.items.empty()) {
    return refuse(value, place, "a list of rows");
  }
  const auto rows = static_cast<Index>(value.items.size());
  const auto columns = static_cast<Index>(value.items.front().items.size());
  Matrix<S> values(rows, columns);
  for (Index r = 0; r < rows; ++r) {
    const JsonValue& line = value.items[static_cast<std::size_t>(r)];
    auto row = read_vector<S>(line, place);
    if (!row) return tl::make_unexpected(row.error());
    if (row->size() != columns || columns == 0) {
      return fail(ErrorKind::input, place.at(line),
                  fmt::format("row {} with {} numbers", r, row->size()),
                  columns == 0 ? "at least one" : fmt::format("{}, as in row 0", columns));
    }
    values.row(r) = row->transpose();
  }
  return values;
}

Result<Index> read_index(const JsonValue& value, const JsonPlace& place, Index low) {
  Index number = 0;
  const char* end = value.text.data() + value.text.size();
  const auto read = std::from_chars(value.text.data(), end, number);
  if (value.kind != JsonValue::Kind::number || read.ec != std::errc() || read.ptr != end ||
      number < low || number > std::numeric_limits<std::int32_t>::max()) {
    return refuse(value, place, fmt::format("a whole number from {} to 2147483647", low));
  }
  return number;
}

Result<std::vector<Index>> read_indices(const JsonValue& value, const JsonPlace& place, Index low) {
  if (value.kind != JsonValue::Kind::array) return refuse(value, place, "a list of whole numbers");
  std::vector<Index> numbers;
  numbers.reserve(value.items.size());
  for (const JsonValue& item : value.items) {
    const auto number = read_index(item, place, low);
    if (!number) return tl::make_unexpected(number.error());
    numbers.push_back(*number);
  }
  return numbers;
}

Result<Shape> read_shape(const JsonValue& value, const JsonPlace& place) {
  auto shape = read_indices(value, place, 1);
  if (shape && !checked_count(*shape)) {
    return fail(ErrorKind::input, place.at(value), "shape " + to_text(*shape),
                fmt::format("at most {} values", kLargestTensor));
  }
  return shape;
}

std::optional<Index> checked_count(const Shape& shape, Index most) {
  Index count = 1;
  bool empty = false;
  for (const Index n : shape) {
    if (n < 0) return std::nullopt;
    empty = empty || n == 0;
    if (n > 0 && count > most / n) return std::nullopt;
    if (n > 0) count *= n;
  }
  return empty ? 0 : count;
}

template <Scalar S>
nlohmann::ordered_json number_json(const S& value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53: every reader keeps integers up to here
  if constexpr (is_exact<S>) {
    if (value.is_whole() && abs(value) < Rational(kExact)) {
      return static_cast<std::int64_t>(numerator(value));
    }
    return to_text(value);
  } else {
    if (std::abs(value) < S(kExact) && std::trunc(value) == value) {
      return static_cast<std::int64_t>(value);
    }
    // Through the text: a float's shortest decimal, not that of the double it is equal to.
    const std::string text = to_text(value);
    double decimal = 0;
    std::from_chars(text.data(), text.data() + text.size(), decimal);
    return decimal;
  }
}

template <Scalar S>
nlohmann::ordered_json vector_json(const Vector<S>& values) {
  auto list = nlohmann::ordered_json::array();
  for (const S& value : values) list.push_back(number_json(value));
  return list;
}

template <Scalar S>
nlohmann::ordered_json matrix_json(const Matrix<S>& values) {
  auto rows = nlohmann::ordered_json::array();
  for (Index r = 0; r < values.rows(); ++r) {
    rows.push_back(vector_json<S>(values.row(r).transpose()));
  }
  return rows;
}

#define AXIOMARK_INSTANTIATE(S)                                                  \
  template Result<S> read_number<S>(const JsonValue&, const JsonPlace&);         \
  template Result<Vector<S>> read_vector<S>(const JsonValue&, const JsonPlace&); \
  template Result<Matrix<S>> read_matrix<S>(const JsonValue&, const JsonPlace&); \
  template nlohmann::ordered_json number_json<S>(const S&);                      \
  template nlohmann::ordered_json vector_json<S>(const Vector<S>&);              \
  template nlohmann::ordered_json matrix_json<S>(const Matrix<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
