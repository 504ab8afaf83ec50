#include "methods/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "network/files/array_file.hpp"

namespace axiomark {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substitute = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substitute, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::vector<std::string> keys_of(std::span<const OptionInfo> accepted) {
  std::vector<std::string> keys;
  for (const OptionInfo& option : accepted) keys.push_back(option.key);
  return keys;
}

// Where `separator` first stands outside all brackets; npos if nowhere.
std::size_t find_outside_brackets(std::string_view text, char separator) {
  int depth = 0;
  for (std::size_t k = 0; k < text.size(); ++k) {
    if (text[k] == '(' || text[k] == '[') ++depth;
    if (text[k] == ')' || text[k] == ']') --depth;
    if (depth <= 0 && text[k] == separator) return k;
  }
  return std::string_view::npos;
}

}  // namespace

Result<MethodString> parse_method_string(std::string_view text) {
  MethodString result;
  const std::size_t colon = text.find(':');
  result.name = std::string(text.substr(0, colon));
  if (result.name.empty()) {
    return fail(ErrorKind::usage, "method", fmt::format("'{}'", text),
                "name or name:key=value,...");
  }
  if (colon == std::string_view::npos) return result;
  std::string_view rest = text.substr(colon + 1);
  while (true) {
    const std::size_t comma = find_outside_brackets(rest, ',');
    const std::string_view item = rest.substr(0, comma);
    const std::size_t equals = item.find('=');
    if (equals == std::string_view::npos || equals == 0 || equals + 1 == item.size()) {
      return fail(ErrorKind::usage, fmt::format("method '{}'", text),
                  fmt::format("option '{}'", item), "key=value");
    }
    result.options.emplace_back(item.substr(0, equals), item.substr(equals + 1));
    if (comma == std::string_view::npos) return result;
    rest = rest.substr(comma + 1);
  }
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates) {
  std::optional<std::string> best;
  // A word this far off was not a slip of the finger: a third of its letters, two at least.
  std::size_t limit = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    std::size_t distance = edit_distance(word, candidate);
    // "ig" or "guided": the beginning of exactly what was meant.
    if (word.size() >= 3 && candidate.starts_with(word))
      distance = std::min<std::size_t>(distance, 1);
    if (distance < limit) {
      limit = distance;
      best = candidate;
    }
  }
  return best;
}

std::string with_suggestion(std::string_view word, std::span<const std::string> candidates) {
  const auto suggestion = nearest(word, candidates);
  return suggestion ? fmt::format("'{}' (did you mean '{}'?)", word, *suggestion)
                    : fmt::format("'{}'", word);
}

Result<Options> Options::make(const std::string& method, std::span<const OptionInfo> accepted,
                              const MethodString& given) {
  Options options;
  options.method_ = method;
  options.accepted_.assign(accepted.begin(), accepted.end());
  const auto keys = keys_of(accepted);
  for (const auto& [key, value] : given.options) {
    if (std::ranges::find(keys, key) == keys.end()) {
      return fail(ErrorKind::usage, fmt::format("method '{}'", method),
                  "unknown option " + with_suggestion(key, keys),
                  keys.empty() ? "no options" : fmt::format("one of: {}", fmt::join(keys, ", ")));
    }
    if (!options.given_.emplace(key, value).second) {
      return fail(ErrorKind::usage, fmt::format("method '{}'", method),
                  fmt::format("option '{}' given twice", key), "each option once");
    }
  }
  return options;
}

std::string Options::text(std::string_view key) const {
  if (const auto at = given_.find(key); at != given_.end()) return at->second;
  const auto info = std::ranges::find(accepted_, key, &OptionInfo::key);
  return info == accepted_.end() ? std::string() : info->fallback;
}

bool Options::given(std::string_view key) const { return given_.contains(key); }

std::string Options::place(std::string_view key) const {
  return fmt::format("method '{}', option '{}'", method_, key);
}

Result<std::string> Options::one_of(std::string_view key,
                                    std::span<const std::string> values) const {
  std::string value = text(key);
  if (std::ranges::find(values, value) != values.end()) return value;
  return fail(ErrorKind::usage, place(key), with_suggestion(value, values),
              fmt::format("one of: {}", fmt::join(values, ", ")));
}

Result<long> Options::whole_number(std::string_view key, long low, long high) const {
  const std::string value = text(key);
  const auto refuse = [&] {
    return fail(ErrorKind::usage, place(key), fmt::format("'{}'", value),
                fmt::format("a whole number from {} to {}", low, high));
  };
  const auto number = parse_rational(value);
  if (!number || !number->is_whole() || *number < low || *number > high) return refuse();
  return numerator(*number).convert_to<long>();
}

Result<Rational> Options::number(std::string_view key) const {
  auto value = parse_rational(text(key));
  if (value) return value;
  Error error = value.error();
  error.kind = ErrorKind::usage;
  error.where = place(key);
  return tl::make_unexpected(error);
}

Result<std::vector<std::vector<Rational>>> Options::rows(std::string_view key) const {
  const auto list = read_number_list<Rational>(text(key), place(key));
  if (!list) {
    Error error = list.error();
    error.kind = ErrorKind::usage;
    return tl::make_unexpected(error);
  }
  if (list->shape.empty() || list->shape.size() > 2) {
    return fail(ErrorKind::usage, place(key), fmt::format("'{}'", text(key)),
                "a list such as [1, 1/2], or a list of such lists");
  }
  const Index count = list->shape.size() == 1 ? 1 : list->shape.front();
  const Index length = list->shape.back();
  std::vector<std::vector<Rational>> rows;
  for (Index row = 0; row < count; ++row) {
    const auto* first = list->values.data() + row * length;
    rows.emplace_back(first, first + length);
  }
  return rows;
}

Result<void> Options::refuse_unused(std::span<const std::string> keys, const std::string& with,
                                    const std::string& expected) const {
  for (const std::string& key : keys) {
    if (given(key)) {
      return fail(ErrorKind::usage, place(key), fmt::format("given with {}", with), expected);
    }
  }
  return {};
}

std::string Options::canonical() const {
  std::string result = method_;
  char separator = ':';
  for (const OptionInfo& option : accepted_) {
    if (const auto at = given_.find(option.key); at != given_.end()) {
      result += fmt::format("{}{}={}", separator, at->first, at->second);
      separator = ',';
    }
  }
  return result;
}

std::vector<OptionInfo> tie_option() {
  return {
      {"tie", "first, last, split", "first", "which of equal largest operands passes the signal"}};
}

Result<Tie> read_tie(const Options& options) {
  const std::vector<std::string> ties = {"first", "last", "split"};
  const auto tie = options.one_of("tie", ties);
  if (!tie) return tl::make_unexpected(tie.error());
  return *tie == "first" ? Tie::first : (*tie == "last" ? Tie::last : Tie::split);
}

std::vector<OptionInfo> convention_options() {
  std::vector<OptionInfo> options = tie_option();
  options.insert(options.begin(),
                 {"kink", "any number from 0 to 1", "0", "derivative of relu at 0"});
  return options;
}

Result<ConventionOptions> read_conventions(const Options& options) {
  ConventionOptions result;
  const auto kink = options.number("kink");
  if (!kink) return tl::make_unexpected(kink.error());
  if (*kink < 0 || *kink > 1) {
    return fail(ErrorKind::usage, "option 'kink'", to_text(*kink),
                "a number from 0 to 1, between the slopes of relu on both sides");
  }
  result.kink = *kink;
  result.kink_given = options.given("kink");
  const auto tie = read_tie(options);
  if (!tie) return tl::make_unexpected(tie.error());
  result.tie = *tie;
  return result;
}

}  // namespace axiomark
