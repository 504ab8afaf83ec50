#include "network/picture_layout.hpp"
#include "network/picture_scale.hpp"
#include "tests/catch.hpp"

namespace axiomark {
namespace {

PictureLayout layout(const Shape& sample, ChannelPlace place = ChannelPlace::automatic,
                     std::optional<PictureSize> size = std::nullopt) {
  return picture_layout(sample, place, size, "x.png").value();
}

bool is(const PictureLayout& found, Index channels, Index height, Index width, bool last) {
  return found.channels == channels && found.height == height && found.width == width &&
         found.channels_last == last;
}

TEST_CASE("The shape of an input says how it is a picture") {
  CHECK(is(layout({1, 1, 28, 28}), 1, 28, 28, false));
  CHECK(is(layout({1, 3, 32, 30}), 3, 32, 30, false));
  CHECK(is(layout({3, 32, 30}), 3, 32, 30, false));
  CHECK(is(layout({1, 32, 30, 3}), 3, 32, 30, true));
  CHECK(is(layout({1, 28, 27, 1}), 1, 28, 27, true));
  CHECK(is(layout({28, 27}), 1, 28, 27, false));
  CHECK(is(layout({1, 784, 1}), 1, 28, 28, false));
  CHECK(is(layout({784}), 1, 28, 28, false));
  CHECK(is(layout({12}, ChannelPlace::automatic, PictureSize{4, 3}), 1, 3, 4, false));
  CHECK(is(layout({12}, ChannelPlace::first), 3, 2, 2, false));
  CHECK(is(layout({12}, ChannelPlace::last, PictureSize{4, 1}), 3, 1, 4, true));
  CHECK(is(layout({3, 5, 3}, ChannelPlace::last), 3, 3, 5, true));
}

TEST_CASE("Inputs that are no picture, or of another size, are refused") {
  const auto refused = [](const Shape& sample, std::optional<PictureSize> size = std::nullopt) {
    const auto found = picture_layout(sample, ChannelPlace::automatic, size, "x.png");
    return !found && message(found.error()).starts_with("x.png: ");
  };
  CHECK(refused({5}));
  CHECK(refused({2, 28, 28}));
  CHECK(refused({4, 3, 28, 28}));
  CHECK(refused({1, 3, 32, 32}, PictureSize{28, 28}));
  CHECK(refused({784}, PictureSize{32, 32}));
  CHECK(refused({12}));  // 2 x 2 colours only when it is said how they lie
}

TEST_CASE("A feature is where its layout has it") {
  const Index height = 2;
  const Index width = 3;
  const PictureLayout first{3, height, width};
  const PictureLayout last{3, height, width, true};
  const PictureLayout blue_first{3, height, width, false, true};
  CHECK(first.feature(1, 1, 2) == 11);       // [1][1][2] of [3][2][3]
  CHECK(last.feature(1, 1, 2) == 16);        // [1][2][1] of [2][3][3]
  CHECK(blue_first.feature(0, 0, 0) == 12);  // red is the third channel
  CHECK(blue_first.feature(1, 1, 2) == 11);  // green stays in the middle
}

TEST_CASE("The channels of an input are where they are summed") {
  const auto axis = [](const Shape& sample, ChannelPlace place) {
    return channel_axis(sample, place, "--display channel-sum").value();
  };
  const auto first = axis({1, 3, 4, 5}, ChannelPlace::automatic);
  CHECK((first.channels == 3 && first.inner == 20 && first.summed == Shape{1, 1, 4, 5}));
  const auto last = axis({1, 4, 5, 3}, ChannelPlace::automatic);
  CHECK((last.channels == 3 && last.inner == 1 && last.summed == Shape{1, 4, 5, 1}));
  const auto many = axis({64, 4, 5}, ChannelPlace::automatic);
  CHECK((many.channels == 64 && many.inner == 20 && many.summed == Shape{1, 4, 5}));
  const auto flat = axis({1, 12}, ChannelPlace::last);
  CHECK((flat.channels == 3 && flat.inner == 1 && flat.summed == Shape{4}));
  CHECK_FALSE(channel_axis({12}, ChannelPlace::automatic, "x"));
  CHECK_FALSE(channel_axis({2, 4, 5, 6}, ChannelPlace::automatic, "x"));
}

TEMPLATE_TEST_CASE("A pixel becomes its part of the way from black to white", "", float, double,
                   Rational) {
  using S = TestType;
  const PictureScale scale{{Rational(-1), Rational(0), Rational(2)},
                           {Rational(1), Rational(255), Rational(0)}};
  const Pixels picture{1, 1, 3, 255, {255, 51, 102}};
  const auto x = from_pixels<S>(picture, {3, 1, 1}, scale, "x.png").value();
  CHECK(x(0) == S(1));
  CHECK(x(1) == S(51));        // 255 * 51 / 255
  CHECK(x(2) == S(6) / S(5));  // 2 - 2 * 102 / 255 = 2 - 4/5
  const Pixels fine{1, 1, 1, 65535, {13107}};
  CHECK(from_pixels<S>(fine, {1, 1, 1}, {}, "x.png").value()(0) == S(1) / S(5));
}

TEST_CASE("Grey serves for colours, equal colours for grey, other colours do not") {
  const Pixels grey{2, 1, 1, 255, {255, 0}};
  const auto coloured = from_pixels<double>(grey, {3, 1, 2}, {}, "x.png").value();
  CHECK((coloured == (Vector<double>(6) << 1, 0, 1, 0, 1, 0).finished()).all());
  const Pixels equal{2, 1, 3, 255, {255, 255, 255, 0, 0, 0}};
  CHECK((from_pixels<double>(equal, {1, 1, 2}, {}, "x.png").value() ==
         (Vector<double>(2) << 1, 0).finished())
            .all());
  const Pixels colours{2, 1, 3, 255, {255, 255, 255, 0, 1, 0}};
  const auto refused = from_pixels<double>(colours, {1, 1, 2}, {}, "x.png");
  REQUIRE_FALSE(refused);
  CHECK(message(refused.error()).find("coloured pixel in row 0, column 1") != std::string::npos);
}

TEST_CASE("An input is shown as the pixels it came from, clipped to black and white") {
  const PictureScale scale{{Rational(-2)}, {Rational(2)}};
  const PictureLayout layout{3, 2, 2, true, true};
  Pixels picture{2, 2, 3, 255, {}};
  for (std::uint16_t k = 0; k < 12; ++k)
    picture.values.push_back(static_cast<std::uint16_t>(23 * k));
  const auto x = from_pixels<double>(picture, layout, scale, "x.png").value();
  CHECK(to_pixels(x, layout, scale) == picture);
  const Vector<double> beyond = (Vector<double>(2) << -3, 7).finished();
  CHECK(to_pixels(beyond, {1, 1, 2}, scale).values == std::vector<std::uint16_t>{0, 255});
}

}  // namespace
}  // namespace axiomark
