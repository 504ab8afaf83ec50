#include "search/scopes/network_space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace axiomark {
namespace {

// 1, 0, -1, 2, -2, ...: the order in which parameters are tried. With 1 before 0, what a network does with
// its first input comes first among networks of equal size.
int position_in_order(int number) {
  if (number == 1) return 0;
  if (number == 0) return 1;
  return number > 0 ? 2 * number - 1 : -2 * number;
}

// The whole numbers from -most to most, in that order.
std::vector<int> numbers_up_to(int most) {
  std::vector<int> numbers(static_cast<std::size_t>(2 * most + 1));
  std::iota(numbers.begin(), numbers.end(), -most);
  std::ranges::sort(numbers, {}, position_in_order);
  return numbers;
}

// Calls visit(parameter) for every parameter, layer by layer, weights before biases.
template <class Layers, class Visit>
void for_each_parameter(Layers& layers, const Visit& visit) {
  for (auto& layer : layers) {
    for (auto& weight : layer.weights) visit(weight, true);
    for (auto& bias : layer.bias) visit(bias, false);
  }
}

std::vector<int> parameters(const IntegerNetwork& network) {
  std::vector<int> all;
  for_each_parameter(network, [&](int number, bool) { all.push_back(position_in_order(number)); });
  return all;
}

// The network with the units of hidden layer `at` in another order.
IntegerNetwork with_units_in_order(const IntegerNetwork& network, std::size_t at,
                                   const std::vector<int>& order) {
  IntegerNetwork result = network;
  IntegerLayer& layer = result[at];
  IntegerLayer& reader = result[at + 1];
  for (int unit = 0; unit < layer.units(); ++unit) {
    const int from = order[static_cast<std::size_t>(unit)];
    for (int k = 0; k < layer.reads; ++k) {
      layer.weights[static_cast<std::size_t>(unit * layer.reads + k)] = network[at].weight(from, k);
    }
    layer.bias[static_cast<std::size_t>(unit)] = network[at].bias[static_cast<std::size_t>(from)];
    for (int r = 0; r < reader.units(); ++r) {
      reader.weights[static_cast<std::size_t>(r * reader.reads + unit)] =
          network[at + 1].weight(r, from);
    }
  }
  return result;
}

// Whether some order of the units of hidden layer `at` and later ones comes before `first`.
bool some_order_comes_before(const IntegerNetwork& network, std::size_t at,
                             const std::vector<int>& first) {
  if (at + 1 == network.size()) return parameters(network) < first;
  std::vector<int> order(static_cast<std::size_t>(network[at].units()));
  std::iota(order.begin(), order.end(), 0);
  do {
    if (some_order_comes_before(with_units_in_order(network, at, order), at + 1, first)) {
      return true;
    }
  } while (std::ranges::next_permutation(order).found);
  return false;
}

// All lists of 0 to `layers` widths from 1 to `width`, shorter ones first.
std::vector<std::vector<int>> width_lists(int layers, int width) {
  std::vector<std::vector<int>> all = {{}};
  std::size_t first = 0;
  for (int l = 0; l < layers; ++l) {
    const std::size_t last = all.size();
    for (; first < last; ++first) {
      for (int w = 1; w <= width; ++w) {
        all.push_back(all[first]);
        all.back().push_back(w);
      }
    }
  }
  return all;
}

}  // namespace

std::string in_words(const NetworkLimits& limits) {
  const auto plural = [](int n, std::string_view word) {
    return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
  };
  return fmt::format("at most {}, {} of at most {} and {}, weights {} to {}, biases {} to {}",
                     plural(limits.inputs, "input"), plural(limits.hidden_layers, "hidden layer"),
                     plural(limits.width, "unit"), plural(limits.relus, "relu"), -limits.weight,
                     limits.weight, -limits.bias, limits.bias);
}

int NetworkShape::relus() const {
  return std::accumulate(widths.begin(), widths.end(), relu_at_end ? 1 : 0);
}

std::vector<IntegerLayer> NetworkShape::empty_layers() const {
  std::vector<IntegerLayer> layers;
  int reads = inputs;
  const auto add = [&](int units, bool relu) {
    layers.push_back({reads, std::vector<int>(static_cast<std::size_t>(units * reads)),
                      std::vector<int>(static_cast<std::size_t>(units)), relu});
    reads = units;
  };
  for (const int width : widths) add(width, true);
  add(1, relu_at_end);
  return layers;
}

std::vector<NetworkShape> shapes_within(const NetworkLimits& limits) {
  std::vector<NetworkShape> shapes;
  for (int inputs = 1; inputs <= limits.inputs; ++inputs) {
    for (const auto& widths : width_lists(limits.hidden_layers, limits.width)) {
      for (const bool relu : {false, true}) {
        const NetworkShape shape{inputs, widths, relu};
        if (shape.relus() <= limits.relus) shapes.push_back(shape);
      }
    }
  }
  return shapes;
}

NetworkSize size_of(const IntegerNetwork& network) {
  NetworkSize size;
  size.inputs = network.front().reads;
  size.layers = static_cast<int>(network.size());
  for (const IntegerLayer& layer : network) size.relus += layer.relu ? layer.units() : 0;
  for_each_parameter(network, [&](int number, bool) {
    size.non_zero += number != 0 ? 1 : 0;
    size.magnitude += std::abs(number);
  });
  return size;
}

bool every_unit_works(const IntegerNetwork& network) {
  for (std::size_t l = 0; l < network.size(); ++l) {
    for (int unit = 0; unit < network[l].units(); ++unit) {
      bool reads = false;
      for (int k = 0; k < network[l].reads; ++k) reads |= network[l].weight(unit, k) != 0;
      bool read = l + 1 == network.size();
      for (int r = 0; !read && r < network[l + 1].units(); ++r) {
        read = network[l + 1].weight(r, unit) != 0;
      }
      if (!reads || !read) return false;
    }
  }
  return true;
}

bool units_in_first_order(const IntegerNetwork& network) {
  return !some_order_comes_before(network, 0, parameters(network));
}

NetworkSpace::NetworkSpace(const NetworkLimits& limits) : shapes_(shapes_within(limits)) {
  for (std::size_t shape = 0; shape < shapes_.size(); ++shape) add_all_of(shape, limits);
  std::ranges::sort(networks_, [](const Compact& a, const Compact& b) {
    if (a.size != b.size) return a.size < b.size;
    if (a.shape != b.shape) return a.shape < b.shape;
    return std::ranges::lexicographical_compare(a.numbers, b.numbers, {}, position_in_order,
                                                position_in_order);
  });
}

void NetworkSpace::add_all_of(std::size_t shape, const NetworkLimits& limits) {
  const std::vector<int> weights = numbers_up_to(limits.weight);
  const std::vector<int> biases = numbers_up_to(limits.bias);
  struct Wheel {
    int* number;
    const std::vector<int>* numbers;
    std::size_t position = 0;
  };
  IntegerNetwork network = shapes_[shape].empty_layers();
  std::vector<Wheel> wheels;
  for_each_parameter(network, [&](int& number, bool weight) {
    wheels.push_back({&number, weight ? &weights : &biases});
    number = wheels.back().numbers->front();
  });
  for (bool more = true; more;) {
    if (every_unit_works(network) && units_in_first_order(network)) {
      Compact compact{size_of(network), static_cast<std::uint8_t>(shape), {}};
      for (std::size_t k = 0; k < wheels.size(); ++k) {
        compact.numbers.at(k) = static_cast<std::int8_t>(*wheels[k].number);
      }
      networks_.push_back(compact);
    }
    // The next list of parameters, as an odometer counts; the last wheel turns fastest.
    more = false;
    for (std::size_t k = wheels.size(); k-- > 0 && !more;) {
      Wheel& wheel = wheels[k];
      wheel.position = (wheel.position + 1) % wheel.numbers->size();
      *wheel.number = (*wheel.numbers)[wheel.position];
      more = wheel.position != 0;
    }
  }
}

IntegerNetwork NetworkSpace::at(std::size_t number) const {
  const Compact& compact = networks_[number];
  IntegerNetwork network = shapes_[compact.shape].empty_layers();
  std::size_t k = 0;
  for_each_parameter(network, [&](int& parameter, bool) { parameter = compact.numbers.at(k++); });
  return network;
}

std::size_t NetworkSpace::count_up_to(int relus) const {
  const auto end = std::ranges::find_if(
      networks_, [&](const Compact& compact) { return compact.size.relus > relus; });
  return static_cast<std::size_t>(end - networks_.begin());
}

}  // namespace axiomark
