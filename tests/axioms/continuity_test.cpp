#include "axioms/continuity.hpp"

#include "axioms/simplest_fraction.hpp"
#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {
namespace {

const std::string kAxiom = "continuity";

Rational step() { return Rational(1) / Rational(Integer(1) << 200); }

/// The first feature just above and just below its value in `x`, from baseline 0.
Case<Rational> around(const Network<Rational>& network, const Numbers& x) {
  Numbers above = x;
  Numbers below = x;
  above[0] += step();
  below[0] -= step();
  const Numbers zero(x.size(), Rational(0));
  return a_case({probe("F above", network, above, zero), probe("F below", network, below, zero)},
                {0}, {step()});
}

}  // namespace

TEST_CASE("the gradient of relu(x) jumps at 0, and x times it does not") {
  const auto relu = one_layer({{1}}, {0}, {{1}});
  CHECK(on(kAxiom, "gradient", around(relu, {0})) == broken({1}, {0}));
  CHECK(on(kAxiom, "gradient-x-input", around(relu, {0})) == kept({0}, {0}));
  CHECK(on(kAxiom, "gradient", around(relu, {1})) == kept({1}, {1}));
}

TEST_CASE("L03 integrated gradients of relu(x1 - x2) jump on the diagonal, Shapley values do not") {
  const auto c = around(one_layer({{1, -1}}, {0}, {{1}}), {1, 1});
  CHECK(on(kAxiom, kExact, c) == broken({1, -1}, {0, 0}));
  const Numbers halves = {Rational(1, 2), Rational(-1, 2)};
  CHECK(on(kAxiom, "shapley", c) == kept(halves, halves));
}

TEST_CASE("the limit is found although the answer is near it only") {
  // relu(x1 + x2 - 1): the path from 0 to (1, 2) is above the kink for 2/3 of its length.
  const auto c = around(one_layer({{1, 1}}, {-1}, {{1}}), {1, 2});
  const Numbers limit = {Rational(2, 3), Rational(4, 3)};
  CHECK(on(kAxiom, kExact, c) == kept(limit, limit));
}

TEST_CASE("an answer without a simple limit is not judged") {
  NetworkBuilder<Rational> b;
  // Its slope has a denominator of 2^40.
  const auto fine = b.build(b.dense(b.input({1}),
                                    Matrix<Rational>::Constant(
                                        1, 1, Rational(1) / Rational(std::int64_t{1} << 40)),
                                    vector({0})))
                        .value();
  const auto j = judged(method("gradient"), kAxiom, around(fine, {1}));
  CHECK(j.outcome == Outcome::not_applicable);
  CHECK(j.reason == "no limit of the attributions with a denominator below 2^32");
}

TEST_CASE("continuity is asked at two points that lie next to each other only") {
  const auto relu = one_layer({{1}}, {0}, {{1}});
  const auto other = one_layer({{1}}, {1}, {{1}});
  auto c = around(relu, {0});
  c.probes[0].input(0) = 1;
  CHECK(refused(kAxiom, c));
  c = around(relu, {0});
  c.numbers = vector({1});
  c.probes[0].input = vector({1});
  c.probes[1].input = vector({-1});
  CHECK(refused(kAxiom, c));
  c = around(relu, {0});
  c.probes[1].network = other;
  CHECK(refused(kAxiom, c));
  c = around(relu, {0});
  c.numbers = vector({});
  CHECK(refused(kAxiom, c));
}

TEST_CASE("the simplest fraction of an interval has the smallest denominator") {
  CHECK(simplest_fraction(Rational(-1, 9), Rational(1, 9)) == 0);
  CHECK(simplest_fraction(Rational(3, 10), Rational(2, 5)) == Rational(1, 3));
  CHECK(simplest_fraction(Rational(-2, 5), Rational(-3, 10)) == Rational(-1, 3));
  CHECK(simplest_fraction(Rational(5, 2), Rational(5, 2)) == Rational(5, 2));
  CHECK(simplest_fraction(Rational(7, 3), Rational(5)) == 3);
  CHECK(simplest_fraction(Rational(314, 100), Rational(315, 100)) == Rational(22, 7));
  // Against trying one denominator after another.
  for (int p = 0; p < 60; ++p) {
    for (int q = p; q < p + 5; ++q) {
      const Rational low(p, 17);
      const Rational high(q, 17);
      Rational found(-1);
      for (int d = 1; found < 0; ++d) {
        for (int n = 0; n <= 4 * d && found < 0; ++n) {
          if (Rational(n, d) >= low && Rational(n, d) <= high) found = Rational(n, d);
        }
      }
      CHECK(simplest_fraction(low, high) == found);
    }
  }
}

}  // namespace axiomark::tests
