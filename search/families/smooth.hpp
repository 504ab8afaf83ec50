#pragma once

#include "search/families/family.hpp"

namespace axiomark {

/// Networks with sigmoid, tanh, softplus, elu and softmax, numbers small and dyadic as in the other families. Their
/// values have no fractions: what is suspected there is judged with derived bounds. To add one: its function, and
/// its line in smooth.cpp.
[[nodiscard]] std::span<const NetworkFamily> smooth_families();

/// A smooth family by its share, and a network of it.
[[nodiscard]] Network<double> draw_smooth_network(RandomStream& stream, const DrawSize& most);

}  // namespace axiomark
