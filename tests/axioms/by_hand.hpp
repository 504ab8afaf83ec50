#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "axioms/axiom.hpp"
#include "network/builder.hpp"
#include "tests/methods/one_answer.hpp"

/// Cases written by hand, and what methods say there in exact arithmetic.
namespace axiomark::tests {

[[nodiscard]] inline Axiom axiom(const std::string& name) {
  auto found = find_axiom(name);
  if (!found) FAIL(message(found.error()));
  return *found;
}

/// One method before one case, in exact arithmetic.
[[nodiscard]] inline Judgement<Rational> judged(const AnyMethod& asked, const std::string& by,
                                                const Case<Rational>& c) {
  const ThreadPool alone;
  const auto answers = ask(asked, c, alone);
  if (!answers) FAIL(message(answers.error()));
  return axiom(by).check(c, *answers);
}

[[nodiscard]] inline Probe<Rational> probe(const std::string& label,
                                           const Network<Rational>& network, const Numbers& input,
                                           const Numbers& baseline) {
  return {label, network, vector(input), vector(baseline), vector({1})};
}

using Rows = std::initializer_list<std::initializer_list<Rational>>;

/// sum_k outer_k relu(W_k z + b_k), an output per row of `outer`.
[[nodiscard]] inline Network<Rational> one_layer(Rows weights, std::initializer_list<Rational> bias,
                                                 Rows outer) {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({static_cast<Index>(weights.begin()->size())});
  const auto outputs = static_cast<Index>(outer.size());
  Matrix<Rational> last(outputs, static_cast<Index>(bias.size()));
  auto* entry = last.data();  // row by row
  for (const auto& row : outer) entry = std::copy(row.begin(), row.end(), entry);
  return b
      .build(b.dense(b.relu(b.dense(x, weights, bias)), std::move(last),
                     Vector<Rational>::Constant(outputs, Rational(0))))
      .value();
}

/// z_1 z_2
[[nodiscard]] inline Network<Rational> product_of_two() {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  return b.build(b.product(b.feature(x, 0), b.feature(x, 1))).value();
}

[[nodiscard]] inline Case<Rational> a_case(std::vector<Probe<Rational>> probes,
                                           std::vector<Index> features = {},
                                           const Numbers& of = {}) {
  return {std::move(probes), std::move(features), "by hand", vector(of)};
}

/// The two sides of a case whose premise holds.
struct Judged {
  Outcome outcome;
  Numbers left;
  Numbers right;

  friend bool operator==(const Judged&, const Judged&) = default;
};
inline std::ostream& operator<<(std::ostream& out, const Judged& j) {
  out << (j.outcome == Outcome::broken ? "broken" : j.outcome == Outcome::kept ? "kept" : "other");
  for (const auto* side : {&j.left, &j.right}) {
    out << " |";
    for (const Rational& v : *side) out << " " << v;
  }
  return out;
}

[[nodiscard]] inline Judged on(const std::string& by, const AnyMethod& asked,
                               const Case<Rational>& c) {
  const auto premise = axiom(by).check_premise(c);
  INFO((premise ? "" : message(premise.error())));
  REQUIRE(premise.has_value());
  const auto judgement = judged(asked, by, c);
  return {judgement.outcome, numbers(judgement.sides.left), numbers(judgement.sides.right)};
}
[[nodiscard]] inline Judged on(const std::string& by, const std::string& asked,
                               const Case<Rational>& c) {
  return on(by, method(asked), c);
}

[[nodiscard]] inline Judged broken(const Numbers& left, const Numbers& right) {
  return {Outcome::broken, left, right};
}
[[nodiscard]] inline Judged kept(const Numbers& left, const Numbers& right) {
  return {Outcome::kept, left, right};
}

/// Whether an axiom finds fault with the premise of a case.
[[nodiscard]] inline bool refused(const std::string& by, const Case<Rational>& c) {
  return !axiom(by).check_premise(c).has_value();
}

inline const std::string kExact = "integrated-gradients:rule=exact";

}  // namespace axiomark::tests
