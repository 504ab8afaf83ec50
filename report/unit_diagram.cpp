#include "report/unit_diagram.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "network/balls/enclosed_number.hpp"
#include "report/number_text.hpp"

namespace axiomark {
namespace {

Index feature_count(const Network<Rational>& network, Index tensor) {
  return element_count(network.shape(tensor));
}

bool is_affine(const Network<Rational>& network, Index tensor) {
  return kind<Rational>(network.operator_of(tensor)) == OperatorKind::affine;
}

// Each tensor as a batch: column 0 is its value with every unit at 0, column 1 + u with unit u
// alone at 1. An affine operator maps such batches to such batches, whatever it is.
class Forms {
 public:
  Forms(const Network<Rational>& network, Index units) : network_(network), units_(units) {}

  void add_units(Index tensor, Index first_unit) {
    Batch<Rational> rows =
        Batch<Rational>::Constant(feature_count(network_, tensor), units_ + 1, Rational(0));
    for (Index f = 0; f < rows.rows(); ++f) rows(f, 1 + first_unit + f) = 1;
    tensors_.push_back(std::move(rows));
  }
  void add_affine(Index tensor) {
    const NodeOperands<Rational> operands(network_.node_of(tensor), tensors_);
    tensors_.push_back(evaluate<Rational>(network_.operator_of(tensor), operands.get()));
  }
  [[nodiscard]] AffineForm form(Index tensor, Index feature) const {
    const auto& rows = tensors_[static_cast<std::size_t>(tensor)];
    AffineForm result{rows(feature, 0), {}};
    for (Index u = 0; u < units_; ++u) {
      const Rational coefficient = rows(feature, 1 + u) - result.constant;
      if (coefficient != 0) result.terms.push_back({u, coefficient});
    }
    return result;
  }
  [[nodiscard]] AffineForm combine(Index tensor, const Vector<Rational>& weights) const {
    const auto& rows = tensors_[static_cast<std::size_t>(tensor)];
    std::vector<Rational> sums(static_cast<std::size_t>(units_) + 1, Rational(0));
    for (Index f = 0; f < rows.rows(); ++f) {
      if (weights(f) == 0) continue;
      for (Index c = 0; c <= units_; ++c) {
        sums[static_cast<std::size_t>(c)] += weights(f) * rows(f, c);
      }
    }
    AffineForm result{sums[0], {}};
    for (Index u = 0; u < units_; ++u) {
      const Rational coefficient = sums[static_cast<std::size_t>(u) + 1] - sums[0];
      if (coefficient != 0) result.terms.push_back({u, coefficient});
    }
    return result;
  }

 private:
  const Network<Rational>& network_;
  Index units_;
  std::vector<Batch<Rational>> tensors_;
};

// The features that a softmax shares out together with one of them, in order.
std::vector<Index> shared_with(const Softmax& softmax, Index feature) {
  std::vector<Index> group;
  for_each_group(softmax, [&](Index first, Index step, Index rows) {
    if ((feature - first) % step != 0 || feature < first || feature > first + (rows - 1) * step)
      return;
    for (Index k = 0; k < rows; ++k) group.push_back(first + k * step);
  });
  return group;
}

std::vector<Unit::Source> read_by(const Network<Rational>& network, Index tensor, Index feature) {
  std::vector<Unit::Source> result;
  if (const auto* softmax = std::get_if<Softmax>(&network.operator_of(tensor))) {
    for (const Index member : shared_with(*softmax, feature)) result.push_back({0, member});
    return result;
  }
  if (const auto* pool = std::get_if<WindowMax>(&network.operator_of(tensor))) {
    for (const Index member : pool->windows[feature]) result.push_back({0, member});
    return result;
  }
  const auto count = static_cast<Index>(network.node_of(tensor).inputs.size());
  for (Index operand = 0; operand < count; ++operand) result.push_back({operand, feature});
  return result;
}

// "softmax₂" of its operands is the second's share.
std::string operation_name(const Operator<Rational>& op, Index feature) {
  if (const auto* softmax = std::get_if<Softmax>(&op)) {
    const std::vector<Index> group = shared_with(*softmax, feature);
    return "softmax" + subscript(std::ranges::find(group, feature) - group.begin() + 1);
  }
  if (std::holds_alternative<WindowMax>(op)) return "max";
  if (const auto* power = std::get_if<Power>(&op)) {
    return fmt::format("power {}", power->exponent);
  }
  return std::string(name<Rational>(op));
}

// Keeps inputs, the function, and what it reads through any number of units.
void drop_unread(std::vector<Unit>& units) {
  std::vector<bool> kept(units.size(), false);
  kept.back() = true;
  for (std::size_t u = units.size(); u-- > 0;) {
    if (units[u].kind == UnitKind::input) kept[u] = true;
    if (!kept[u]) continue;
    for (const AffineForm& operand : units[u].operands) {
      for (const auto& term : operand.terms) kept[static_cast<std::size_t>(term.unit)] = true;
    }
  }
  std::vector<Index> number(units.size(), -1);
  std::vector<Unit> rest;
  for (std::size_t u = 0; u < units.size(); ++u) {
    if (!kept[u]) continue;
    number[u] = static_cast<Index>(rest.size());
    rest.push_back(std::move(units[u]));
  }
  for (Unit& unit : rest) {
    for (AffineForm& operand : unit.operands) {
      for (auto& term : operand.terms) term.unit = number[static_cast<std::size_t>(term.unit)];
    }
  }
  units = std::move(rest);
}

void name_and_place(UnitDiagram& diagram, const std::string& function_name, Index features) {
  Index inputs = 0;
  Index hidden = 0;
  for (Unit& unit : diagram.units) {
    if (unit.kind == UnitKind::input) {
      unit.name = feature_name(inputs++, features);
      continue;
    }
    unit.name = unit.kind == UnitKind::function ? function_name : "h" + subscript(++hidden);
    unit.column = 1;
    for (const AffineForm& operand : unit.operands) {
      Rational sum = operand.constant;
      for (const auto& term : operand.terms) {
        const Unit& source = diagram.units[static_cast<std::size_t>(term.unit)];
        unit.column = std::max(unit.column, source.column + 1);
        sum += term.coefficient * source.value;
      }
      unit.operand_values.push_back(sum);
    }
  }
  Unit& function = diagram.units.back();
  function.value = function.operand_values.front();
  const AffineForm& form = function.operands.front();
  const bool one_unit =
      form.constant == 0 && form.terms.size() == 1 && form.terms.front().coefficient == 1;
  if (!one_unit) function.operation = "sum";
}

// Of smooth networks the middles of the values, for display; nothing where bounds leave one open.
std::optional<Trace<Rational>> shown_values(const Network<Rational>& network,
                                            const Batch<Rational>& points) {
  try {
    Trace<Rational> values = trace(network, points);
    for (Batch<Rational>& tensor : values.tensors) tensor = tensor.unaryExpr(&middle).eval();
    return values;
  } catch (const Undecided&) {
    return std::nullopt;
  }
}

bool is_unit_tensor(const Network<Rational>& network, Index t) {
  return t < network.first_node_tensor() || !is_affine(network, t);
}

Index unit_count(const Network<Rational>& network) {
  Index units = 0;
  for (Index t = 0; t < network.tensor_count(); ++t) {
    if (is_unit_tensor(network, t)) units += feature_count(network, t);
  }
  return units;
}

}  // namespace

Index UnitDiagram::drawn_output() const {
  if (function().operation.empty()) return function().operands.front().terms.front().unit;
  return static_cast<Index>(units.size()) - 1;
}

Index UnitDiagram::columns() const {
  return units[static_cast<std::size_t>(drawn_output())].column + 1;
}

bool fits_a_diagram(const Network<Rational>& network) { return unit_count(network) <= kMostUnits; }

std::optional<UnitDiagram> unit_diagram(const Network<Rational>& network,
                                        const Vector<Rational>& point,
                                        const Vector<Rational>& target,
                                        const std::string& function_name) {
  if (!fits_a_diagram(network)) return std::nullopt;
  const Index units = unit_count(network);

  Batch<Rational> column(point.size(), 1);
  column.col(0) = point;
  const auto values = shown_values(network, column);
  if (!values) return std::nullopt;
  Forms forms(network, units);
  UnitDiagram diagram;
  for (Index t = 0; t < network.tensor_count(); ++t) {
    if (!is_unit_tensor(network, t)) {
      forms.add_affine(t);
      continue;
    }
    const bool input = t < network.first_node_tensor();
    const auto first = static_cast<Index>(diagram.units.size());
    for (Index f = 0; f < feature_count(network, t); ++f) {
      Unit unit;
      unit.kind = input ? UnitKind::input : UnitKind::nonlinear;
      unit.tensor = t;
      unit.feature = f;
      unit.value = values->tensors[static_cast<std::size_t>(t)](f, 0);
      if (!input) {
        unit.operation = operation_name(network.operator_of(t), f);
        unit.sources = read_by(network, t, f);
        for (const Unit::Source& source : unit.sources) {
          const Index tensor = network.node_of(t).inputs[static_cast<std::size_t>(source.operand)];
          unit.operands.push_back(forms.form(tensor, source.feature));
        }
      }
      diagram.units.push_back(std::move(unit));
    }
    forms.add_units(t, first);
  }
  Unit function;
  function.kind = UnitKind::function;
  function.tensor = network.output();
  function.operands.push_back(forms.combine(network.output(), target));
  diagram.units.push_back(std::move(function));
  drop_unread(diagram.units);
  name_and_place(diagram, function_name, network.input_features());
  return diagram;
}

std::string units_in_words(const Network<Rational>& network) {
  std::map<std::string, Index> counts;
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (is_affine(network, t)) continue;
    const Operator<Rational>& op = network.operator_of(t);
    const bool shares = std::holds_alternative<Softmax>(op);
    counts[shares ? "softmax" : operation_name(op, 0)] += feature_count(network, t);
  }
  std::string text =
      fmt::format("{} input{}", network.input_features(), network.input_features() == 1 ? "" : "s");
  for (const auto& [operation, count] : counts) {
    text += fmt::format(", {} {}{}", count, operation, count == 1 ? "" : " units");
  }
  return text + fmt::format(", {} nodes, {} parameters", network.nodes().size(),
                            network.parameter_count());
}

}  // namespace axiomark
