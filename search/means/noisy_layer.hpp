#pragma once

#include "network/layer_list.hpp"
#include "network/random_stream.hpp"

namespace axiomark {

/// One layer of relus under normal noise: the functions for which means over noise have a formula.
/// F(z) = sum over the units j of a_j relu(w_j z + b_j).
struct NoisyLayer {
  Matrix<double> weights;  ///< w, units x features
  Vector<double> bias;     ///< b
  Vector<double> outer;    ///< a

  [[nodiscard]] Network<double> network() const;
};
/// Whole numbers, two or three features, one to three units, none of them constant.
/// Cost: about ten draws per unit.
[[nodiscard]] NoisyLayer draw_noisy_layer(RandomStream& stream);

/// A mean over noise, and how far the draws of `normal_deviate`, which lie on a grid, and the
/// arithmetic may be from it.
struct NoisyMean {
  Vector<double> mean;
  double error;
};

/// E dF/dx_i (x + s z), the z standard normal:
///   sum_j a_j w_ji Phi((w_j x + b_j) / (s |w_j|)),
/// as w_j (x + s z) + b_j is normal with that mean and deviation.
/// Requires s > 0. Cost: one normal probability per unit.
[[nodiscard]] NoisyMean mean_of_noisy_slopes(const NoisyLayer& layer, const Vector<double>& x,
                                             double s);

/// E (y_i - x'_i) dF/dx_i (x' + t (y - x')), y = x + s z, t uniform on [0, 1]: at a given t, unit j is
/// normal with mean m = w_j x' + b_j + t w_j (x - x') and deviation t s |w_j|, and z_i given the unit is
/// linear in it, so that with h = m / (t s |w_j|) the mean is
///   sum_j a_j w_ji ((x_i - x'_i) Phi(h) + s w_ji / |w_j| phi(h)),
/// which is integrated over t adaptively by Gauss & Kronrod.
/// Requires s > 0. Cost: some hundred normal probabilities per unit.
[[nodiscard]] NoisyMean mean_of_noisy_segments(const NoisyLayer& layer, const Vector<double>& x,
                                               const Vector<double>& from, double s);

}  // namespace axiomark
