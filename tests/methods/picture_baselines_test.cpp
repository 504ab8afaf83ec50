#include "methods/picture_baselines.hpp"

#include "methods/near_zero.hpp"
#include "tests/catch.hpp"

namespace axiomark {
namespace {

template <Scalar S>
Vector<S> numbers(std::initializer_list<int> values) {
  Vector<S> v(static_cast<Index>(values.size()));
  Index k = 0;
  for (const int value : values) v(k++) = S(value);
  return v;
}

TEMPLATE_TEST_CASE("White and black are what the scale says, colour by colour", "", float, double,
                   Rational) {
  using S = TestType;
  const PictureScale scale{{Rational(-1), Rational(-2), Rational(-3)},
                           {Rational(1), Rational(2), Rational(5)}};
  const PictureLayout first{3, 1, 2};
  CHECK((white_picture<S>(first, scale) == numbers<S>({1, 1, 2, 2, 5, 5})).all());
  CHECK((black_picture<S>(first, scale) == numbers<S>({-1, -1, -2, -2, -3, -3})).all());
  const PictureLayout last{3, 1, 2, true};
  CHECK((white_picture<S>(last, scale) == numbers<S>({1, 2, 5, 1, 2, 5})).all());
}

TEMPLATE_TEST_CASE("The mean baseline is the mean colour everywhere", "", float, double, Rational) {
  using S = TestType;
  const Vector<S> x = numbers<S>({1, 2, 3, 6, 0, 0, 0, 4, -1, -1, -1, -5});
  CHECK((mean_colour(x, {3, 2, 2}) == numbers<S>({3, 3, 3, 3, 1, 1, 1, 1, -2, -2, -2, -2})).all());
  const Vector<S> last = numbers<S>({1, 0, -1, 3, 4, 1});
  CHECK((mean_colour(last, {3, 1, 2, true}) == numbers<S>({2, 2, 0, 2, 2, 0})).all());
}

TEST_CASE("Noise is drawn from the 256 values of a picture, by value") {
  // SplitMix64 from seed 7, worked out by another program, modulo 256.
  const PictureScale levels{{Rational(0)}, {Rational(255)}};
  const auto noise = noise_picture<Rational>(7, {1, 2, 3}, levels);
  CHECK((noise == numbers<Rational>({69, 254, 155, 61, 38, 198})).all());
  CHECK((noise_picture<Rational>(7, {1, 2, 3}, {}) * Rational(255) == noise).all());
  CHECK_FALSE((noise_picture<Rational>(8, {1, 2, 3}, levels) == noise).all());
}

TEMPLATE_TEST_CASE("A blur is the weighted mean of what is near", "", double, Rational) {
  using S = TestType;
  // sigma = 1: w_0 = 65536, w_1 = round(65536 e^-1/2) = 39750, w_2 = round(65536 e^-2) = 8869.
  const Vector<S> line = blurred(numbers<S>({1, 0, 0}), {1, 1, 3}, 1.0);
  CHECK(line(0) == S(65536) / S(65536 + 39750 + 8869));
  CHECK(line(1) == S(39750) / S(65536 + 2 * 39750));
  CHECK(line(2) == S(8869) / S(65536 + 39750 + 8869));
  // So wide that all weights are 65536: the mean, along both sides.
  const Vector<S> x = numbers<S>({1, 2, 3, 10});
  CHECK((blurred(x, {1, 2, 2}, 1000.0) == numbers<S>({4, 4, 4, 4})).all());
  // So narrow that all weights but w_0 are 0.
  CHECK((blurred(x, {1, 2, 2}, 0.1) == x).all());
  CHECK(usual_blur({3, 32, 40}) == 4);
}

TEST_CASE("A blur leaves a plain picture as it is and does not mix colours or columns with rows") {
  const PictureLayout layout{3, 4, 5, true};
  Vector<Rational> plain(60);
  for (Index k = 0; k < 60; ++k) plain(k) = Rational(k % 3 + 1, 7);
  CHECK((blurred(plain, layout, 1.5) == plain).all());
  // One bright pixel: the result is the product of a row's and a column's weights.
  Vector<Rational> spot = Vector<Rational>::Constant(60, Rational(0));
  spot(layout.feature(1, 2, 0)) = Rational(1);
  const auto soft = blurred(spot, layout, 1.0);
  const auto row = blurred(numbers<Rational>({1, 0, 0, 0, 0}), {1, 1, 5}, 1.0);
  const auto column = blurred(numbers<Rational>({0, 0, 1, 0}), {1, 1, 4}, 1.0);
  for (Index y = 0; y < 4; ++y) {
    for (Index x = 0; x < 5; ++x) {
      CHECK(soft(layout.feature(1, y, x)) == row(x) * column(y));
      CHECK(soft(layout.feature(0, y, x)) == 0);
    }
  }
}

TEMPLATE_TEST_CASE("A baseline score is near zero up to a tenth of the input's", "", float, double,
                   Rational) {
  using S = TestType;
  CHECK_FALSE(near_zero_note(S(10), S(1)));
  CHECK_FALSE(near_zero_note(S(-10), S(1)));
  CHECK_FALSE(near_zero_note(S(0), S(0)));
  CHECK(near_zero_note(S(10), S(2)));
  CHECK(near_zero_note(S(10), S(-2)));
  CHECK(
      near_zero_note(S(0), S(1)).value().starts_with("F(x') = 1 is not near zero beside F(x) = 0"));
}

}  // namespace
}  // namespace axiomark
