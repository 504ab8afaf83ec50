#pragma once

#include <cstddef>
#include <vector>

namespace axiomark::reference {

/// Zeiler & Fergus 2014, section 4.2: one feature at a time is covered by its baseline; its
/// attribution is how much the function falls.
template <class S, class ValueAt>
[[nodiscard]] std::vector<S> occlusion(const ValueAt& value_at, const std::vector<S>& baseline,
                                       const std::vector<S>& x) {
  std::vector<S> result;
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::vector<S> covered = x;
    covered[i] = baseline[i];
    result.push_back(value_at(x) - value_at(covered));
  }
  return result;
}

/// How much the function falls when the pixels of a height x width image from (top, left) on, size
/// in each direction and inside the image, are covered by their baselines.
template <class S, class ValueAt>
[[nodiscard]] S fall_under_square(const ValueAt& value_at, const std::vector<S>& baseline,
                                  const std::vector<S>& x, std::size_t height, std::size_t width,
                                  std::size_t top, std::size_t left, std::size_t size) {
  std::vector<S> covered = x;
  for (std::size_t r = top; r < top + size && r < height; ++r) {
    for (std::size_t c = left; c < left + size && c < width; ++c) {
      covered[r * width + c] = baseline[r * width + c];
    }
  }
  return value_at(x) - value_at(covered);
}

/// The same with a square of `size` pixels that slides over a height x width image by `stride`,
/// from the upper left corner until the image is covered, cut off at its border. A pixel gets the
/// mean fall over all squares that cover it. Every pixel looks for its squares by itself.
template <class S, class ValueAt>
[[nodiscard]] std::vector<S> sliding_occlusion(const ValueAt& value_at,
                                               const std::vector<S>& baseline,
                                               const std::vector<S>& x, std::size_t height,
                                               std::size_t width, std::size_t size,
                                               std::size_t stride) {
  std::vector<S> result;
  for (std::size_t pixel = 0; pixel < height * width; ++pixel) {
    const std::size_t row = pixel / width;
    const std::size_t column = pixel % width;
    S sum(0);
    int squares = 0;
    // A square is needed only if the one before it has not reached the border yet.
    for (std::size_t top = 0; top == 0 || top - stride + size < height; top += stride) {
      for (std::size_t left = 0; left == 0 || left - stride + size < width; left += stride) {
        if (row < top || row >= top + size || column < left || column >= left + size) continue;
        sum += fall_under_square(value_at, baseline, x, height, width, top, left, size);
        ++squares;
      }
    }
    result.push_back(sum / S(squares));
  }
  return result;
}

}  // namespace axiomark::reference
