#pragma once

#include <cstddef>
#include <vector>

#include "tests/reference/scalars.hpp"

namespace axiomark::reference {

enum class Activation { kNone, kRelu };

/// a = activation(W * (previous a) + b); W is [outputs][inputs].
template <class S>
struct Layer {
  std::vector<std::vector<S>> W;
  std::vector<S> b;
  Activation activation = Activation::kNone;
};

template <class S>
using LayeredNetwork = std::vector<Layer<S>>;

/// z = W a + b of every unit, [layer][unit], at the point x. T is S, or Dual<S> for derivatives.
template <class S, class T>
[[nodiscard]] std::vector<std::vector<T>> pre_activations(const LayeredNetwork<S>& network,
                                                          const std::vector<T>& x,
                                                          const S& kink = S(0)) {
  std::vector<std::vector<T>> all;
  std::vector<T> a = x;
  for (const Layer<S>& layer : network) {
    std::vector<T> z;
    for (std::size_t unit = 0; unit < layer.W.size(); ++unit) {
      T sum = T(layer.b.at(unit));
      for (std::size_t i = 0; i < a.size(); ++i) sum += T(layer.W[unit].at(i)) * a[i];
      z.push_back(sum);
    }
    a = z;
    if (layer.activation == Activation::kRelu) {
      for (T& value : a) value = relu(value, kink);
    }
    all.push_back(z);
  }
  return all;
}

/// All outputs at x.
template <class S, class T>
[[nodiscard]] std::vector<T> evaluate(const LayeredNetwork<S>& network, const std::vector<T>& x,
                                      const S& kink = S(0)) {
  std::vector<T> y = pre_activations(network, x, kink).back();
  if (network.back().activation == Activation::kRelu) {
    for (T& value : y) value = relu(value, kink);
  }
  return y;
}

/// The point x with the slope of one direction: derivatives of everything along it.
template <class S>
[[nodiscard]] std::vector<Dual<S>> along(const std::vector<S>& x, const std::vector<S>& direction) {
  std::vector<Dual<S>> point;
  for (std::size_t i = 0; i < x.size(); ++i) point.push_back({x[i], direction.at(i)});
  return point;
}

/// The i-th unit vector of n entries.
template <class S>
[[nodiscard]] std::vector<S> unit_vector(std::size_t n, std::size_t i) {
  std::vector<S> e(n, S(0));
  e.at(i) = S(1);
  return e;
}

}  // namespace axiomark::reference
