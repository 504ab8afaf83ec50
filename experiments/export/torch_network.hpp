#pragma once

#include <optional>
#include <string>

#include "experiments/claim.hpp"

namespace axiomark {

/// A number as a Python expression: "3", "1/3", "0.1".
template <Scalar S>
[[nodiscard]] std::string python_number(const S& value);
/// "[1, 1/3]"
template <Scalar S>
[[nodiscard]] std::string python_list(const Vector<S>& values);

/// What a network has besides layers and relus.
struct TorchNetwork {
  std::string code;          ///< def NAME(x, unit=plain, linear=linear, join=linear): ...
  bool other_units = false;  ///< elementwise operators other than relu
  bool other_kinks = false;  ///< of these, some with a kink
  bool selects = false;      ///< maxima or minima
  bool mixes = false;        ///< products or softmax
  bool has_windows = false;  ///< a helper `largest` is read
};

/// The network as a Python function of a batch [samples, features], every tensor flat: affine
/// operators as `linear(x, W, b)`, elementwise ones as `unit(relu)(z)`, so that a method can put a
/// backward pass of its own in their place. Scales and shifts are folded into the layers beside them, as
/// LRP does it. `with_joins`: sums of tensors and pools are `join(x, W, b)`, too.
/// Nothing for networks with so many parameters that nobody would read them.
[[nodiscard]] std::optional<TorchNetwork> torch_network(const std::string& name,
                                                        const ClaimNetwork& network,
                                                        bool with_joins);

}  // namespace axiomark
