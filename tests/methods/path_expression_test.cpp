#include "methods/path_expression.hpp"

#include "tests/catch.hpp"
#include "tests/property.hpp"
#include "tests/reference/scalars.hpp"

namespace axiomark::tests {
namespace {

using Dual = reference::Dual<Rational>;

std::string refusal(const std::string& text) {
  const auto read = parse_path_expression(text);
  return read ? "accepted" : message(read.error());
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A random expression as text, and its value and derivative by dual numbers as it is drawn.
struct Drawn {
  std::string text;
  Dual value;
};

Drawn draw_expression(const Rational& t, int depth) {
  const int kind = depth == 0 ? draw(0, 1) : draw(0, 7);
  if (kind == 0) return {"t", Dual(t, 1)};
  if (kind == 1) {
    const int number = draw(0, 9);
    return {std::to_string(number), Dual(number)};
  }
  if (kind == 2) {
    const int tenths = draw(0, 99);
    return {std::to_string(tenths / 10) + "." + std::to_string(tenths % 10),
            Dual(Rational(tenths, 10))};
  }
  const Drawn a = draw_expression(t, depth - 1);
  if (kind == 3) return {"-(" + a.text + ")", -a.value};
  if (kind == 4) {
    const int power = draw(0, 3);
    Dual value(1);
    for (int k = 0; k < power; ++k) value = value * a.value;
    return {"(" + a.text + ")^" + std::to_string(power), value};
  }
  const Drawn b = draw_expression(t, depth - 1);
  if (kind == 5) return {a.text + " + " + b.text, a.value + b.value};
  if (kind == 6) return {a.text + "-(" + b.text + ")", a.value - b.value};
  return {"(" + a.text + ")*(" + b.text + ")", a.value * b.value};
}

}  // namespace

TEST_CASE("random expressions have the value and the derivative of dual numbers") {
  property("sums, differences, products, powers", [] {
    const Rational t(draw(-5, 9), 7);
    const Drawn drawn = draw_expression(t, 3);
    const auto read = parse_path_expression(drawn.text);
    if (!read) {
      RC_ASSERT(contains(message(read.error()), "degree"));
      return;
    }
    RC_ASSERT(read->value(t) == drawn.value.value);
    RC_ASSERT(read->derivative(t) == drawn.value.slope);
  });
}

TEST_CASE("operators bind as in mathematics") {
  const auto at_two = [](const std::string& text) {
    const auto read = parse_path_expression(text);
    if (!read) FAIL(message(read.error()));
    return read->value(2);
  };
  CHECK(at_two("-t^2") == -4);
  CHECK(at_two("2*t^3/4-1") == 3);
  CHECK(at_two("1-2-3") == -4);
  CHECK(at_two("12/2/3") == 2);
  CHECK(at_two("3/2*t") == 3);
  CHECK(at_two(" ( t + 1 ) ^ 2 ") == 9);
  CHECK(at_two("2--t") == 4);
  CHECK(at_two("0.25*t") == Rational(1, 2));
  CHECK(at_two("t^0") == 1);
}

TEST_CASE("quotients are differentiated by the quotient rule and reduced") {
  const auto read = parse_path_expression("2*t/(1+t)").value();
  CHECK(read.value(1) == 1);
  CHECK(read.derivative(0) == 2);
  CHECK(read.derivative(1) == Rational(1, 2));
  // The zero of the denominator is one of the numerator.
  const auto line = parse_path_expression("(t^2-1/4)/(t-1/2)-1/2").value();
  CHECK(line.value(Rational(1, 2)) == Rational(1, 2));
  CHECK(line.derivative(Rational(1, 2)) == 1);
}

TEST_CASE("an expression with a pole on the way is refused and one beside it is not") {
  for (const std::string pole : {"1/t", "t/(2*t-1)", "1/(t-1)", "1/(3*t^2-1)", "1/(2*t-1)^2",
                                 "t/((t-1/3)*(t-2/3))", "1/(t-1/1000)"}) {
    INFO(pole);
    CHECK(contains(refusal(pole), "a division by zero for some t"));
  }
  for (const std::string good :
       {"1/(t+1)", "1/(t^2+1)", "1/(t-2)", "1/((t-1/2)^2+1/1000000)", "1/(t+1/1000)"}) {
    INFO(good);
    CHECK(refusal(good) == "accepted");
  }
}

TEST_CASE("a slip in an expression is named where it stands") {
  CHECK(contains(refusal(""), "the end; expected a number, t or '('"));
  CHECK(contains(refusal("t+"), "the end"));
  CHECK(contains(refusal("(t"), "expected ')'"));
  CHECK(contains(refusal("t)"), "')' at position 2"));
  CHECK(contains(refusal("2t"), "'t' at position 2"));
  CHECK(contains(refusal("x"), "'x' at position 1"));
  CHECK(contains(refusal("t^t"), "a whole number from 0 to 64"));
  CHECK(contains(refusal("t^-1"), "a whole number from 0 to 64"));
  CHECK(contains(refusal("t^65"), "a whole number from 0 to 64"));
  CHECK(contains(refusal("t^99999999999"), "a whole number from 0 to 64"));
  CHECK(contains(refusal("t^40*t^40"), "degree 80; expected at most 64"));
  CHECK(contains(refusal("t/0"), "a division by zero"));
  CHECK(contains(refusal("t/(t-t)"), "a division by zero"));
  CHECK(contains(refusal("1.2.3"), "a number"));
  CHECK(contains(refusal(std::string(5000, '(') + "t"), "fewer parentheses"));
  CHECK(refusal(std::string(64, '(') + "t" + std::string(64, ')')) == "accepted");
}

TEST_CASE("a path begins at 0 and ends at 1 in every coordinate") {
  CHECK(parse_path("[t, t^2,2*t/(1+t)]").value().size() == 3);
  const auto fault = [](const std::string& text) {
    const auto read = parse_path(text);
    return read ? "accepted" : message(read.error());
  };
  CHECK(contains(fault("[t,2*t]"), "coordinate 1: 2 at t = 1; expected 1"));
  CHECK(contains(fault("[t,t+1]"), "coordinate 1: 1 at t = 0; expected 0"));
  CHECK(contains(fault("[]"), "expected a number"));
  CHECK(contains(fault("[t,]"), "expected a number"));
  CHECK(contains(fault("t,t"), "a list such as"));
}

}  // namespace axiomark::tests
