#include "search/means/noisy_layer.hpp"

#include <boost/math/constants/constants.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>

namespace axiomark {
namespace {

// Deviates are rounded to multiples of 2^-20: each is off by half of that at most.
constexpr double kGrid = 0x1.0p-21;
// Far above the rounding of a dozen operations and of erfc.
constexpr double kRounding = 1e-12;

double normal_probability(double h) {
  return boost::math::erfc(-h / boost::math::constants::root_two<double>()) / 2;
}
double normal_density(double h) {
  return std::exp(-h * h / 2) * boost::math::constants::one_div_root_two_pi<double>();
}

double length(const NoisyLayer& layer, Index unit) {
  return std::sqrt(layer.weights.row(unit).square().sum());
}

// A unit whose deviates are off by kGrid each is off by |w|_1 s kGrid, |w|_1 <= sqrt(n) |w|, and so on
// the wrong side of its kink with probability at most 2 |w|_1 s kGrid phi(0) / (s |w|).
double wrong_side(const NoisyLayer& layer) {
  return 2 * std::sqrt(static_cast<double>(layer.weights.cols())) * kGrid * normal_density(0);
}

// The largest |dF/dx_i| anywhere, and over all i.
double steepest(const NoisyLayer& layer) {
  double most = 0;
  for (Index i = 0; i < layer.weights.cols(); ++i) {
    most = std::max(most, (layer.weights.col(i) * layer.outer).abs().sum());
  }
  return most;
}

}  // namespace

Network<double> NoisyLayer::network() const {
  LayerList<double> layers(2);
  layers[0] = {weights, bias, true};
  layers[1] = {Matrix<double>(outer.transpose()), Vector<double>::Zero(1), false};
  return make_network(layers).value();
}

NoisyLayer draw_noisy_layer(RandomStream& stream) {
  const auto features = static_cast<Index>(stream.between(2, 3));
  const auto units = static_cast<Index>(stream.between(1, 3));
  NoisyLayer layer{Matrix<double>(units, features), Vector<double>(units), Vector<double>(units)};
  for (Index j = 0; j < units; ++j) {
    for (Index i = 0; i < features; ++i) {
      layer.weights(j, i) = static_cast<double>(stream.between(-2, 2));
    }
    if ((layer.weights.row(j) == 0).all()) layer.weights(j, 0) = 1;
    layer.bias(j) = static_cast<double>(stream.between(-2, 2));
    layer.outer(j) = stream.one_in(2) ? 1 : -1;
  }
  return layer;
}

NoisyMean mean_of_noisy_slopes(const NoisyLayer& layer, const Vector<double>& x, double s) {
  NoisyMean result{Vector<double>::Zero(x.size()), 0};
  for (Index j = 0; j < layer.bias.size(); ++j) {
    const Vector<double> w = layer.weights.row(j).transpose();
    const double h = ((w * x).sum() + layer.bias(j)) / (s * length(layer, j));
    result.mean += layer.outer(j) * normal_probability(h) * w;
  }
  result.error = steepest(layer) * (wrong_side(layer) + kRounding);
  return result;
}

NoisyMean mean_of_noisy_segments(const NoisyLayer& layer, const Vector<double>& x,
                                 const Vector<double>& from, double s) {
  using Rule = boost::math::quadrature::gauss_kronrod<double, 31>;
  constexpr unsigned kMostHalvings = 15;
  NoisyMean result{Vector<double>::Zero(x.size()), 0};
  const Vector<double> way = x - from;
  for (Index j = 0; j < layer.bias.size(); ++j) {
    const Vector<double> w = layer.weights.row(j).transpose();
    const double start = (w * from).sum() + layer.bias(j);
    const double rise = (w * way).sum();
    const double deviation = s * length(layer, j);
    for (Index i = 0; i < x.size(); ++i) {
      double error = 0;
      const double integral = Rule::integrate(
          [&](double t) {
            const double h = (start + t * rise) / (t * deviation);
            return way(i) * normal_probability(h) + s * w(i) / length(layer, j) * normal_density(h);
          },
          0.0, 1.0, kMostHalvings, kRounding, &error);
      result.mean(i) += layer.outer(j) * w(i) * integral;
      result.error += std::abs(w(i)) * error;
    }
  }
  // The factor y_i - x'_i is off by s kGrid; on a wrong side it counts whole, and 9 deviations are more
  // than any draw has (normal_deviate stays below 8.3).
  const double factor = way.abs().maxCoeff() + 9 * s;
  result.error += steepest(layer) * (s * kGrid + factor * (wrong_side(layer) + kRounding));
  return result;
}

}  // namespace axiomark
