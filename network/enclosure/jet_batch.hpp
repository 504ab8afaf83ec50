#pragma once

#include "network/enclosure/jet.hpp"

namespace axiomark::enclosure {

/// A jet per feature of a tensor: features x coefficients, so that the coefficients are the columns
/// of an ordinary batch and an affine operator acts on all of them at once.
struct JetBatch {
  Batch<double> middle;
  Batch<double> radius;

  [[nodiscard]] static JetBatch zero(Index rows);
  [[nodiscard]] Index rows() const { return middle.rows(); }
  [[nodiscard]] Index cols() const { return middle.cols(); }
  [[nodiscard]] Jet row(Index i) const;
  void set_row(Index i, const Jet& jet);
  void add_to_row(Index i, const Jet& jet) { set_row(i, row(i) + jet); }
  [[nodiscard]] bool finite() const;
  JetBatch& operator+=(const JetBatch& other);
};

using JetOperands = std::span<const JetBatch* const>;

/// An affine operator ready to be applied to jets: middles by the operator itself, radii by its
/// absolute value, with the rounding of both (Higham 2002, section 3.5: |fl(A x) - A x| <=
/// gamma_n |A| |x|).
class AffineMap {
 public:
  /// `zeros`: one column per operand, for their sizes. `parameter_error`: relative, of each
  /// parameter, if they were rounded before they came here.
  AffineMap(const Operator<double>& op, Operands<double> zeros, double parameter_error);

  [[nodiscard]] JetBatch evaluate(JetOperands operands) const;
  [[nodiscard]] std::vector<JetBatch> pull_back(Operands<double> zeros,
                                                const JetBatch& cotangent) const;

 private:
  Operator<double> op_;         ///< without its constants
  Operator<double> magnitude_;  ///< absolute values, raised so that no product underflows
  Vector<double> constant_;     ///< what the operator adds to every sample
  double parameter_error_;
};

}  // namespace axiomark::enclosure
