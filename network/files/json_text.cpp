#include "network/files/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

namespace axiomark {
namespace {

constexpr std::size_t kDeepest = 64;  // our own documents have 6 levels

// A list that grows holds every value twice for a moment, and a third more for the room that it keeps. All
// of it together may take 128 MiB and 8 bytes for each byte of the text: larger networks belong into ONNX
// files, larger inputs into .npy files.
std::size_t most_values(std::size_t text_size) {
  return ((std::size_t{1} << 27) + 8 * text_size) / (3 * sizeof(JsonValue));
}

// Reads characters for the parser and counts the lines it has seen.
struct LineCounter {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at = nullptr;
  std::size_t* line = nullptr;

  const char& operator*() const { return *at; }
  LineCounter& operator++() {
    if (*at++ == '\n') ++*line;
    return *this;
  }
  bool operator==(const LineCounter& other) const { return at == other.at; }
  bool operator!=(const LineCounter& other) const { return at != other.at; }
};

// Receives the parser's events. The names are those that nlohmann-json calls.
class Document {
 public:
  Document(std::string_view file, std::size_t text_size, const std::size_t& line)
      : file_(file), line_(line), most_values_(most_values(text_size)) {}

  bool null() { return add(JsonValue::Kind::null) != nullptr; }
  bool boolean(bool value) {
    JsonValue* made = add(JsonValue::Kind::boolean);
    if (made) made->truth = value;
    return made != nullptr;
  }
  bool number_integer(std::int64_t value) { return number(std::to_string(value)); }
  bool number_unsigned(std::uint64_t value) { return number(std::to_string(value)); }
  bool number_float(double, const std::string& token) { return number(token); }
  bool string(std::string& value) {
    JsonValue* made = add(JsonValue::Kind::string);
    if (made) made->text = std::move(value);
    return made != nullptr;
  }
  bool binary(nlohmann::json::binary_t&) { return false; }  // JSON text has none
  bool start_array(std::size_t) { return open(JsonValue::Kind::array); }
  bool start_object(std::size_t) { return open(JsonValue::Kind::object); }
  bool key(std::string& key) {
    open_.back()->keys.push_back(std::move(key));
    return true;
  }
  bool end_array() {
    open_.pop_back();
    return true;
  }
  bool end_object() {
    std::vector<std::string_view> keys(open_.back()->keys.begin(), open_.back()->keys.end());
    std::ranges::sort(keys);
    const auto twice = std::ranges::adjacent_find(keys);
    if (twice != keys.end()) {
      return stop(fmt::format("the name \"{}\" twice in one object", *twice), "each name once");
    }
    open_.pop_back();
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& problem) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error ..."
    std::string_view what = problem.what();
    what.remove_prefix(std::min(what.size(), what.find("] ") + 2));
    return stop(std::string(what), "JSON");
  }

  [[nodiscard]] Result<JsonValue> result(bool complete) && {
    if (fault_) return tl::make_unexpected(std::move(*fault_));
    if (!complete) return fail(ErrorKind::input, std::string(file_), "not JSON");
    return std::move(root_);
  }

 private:
  bool stop(std::string found, std::string expected) {
    if (!fault_) {
      fault_ = Error{ErrorKind::input, fmt::format("{} line {}", file_, line_), std::move(found),
                     std::move(expected)};
    }
    return false;
  }
  // Only the innermost open value grows, so pointers to the ones around it stay good.
  JsonValue* add(JsonValue::Kind kind) {
    if (++count_ > most_values_) {
      stop("too many values",
           fmt::format("at most {} (ONNX and .npy files hold more)", most_values_));
      return nullptr;
    }
    JsonValue* made = open_.empty() ? &root_ : &open_.back()->items.emplace_back();
    made->kind = kind;
    made->line = line_;
    return made;
  }
  bool number(std::string token) {
    JsonValue* made = add(JsonValue::Kind::number);
    if (made) made->text = std::move(token);
    return made != nullptr;
  }
  bool open(JsonValue::Kind kind) {
    if (open_.size() >= kDeepest) {
      return stop("too deeply nested", fmt::format("at most {} levels", kDeepest));
    }
    JsonValue* made = add(kind);
    if (made) open_.push_back(made);
    return made != nullptr;
  }

  std::string_view file_;
  const std::size_t& line_;
  std::size_t most_values_;
  JsonValue root_;
  std::vector<JsonValue*> open_;
  std::size_t count_ = 0;
  std::optional<Error> fault_;
};

std::string excerpt(const JsonValue& value) {
  constexpr std::size_t kLongest = 40;  // enough to recognise a value by
  switch (value.kind) {
    case JsonValue::Kind::number:
      return value.text.substr(0, kLongest);
    case JsonValue::Kind::string:
      return '"' + value.text.substr(0, kLongest) + '"';
    default:
      return std::string(name(value.kind));
  }
}

}  // namespace

const JsonValue* JsonValue::find(std::string_view key) const {
  const auto at = std::ranges::find(keys, key);
  return at == keys.end() ? nullptr : &items[static_cast<std::size_t>(at - keys.begin())];
}

std::string_view name(JsonValue::Kind kind) {
  switch (kind) {
    case JsonValue::Kind::null:
      return "null";
    case JsonValue::Kind::boolean:
      return "true or false";
    case JsonValue::Kind::number:
      return "a number";
    case JsonValue::Kind::string:
      return "a string";
    case JsonValue::Kind::array:
      return "an array";
    case JsonValue::Kind::object:
      return "an object";
  }
  return "";
}

Result<JsonValue> parse_json(std::string_view text, std::string_view file) {
  std::size_t line = 1;
  Document document(file, text.size(), line);
  const bool complete = nlohmann::json::sax_parse(
      LineCounter{text.data(), &line}, LineCounter{text.data() + text.size(), &line}, &document);
  return std::move(document).result(complete);
}

std::string JsonPlace::at(const JsonValue& value) const {
  return what.empty() ? fmt::format("{} line {}", file, value.line)
                      : fmt::format("{} line {}: {}", file, value.line, what);
}

JsonPlace JsonPlace::member(std::string_view key) const {
  return {file, what.empty() ? std::string(key) : fmt::format("{} {}", what, key)};
}

tl::unexpected<Error> refuse(const JsonValue& value, const JsonPlace& place, std::string expected) {
  return fail(ErrorKind::input, place.at(value), excerpt(value), std::move(expected));
}

}  // namespace axiomark
