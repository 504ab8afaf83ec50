#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "search/scopes/integer_network.hpp"

namespace axiomark {

/// Which networks a scope holds: layers one after the other, all but the last with relus, the last with
/// one unit and with or without a relu.
struct NetworkLimits {
  int inputs = 1;         ///< at most
  int hidden_layers = 1;  ///< layers before the last, at most
  int width = 1;          ///< units of a hidden layer, at most
  int relus = 1;          ///< of all layers, at most
  int weight = 1;         ///< weights are whole numbers from -weight to weight
  int bias = 1;           ///< biases from -bias to bias
};
/// "at most 2 inputs, 1 hidden layer of at most 2 units and 3 relus, weights -1 to 1, biases -1 to 1"
[[nodiscard]] std::string in_words(const NetworkLimits& limits);

struct NetworkShape {
  int inputs = 1;
  std::vector<int> widths;  ///< of the hidden layers
  bool relu_at_end = false;

  [[nodiscard]] int relus() const;
  [[nodiscard]] std::vector<IntegerLayer> empty_layers() const;  ///< all parameters 0
};
[[nodiscard]] std::vector<NetworkShape> shapes_within(const NetworkLimits& limits);

/// The size of a network to a reader, compared from left to right.
struct NetworkSize {
  int relus = 0;
  int inputs = 0;
  int layers = 0;
  int non_zero = 0;   ///< weights and biases other than 0
  int magnitude = 0;  ///< sum of their absolute values
  friend auto operator<=>(const NetworkSize&, const NetworkSize&) = default;
};
[[nodiscard]] NetworkSize size_of(const IntegerNetwork& network);

/// Whether every unit reads something and is read. A network with an idle unit is left out of a scope:
/// the unit takes part in nothing, or is a constant.
[[nodiscard]] bool every_unit_works(const IntegerNetwork& network);

/// Whether no other order of its hidden units comes first among the parameter lists. Exactly one order of
/// each network's units does, so that a scope meets each network once.
[[nodiscard]] bool units_in_first_order(const IntegerNetwork& network);

/// Every network within limits in which every unit works, one for all orders of its hidden units, from
/// the smallest to the largest by NetworkSize, then by shape and parameters (1, 0, -1, 2, -2, ...).
/// Networks are numbered: number k is the same network on every machine.
class NetworkSpace {
 public:
  explicit NetworkSpace(const NetworkLimits& limits);

  [[nodiscard]] std::size_t size() const { return networks_.size(); }
  [[nodiscard]] IntegerNetwork at(std::size_t number) const;
  /// How many of the networks, from the first on, have at most so many relus.
  [[nodiscard]] std::size_t count_up_to(int relus) const;

 private:
  // Parameters layer by layer, weights before biases.
  static constexpr std::size_t kMostParameters = 19;
  struct Compact {
    NetworkSize size;
    std::uint8_t shape = 0;
    std::array<std::int8_t, kMostParameters> numbers = {};
  };
  void add_all_of(std::size_t shape, const NetworkLimits& limits);
  std::vector<NetworkShape> shapes_;
  std::vector<Compact> networks_;
};

}  // namespace axiomark
