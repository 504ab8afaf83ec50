#include "network/exact_cost.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace axiomark {
namespace {

// Multiplications of one evaluation of a node, zeros left out as the product does.
template <Scalar S>
double multiplications(const Network<S>& network, Index tensor) {
  return std::visit(
      [&]<class Op>(const Op& op) -> double {
        if constexpr (std::same_as<Op, Dense<S>>) {
          return static_cast<double>((op.weights.array() != S(0)).count());
        } else if constexpr (std::same_as<Op, Convolution<S>>) {
          const Index windows = element_count(network.shape(tensor)) / op.weights.rows();
          return static_cast<double>(windows) * static_cast<double>(op.weights.size());
        } else {
          return static_cast<double>(element_count(network.shape(tensor)));
        }
      },
      network.operator_of(tensor));
}

// Mean size of a few parameters, in bits: what one layer adds to the numbers that pass it.
double parameter_bits(const Operator<Rational>& op) {
  double bits = 0;
  std::visit(
      [&](const auto& o) {
        for_each_parameter<Rational>(o, [&]<class P>(const P& p) {
          if constexpr (!std::same_as<P, Rational>) {
            const Index stride = std::max<Index>(1, p.size() / 64);
            double sum = 0;
            double count = 0;
            for (Index k = 0; k < p.size(); k += stride, ++count) {
              sum += static_cast<double>(bit_length(p.data()[k]));
            }
            if (count > 0) bits = std::max(bits, sum / count);
          }
        });
      },
      op);
  return bits;
}

// Bits of a node's numbers before its parameters: a product has the digits of both factors.
double operand_bits(const Network<Rational>& network, Index tensor,
                    const std::vector<double>& bits) {
  double longest = 0;
  double all = 0;
  for (const Index t : network.node_of(tensor).inputs) {
    longest = std::max(longest, bits[static_cast<std::size_t>(t)]);
    all += bits[static_cast<std::size_t>(t)];
  }
  const Operator<Rational>& op = network.operator_of(tensor);
  if (std::holds_alternative<Product>(op)) return all;
  if (const auto* power = std::get_if<Power>(&op)) return longest * power->exponent;
  return longest;
}

}  // namespace

double exact_seconds(const Network<Rational>& network, double passes) {
  // Assumed, not fitted to a machine: a multiplication and an addition of short rationals, and what
  // each further bit of the operands adds.
  constexpr double kSecondsEach = 2.5e-7;
  constexpr double kSecondsPerBit = 1.5e-9;
  // Longer ones are multiplied by Karatsuba's rule, in the power 1.585 of their length.
  constexpr double kLong = 1 << 14;
  // Values known to within a bound have always 256 bits, and cost the more for their bounds.
  constexpr double kSecondsEnclosed = 1e-6;
  double seconds = 0;
  std::vector<double> bits(static_cast<std::size_t>(network.tensor_count()), 32);
  std::vector<bool> enclosed(bits.size(), false);
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const auto k = static_cast<std::size_t>(t);
    enclosed[k] = !has_rational_value<Rational>(network.operator_of(t));
    for (const Index operand : network.node_of(t).inputs) {
      if (enclosed[static_cast<std::size_t>(operand)]) enclosed[k] = true;
    }
    if (enclosed[k]) {
      seconds += multiplications(network, t) * kSecondsEnclosed;
      continue;
    }
    const double grown = operand_bits(network, t, bits) + parameter_bits(network.operator_of(t));
    bits[k] = grown;
    const double more = std::pow(std::max(1.0, grown / kLong), 0.585);
    seconds += multiplications(network, t) * (kSecondsEach + kSecondsPerBit * grown * more);
  }
  return seconds * passes;
}

double floating_seconds(const Network<double>& network, double passes) {
  // Products run at some thousand million multiplications a second; what passes through memory in between
  // costs more each.
  constexpr double kSecondsEach = 2.5e-10;
  constexpr double kSecondsPerNumber = 2e-9;
  double seconds = 0;
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    seconds += multiplications(network, t) * kSecondsEach +
               static_cast<double>(element_count(network.shape(t))) * kSecondsPerNumber;
  }
  return seconds * passes;
}

Result<void> affordable(double seconds, double limit) {
  if (seconds <= limit) return {};
  return fail(ErrorKind::unsupported, std::string(kExactWork),
              fmt::format("about {:.0f} seconds of rational arithmetic, by estimate", seconds),
              fmt::format("at most {:g} (raise it with --max-cost)", limit));
}

}  // namespace axiomark
