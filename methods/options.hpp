#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "network/conventions.hpp"
#include "network/error.hpp"

namespace axiomark {

/// One `key=value` that a method accepts.
struct OptionInfo {
  std::string key;
  std::string
      values;  ///< what it may be, for people: "0, 1, 1/2", "left, right, ...", "1 to 100000"
  std::string fallback;  ///< the default, as text
  std::string meaning;
};

/// "name:key=value,key=value" taken apart. Commas inside ( ) or [ ] belong to the value.
struct MethodString {
  std::string name;
  std::vector<std::pair<std::string, std::string>> options;
};
[[nodiscard]] Result<MethodString> parse_method_string(std::string_view text);

/// The candidate nearest to a misspelt word by edit distance, if any is near enough to be meant.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 std::span<const std::string> candidates);
/// "'foo' (did you mean 'food'?)", or just the word in quotes.
[[nodiscard]] std::string with_suggestion(std::string_view word,
                                          std::span<const std::string> candidates);

/// The options of one method: what it accepts and what was given. Values are read once, by key; an
/// unread or repeated key, or one the method does not have, is an error that lists the valid ones.
class Options {
 public:
  [[nodiscard]] static Result<Options> make(const std::string& method,
                                            std::span<const OptionInfo> accepted,
                                            const MethodString& given);

  /// The value as text, or the default.
  [[nodiscard]] std::string text(std::string_view key) const;
  [[nodiscard]] bool given(std::string_view key) const;
  [[nodiscard]] Result<std::string> one_of(std::string_view key,
                                           std::span<const std::string> values) const;
  [[nodiscard]] Result<long> whole_number(std::string_view key, long low, long high) const;
  [[nodiscard]] Result<Rational> number(std::string_view key) const;
  /// A list of numbers, "[1,1/2]", as one row; a list of equally long lists as its rows.
  [[nodiscard]] Result<std::vector<std::vector<Rational>>> rows(std::string_view key) const;
  /// An error if one of these was given where nothing reads it: beside `with`, such as
  /// "rule=exact". `expected` says what it takes.
  [[nodiscard]] Result<void> refuse_unused(
      std::span<const std::string> keys, const std::string& with,
      const std::string& expected = "a choice that uses it") const;
  /// "name:key=value,..." with the options that were given, in the method's own order.
  [[nodiscard]] std::string canonical() const;
  /// "method 'shapley', option 'groups'": for errors.
  [[nodiscard]] std::string place(std::string_view key) const;

 private:
  std::string method_;
  std::vector<OptionInfo> accepted_;
  std::map<std::string, std::string, std::less<>> given_;
};

/// `kink=` and `tie=`, shared by all methods that take gradients.
struct ConventionOptions {
  Rational kink = 0;  ///< relu'(0); |z|'(0) is 2 kink - 1 for a kink given, 0 by default
  bool kink_given = false;
  Tie tie = Tie::first;

  template <Scalar S>
  [[nodiscard]] Conventions<S> as() const {
    const Rational abs_at_zero = kink_given ? Rational(2 * kink - 1) : Rational(0);
    return {convert<S>(kink), convert<S>(abs_at_zero), tie};
  }
};
[[nodiscard]] std::vector<OptionInfo> convention_options();
[[nodiscard]] std::vector<OptionInfo> tie_option();  ///< `tie=` alone
[[nodiscard]] Result<Tie> read_tie(const Options& options);
[[nodiscard]] Result<ConventionOptions> read_conventions(const Options& options);

}  // namespace axiomark
