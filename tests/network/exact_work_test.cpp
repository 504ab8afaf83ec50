#include "network/exact_work.hpp"

#include "network/builder.hpp"
#include "network/linear_pieces.hpp"
#include "tests/catch.hpp"

namespace axiomark {
namespace {

// The sum of x / p over the first primes p: a denominator that grows with every term.
Network<Rational> sum_of_fractions() {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({6});
  Matrix<Rational> weights(1, 6);
  weights << Rational(1, 2), Rational(1, 3), Rational(1, 5), Rational(1, 7), Rational(1, 11),
      Rational(1, 13);
  return b.build(b.dense(x, weights, Vector<Rational>::Constant(1, Rational(0)))).value();
}

Result<Rational> evaluated_within(ExactWorkBudget& budget, const Network<Rational>& network,
                                  Index samples) {
  return within_exact_work(budget, [&]() -> Result<Rational> {
    return evaluate(network, Batch<Rational>(Batch<Rational>::Constant(6, samples, 1)))(0, 0);
  });
}

TEST_CASE("exact work is counted by the lengths of the numbers") {
  // 1/2 + 1/3 + 1/5 + 1/7 + 1/11 + 1/13 = 40361 / 30030: 16 and 15 bits, six products.
  const Network<Rational> network = sum_of_fractions();
  const double each = 2.5e-7 + 1e-8 * 31 * (1 + 31 / 1e5);
  CHECK(exact_work_seconds(Rational(40361, 30030), 6) == Approx(6 * each));
  ExactWorkBudget budget(1);
  CHECK(evaluated_within(budget, network, 1).value() == Rational(40361, 30030));
  CHECK(1 - budget.left() == Approx(6 * each));
  // A power of two below needs no greatest common divisor: 3/4 has 5 bits.
  CHECK(exact_work_seconds(Rational(3, 4), 2) == Approx(2 * (2.5e-7 + 5e-10 * 5)));
}

TEST_CASE("a spent budget ends the calculation, with a refusal that names it") {
  const Network<Rational> network = sum_of_fractions();
  ExactWorkBudget budget(1e-5);  // three and a half samples
  CHECK(evaluated_within(budget, network, 1).has_value());
  CHECK(evaluated_within(budget, network, 1).has_value());
  const auto refused = evaluated_within(budget, network, 2);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == ErrorKind::unsupported);
  CHECK(message(refused.error()) ==
        "--exact: numbers so long that rational arithmetic takes more seconds; expected at most "
        "1e-05 (raise it with --max-cost)");
}

TEST_CASE("products spend from the inner budget, and from none outside of it") {
  const Network<Rational> network = sum_of_fractions();
  ExactWorkBudget outer(1);
  const auto both = within_exact_work(outer, [&]() -> Result<double> {
    ExactWorkBudget inner(1);
    CHECK(evaluated_within(inner, network, 1).has_value());
    return inner.left();
  });
  REQUIRE(both.has_value());
  CHECK(*both < 1);
  CHECK(outer.left() == 1);
  (void)evaluate(network, Batch<Rational>(Batch<Rational>::Constant(6, 1, 1)));
  CHECK(outer.left() == 1);
}

TEST_CASE("convolutions are counted as products are") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({1, 2, 2});
  Matrix<Rational> weights(1, 4);
  weights << 1, 1, 1, 1;
  const auto network = b.build(b.apply(Operator<Rational>(Convolution<Rational>{
                                           {1, 2, 2},
                                           weights,
                                           Vector<Rational>::Constant(1, Rational(0)),
                                           1,
                                           plain_window({2, 2})}),
                                       {x}))
                           .value();
  ExactWorkBudget budget(1);
  const auto sum = within_exact_work(budget, [&]() -> Result<Rational> {
    return evaluate(network, Batch<Rational>(Batch<Rational>::Constant(4, 1, 1)))(0, 0);
  });
  CHECK(sum.value() == 4);
  // 1, 2, 3 and 4 have 2, 3, 3 and 4 bits with their denominators.
  CHECK(1 - budget.left() == Approx(4 * 2.5e-7 + 5e-10 * (2 + 3 + 3 + 4)));
}

TEST_CASE("linear pieces in double spend for every number that they look at") {
  NetworkBuilder<double> b;
  const Tensor x = b.input({1});
  const auto network = b.build(b.apply(Operator<double>(Relu{}), {x})).value();
  const Vector<double> one = Vector<double>::Constant(1, 1.0);
  const Segment<double> segment{Vector<double>::Constant(1, -1.0), one};
  ExactWorkBudget enough(1);
  const auto pieces =
      within_exact_work(enough, [&] { return linear_pieces(network, one, segment); });
  REQUIRE(pieces.has_value());
  CHECK(pieces->breakpoints == std::vector<double>{0, 0.5, 1});
  // The operand at both ends, then at three breakpoints, the result there, and at two middles.
  CHECK(1 - enough.left() == Approx((2 + 3 + 3 + 2) * 1e-8));
  ExactWorkBudget short_of_one(9.5e-8);
  const auto refused =
      within_exact_work(short_of_one, [&] { return linear_pieces(network, one, segment); });
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == ErrorKind::unsupported);
  CHECK(linear_pieces(network, one, segment).has_value());
}

}  // namespace
}  // namespace axiomark
