#include "network/extended/affine_weights.hpp"

#include <algorithm>

#include "network/linear_part.hpp"

namespace axiomark::extended {
namespace {

// Unit vectors at once: whole vectors in every operator, and little memory.
constexpr Index kUnitsAtOnce = 64;

}  // namespace

AffineWeights::AffineWeights(const Operator<double>& op, Operands<double> zeros)
    : constant_(axiomark::evaluate<double>(op, zeros).col(0)) {
  const Operator<double> linear = linear_part(op);
  for (std::size_t k = 0; k < zeros.size(); ++k) {
    Columns columns{{0}, {}, {}};
    const Index features = zeros[k]->rows();
    for (Index first = 0; first < features; first += kUnitsAtOnce) {
      const Index size = std::min(kUnitsAtOnce, features - first);
      std::vector<Batch<double>> units;
      for (const Batch<double>* other : zeros) {
        units.emplace_back(Batch<double>::Zero(other->rows(), size));
      }
      for (Index c = 0; c < size; ++c) units[k](first + c, c) = 1;
      std::vector<const Batch<double>*> pointers;
      pointers.reserve(units.size());
      for (const Batch<double>& one : units) pointers.push_back(&one);
      const Batch<double> found = axiomark::evaluate<double>(linear, pointers);
      for (Index c = 0; c < size; ++c) {
        for (Index row = 0; row < found.rows(); ++row) {
          if (found(row, c) == 0) continue;
          columns.row.push_back(row);
          columns.weight.push_back(found(row, c));
        }
        columns.begin.push_back(columns.row.size());
      }
    }
    operands_.push_back(std::move(columns));
  }
}

Index AffineWeights::count() const {
  std::size_t weights = 0;
  for (const Columns& columns : operands_) weights += columns.weight.size();
  return static_cast<Index>(weights);
}

Values AffineWeights::evaluate(const std::vector<const Values*>& operands) const {
  Values y(constant_.begin(), constant_.end());
  for (std::size_t k = 0; k < operands_.size(); ++k) {
    const Columns& columns = operands_[k];
    for (std::size_t c = 0; c + 1 < columns.begin.size(); ++c) {
      const Real x = (*operands[k])[c];
      if (x == 0) continue;
      for (std::size_t e = columns.begin[c]; e < columns.begin[c + 1]; ++e) {
        y[static_cast<std::size_t>(columns.row[e])] += columns.weight[e] * x;
      }
    }
  }
  return y;
}

std::vector<Values> AffineWeights::pull_back(const Values& cotangent) const {
  std::vector<Values> parts;
  for (const Columns& columns : operands_) {
    Values part(columns.begin.size() - 1);
    for (std::size_t c = 0; c < part.size(); ++c) {
      for (std::size_t e = columns.begin[c]; e < columns.begin[c + 1]; ++e) {
        part[c] += columns.weight[e] * cotangent[static_cast<std::size_t>(columns.row[e])];
      }
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace axiomark::extended
