#include "report/backward_derivation.hpp"

#include <fmt/format.h>

#include "methods/backward_rule.hpp"
#include "methods/deconvnet.hpp"
#include "methods/guided_backprop.hpp"
#include "report/formula.hpp"
#include "report/number_text.hpp"

namespace axiomark {
namespace {

// What each unit passes to each of its operands.
using Passed = std::vector<std::vector<Rational>>;

template <class Rule>
std::vector<Rational> passed_by(const Unit& unit, const Network<Rational>& network,
                                const BackwardTrace<Rational>& backward, const Rule& rule) {
  // The unit alone: its neighbours in the same tensor carry no signal.
  const auto& signals = backward.signals[static_cast<std::size_t>(unit.tensor)];
  Batch<Rational> alone = Batch<Rational>::Constant(signals.rows(), 1, Rational(0));
  alone(unit.feature, 0) = signals(unit.feature, 0);
  const NodeOperands<Rational> operands(network.node_of(unit.tensor), backward.values.tensors);
  const NodeView<Rational> view{unit.tensor, operands.get(),
                                backward.values.tensors[static_cast<std::size_t>(unit.tensor)]};
  const auto parts = std::visit([&](const auto& op) { return rule(op, view, alone); },
                                network.operator_of(unit.tensor));
  std::vector<Rational> result;
  for (const Unit::Source& source : unit.sources) {
    result.push_back(parts[static_cast<std::size_t>(source.operand)](source.feature, 0));
  }
  return result;
}

std::string relu_passes(BackwardMethod method, const Conventions<Rational>& conventions,
                        const Rational& operand, const Rational& signal, const Rational& passed) {
  std::string gives = pretty(passed);
  if (method == BackwardMethod::deconvnet) {
    if (signal < 0) return fmt::format("signal {} is negative: DeConvNet passes 0", pretty(signal));
    if (operand <= 0 && signal > 0) {
      return fmt::format("off, but DeConvNet asks only for the signal's sign: {}", gives);
    }
    return gives;
  }
  if (operand < 0) return "off: 0";
  if (method == BackwardMethod::guided_backprop) {
    if (operand == 0) return "off (its operand is 0): 0";
    if (signal < 0) {
      return fmt::format("on, but signal {} is negative: guided backprop passes 0", pretty(signal));
    }
    return "on: " + gives;
  }
  if (operand == 0) {
    return fmt::format("at its kink, relu′(0) = {}: {}", pretty(conventions.relu_at_zero), gives);
  }
  return "on: " + gives;
}

std::string passes(BackwardMethod method, const Conventions<Rational>& conventions,
                   const Unit& unit, const Rational& signal, const std::vector<Rational>& passed) {
  if (unit.is_relu()) {
    return relu_passes(method, conventions, unit.operand_values[0], signal, passed[0]);
  }
  std::string text;
  for (std::size_t k = 0; k < passed.size(); ++k) {
    if (k > 0) text += ", ";
    text += pretty(passed[k]);
    if (passed.size() > 1) text += fmt::format(" to its {}. operand", k + 1);
  }
  return text;
}

struct Signal {
  Rational value;
  std::string text;  ///< "2 · 1 − 1 = 1"
};

// coefficient · passed, with the sign in front; the coefficient 1 is left out.
SignedText product_text(const Rational& coefficient, const Rational& passed) {
  if (coefficient == 1) return signed_text(passed);
  return {coefficient < 0, pretty(absolute_value(coefficient)) + " · " + factor(passed)};
}

// What arrives at a unit: from each reader, coefficient times what the reader passes.
Signal arriving(Index unit, const UnitDiagram& diagram, const Passed& passed) {
  Signal signal{0, {}};
  std::vector<SignedText> terms;
  for (std::size_t r = 0; r < diagram.units.size(); ++r) {
    const Unit& reader = diagram.units[r];
    for (std::size_t k = 0; k < reader.operands.size(); ++k) {
      for (const auto& term : reader.operands[k].terms) {
        if (term.unit != unit) continue;
        const Rational& p = passed[r][k];
        signal.value += term.coefficient * p;
        terms.push_back(product_text(term.coefficient, p));
      }
    }
  }
  signal.text = with_sum(std::move(terms), signal.value);
  return signal;
}

// What a method multiplies the signal at an input by, if anything.
std::optional<Signal> multiplied_by(BackwardMethod method, const Probe<Rational>& probe, Index i) {
  const Rational& x = probe.input(i);
  const Rational& from = probe.baseline(i);
  if (method == BackwardMethod::gradient_x_input) return Signal{x, pretty(x)};
  if (method == BackwardMethod::gradient_x_difference) {
    return Signal{x - from, fmt::format("({} − {})", pretty(x), factor(from))};
  }
  return std::nullopt;
}

template <class Rule>
Derived with_rule(BackwardMethod method, const Conventions<Rational>& conventions,
                  const Probe<Rational>& probe, const UnitDiagram& diagram, const Rule& rule) {
  const Index features = probe.input.size();
  Batch<Rational> input(features, 1);
  input.col(0) = probe.input;
  Batch<Rational> target(probe.target.size(), 1);
  target.col(0) = probe.target;
  const auto backward = backward_trace(probe.network, input, target, rule);

  Derived out{forward_lines(diagram), Vector<Rational>(features)};
  out.lines.push_back({"Backwards: signals, from the output", {}, Emphasis::section});
  out.lines.push_back({"into the output", "1", Emphasis::plain});
  Passed passed(diagram.units.size());
  passed.back() = {Rational(1)};
  for (auto u = static_cast<Index>(diagram.units.size()) - 2; u >= features; --u) {
    const Unit& unit = diagram.units[static_cast<std::size_t>(u)];
    const Signal signal = arriving(u, diagram, passed);
    auto& gives = passed[static_cast<std::size_t>(u)];
    gives = passed_by(unit, probe.network, backward, rule);
    out.lines.push_back({"into " + unit.name, signal.text, Emphasis::plain});
    out.lines.push_back({unit.name + " passes",
                         passes(method, conventions, unit, signal.value, gives), Emphasis::plain});
  }
  out.lines.push_back({"Attributions", {}, Emphasis::section});
  for (Index i = 0; i < features; ++i) {
    const Signal signal = arriving(i, diagram, passed);
    const std::string label = "A of " + diagram.units[static_cast<std::size_t>(i)].name;
    if (const auto times = multiplied_by(method, probe, i)) {
      out.result(i) = times->value * signal.value;
      out.lines.push_back({label,
                           fmt::format("signal {}; {} · {} = {}", signal.text, times->text,
                                       factor(signal.value), pretty(out.result(i))),
                           Emphasis::result});
    } else {
      out.result(i) = signal.value;
      out.lines.push_back({label, signal.text, Emphasis::result});
    }
  }
  return out;
}

}  // namespace

DerivationColumn forward_lines(const UnitDiagram& diagram) {
  DerivationColumn lines;
  lines.push_back({"Forwards: values", {}, Emphasis::section});
  for (const Unit& unit : diagram.units) {
    if (unit.kind == UnitKind::input) {
      lines.push_back({unit.name, pretty(unit.value), Emphasis::plain});
      continue;
    }
    std::vector<std::string> written;
    std::vector<std::string> summed;
    for (std::size_t k = 0; k < unit.operands.size(); ++k) {
      written.push_back(arithmetic(unit.operands[k], diagram));
      summed.push_back(pretty(unit.operand_values[k]));
    }
    std::string text = applied(unit.operation, written);
    if (unit.kind == UnitKind::nonlinear && written != summed) {
      text += " = " + applied(unit.operation, summed);
    }
    if (text != pretty(unit.value)) text += " = " + pretty(unit.value);
    // f and g share the row of what they compute.
    const bool function = unit.kind == UnitKind::function;
    lines.push_back({function ? "output" : unit.name, text, Emphasis::plain});
  }
  return lines;
}

Derived backward_lines(BackwardMethod method, const Conventions<Rational>& conventions,
                       const Probe<Rational>& probe, const UnitDiagram& diagram) {
  const GradientRule<Rational> gradient{conventions};
  switch (method) {
    case BackwardMethod::guided_backprop:
      return with_rule(method, conventions, probe, diagram, GuidedBackpropRule<Rational>{gradient});
    case BackwardMethod::deconvnet:
      return with_rule(method, conventions, probe, diagram, DeconvNetRule<Rational>{gradient});
    case BackwardMethod::gradient:
    case BackwardMethod::gradient_x_input:
    case BackwardMethod::gradient_x_difference:
      break;
  }
  return with_rule(method, conventions, probe, diagram, gradient);
}

}  // namespace axiomark
