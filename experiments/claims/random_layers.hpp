#pragma once

#include <vector>

#include "network/layer_list.hpp"
#include "network/random_stream.hpp"

/// Small random networks of which claims count how many do something.
namespace axiomark::claims {

/// Fully connected layers of these widths, inputs first, a relu after each but the last. Weights,
/// and biases if there are any, are whole numbers from -3 to 3.
[[nodiscard]] LayerList<Rational> draw_layers(RandomStream& stream,
                                              const std::vector<Index>& widths, bool biases);

/// Whole numbers from -4 to 4.
[[nodiscard]] Vector<Rational> draw_point(RandomStream& stream, Index features);

}  // namespace axiomark::claims
