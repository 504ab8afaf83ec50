#pragma once

#include <algorithm>

#include "network/balls/enclosed_number.hpp"
#include "network/operator.hpp"

namespace axiomark {

/// Whether an operator without a rational value has enclosed ones, derived bounds included: sigmoid, tanh,
/// softplus, elu, exp, log, sqrt, softmax; not gelu.
template <Scalar S>
[[nodiscard]] bool has_enclosed_value(const Operator<S>& op) {
  return !std::holds_alternative<Gelu>(op);
}

/// Whether such an operator may be part of a Network<Rational> made now.
template <Scalar S>
[[nodiscard]] bool may_be_enclosed(const Operator<S>& op) {
  return EnclosedArithmetic::active() && has_enclosed_value<S>(op);
}

/// Whether values of the network are enclosed numbers: some operator has no rational value.
template <Scalar S, class Network>
[[nodiscard]] bool has_enclosed_values(const Network& network) {
  return std::ranges::any_of(network.operators(),
                             [](const Operator<S>& op) { return !has_rational_value<S>(op); });
}

}  // namespace axiomark
