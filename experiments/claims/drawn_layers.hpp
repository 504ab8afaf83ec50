#pragma once

#include <vector>

#include "network/layer_list.hpp"
#include "network/random_stream.hpp"

/// Random networks and points of the claims that count: halves of whole numbers from -4 to 4, so
/// that everything is exact and a sum is rarely zero by accident.
namespace axiomark::claims {

[[nodiscard]] Rational draw_half(RandomStream& draws);
[[nodiscard]] Vector<Rational> draw_point(RandomStream& draws, Index features);
/// Dense layers of these widths, the input's first; relus between them. Without biases: zeros.
[[nodiscard]] LayerList<Rational> draw_layers(RandomStream& draws, const std::vector<Index>& widths,
                                              bool biased);

/// The values before each relu and of the output, layer by layer.
[[nodiscard]] std::vector<Vector<Rational>> sums_of(const LayerList<Rational>& layers,
                                                    const Vector<Rational>& point);

}  // namespace axiomark::claims
