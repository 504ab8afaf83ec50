#include "experiments/claims/baseline_images.hpp"

#include <cmath>

#include "network/gradient.hpp"

namespace axiomark::claims {
namespace {

Vector<double> noise(std::uint64_t seed) {
  RandomStream stream(seed);
  Vector<double> all(kPixels);
  for (double& pixel : all) pixel = stream.unit_interval();
  return all;
}

// The mean of the 5x5 pixels around each, as far as there are any.
Vector<double> blurred(const Vector<double>& image) {
  Vector<double> all(kPixels);
  for (Index p = 0; p < kPixels; ++p) {
    double sum = 0;
    double count = 0;
    for (Index q = 0; q < kPixels; ++q) {
      if (std::abs(p / kImageSide - q / kImageSide) > 2) continue;
      if (std::abs(p % kImageSide - q % kImageSide) > 2) continue;
      sum += image(q);
      count += 1;
    }
    all(p) = sum / count;
  }
  return all;
}

// Noise, moved against the gradient of a score until that is below 1/1000, intensities kept between
// 0 and 1.
Vector<double> zero_score(const Network<double>& scores, Index shape, std::uint64_t seed) {
  Batch<double> image = noise(seed);
  Vector<double> target = Vector<double>::Zero(kShapes);
  target(shape) = 1;
  for (int k = 0; k < 1000; ++k) {
    const auto slope = gradient(scores, image, target, Conventions<double>{});
    if (!slope || slope->outputs(0) < 1e-3) break;
    image =
        (image - 0.05 * slope->values / slope->values.abs().maxCoeff()).max(0.0).min(1.0).eval();
  }
  return image.col(0);
}

}  // namespace

Vector<double> baseline_image(Baseline baseline, const ShapeImages& all, Index k,
                              const Network<double>& scores) {
  const auto seed = static_cast<std::uint64_t>(2000 + k);
  switch (baseline) {
    case Baseline::black:
      break;
    case Baseline::white:
      return Vector<double>::Ones(kPixels);
    case Baseline::mean:
      return all.images.rowwise().mean();
    case Baseline::noise:
      return noise(seed);
    case Baseline::blurred:
      return blurred(all.images.col(k));
    case Baseline::zero_score:
      return zero_score(scores, all.shapes[static_cast<std::size_t>(k)], seed);
  }
  return Vector<double>::Zero(kPixels);
}

}  // namespace axiomark::claims
