#pragma once

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "network/files/json_numbers.hpp"

namespace axiomark {

/// The members of one JSON object, read by name. The first fault is remembered; until it is looked
/// at, every call gives some value. Refers to the object and the place: they must outlive it.
template <Scalar S>
class JsonMembers {
 public:
  JsonMembers(const JsonValue& object, const JsonPlace& place) : object_(object), place_(place) {}

  S number(std::string_view key) { return read(key, &read_number<S>); }
  Vector<S> vector(std::string_view key) { return read(key, &read_vector<S>); }
  Matrix<S> matrix(std::string_view key) { return read(key, &read_matrix<S>); }
  Shape shape(std::string_view key) { return read(key, &read_shape); }
  Index index(std::string_view key, Index low) {
    return read(key,
                [low](const JsonValue& v, const JsonPlace& p) { return read_index(v, p, low); });
  }
  std::vector<Index> indices(std::string_view key, Index low) {
    return read(key,
                [low](const JsonValue& v, const JsonPlace& p) { return read_indices(v, p, low); });
  }
  bool flag(std::string_view key) {
    return read(key, [](const JsonValue& v, const JsonPlace& p) -> Result<bool> {
      if (v.kind != JsonValue::Kind::boolean) return refuse(v, p, "true or false");
      return v.truth;
    });
  }
  std::string text(std::string_view key) {
    return read(key, [](const JsonValue& v, const JsonPlace& p) -> Result<std::string> {
      if (v.kind != JsonValue::Kind::string) return refuse(v, p, "a string");
      return v.text;
    });
  }
  /// A whole number below 2^64, in a string: more than a JSON number holds everywhere.
  std::uint64_t wide_number(std::string_view key) {
    return read(key, [](const JsonValue& v, const JsonPlace& p) -> Result<std::uint64_t> {
      std::uint64_t value = 0;
      const char* end = v.text.data() + v.text.size();
      const auto [stop, fault] = std::from_chars(v.text.data(), end, value);
      if (v.kind != JsonValue::Kind::string || fault != std::errc() || stop != end) {
        return refuse(v, p, "a whole number below 2^64, in a string");
      }
      return value;
    });
  }
  std::vector<Shape> shapes(std::string_view key) {
    return read(key, [](const JsonValue& v, const JsonPlace& p) -> Result<std::vector<Shape>> {
      std::vector<Shape> list;
      for (const JsonValue& item : v.items) {
        auto shape = read_shape(item, p);
        if (!shape) return tl::make_unexpected(shape.error());
        list.push_back(std::move(*shape));
      }
      return list;
    });
  }
  template <class T, class Read>
  T object(std::string_view key, const Read& read_parts) {
    return read(key, [&](const JsonValue& v, const JsonPlace& p) -> Result<T> {
      JsonMembers inner(v, p);
      T value = read_parts(inner);
      if (inner.fault_) return tl::make_unexpected(*inner.fault_);
      return value;
    });
  }
  [[nodiscard]] bool has(std::string_view key) const { return object_.find(key) != nullptr; }
  [[nodiscard]] const std::optional<Error>& fault() const { return fault_; }

 private:
  template <class Read>
  auto read(std::string_view key, const Read& reader) {
    using T = typename std::invoke_result_t<Read, const JsonValue&, const JsonPlace&>::value_type;
    const JsonValue* value = object_.find(key);
    Result<T> result = fail(ErrorKind::input, place_.at(object_), fmt::format("no \"{}\"", key),
                            fmt::format("a member \"{}\"", key));
    if (value) result = reader(*value, place_.member(key));
    if (!result && !fault_) fault_ = result.error();
    return result ? std::move(*result) : T{};
  }

  const JsonValue& object_;
  const JsonPlace& place_;
  std::optional<Error> fault_;
};

}  // namespace axiomark
