#pragma once

#include "network/builder.hpp"
#include "network/layer_list.hpp"
#include "network/random_stream.hpp"

namespace axiomark {

// What the families have in common. Each draw is a statement of its own: the order in which a
// compiler evaluates arguments must not decide a case.

/// Small whole numbers and a half, zero often: networks that one can read, in which units are shared
/// and cancel.
[[nodiscard]] double draw_weight(RandomStream& stream);
/// The same without zero.
[[nodiscard]] double draw_nonzero(RandomStream& stream);
/// 0 in one of two cases, else a whole number from -3 to 3.
[[nodiscard]] double draw_bias(RandomStream& stream);
[[nodiscard]] Index draw_count(RandomStream& stream, Index low, Index high);

[[nodiscard]] Layer<double> draw_layer(RandomStream& stream, Index outputs, Index inputs,
                                       bool relu);
/// A dense node with drawn parameters.
[[nodiscard]] Tensor draw_dense(NetworkBuilder<double>& b, RandomStream& stream, Tensor x,
                                Index outputs);
/// The network of what was built; drawn networks are valid by construction.
[[nodiscard]] Network<double> built(const NetworkBuilder<double>& b, Tensor output);

}  // namespace axiomark
