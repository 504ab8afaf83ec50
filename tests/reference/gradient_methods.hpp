#pragma once

#include <cstddef>
#include <vector>

#include "tests/reference/layered_network.hpp"

namespace axiomark::reference {

/// dF_target / dx_i, one forward pass of dual numbers per input i; relu'(0) = kink.
template <class S>
[[nodiscard]] std::vector<S> gradient(const LayeredNetwork<S>& network, std::size_t target,
                                      const std::vector<S>& x, const S& kink = S(0)) {
  std::vector<S> partials;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::vector<Dual<S>> point = along(x, unit_vector<S>(x.size(), i));
    partials.push_back(evaluate(network, point, kink).at(target).slope);
  }
  return partials;
}

/// x_i * dF_target / dx_i (Shrikumar et al. 2016).
template <class S>
[[nodiscard]] std::vector<S> gradient_x_input(const LayeredNetwork<S>& network, std::size_t target,
                                              const std::vector<S>& x, const S& kink = S(0)) {
  std::vector<S> products = gradient(network, target, x, kink);
  for (std::size_t i = 0; i < x.size(); ++i) products[i] = products[i] * x[i];
  return products;
}

/// What a relu hands back to its input z when `signal` arrives at its output.
enum class ReluRule {
  kGuidedBackprop,  // Springenberg et al. 2014, sec. 3.4: R_l = (f_l > 0) (R_{l+1} > 0) R_{l+1}
  kDeconvnet        // Zeiler & Fergus 2014: the signal itself goes through a relu, whatever z is
};

template <class S>
[[nodiscard]] S passed_by_relu(ReluRule rule, const S& z, const S& signal) {
  const S zero = S(0);
  if (!(signal > zero)) return zero;
  if (rule == ReluRule::kGuidedBackprop && !(z > zero)) return zero;
  return signal;
}

/// The signal at one unit's activation: 1 at the target, 0 at the other outputs, and elsewhere the
/// sum over the units of the next layer of (weight from here) * (what that unit hands back).
/// `level` 0 are the inputs, level l the activations of the l-th layer; z as in pre_activations.
template <class S>
[[nodiscard]] S backward_signal(const LayeredNetwork<S>& network, std::size_t target,
                                const std::vector<std::vector<S>>& z, ReluRule rule,
                                std::size_t level, std::size_t unit) {
  if (level == network.size()) return unit == target ? S(1) : S(0);
  const Layer<S>& consumers = network[level];
  S sum = S(0);
  for (std::size_t j = 0; j < consumers.W.size(); ++j) {
    S signal = backward_signal(network, target, z, rule, level + 1, j);
    if (consumers.activation == Activation::kRelu)
      signal = passed_by_relu(rule, z[level][j], signal);
    sum += consumers.W[j][unit] * signal;
  }
  return sum;
}

template <class S>
[[nodiscard]] std::vector<S> backward_signals(const LayeredNetwork<S>& network, std::size_t target,
                                              const std::vector<S>& x, ReluRule rule) {
  const std::vector<std::vector<S>> z = pre_activations(network, x);
  std::vector<S> signals;
  for (std::size_t i = 0; i < x.size(); ++i) {
    signals.push_back(backward_signal(network, target, z, rule, 0, i));
  }
  return signals;
}

template <class S>
[[nodiscard]] std::vector<S> guided_backprop(const LayeredNetwork<S>& network, std::size_t target,
                                             const std::vector<S>& x) {
  return backward_signals(network, target, x, ReluRule::kGuidedBackprop);
}

template <class S>
[[nodiscard]] std::vector<S> deconvnet(const LayeredNetwork<S>& network, std::size_t target,
                                       const std::vector<S>& x) {
  return backward_signals(network, target, x, ReluRule::kDeconvnet);
}

}  // namespace axiomark::reference
