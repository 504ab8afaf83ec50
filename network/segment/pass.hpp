#pragma once

#include "network/segment/program.hpp"
#include "network/segment/runs.hpp"

namespace axiomark {

/// One forward and one backward pass of a program over some nodes of a segment, in the memory of one workspace.
/// Forward, runs of nodes are cut where a relu has its kink, and sheets have the columns of the runs cut so
/// far; backward, one column stands for all nodes of a run.
template <Scalar S>
class SegmentPass {
 public:
  SegmentPass(const SegmentProgram<S>& program, const Conventions<S>& conventions, Runs<S> runs,
              Workspace<S>& workspace);

  [[nodiscard]] const Runs<S>& runs() const { return history_.back(); }
  /// A sheet of a tensor's values, to be written before the nodes that read it are run.
  [[nodiscard]] Sheet<S> set_value(Index tensor);
  [[nodiscard]] const Sheet<S>& value(Index tensor) const { return values_[at(tensor)]; }

  /// Whether to keep the values of a tensor behind its last reader.
  enum class Keep { none, all };
  /// Runs the nodes that `runs_node(tensor)`. False, and the pass is of no more use, if a value is not finite
  /// or if there are more than `most_columns`, or so many already that later relus will make it more.
  template <class RunsNode>
  [[nodiscard]] bool forward(const RunsNode& runs_node, Keep keep, Index most_columns);

  /// A sheet for the cotangent of a tensor, one column per run, where the backward pass begins.
  [[nodiscard]] Sheet<S> set_cotangent(Index tensor);
  /// Pulls cotangents back through the nodes that `runs_node(tensor)`.
  template <class RunsNode>
  void backward(const RunsNode& runs_node);
  /// The sum over the runs, zero where nothing arrived.
  [[nodiscard]] Vector<S> summed_cotangent(Index tensor) const;
  [[nodiscard]] HangSet hung_on() const { return hung_on_; }

 private:
  // A relu's gate, and the runs at its time.
  struct Seen {
    Gate<S> gate;
    std::size_t moment = 0;
    bool per_run = false;  // the gate has one column per run of the end
  };

  static std::size_t at(Index tensor) { return static_cast<std::size_t>(tensor); }
  [[nodiscard]] const Node& node(Index tensor) const { return program_.network().node_of(tensor); }
  void put(Index tensor, const Sheet<S>& sheet);
  void drop(Sheet<S>& sheet);

  // Forward; false if the pass has to end.
  [[nodiscard]] bool run(Index tensor, const LinearMap<S>& map);
  [[nodiscard]] bool run(Index tensor, const typename SegmentProgram<S>::Alias& alias);
  [[nodiscard]] bool run(Index tensor, const typename SegmentProgram<S>::Rectify& relu);
  [[nodiscard]] bool run(Index tensor, const typename SegmentProgram<S>::Squash& sigmoid);
  [[nodiscard]] bool run(Index tensor, const typename SegmentProgram<S>::WeightedSum& sum);
  [[nodiscard]] bool run(Index tensor, const typename SegmentProgram<S>::Other& other);
  [[nodiscard]] bool cut_runs(Index relu);

  // Backward.
  void pull(Index tensor, const LinearMap<S>& map);
  void pull(Index tensor, const typename SegmentProgram<S>::Alias& alias);
  void pull(Index tensor, const typename SegmentProgram<S>::Rectify& relu);
  void pull(Index tensor, const typename SegmentProgram<S>::Squash& sigmoid);
  void pull(Index tensor, const typename SegmentProgram<S>::WeightedSum& sum);
  // The sheet of a tensor's cotangent to overwrite: itself where nobody else reads it.
  [[nodiscard]] Sheet<S> to_overwrite(const Sheet<S>& signal);
  void pull(Index tensor, const typename SegmentProgram<S>::Other& other);
  // Takes over the sheet.
  void add_cotangent(Index tensor, Sheet<S> sheet);
  // The relu's gate, one column per run.
  [[nodiscard]] const Gate<S>& gate_per_run(Index relu);

  [[nodiscard]] Batch<S> to_batch(const Sheet<S>& sheet) const;
  void from_batch(const Batch<S>& batch, const Sheet<S>& sheet) const;

  const SegmentProgram<S>& program_;
  const Conventions<S>& conventions_;
  Workspace<S>& workspace_;
  std::vector<Runs<S>> history_;  // the runs at the beginning and after each cut
  std::vector<Sheet<S>> values_;
  std::vector<Seen> seen_;                   // per relu's tensor
  std::vector<std::vector<Sheet<S>>> kept_;  // per tensor: what its pull-back needs
  std::vector<Sheet<S>> cotangents_;
  Index most_columns_ = 0;
  Index relus_run_ = 0;
  HangSet hung_on_;
};

template <Scalar S>
template <class RunsNode>
bool SegmentPass<S>::forward(const RunsNode& runs_node, Keep keep, Index most_columns) {
  const Network<S>& network = program_.network();
  most_columns_ = most_columns;
  relus_run_ = 0;
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (!runs_node(t)) continue;
    if (!std::visit([&](const auto& step) { return run(t, step); }, program_.step(t))) return false;
    if (keep == Keep::all) continue;
    for (const Index u : node(t).inputs) {
      if (network.last_reader(u) == t) drop(values_[at(u)]);
    }
  }
  return true;
}

template <Scalar S>
template <class RunsNode>
void SegmentPass<S>::backward(const RunsNode& runs_node) {
  const Network<S>& network = program_.network();
  for (Index t = network.tensor_count() - 1; t >= network.first_node_tensor(); --t) {
    if (!runs_node(t) || !cotangents_[at(t)]) continue;
    std::visit([&](const auto& step) { pull(t, step); }, program_.step(t));
    drop(cotangents_[at(t)]);
  }
}

}  // namespace axiomark
