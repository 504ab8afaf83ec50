#pragma once

#include <vector>

#include "network/network.hpp"

namespace axiomark {

/// Networks one change away that keep inputs and outputs: a node replaced by what it reads, an affine
/// stretch as one dense node, an operand or unit less, a plainer operator, units in another order,
/// a simpler number. Not all of them are smaller; size_of() tells.
[[nodiscard]] std::vector<Network<double>> networks_near(const Network<double>& network);

}  // namespace axiomark
