#pragma once

#include "network/enclosure/jet_batch.hpp"

namespace axiomark::enclosure {

/// What the evaluation of a node's operator on jets leaves for its pull-back and for those who cut
/// the interval.
struct NodeJets {
  JetBatch value;
  JetBatch slope;       ///< elementwise operators only
  bool coarse = false;  ///< see Composition
  /// sigma where an operand of a kink (or a difference of a maximum's operands) seems to be zero;
  /// no more than a hint where to cut.
  std::vector<double> kinks;
};

/// Not affine ones, which are AffineMaps.
template <class Op>
[[nodiscard]] NodeJets evaluate(const Op& op, JetOperands operands, double parameter_error);

/// Cotangents of the operands; of `forward` the node's own result is read.
template <class Op>
[[nodiscard]] std::vector<JetBatch> pull_back(const Op& op, JetOperands operands,
                                              const NodeJets& forward, const JetBatch& cotangent);

}  // namespace axiomark::enclosure
