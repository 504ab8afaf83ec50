#pragma once

#include "network/builder.hpp"
#include "tests/methods/layered_draws.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/methods/refusal.hpp"

/// Random networks of more features than the gradient methods need, as games.
namespace axiomark::tests {

/// A question of `features` features and one output.
[[nodiscard]] inline LayeredQuestion draw_game(int features) {
  const auto n = static_cast<std::size_t>(features);
  return {draw_layered(n, 1), 0, draw_numbers(n), draw_numbers(n)};
}

/// F of the reference.
[[nodiscard]] inline auto value_at(const LayeredQuestion& q) {
  return [&q](const Numbers& point) { return reference::evaluate(q.layers, point).at(q.target); };
}

/// The product's answer, which must be there.
[[nodiscard]] inline Attribution<Rational> answer_to(const std::string& text,
                                                     const LayeredQuestion& q) {
  const auto answer =
      ask(method(text), build(q.layers), vector(q.x), vector(q.baseline), q.target_weights());
  if (!answer) RC_FAIL(text + ": " + message(answer.error()));
  return *answer;
}

[[nodiscard]] inline Numbers values_of(const std::string& text, const LayeredQuestion& q) {
  return numbers(answer_to(text, q).values);
}

[[nodiscard]] inline Rational sum(const Numbers& values) {
  Rational total = 0;
  for (const Rational& value : values) total += value;
  return total;
}

/// The increases of F when features join in this order, from the definition.
[[nodiscard]] inline Numbers increases_along(const std::vector<Index>& order,
                                             const LayeredQuestion& q) {
  Numbers increases(q.x.size());
  Numbers point = q.baseline;
  for (const Index feature : order) {
    const auto i = static_cast<std::size_t>(feature);
    const Rational before = value_at(q)(point);
    point[i] = q.x[i];
    increases[i] = value_at(q)(point) - before;
  }
  return increases;
}

/// Five features, dyadic, with strong interactions; values are exact in double.
[[nodiscard]] inline LayeredQuestion fixed_game() {
  const Rational h(1, 2);
  Layered layers(2);
  layers[0] = {{{2, -1, 1, 3, -2}, {-1, 2, h, -1, 1}, {1, 1, 1, 1, 1}, {-2, 1, -1, 2, h}},
               {-1, 0, -2, h},
               reference::Activation::kRelu};
  layers[1] = {{{1, -2, 3, 1}}, {0}, reference::Activation::kNone};
  return {layers, 0, {1, 1, h, 1, 1}, {0, 0, 0, 0, 0}};
}

/// How a method string or a question is refused: the whole message, or that it was accepted.
[[nodiscard]] inline std::string refusal_in_game(const std::string& text, Index features = 4) {
  const auto made = make_method(text);
  if (!made) return message(made.error());
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({features});
  const Matrix<Rational> ones = Matrix<Rational>::Constant(1, features, Rational(1));
  const auto network = b.build(b.dense(x, ones, vector({0}))).value();
  const Vector<Rational> point = Vector<Rational>::Constant(features, Rational(1));
  const auto answer = ask(*made, network, point, point, vector({1}));
  return answer ? "accepted" : message(answer.error());
}

}  // namespace axiomark::tests
