#pragma once

#include <optional>

#include "network/segment/head.hpp"
#include "network/segment/program.hpp"

namespace axiomark {

/// F = sum_j target_j output_j from values of the one tensor that a network reads behind its affine head: forward
/// only, on sheets, so that rows that are zero in a block of columns are left out of products. Of a dense layer
/// that makes the output only the rows with a target are computed.
template <Scalar S>
class TailValues {
 public:
  /// `frontier` is the tensor that the values will be of. The network must outlive it.
  TailValues(const Network<S>& network, const SegmentHead& head, Index frontier,
             const Vector<S>& target);
  TailValues(const TailValues&) = delete;
  TailValues& operator=(const TailValues&) = delete;
  ~TailValues() = default;

  /// Columns whose sheets stay in a second-level cache: a power of two, a multiple of a block's.
  [[nodiscard]] Index chunk_columns() const { return chunk_columns_; }

  /// F at the columns of `at_frontier`, a sheet of `workspace` that is used up. False if some value is not
  /// finite: then they are of no use. Several threads may ask, each with a workspace of its own.
  [[nodiscard]] bool evaluate(const Sheet<S>& at_frontier, Workspace<S>& workspace,
                              S* values) const;

 private:
  struct Pass;

  SegmentProgram<S> program_;
  std::vector<Index> tail_;  // tensors behind the head, in order
  Index frontier_;
  std::optional<Dense<S>> last_;  // the rows of the output's layer that have a target
  std::optional<LinearMap<S>> last_map_;
  std::vector<Index> rows_;  // of the output as it is computed
  Vector<S> weights_;        // of these rows
  Index chunk_columns_ = 0;
};

}  // namespace axiomark
