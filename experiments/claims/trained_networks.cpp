#include "experiments/claims/trained_networks.hpp"

#include <algorithm>
#include <cmath>

#include "experiments/claims/random_networks.hpp"
#include "network/builder.hpp"
#include "network/layer_list.hpp"

namespace axiomark::claims {
namespace {

constexpr Index kShapeSide = 6;

// Enough for more than nine in ten new images; a batch of 64 keeps the noise of the steps small.
constexpr Index kTrainingSteps = 600;
constexpr Index kBatchSize = 64;
constexpr double kStepSize = 0.05;

enum : std::uint8_t { kSquare, kCross, kFrame };

bool belongs(Index shape, Index i, Index j) {
  const auto middle = [](Index k) { return k == 2 || k == 3; };
  const auto outer = [](Index k) { return k == 0 || k == kShapeSide - 1; };
  if (shape == kCross) return middle(i) || middle(j);
  if (shape == kFrame) return outer(i) || outer(j);
  return true;
}

Matrix<double> softmax_columns(const Matrix<double>& logits) {
  const Matrix<double> powers = (logits.rowwise() - logits.colwise().maxCoeff().eval()).exp();
  return powers.rowwise() / powers.colwise().sum().eval();
}

// One step of gradient descent on the mean cross-entropy of a batch.
void descend(LayerList<double>& layers, const ShapeImages& batch) {
  std::vector<Matrix<double>> values = {batch.images};
  for (const Layer<double>& layer : layers) {
    Matrix<double> z = (layer.weights.matrix() * values.back().matrix()).array();
    z.colwise() += layer.bias;
    values.push_back(layer.relu ? Matrix<double>(z.max(0.0)) : z);
  }
  Matrix<double> slope = softmax_columns(values.back());
  for (std::size_t k = 0; k < batch.shapes.size(); ++k) {
    slope(batch.shapes[k], static_cast<Index>(k)) -= 1;
  }
  slope /= static_cast<double>(batch.shapes.size());
  for (std::size_t k = layers.size(); k-- > 0;) {
    Layer<double>& layer = layers[k];
    if (layer.relu) slope *= (values[k + 1] > 0).cast<double>();
    const Matrix<double> weights_slope = (slope.matrix() * values[k].matrix().transpose()).array();
    const Vector<double> bias_slope = slope.rowwise().sum();
    slope = (layer.weights.matrix().transpose() * slope.matrix()).array().eval();
    layer.weights -= kStepSize * weights_slope;
    layer.bias -= kStepSize * bias_slope;
  }
}

Network<double> train(Polarity polarity, const std::vector<Index>& widths) {
  RandomStream stream = RandomStream(2017).split(static_cast<std::uint64_t>(polarity));
  LayerList<double> layers = layers_of(random_relu_network(stream, widths));
  for (Index k = 0; k < kTrainingSteps; ++k) {
    descend(layers, draw_shapes(stream, polarity, kBatchSize));
  }
  return make_network(layers).value();
}

}  // namespace

ShapeImages draw_shapes(RandomStream& stream, Polarity polarity, Index count) {
  ShapeImages all{Batch<double>(kPixels, count), Batch<double>::Zero(kPixels, count), {}};
  for (Index k = 0; k < count; ++k) {
    const auto shape = static_cast<Index>(stream.below(kShapes));
    const Index top = stream.between(0, kImageSide - kShapeSide);
    const Index left = stream.between(0, kImageSide - kShapeSide);
    for (Index i = 0; i < kShapeSide; ++i) {
      for (Index j = 0; j < kShapeSide; ++j) {
        if (belongs(shape, i, j)) all.on_object((top + i) * kImageSide + left + j, k) = 1;
      }
    }
    for (Index p = 0; p < kPixels; ++p) {
      const double bright = 0.7 * all.on_object(p, k) + 0.3 * stream.unit_interval();
      all.images(p, k) = polarity == Polarity::bright_on_dark ? bright : 1 - bright;
    }
    all.shapes.push_back(shape);
  }
  return all;
}

Vector<double> edges(const Vector<double>& on_object) {
  Vector<double> found = Vector<double>::Zero(kPixels);
  const auto meet = [&](Index p, Index q) {
    if (on_object(p) != on_object(q)) found(p) = found(q) = 1;
  };
  for (Index p = 0; p < kPixels; ++p) {
    if (p % kImageSide + 1 < kImageSide) meet(p, p + 1);
    if (p + kImageSide < kPixels) meet(p, p + kImageSide);
  }
  return found;
}

Network<double> trained_on_shapes(const std::vector<Index>& hidden) {
  std::vector<Index> widths = {kPixels};
  widths.insert(widths.end(), hidden.begin(), hidden.end());
  widths.push_back(kShapes);
  return train(Polarity::bright_on_dark, widths);
}

const Network<double>& trained_network(Polarity polarity) {
  static const std::vector<Index> widths = {kPixels, 32, 32, kShapes};
  static const Network<double> bright = train(Polarity::bright_on_dark, widths);
  static const Network<double> dark = train(Polarity::dark_on_bright, widths);
  return polarity == Polarity::bright_on_dark ? bright : dark;
}

Network<double> with_softmax(const Network<double>& logits) {
  NetworkBuilder<double> b;
  const Tensor x = b.input({kPixels});
  return b.build(b.softmax(b.include(logits, {x}), 0)).value();
}

double accuracy(const Network<double>& logits, const ShapeImages& images) {
  const Batch<double> outputs = evaluate(logits, images.images);
  double right = 0;
  for (Index k = 0; k < outputs.cols(); ++k) {
    Index best = 0;
    outputs.col(k).maxCoeff(&best);
    right += best == images.shapes[static_cast<std::size_t>(k)] ? 1 : 0;
  }
  return right / static_cast<double>(outputs.cols());
}

}  // namespace axiomark::claims
