#pragma once

#include <functional>

#include "network/network.hpp"

namespace axiomark {

/// What becomes of a weight: its positive part, its square, 1, ...
template <Scalar S>
using WeightMap = std::function<S(const S&)>;

/// The layers that share relevance: weighted sums of their operands and a constant.
template <class Op, class S>
concept SharesRelevance =
    std::same_as<Op, Dense<S>> || std::same_as<Op, Convolution<S>> || std::same_as<Op, Scale<S>> ||
    std::same_as<Op, Shift<S>> || std::same_as<Op, WindowSum<S>> || std::same_as<Op, Sum<S>>;

/// The layer without its constant, every weight w replaced by map(w). A shift has weights 1.
template <Scalar S>
[[nodiscard]] Operator<S> with_weights(const Dense<S>& op, const WeightMap<S>& map);
template <Scalar S>
[[nodiscard]] Operator<S> with_weights(const Convolution<S>& op, const WeightMap<S>& map);
template <Scalar S>
[[nodiscard]] Operator<S> with_weights(const Scale<S>& op, const WeightMap<S>& map);
template <Scalar S>
[[nodiscard]] Operator<S> with_weights(const Shift<S>& op, const WeightMap<S>& map);
template <Scalar S>
[[nodiscard]] Operator<S> with_weights(const WindowSum<S>& op, const WeightMap<S>& map);
template <Scalar S>
[[nodiscard]] Operator<S> with_weights(const Sum<S>& op, const WeightMap<S>& map);

/// The constant of the layers that have one, a number for each of `results` values.
template <Scalar S>
[[nodiscard]] Vector<S> bias_of(const Dense<S>& op, Index results);
template <Scalar S>
[[nodiscard]] Vector<S> bias_of(const Convolution<S>& op, Index results);
template <Scalar S>
[[nodiscard]] Vector<S> bias_of(const Shift<S>& op, Index results);

}  // namespace axiomark
