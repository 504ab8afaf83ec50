#include "methods/picture_baselines.hpp"

#include <algorithm>
#include <cmath>

#include "network/random_stream.hpp"

namespace axiomark {
namespace {

template <Scalar S>
Vector<S> plain_picture(const PictureLayout& layout, const auto& value_of) {
  Vector<S> picture(layout.features());
  for (Index colour = 0; colour < layout.channels; ++colour) {
    const S value = value_of(colour);
    for (Index y = 0; y < layout.height; ++y) {
      for (Index x = 0; x < layout.width; ++x) picture(layout.feature(colour, y, x)) = value;
    }
  }
  return picture;
}

// w_0, w_1, ... up to the last that is not 0 or reaches across.
std::vector<std::int64_t> weights(double sigma, Index side) {
  std::vector<std::int64_t> w;
  for (Index d = 0; d < side; ++d) {
    const auto distance = static_cast<double>(d) / sigma;
    w.push_back(std::llround(65536 * std::exp(-distance * distance / 2)));
    if (w.back() == 0) break;
  }
  return w;
}

template <Scalar S>
Vector<S> blurred_line(const Vector<S>& line, const std::vector<std::int64_t>& w) {
  Vector<S> result(line.size());
  const auto reach = static_cast<Index>(w.size()) - 1;
  for (Index p = 0; p < line.size(); ++p) {
    S sum(0);
    std::int64_t all = 0;
    for (Index q = std::max<Index>(0, p - reach); q <= std::min(line.size() - 1, p + reach); ++q) {
      const std::int64_t weight = w[static_cast<std::size_t>(std::abs(p - q))];
      sum += S(weight) * line(q);
      all += weight;
    }
    result(p) = sum / S(all);
  }
  return result;
}

}  // namespace

template <Scalar S>
Vector<S> white_picture(const PictureLayout& layout, const PictureScale& scale) {
  return plain_picture<S>(layout, [&](Index c) { return convert<S>(scale.white_of(c)); });
}

template <Scalar S>
Vector<S> black_picture(const PictureLayout& layout, const PictureScale& scale) {
  return plain_picture<S>(layout, [&](Index c) { return convert<S>(scale.black_of(c)); });
}

template <Scalar S>
Vector<S> mean_colour(const Vector<S>& input, const PictureLayout& layout) {
  return plain_picture<S>(layout, [&](Index colour) {
    S sum(0);
    for (Index y = 0; y < layout.height; ++y) {
      for (Index x = 0; x < layout.width; ++x) sum += input(layout.feature(colour, y, x));
    }
    return S(sum / S(static_cast<int>(layout.height * layout.width)));
  });
}

template <Scalar S>
Vector<S> noise_picture(std::uint64_t seed, const PictureLayout& layout,
                        const PictureScale& scale) {
  Pixels noise{layout.width, layout.height, layout.channels, 255, {}};
  RandomStream stream(seed);
  for (Index k = 0; k < layout.features(); ++k) {
    noise.values.push_back(static_cast<std::uint16_t>(stream.below(256)));
  }
  return from_pixels<S>(noise, layout, scale, "noise").value();  // made to fit
}

template <Scalar S>
Vector<S> blurred(const Vector<S>& input, const PictureLayout& layout, double sigma) {
  Vector<S> result = input;
  const auto blur_line = [&](Index length, const auto& feature_at) {
    const auto w = weights(sigma, length);
    Vector<S> line(length);
    for (Index k = 0; k < length; ++k) line(k) = result(feature_at(k));
    line = blurred_line(line, w);
    for (Index k = 0; k < length; ++k) result(feature_at(k)) = line(k);
  };
  for (Index colour = 0; colour < layout.channels; ++colour) {
    for (Index y = 0; y < layout.height; ++y) {
      blur_line(layout.width, [&](Index x) { return layout.feature(colour, y, x); });
    }
    for (Index x = 0; x < layout.width; ++x) {
      blur_line(layout.height, [&](Index y) { return layout.feature(colour, y, x); });
    }
  }
  return result;
}

double usual_blur(const PictureLayout& layout) {
  return static_cast<double>(std::min(layout.width, layout.height)) / 8;
}

#define AXIOMARK_INSTANTIATE(S)                                                                  \
  template Vector<S> white_picture<S>(const PictureLayout&, const PictureScale&);                \
  template Vector<S> black_picture<S>(const PictureLayout&, const PictureScale&);                \
  template Vector<S> mean_colour<S>(const Vector<S>&, const PictureLayout&);                     \
  template Vector<S> noise_picture<S>(std::uint64_t, const PictureLayout&, const PictureScale&); \
  template Vector<S> blurred<S>(const Vector<S>&, const PictureLayout&, double);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
