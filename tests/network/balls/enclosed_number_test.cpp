#include "network/balls/enclosed_number.hpp"

#include "network/balls/enclosed_operator.hpp"
#include "network/builder.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

Network<double> one_unit(Operator<double> op) {
  NetworkParts<double> parts{{{1}}, {std::move(op)}, {{0, {0}, ""}}, 1};
  return Network<double>::make(std::move(parts)).value();
}

TEST_CASE("an enclosed number is computed with like any other, and says what it is") {
  const Rational e = enclosed_functions::exp(Rational(1));
  CHECK(is_enclosed(e));
  CHECK(e > Rational(2718281828, 1000000000));
  CHECK(e < Rational(2718281829, 1000000000));
  CHECK(is_enclosed(e * Rational(2) - Rational(1, 3)));
  CHECK(e.sign() == 1);
  CHECK((-e).sign() == -1);
  // e = 2.71828182845904523536...: the digits leave out 4e-20, of which twice as much is stated.
  CHECK(e.str() == "[2.7182818284590452354 +- 8.4e-20]");
  CHECK(static_cast<double>(e) == 2.718281828459045);
  Rational copy = e;
  copy = copy + Rational(0);
  CHECK(is_enclosed(copy));
  CHECK_FALSE(is_enclosed(e * Rational(0)));
  CHECK((e * Rational(0)).is_zero());
}

TEST_CASE("a number that may be zero is never made") {
  const Rational e = enclosed_functions::exp(Rational(1));
  CHECK_THROWS_AS(e - e, Undecided);
  CHECK_THROWS_AS(e / e - Rational(1), Undecided);
  CHECK_NOTHROW(e - Rational(2));
}

TEST_CASE("an order that the bounds leave open is not guessed") {
  const Rational e = enclosed_functions::exp(Rational(1));
  const Rational again = enclosed_functions::exp(Rational(1));
  CHECK_THROWS_AS(static_cast<void>(e < again), Undecided);
  const EnclosedArithmetic arithmetic;
  CHECK_FALSE(e == enclosed_functions::exp(Rational(2)));
  CHECK_FALSE(arithmetic.doubt());
  CHECK_FALSE(e == again);
  CHECK(arithmetic.doubt());
}

TEST_CASE("a doubt inside is a doubt outside, and ends with the outermost") {
  const Rational e = enclosed_functions::exp(Rational(1));
  {
    const EnclosedArithmetic outside;
    {
      const EnclosedArithmetic inside;
      static_cast<void>(e == enclosed_functions::exp(Rational(1)));
      CHECK(inside.doubt());
    }
    CHECK(outside.doubt());
  }
  const EnclosedArithmetic next;
  CHECK_FALSE(next.doubt());
}

TEST_CASE("an enclosed number has no numerator where it is judged") {
  const Rational e = enclosed_functions::exp(Rational(1));
  CHECK_NOTHROW(numerator(e));  // of its middle: for display
  const EnclosedArithmetic arithmetic;
  CHECK_THROWS_AS(numerator(e), Undecided);
  CHECK_THROWS_AS(denominator(e), Undecided);
}

TEST_CASE("values at 0 and 1 are the fractions that they are") {
  CHECK(enclosed_functions::exp(0) == 1);
  CHECK(enclosed_functions::sigmoid(0) == Rational(1, 2));
  CHECK(enclosed_functions::tanh(0) == 0);
  CHECK(enclosed_functions::log(1) == 0);
  CHECK(enclosed_functions::sqrt(0) == 0);
}

TEST_CASE("a network of Rational has smooth operators only where enclosed numbers are allowed") {
  const Network<double> network = one_unit(Tanh{});
  CHECK_FALSE(convert<Rational>(network).has_value());
  const EnclosedArithmetic arithmetic;
  const auto exact = convert<Rational>(network);
  REQUIRE(exact.has_value());
  CHECK(has_enclosed_values<Rational>(*exact));
  CHECK_FALSE(convert<Rational>(one_unit(Gelu{})).has_value());
}

// Middles of values and slopes against double, whose operators are tested against references of their own.
TEST_CASE("smooth operators have the values and slopes in Rational that they have in double") {
  const EnclosedArithmetic arithmetic;
  const std::vector<Operator<double>> operators = {Sigmoid{}, Tanh{}, Softplus{}, Elu<double>{0.5},
                                                   Exp{},     Log{},  Sqrt{},     Softmax{{3}, 0}};
  for (const auto& op : operators) {
    CAPTURE(name<double>(op));
    const Operator<Rational> exact_op = convert<Rational>(op);
    Batch<double> z(3, 2);
    z << 0.25, 3, 1.5, 0.75, 2, 1;
    Batch<double> c(3, 2);
    c << 1, -2, 0.5, 3, 0, 1;
    const Batch<Rational> exact_z = convert_all<Rational>(z);
    const Batch<double>* operand = &z;
    const Batch<Rational>* exact_operand = &exact_z;
    const Batch<double> y = evaluate<double>(op, Operands<double>(&operand, 1));
    const Batch<Rational> exact_y =
        evaluate<Rational>(exact_op, Operands<Rational>(&exact_operand, 1));
    const Batch<double> slopes =
        pull_back<double>(op, Operands<double>(&operand, 1), c, {}).front();
    const Batch<Rational> exact_slopes =
        pull_back<Rational>(exact_op, Operands<Rational>(&exact_operand, 1),
                            convert_all<Rational>(c), {})
            .front();
    // Some dozen roundings of numbers below 8.
    CHECK((y - convert_all<double>(exact_y)).abs().maxCoeff() < 1e-13);
    CHECK((slopes - convert_all<double>(exact_slopes)).abs().maxCoeff() < 1e-13);
  }
}

TEST_CASE("a softmax of equal numbers is a fraction") {
  const EnclosedArithmetic arithmetic;
  const Operator<Rational> softmax = Softmax{{4}, 0};
  const Batch<Rational> z = Batch<Rational>::Constant(4, 1, Rational(7, 3));
  const Batch<Rational>* operand = &z;
  const Batch<Rational> y = evaluate<Rational>(softmax, Operands<Rational>(&operand, 1));
  CHECK((y == Rational(1, 4)).all());
}

}  // namespace
}  // namespace axiomark::tests
