#pragma once

#include "network/network.hpp"

namespace axiomark {

/// The layers that share relevance: weighted sums of their operands and a constant.
template <class Op, class S>
concept SharesRelevance =
    std::same_as<Op, Dense<S>> || std::same_as<Op, Convolution<S>> || std::same_as<Op, Scale<S>> ||
    std::same_as<Op, Shift<S>> || std::same_as<Op, WindowSum<S>> || std::same_as<Op, Sum<S>>;

/// The values, each replaced by map(value).
template <class Array, class Map>
[[nodiscard]] Array mapped(const Array& values, const Map& map) {
  using S = typename Array::Scalar;
  return values.unaryExpr([&](const S& v) { return S(map(v)); });
}

/// The layer without its constant, every weight w replaced by map(w). A shift has weights 1.
template <Scalar S, class Op, class Map>
requires SharesRelevance<Op, S>
[[nodiscard]] Operator<S> with_weights(const Op& op, const Map& map) {
  if constexpr (std::same_as<Op, Dense<S>>) {
    return Dense<S>{mapped(op.weights, map), Vector<S>::Constant(op.bias.size(), S(0))};
  } else if constexpr (std::same_as<Op, Convolution<S>>) {
    return Convolution<S>{op.in, mapped(op.weights, map), Vector<S>::Constant(op.bias.size(), S(0)),
                          op.groups, op.window};
  } else if constexpr (std::same_as<Op, Scale<S>>) {
    return Scale<S>{mapped(op.factor, map)};
  } else if constexpr (std::same_as<Op, Shift<S>>) {
    return Scale<S>{Vector<S>::Constant(op.offset.size(), map(S(1)))};
  } else if constexpr (std::same_as<Op, WindowSum<S>>) {
    return WindowSum<S>{op.form, op.windows, mapped(op.weight, map)};
  } else {
    return Sum<S>{mapped(op.coefficients, map)};
  }
}

/// The constant of the layers that have one, a number for each of `results` values.
template <Scalar S>
[[nodiscard]] Vector<S> bias_of(const Dense<S>& op, Index results);
template <Scalar S>
[[nodiscard]] Vector<S> bias_of(const Convolution<S>& op, Index results);
template <Scalar S>
[[nodiscard]] Vector<S> bias_of(const Shift<S>& op, Index results);

}  // namespace axiomark
