#pragma once

#include <cstdint>
#include <vector>

#include "network/network.hpp"

namespace axiomark {

/// One fully connected layer with whole parameters: what a scope enumerates.
struct IntegerLayer {
  int reads = 1;             ///< numbers it reads
  std::vector<int> weights;  ///< units x reads, row by row
  std::vector<int> bias;     ///< one per unit
  bool relu = false;

  [[nodiscard]] int units() const { return static_cast<int>(bias.size()); }
  [[nodiscard]] int weight(int unit, int operand) const {
    return weights[static_cast<std::size_t>(unit) * reads + operand];
  }
  friend bool operator==(const IntegerLayer&, const IntegerLayer&) = default;
};

/// Layers one after the other, the last with one unit.
using IntegerNetwork = std::vector<IntegerLayer>;

/// The value at a point with whole coordinates. Parameters and coordinates of a scope have one digit, so
/// that nothing here comes near the end of 64 bits.
[[nodiscard]] std::int64_t value_at(const IntegerNetwork& network, const std::vector<int>& point);

/// The same function of the inputs in another order: input i is read where `order[i]` was.
[[nodiscard]] IntegerNetwork with_inputs_in_order(const IntegerNetwork& network,
                                                  const std::vector<int>& order);

/// The network that methods are asked about: dense layers and relus, as make_network builds them.
template <Scalar S>
[[nodiscard]] Network<S> as_network(const IntegerNetwork& network);

}  // namespace axiomark
