#pragma once

#include <optional>
#include <span>
#include <vector>

#include "network/segment/sheet.hpp"

namespace axiomark {

/// Neighbouring nodes of a segment, first to last, between which no kink found so far lies: every value is
/// affine in t on them, so that two columns say what it is at all of them, and one gradient is that of all.
struct Run {
  Index first = 0;
  Index last = 0;

  [[nodiscard]] bool single() const { return first == last; }
};

/// Nodes of a segment as runs. A sheet has one column for a run of one node, two for others.
template <Scalar S>
class Runs {
 public:
  /// All nodes as one run; `nodes` are in increasing order, at least one.
  [[nodiscard]] static Runs one(std::span<const S> nodes);
  /// Every node by itself, in any order.
  [[nodiscard]] static Runs singles(std::span<const S> nodes);

  [[nodiscard]] const std::vector<Run>& runs() const { return runs_; }
  [[nodiscard]] Index columns() const { return static_cast<Index>(column_node_.size()); }
  [[nodiscard]] Index nodes() const { return static_cast<Index>(nodes_.size()); }
  [[nodiscard]] bool all_single() const { return columns() == static_cast<Index>(runs_.size()); }
  /// The parameter of a column.
  [[nodiscard]] const S& t(Index column) const {
    return nodes_[static_cast<std::size_t>(column_node_[static_cast<std::size_t>(column)])];
  }
  [[nodiscard]] Index first_column(Index run) const {
    return first_column_[static_cast<std::size_t>(run)];
  }

  /// Cuts every run where a row of `z` is negative, zero or positive at one node and not at its neighbour.
  /// Nothing if there is nothing to cut. Stops cutting behind `most` cuts, when it would not pay any more.
  [[nodiscard]] std::optional<Runs> cut_at_zeros(const Sheet<S>& z, Index most) const;

  /// The values of `coarse`, a sheet of these runs, at the columns of runs that were cut from them.
  void interpolate(const Sheet<S>& coarse, const Runs& cut, const Sheet<S>& fine) const;
  /// Per run that was cut from these, the column of a node in it, or of its run here.
  [[nodiscard]] std::vector<std::int32_t> columns_of(const Runs& cut) const;

 private:
  void list_columns();
  // Part of the way from the run's first node to its last.
  [[nodiscard]] S part(const Run& run, Index node) const;
  // Calls cut(n) for each node n of a run with values a at its first and b at its last node behind which the
  // class of the value changes.
  template <class Cut>
  void find_cuts(const Run& run, const S& a, const S& b, const Cut& cut) const;

  std::span<const S> nodes_;
  std::vector<Run> runs_;
  std::vector<Index> first_column_;  // per run
  std::vector<Index> column_node_;   // per column
};

}  // namespace axiomark
