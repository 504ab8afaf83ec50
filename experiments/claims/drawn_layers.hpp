#pragma once

#include <vector>

#include "network/layer_list.hpp"
#include "network/random_stream.hpp"

/// Random networks and points of the claims that count how many do something.
namespace axiomark::claims {

/// Halves of whole numbers, from -4 to 4: everything is exact, and a sum is rarely zero by accident. Or whole
/// numbers, weights and biases from -3 to 3 and points from -4 to 4: sums are zero now and then.
enum class Numbers { halves, whole };

[[nodiscard]] Vector<Rational> draw_point(RandomStream& draws, Index features,
                                          Numbers numbers = Numbers::halves);
/// Dense layers of these widths, the input's first; relus between them. Without biases: zeros.
[[nodiscard]] LayerList<Rational> draw_layers(RandomStream& draws, const std::vector<Index>& widths,
                                              bool biased, Numbers numbers = Numbers::halves);

/// The values before each relu and of the output, layer by layer.
[[nodiscard]] std::vector<Vector<Rational>> sums_of(const LayerList<Rational>& layers,
                                                    const Vector<Rational>& point);

}  // namespace axiomark::claims
