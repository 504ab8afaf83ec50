#pragma once

#include <string>
#include <vector>

#include "methods/registry.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {

/// Exact values, one per feature: compared with == and printed by Catch.
using Numbers = std::vector<Rational>;

[[nodiscard]] inline Vector<Rational> vector(const Numbers& values) {
  Vector<Rational> result(static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), result.data());
  return result;
}

template <Scalar S>
[[nodiscard]] std::vector<S> numbers(const Vector<S>& values) {
  return {values.begin(), values.end()};
}

/// A method that is known to exist; the running test fails if it does not.
[[nodiscard]] inline AnyMethod method(const std::string& text) {
  auto made = make_method(text);
  if (!made) FAIL(message(made.error()));
  return *made;
}

/// What a method says about one query.
template <Scalar S>
[[nodiscard]] Result<Attribution<S>> ask(const AnyMethod& asked, const Network<S>& network,
                                         const Vector<S>& input, const Vector<S>& baseline,
                                         const Vector<S>& target) {
  const ThreadPool alone;
  auto answers = asked.attribute<S>(network, {input, baseline, target}, alone);
  REQUIRE(answers.size() == 1);
  return std::move(answers.front());
}

/// The same for a network of one output, exactly.
[[nodiscard]] inline Result<Attribution<Rational>> ask(const std::string& text,
                                                       const Network<Rational>& network,
                                                       const Numbers& input,
                                                       const Numbers& baseline) {
  return ask(method(text), network, vector(input), vector(baseline), vector({1}));
}

/// The attributions alone; the running test fails if there are none. Baseline zero.
[[nodiscard]] inline Numbers attributions(const std::string& text, const Network<Rational>& network,
                                          const Numbers& input, const Numbers& baseline) {
  const auto answer = ask(text, network, input, baseline);
  if (!answer) FAIL(text << ": " << message(answer.error()));
  return numbers(answer->values);
}
[[nodiscard]] inline Numbers attributions(const std::string& text, const Network<Rational>& network,
                                          const Numbers& input) {
  return attributions(text, network, input, Numbers(input.size(), Rational(0)));
}

}  // namespace axiomark::tests
