#pragma once

#include <stdexcept>

#include "network/network.hpp"
#include "tests/reference/deeplift.hpp"

/// A network of the product written out number by number for the reference. Weights are read off by
/// evaluating operators at unit vectors; nothing of any method is used.
namespace axiomark::tests {

using Graph = reference::NumberGraph<Rational>;

/// Says which elementwise nodes follow RevealCancel.
using RevealsCancel = std::function<bool(Index tensor)>;

class GraphOfNumbers {
 public:
  GraphOfNumbers(const Network<Rational>& network, const RevealsCancel& reveals)
      : network_(network), reveals_(reveals) {
    for (Index t = 0; t < network.tensor_count(); ++t) {
      first_.push_back(graph_.size());
      const Index features = element_count(network.shape(t));
      for (Index f = 0; f < features; ++f) {
        graph_.push_back(t < network.first_node_tensor() ? reference::Number<Rational>{}
                                                         : number(t, f));
      }
    }
  }

  /// The contributions to the first output.
  [[nodiscard]] std::vector<Rational> deeplift(const std::vector<Rational>& x,
                                               const std::vector<Rational>& baseline) const {
    const std::size_t output = first_[static_cast<std::size_t>(network_.output())];
    return reference::deeplift<Rational>(graph_, {{output, Rational(1)}}, x, baseline);
  }

 private:
  using Kind = reference::NumberKind;
  using Terms = std::vector<std::pair<std::size_t, Rational>>;

  [[nodiscard]] std::size_t position(Index tensor, Index feature) const {
    return first_[static_cast<std::size_t>(tensor)] + static_cast<std::size_t>(feature);
  }

  [[nodiscard]] reference::Number<Rational> number(Index t, Index f) const {
    const auto& op = network_.operator_of(t);
    const auto& inputs = network_.node_of(t).inputs;
    Terms same_feature;
    for (const Index input : inputs) same_feature.emplace_back(position(input, f), Rational(1));
    if (kind<Rational>(op) == OperatorKind::affine) return affine(t, f);
    if (kind<Rational>(op) == OperatorKind::elementwise) return nonlinear(t, same_feature);
    if (std::holds_alternative<Max>(op)) return {Kind::kMax, same_feature};
    if (std::holds_alternative<Min>(op)) return {Kind::kMin, same_feature};
    if (std::holds_alternative<Product>(op)) return {Kind::kProduct, same_feature};
    Terms members;
    for (const Index member : std::get<WindowMax>(op).windows[f]) {
      members.emplace_back(position(inputs[0], member), Rational(1));
    }
    return {Kind::kMax, members};
  }

  [[nodiscard]] reference::Number<Rational> affine(Index t, Index f) const {
    const auto& op = network_.operator_of(t);
    const auto& inputs = network_.node_of(t).inputs;
    std::vector<Batch<Rational>> operands;
    for (const Index input : inputs) {
      operands.push_back(Batch<Rational>::Constant(element_count(network_.shape(input)), 1, 0));
    }
    const auto value = [&] {
      std::vector<const Batch<Rational>*> pointers;
      for (const auto& operand : operands) pointers.push_back(&operand);
      return Rational(evaluate<Rational>(op, Operands<Rational>(pointers))(f, 0));
    };
    reference::Number<Rational> result{Kind::kLinear, {}, value()};
    for (std::size_t k = 0; k < operands.size(); ++k) {
      for (Index i = 0; i < operands[k].rows(); ++i) {
        operands[k](i, 0) = 1;
        const Rational weight = value() - result.bias;
        operands[k](i, 0) = 0;
        if (weight != 0) result.terms.emplace_back(position(inputs[k], i), weight);
      }
    }
    const bool one_to_one =
        std::holds_alternative<Rearrange<Rational>>(op) || std::holds_alternative<Concat>(op) ||
        std::holds_alternative<Shift<Rational>>(op) || std::holds_alternative<Scale<Rational>>(op);
    if (one_to_one && result.terms.size() == 1) result.kind = Kind::kOneToOne;
    return result;
  }

  // Slopes at a kink are those of kink=0.
  [[nodiscard]] reference::Number<Rational> nonlinear(Index t, const Terms& operand) const {
    const auto& op = network_.operator_of(t);
    reference::Number<Rational> result{Kind::kNonlinear, operand};
    if (std::holds_alternative<Relu>(op)) {
      result.function = [](const Rational& z) { return z > 0 ? z : Rational(0); };
      result.slope = [](const Rational& z) { return Rational(z > 0 ? 1 : 0); };
    } else if (const auto* leaky = std::get_if<LeakyRelu<Rational>>(&op)) {
      const Rational slope = leaky->slope;
      result.function = [slope](const Rational& z) { return z > 0 ? z : Rational(slope * z); };
      result.slope = [slope](const Rational& z) { return z > 0 ? Rational(1) : slope; };
    } else if (std::holds_alternative<Abs>(op)) {
      result.function = [](const Rational& z) { return z > 0 ? z : Rational(-z); };
      result.slope = [](const Rational& z) { return Rational(z > 0 ? 1 : (z < 0 ? -1 : 0)); };
    } else if (const auto* power = std::get_if<Power>(&op); power && power->exponent == 2) {
      result.function = [](const Rational& z) { return Rational(z * z); };
      result.slope = [](const Rational& z) { return Rational(2 * z); };
    } else {
      throw std::invalid_argument("no reference for " + network_.describe(t));
    }
    result.rule =
        reveals_(t) ? reference::NumberRule::kRevealCancel : reference::NumberRule::kRescale;
    return result;
  }

  const Network<Rational>& network_;
  RevealsCancel reveals_;
  Graph graph_;
  std::vector<std::size_t> first_;
};

}  // namespace axiomark::tests
