#include "network/files/json_text.hpp"

#include <charconv>
#include <random>

#include "network/files/json_numbers.hpp"
#include "tests/catch.hpp"

namespace axiomark {
namespace {

const JsonPlace kPlace{"some.json", "x"};

template <Scalar S>
S number(std::string_view text) {
  const auto document = parse_json(text, "some.json");
  REQUIRE(document);
  const auto value = read_number<S>(*document, kPlace);
  REQUIRE(value);
  return *value;
}

std::string refusal(std::string_view text) {
  const auto document = parse_json(text, "some.json");
  REQUIRE_FALSE(document);
  return message(document.error());
}

TEST_CASE("A JSON number read for Rational is the decimal that was written") {
  CHECK(number<Rational>("0.1") == Rational(1, 10));
  CHECK(number<Rational>("-1.25e-3") == Rational(-1, 800));
  CHECK(number<Rational>("\"-1/2\"") == Rational(-1, 2));
  CHECK(number<Rational>("9007199254740993") == Rational("9007199254740993"));
  CHECK(number<Rational>("123456789012345678901234567890") ==
        Rational("123456789012345678901234567890"));
  CHECK(number<Rational>("0.1000000000000000055511151231257827") != number<Rational>("0.1"));
}

TEST_CASE("A number is rounded once, from its exact value") {
  CHECK(number<double>("0.1") == 0.1);
  CHECK(number<float>("0.1") == 0.1f);
  CHECK(number<double>("\"1/3\"") == 1.0 / 3.0);
  // Rounded to double first, this would fall to the even neighbour below: 1 + 2^-24 + 2^-60.
  CHECK(number<float>("1.000000059604644776257986") == 1.0f + 0x1p-23f);
}

TEMPLATE_TEST_CASE("A decimal is read as the nearest number of the scalar", "", float, double) {
  std::mt19937_64 random(1);
  for (int k = 0; k < 2000; ++k) {
    const auto digits = std::to_string(random() % 1000000000000ULL);
    const auto exponent = static_cast<int>(random() % 60) - 40;
    const std::string text = digits + "e" + std::to_string(exponent);
    CAPTURE(text);
    const TestType value = number<TestType>(text);
    CHECK(value == parse_scalar<TestType>(text).value());
    const double expected = std::stod(text);
    if (std::is_same_v<TestType, double>) CHECK(static_cast<double>(value) == expected);
  }
}

TEST_CASE("A number beyond the scalar's range is refused") {
  const auto document = parse_json("[1e300]", "some.json").value();
  CHECK_FALSE(read_number<float>(document.items[0], kPlace));
  CHECK(read_number<double>(document.items[0], kPlace));
}

TEST_CASE("What is not JSON is refused with file and line") {
  CHECK(refusal("{\n \"a\": 1,\n \"b\" 2}").starts_with("some.json line 3: "));
  CHECK(refusal("[1, NaN]").starts_with("some.json line 1: "));
  CHECK(refusal("[1] 2").starts_with("some.json line 1: "));
  CHECK(refusal("").starts_with("some.json line 1: "));
  CHECK(refusal(R"({"a": 1, "b": {"c": 1, "c": 2}})").find("\"c\" twice") != std::string::npos);
  CHECK(refusal(std::string(65, '[')).find("too deeply nested") != std::string::npos);
  CHECK(refusal(std::string(10000000, '[')).find("too deeply nested") != std::string::npos);
}

TEST_CASE("An error about a value says where it stands and what it is") {
  const auto document = parse_json("{\"w\": [1,\n \"one\"]}", "some.json").value();
  const auto values = read_vector<double>(*document.find("w"), {"some.json", "w"});
  REQUIRE_FALSE(values);
  CHECK(message(values.error()).starts_with("some.json line 2: w: \"one\"; expected "));
  CHECK_FALSE(read_matrix<double>(parse_json("[[1,2],[3]]", "f").value(), kPlace));
  CHECK_FALSE(read_matrix<double>(parse_json("[[]]", "f").value(), kPlace));
  CHECK_FALSE(read_shape(parse_json("[3000000000]", "f").value(), kPlace));
  CHECK_FALSE(read_shape(parse_json("[2000000000, 2000000000]", "f").value(), kPlace));
  CHECK_FALSE(read_shape(parse_json("[-1]", "f").value(), kPlace));
  CHECK_FALSE(read_index(parse_json("1.0", "f").value(), kPlace, 0));
}

TEMPLATE_TEST_CASE("Numbers that are written are read back as they were", "", float, double,
                   Rational) {
  using S = TestType;
  for (const S& value : {S(0), S(-7), S(1) / S(3), S(1) / S(10), S(-5) / S(7), S(9007199254740992),
                         S(9007199254740991), S(1e15), S(1e-20)}) {
    CHECK(number<S>(number_json(value).dump()) == value);
  }
}

TEST_CASE("Rational numbers are written as integers and fractions") {
  CHECK(number_json(Rational(-3, 2)).dump() == "\"-3/2\"");
  CHECK(number_json(Rational(4)).dump() == "4");
  CHECK(number_json(Rational("9007199254740992")).dump() == "\"9007199254740992\"");
  CHECK(number_json(0.1).dump() == "0.1");
  CHECK(number_json(0.1f).dump() == "0.1");
}

}  // namespace
}  // namespace axiomark
