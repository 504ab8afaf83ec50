#include "report/value_names.hpp"

#include "report/number_text.hpp"

namespace axiomark {
namespace {

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

}  // namespace

ValueNames::ValueNames(const Network<Rational>& network, const UnitDiagram& diagram,
                       const std::string& function)
    : network_(network), names_(at(network.tensor_count())) {
  for (Index t = 0; t < network.tensor_count(); ++t) {
    names_[at(t)].resize(at(element_count(network.shape(t))));
  }
  for (const Unit& unit : diagram.units) {
    if (unit.kind != UnitKind::function) names_[at(unit.tensor)][at(unit.feature)] = unit.name;
  }
  find_single_readers();
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    name_node(t, function);
  }
}

const std::string& ValueNames::of(Index tensor, Index feature) const {
  return names_[at(tensor)][at(feature)];
}

bool ValueNames::is_copy(Index tensor) const {
  const auto& op = network_.operator_of(tensor);
  return std::holds_alternative<Rearrange<Rational>>(op) || std::holds_alternative<Concat>(op);
}

Index ValueNames::activation_of(Index tensor) const {
  const Index reader = reader_[at(tensor)];
  const bool sum = kind<Rational>(network_.operator_of(tensor)) == OperatorKind::affine;
  if (reader < 0 || !sum || is_copy(tensor)) return -1;
  return kind<Rational>(network_.operator_of(reader)) == OperatorKind::elementwise ? reader : -1;
}

void ValueNames::find_single_readers() {
  std::vector<Index> readers(names_.size(), 0);
  reader_.assign(names_.size(), -1);
  ++readers[at(network_.output())];
  for (Index t = network_.first_node_tensor(); t < network_.tensor_count(); ++t) {
    for (const Index i : network_.node_of(t).inputs) {
      reader_[at(i)] = ++readers[at(i)] == 1 ? t : -1;
    }
  }
}

void ValueNames::name_node(Index tensor, const std::string& function) {
  if (is_copy(tensor)) {
    name_copies(tensor);
    return;
  }
  auto& names = names_[at(tensor)];
  const Index activation = activation_of(tensor);
  for (std::size_t f = 0; f < names.size(); ++f) {
    if (!names[f].empty()) continue;
    if (activation >= 0) names[f] = names_[at(activation)][f];
    if (names[f].empty() && tensor == network_.output()) {
      names[f] = names.size() == 1 ? function : function + subscript(static_cast<Index>(f) + 1);
    }
    if (names[f].empty()) names[f] = "z" + subscript(++sums_);
    // The activation's own value, where the diagram has no name for it.
    if (activation >= 0) names_[at(activation)][f] = names[f];
  }
}

// Moves positions in place of values and reads the names there.
void ValueNames::name_copies(Index tensor) {
  std::vector<std::string> sources;
  std::vector<Batch<Rational>> positions;
  for (const Index i : network_.node_of(tensor).inputs) {
    Batch<Rational> numbered(static_cast<Index>(names_[at(i)].size()), 1);
    for (Index f = 0; f < numbered.rows(); ++f) {
      numbered(f, 0) = static_cast<long>(sources.size());
      sources.push_back(of(i, f));
    }
    positions.push_back(std::move(numbered));
  }
  std::vector<const Batch<Rational>*> operands;
  operands.reserve(positions.size());
  for (const auto& p : positions) operands.push_back(&p);
  Operator<Rational> op = network_.operator_of(tensor);
  if (auto* rearrange = std::get_if<Rearrange<Rational>>(&op)) rearrange->fill = -1;
  const auto moved = evaluate<Rational>(op, Operands<Rational>(operands));
  for (Index f = 0; f < moved.rows(); ++f) {
    const auto position = numerator(moved(f, 0)).convert_to<long>();
    names_[at(tensor)][at(f)] =
        position < 0 ? "a constant" : sources[static_cast<std::size_t>(position)];
  }
}

}  // namespace axiomark
