#pragma once

#include <span>
#include <string_view>

#include "network/network.hpp"
#include "network/random_stream.hpp"

namespace axiomark {

/// The largest network that a case may draw.
struct DrawSize {
  Index inputs = 3;
  Index units = 4;   ///< of a layer
  Index hidden = 2;  ///< layers
};

/// Sizes grow with the case number: the first cases are the ones that a person can work out by hand,
/// later ones hold what needs more room.
[[nodiscard]] DrawSize size_of_case(std::uint64_t case_number);

/// One way to draw small networks of one flat input and one output. All numbers are whole or dyadic and
/// so few bits long that values in double are exact.
struct NetworkFamily {
  std::string_view name;
  int share;               ///< drawn so often, of the sum of all shares
  std::string_view holds;  ///< what its networks are, for people
  Network<double> (*draw)(RandomStream& stream, const DrawSize& most);
};

/// Every family that the hunt draws from. To add one: its function, and its line in families.cpp.
/// Sigmoid, tanh, softplus, elu and softmax are in none of them: they have no rational value, and are drawn in
/// families of their own (smooth.hpp).
[[nodiscard]] std::span<const NetworkFamily> network_families();

/// A family by its share, and a network of it.
[[nodiscard]] Network<double> draw_network(RandomStream& stream, const DrawSize& most);

}  // namespace axiomark
