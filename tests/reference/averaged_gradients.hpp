#pragma once

#include <cstddef>
#include <vector>

#include "tests/reference/gradient_methods.hpp"

/// Methods that average over noise or baselines, given what was drawn; and sums of methods.
namespace axiomark::reference {

/// (x_i - x'_i) * dF_target / dx_i at x.
template <class S>
[[nodiscard]] std::vector<S> gradient_x_difference(const LayeredNetwork<S>& network,
                                                   std::size_t target, const std::vector<S>& x,
                                                   const std::vector<S>& baseline,
                                                   const S& kink = S(0)) {
  std::vector<S> products;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const S partial = gradient(network, target, x, kink).at(i);
    products.push_back(partial * x[i] - partial * baseline.at(i));
  }
  return products;
}

/// sum_j coefficient_j * attribution_j, feature by feature.
template <class S>
[[nodiscard]] std::vector<S> combination(const std::vector<S>& coefficients,
                                         const std::vector<std::vector<S>>& attributions) {
  std::vector<S> sum(attributions.at(0).size(), S(0));
  for (std::size_t i = 0; i < sum.size(); ++i) {
    for (std::size_t j = 0; j < coefficients.size(); ++j) {
      sum[i] += coefficients[j] * attributions.at(j).at(i);
    }
  }
  return sum;
}

/// The mean of several attributions, feature by feature.
template <class S>
[[nodiscard]] std::vector<S> mean(const std::vector<std::vector<S>>& attributions) {
  std::vector<S> total(attributions.at(0).size(), S(0));
  for (std::size_t i = 0; i < total.size(); ++i) {
    for (const auto& one : attributions) total[i] += one.at(i);
    total[i] = total[i] / S(static_cast<int>(attributions.size()));
  }
  return total;
}

/// Smilkov et al. 2017, sec. 3: 1/n sum of the gradients at x + noise_k.
template <class S>
[[nodiscard]] std::vector<S> smooth_gradient(const LayeredNetwork<S>& network, std::size_t target,
                                             const std::vector<S>& x,
                                             const std::vector<std::vector<S>>& noises,
                                             const S& kink = S(0)) {
  std::vector<std::vector<S>> gradients;
  for (const auto& noise : noises) {
    std::vector<S> noisy;
    for (std::size_t i = 0; i < x.size(); ++i) noisy.push_back(x[i] + noise.at(i));
    gradients.push_back(gradient(network, target, noisy, kink));
  }
  return mean(gradients);
}

/// One draw of Erion et al. 2021; with the noise of the input, one of Captum's GradientShap.
template <class S>
struct PathDraw {
  std::vector<S> baseline;
  S alpha;
  std::vector<S> noise;
};

/// Captum's GradientShap: per draw (noisy x - x') * gradient at alpha * (noisy x) + (1 - alpha) x'.
/// Noise zero: expected gradients of Erion et al. 2021.
template <class S>
[[nodiscard]] std::vector<S> gradient_shap(const LayeredNetwork<S>& network, std::size_t target,
                                           const std::vector<S>& x,
                                           const std::vector<PathDraw<S>>& draws,
                                           const S& kink = S(0)) {
  std::vector<std::vector<S>> contributions;
  for (const PathDraw<S>& draw : draws) {
    std::vector<S> point;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const S noisy = x[i] + draw.noise.at(i);
      point.push_back(draw.alpha * noisy + (S(1) - draw.alpha) * draw.baseline.at(i));
    }
    const std::vector<S> partials = gradient(network, target, point, kink);
    std::vector<S> contribution;
    for (std::size_t i = 0; i < x.size(); ++i) {
      contribution.push_back((x[i] + draw.noise[i] - draw.baseline[i]) * partials.at(i));
    }
    contributions.push_back(contribution);
  }
  return mean(contributions);
}

}  // namespace axiomark::reference
