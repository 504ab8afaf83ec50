#pragma once

#include <cstdint>

#include "network/operators/convolution.hpp"
#include "network/operators/dense.hpp"
#include "network/segment/sheet.hpp"

namespace axiomark {

/// The relu that made the operand of a map: what it saw, or, if no value was exactly zero, what it made.
/// Without values everything passes.
template <Scalar S>
struct Gate {
  Sheet<S> values;
  bool rectified = false;  ///< the values are the relu's result
};

/// y = W x + b of a dense layer or a convolution on sheets, and x = W^T y. Samples are the vector lanes; what
/// is zero in a block of columns is left out, and so is what nobody reads.
///
/// Rows are channel * positions + position. A dense layer is a convolution of one position with a kernel of
/// one: tables of which position meets which through which kernel value are all that tells them apart.
template <Scalar S>
class LinearMap {
 public:
  /// The operator's weights are used where they are: it must outlive the map.
  explicit LinearMap(const Dense<S>& op);
  /// `windows` is the spatial part of the result's shape.
  LinearMap(const Convolution<S>& op, const Shape& windows);

  /// Adds to the bias, one number per row of the result: a shift behind the map.
  void add_to_bias(const Vector<S>& offset) { bias_ += offset; }

  [[nodiscard]] Index input_rows() const { return in_.channels * in_.positions; }
  [[nodiscard]] Index output_rows() const { return out_.channels * out_.positions; }

  /// Products that are added up for one output.
  [[nodiscard]] Index longest_sum() const { return weights_->cols(); }

  /// y = W x + b. Cost: products with rows of x that are not zero.
  void evaluate(const Sheet<S>& x, const Sheet<S>& y, typename Workspace<S>::Lists& lists) const;
  /// y = |W| x + factor |b|: how bounds on errors pass the map.
  void evaluate_sizes(const Sheet<S>& x, const S& factor, const Sheet<S>& y,
                      typename Workspace<S>::Lists& lists) const;
  /// x = W^T y in the rows that the gate lets pass anything in a block of columns, zero in others.
  void pull_back(const Sheet<S>& y, const Gate<S>& gate, const Sheet<S>& x,
                 typename Workspace<S>::Lists& lists) const;

 private:
  // One side of the map: its rows, and what stands between the weights of neighbouring channels.
  struct Side {
    Index channels = 0;
    Index positions = 0;
    Index weight_step = 0;
    /// The weights of a group's channels are counted from the matrix's first row (outputs), or each group has
    /// columns of its own (inputs).
    bool rows_of_weights = false;
  };
  // A position of the other side, and the offset of the kernel value through which it is met.
  struct Meeting {
    std::int32_t position;
    std::int32_t weight;
  };
  // Per position of one side, the meetings first[p] to first[p + 1].
  struct Meetings {
    std::vector<Meeting> all;
    std::vector<std::int32_t> first;
  };

  // The rows of `from` that are not zero, by position and group, and marks at the rows that are read.
  void find_live(const Sheet<S>& from, const Side& side, Index column, Index columns,
                 typename Workspace<S>::Lists& lists) const;
  static void find_wanted(const Gate<S>& gate, Index rows, Index column, Index columns,
                          typename Workspace<S>::Lists& lists);
  [[nodiscard]] wide::Place place(const Side& side, Index group, Index channel, Index row) const;
  // The live rows of a group that a position meets.
  [[nodiscard]] wide::Places list_terms(const Meetings& meetings, Index position, Index group,
                                        Index group_channels,
                                        typename Workspace<S>::Lists& lists) const;
  // to = start + product over the meetings, for the outputs that `wanted` finds (all without a gate).
  struct Factors {
    const S* weights;
    const S* starts;  // per row of `to`, or nothing for zeros
  };
  void run_block(const Side& to_side, const Side& from_side, const Meetings& meetings,
                 const Factors& factors, const Sheet<S>& from, const Gate<S>& gate,
                 const Sheet<S>& to, Index column, Index columns,
                 typename Workspace<S>::Lists& lists) const;

  [[nodiscard]] bool is_dense() const {
    return in_.positions == 1 && out_.positions == 1 && groups_ == 1;
  }
  // Whether to run a dense layer as products with single columns.
  [[nodiscard]] bool column_by_column(Index columns) const;

  // Entries of a list that are copied at once.
  static constexpr Index kCopied = 8;

  const Matrix<S>* weights_;
  Vector<S> bias_;  // per row of the result
  Index groups_ = 1;
  Side in_;
  Side out_;
  Meetings of_output_;  // per position of the result, the positions of x
  Meetings of_input_;   // per position of x, the positions of the result
};

}  // namespace axiomark
