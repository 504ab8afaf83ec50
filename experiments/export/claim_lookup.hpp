#pragma once

#include <string>
#include <vector>

#include "experiments/claim.hpp"

namespace axiomark {

/// The network of that name, or null.
[[nodiscard]] const ClaimNetwork* network_of(const Claim& claim, const std::string& name);
/// The point of that name; zero where the claim has none, as for x'.
[[nodiscard]] Vector<Rational> point_of(const Claim& claim, const std::string& name,
                                        Index features);
/// A word of letters, digits and underscores per network, none twice whatever the case: for file
/// names and names in programs.
[[nodiscard]] std::vector<std::string> network_words(const Claim& claim);

}  // namespace axiomark
