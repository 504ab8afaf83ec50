#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "network/error.hpp"

namespace axiomark {

/// A value of a JSON document in which a number is still the characters that were written: 0.1 read
/// for Rational is exactly 1/10.
struct JsonValue {
  enum class Kind { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  bool truth = false;
  std::size_t line = 1;           ///< where it stands in the text, from 1
  std::string text;               ///< a number's token, a string's characters
  std::vector<std::string> keys;  ///< of an object, in the order of the text
  std::vector<JsonValue> items;   ///< an array's elements; an object's values, one per key

  /// The member of an object, or null.
  [[nodiscard]] const JsonValue* find(std::string_view key) const;
};

[[nodiscard]] std::string_view name(JsonValue::Kind kind);  ///< "a number", "an array", ...

/// Refuses, naming `file` and the line: text that is not JSON, a name used twice in one object,
/// more than 64 levels, more values than fit into 128 MiB and 8 times the text.
[[nodiscard]] Result<JsonValue> parse_json(std::string_view text, std::string_view file);

/// Where a value stands, for errors: "net.json line 4: weights".
struct JsonPlace {
  std::string file;
  std::string what;
  [[nodiscard]] std::string at(const JsonValue& value) const;
  [[nodiscard]] JsonPlace member(std::string_view key) const;
};

/// Shapes an error about a value that is not what it should be.
[[nodiscard]] tl::unexpected<Error> refuse(const JsonValue& value, const JsonPlace& place,
                                           std::string expected);

}  // namespace axiomark
