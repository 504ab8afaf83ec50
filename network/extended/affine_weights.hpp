#pragma once

#include <vector>

#include "network/extended/real.hpp"
#include "network/operator.hpp"

namespace axiomark::extended {

/// The weights of an affine operator, whatever its form: y = constant + sum_k W_k x_k over its operands,
/// by columns and without zeros. They are its values at unit vectors, which are exact: one weight times
/// one and zeros.
class AffineWeights {
 public:
  /// `zeros`: one column per operand, for their sizes. Cost: one evaluation per feature of an operand.
  AffineWeights(const Operator<double>& op, Operands<double> zeros);

  [[nodiscard]] Index count() const;
  [[nodiscard]] Values evaluate(const std::vector<const Values*>& operands) const;
  /// W_k^T cotangent for each operand.
  [[nodiscard]] std::vector<Values> pull_back(const Values& cotangent) const;

 private:
  struct Columns {
    std::vector<std::size_t> begin;  ///< one more than columns
    std::vector<Index> row;
    std::vector<double> weight;
  };
  std::vector<Columns> operands_;
  Vector<double> constant_;
};

}  // namespace axiomark::extended
