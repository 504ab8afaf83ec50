#pragma once

#include <random>
#include <string>

#include "network/network.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {

/// Flips bits, cuts, removes, repeats or overwrites: one to four damages.
[[nodiscard]] inline std::string damage(std::string bytes, std::mt19937_64& random) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  for (std::size_t k = below(4) + 1; k > 0 && !bytes.empty(); --k) {
    const std::size_t at = below(bytes.size());
    switch (below(5)) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        break;
      case 1:
        bytes[at] = static_cast<char>(random());
        break;
      case 2:
        bytes.erase(at, below(8) + 1);
        break;
      case 3:
        bytes.insert(at, bytes.substr(below(bytes.size()), below(16) + 1));
        break;
      default:
        if (below(4) == 0) bytes.resize(at);
    }
  }
  return bytes;
}

/// Every damaged text is either refused in one line or a network that can be evaluated. How many were
/// read.
template <Scalar S, class Parse>
int accepted(const std::string& bytes, const Parse& parse, std::uint64_t seed, int count) {
  std::mt19937_64 random(seed);
  int networks = 0;
  for (int k = 0; k < count; ++k) {
    const std::string text = damage(bytes, random);
    CAPTURE(k, seed);
    const Result<Network<S>> network = parse(text);
    if (network) {
      ++networks;
      if (network->input_features() <= 1000 && network->parameter_count() <= 1000) {
        (void)evaluate(*network, Batch<S>(Batch<S>::Constant(network->input_features(), 1, S(1))));
      }
    } else {
      const std::string said = message(network.error());
      CHECK(said.starts_with("damaged"));
      CHECK(said.find('\n') == std::string::npos);
      CHECK(network.error().kind != ErrorKind::internal);
    }
  }
  return networks;
}

}  // namespace axiomark::tests
