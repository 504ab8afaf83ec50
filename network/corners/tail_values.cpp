#include "network/corners/tail_values.hpp"

#include <algorithm>
#include <bit>

#include "network/kernels/rows.hpp"

namespace axiomark {
namespace {

// The largest tensor of a chunk: 2^16 floats are an eighth of a second-level cache, and two or three are held at
// a time. More columns than 2^10 would save nothing.
constexpr Index kChunkValues = Index{1} << 12;
constexpr Index kLongestChunk = 1024;

template <Scalar S>
Batch<S> to_batch(const Sheet<S>& sheet) {
  Batch<S> batch(sheet.rows, sheet.stride);
  std::copy_n(sheet.data, batch.size(), batch.data());
  return batch;
}

}  // namespace

template <Scalar S>
TailValues<S>::TailValues(const Network<S>& network, const SegmentHead& head, Index frontier,
                          const Vector<S>& target)
    : program_(network), frontier_(frontier) {
  Index most = element_count(network.shape(frontier));
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (head.in_head[static_cast<std::size_t>(t)]) continue;
    tail_.push_back(t);
    most = std::max(most, element_count(network.shape(t)));
  }
  const auto columns =
      static_cast<std::uint64_t>(std::clamp(kChunkValues / most, kBlockColumns<S>, kLongestChunk));
  chunk_columns_ = std::max(static_cast<Index>(std::bit_floor(columns)), kBlockColumns<S>);

  for (Index j = 0; j < target.size(); ++j) {
    if (target(j) != S(0)) rows_.push_back(j);
  }
  weights_ = target(rows_);
  const bool made_by_tail = !tail_.empty() && tail_.back() == network.output();
  const Dense<S>* const dense =
      made_by_tail ? std::get_if<Dense<S>>(&network.operator_of(network.output())) : nullptr;
  if (dense == nullptr) return;
  last_ = Dense<S>{dense->weights(rows_, Eigen::all), dense->bias(rows_)};
  last_map_.emplace(*last_);
  for (std::size_t k = 0; k < rows_.size(); ++k) rows_[k] = static_cast<Index>(k);
}

// One chunk on its way through the tail.
template <Scalar S>
struct TailValues<S>::Pass {
  const TailValues& plan;
  Workspace<S>& workspace;
  std::vector<Sheet<S>> values;

  [[nodiscard]] Sheet<S>& at(Index tensor) { return values[static_cast<std::size_t>(tensor)]; }
  [[nodiscard]] Sheet<S>& operand(Index tensor) {
    return at(plan.program_.network().node_of(tensor).inputs[0]);
  }
  [[nodiscard]] Sheet<S> make(Index tensor, Index rows) {
    at(tensor) = workspace.take(rows, operand(tensor).columns);
    return at(tensor);
  }

  [[nodiscard]] bool run(Index tensor, const LinearMap<S>& map) {
    map.evaluate(operand(tensor), make(tensor, map.output_rows()), workspace.lists);
    return true;
  }
  [[nodiscard]] bool run(Index tensor, const typename SegmentProgram<S>::Alias&) {
    at(tensor) = operand(tensor);
    workspace.share(at(tensor));
    return true;
  }
  [[nodiscard]] bool run(Index tensor, const typename SegmentProgram<S>::Rectify&) {
    const Sheet<S> z = operand(tensor);
    const Sheet<S> y = make(tensor, z.rows);
    return row_loops<S>().rectify(z.data, y.data, z.rows * z.stride).finite;
  }
  // Any other by the operator's own evaluation, on copies.
  template <class Step>
  [[nodiscard]] bool run(Index tensor, const Step&) {
    const Network<S>& network = plan.program_.network();
    std::vector<Batch<S>> batches;
    batches.reserve(network.node_of(tensor).inputs.size());
    for (const Index u : network.node_of(tensor).inputs) batches.push_back(to_batch(at(u)));
    std::vector<const Batch<S>*> operands;
    operands.reserve(batches.size());
    for (const Batch<S>& batch : batches) operands.push_back(&batch);
    const Batch<S> result =
        axiomark::evaluate<S>(network.operator_of(tensor), Operands<S>(operands));
    std::copy_n(result.data(), result.size(), make(tensor, result.rows()).data);
    return is_exact<S> || (result * S(0)).sum() == S(0);
  }

  void release_operands(Index tensor) {
    const Network<S>& network = plan.program_.network();
    for (const Index u : network.node_of(tensor).inputs) {
      if (network.last_reader(u) != tensor || !at(u)) continue;
      workspace.release(at(u));
      at(u) = {};
    }
  }
};

template <Scalar S>
bool TailValues<S>::evaluate(const Sheet<S>& at_frontier, Workspace<S>& workspace,
                             S* values) const {
  const Network<S>& network = program_.network();
  Pass pass{*this, workspace,
            std::vector<Sheet<S>>(static_cast<std::size_t>(network.tensor_count()))};
  pass.at(frontier_) = at_frontier;
  bool finite = true;
  for (const Index t : tail_) {
    if (last_map_ && t == network.output()) {
      finite = pass.run(t, *last_map_) && finite;
    } else {
      finite = std::visit([&](const auto& step) { return pass.run(t, step); }, program_.step(t)) &&
               finite;
    }
    pass.release_operands(t);
  }
  const Sheet<S> outputs = pass.at(network.output());
  Vector<S> sums = Vector<S>::Constant(outputs.stride, S(0));
  for (std::size_t k = 0; k < rows_.size(); ++k) {
    row_loops<S>().add_multiple(weights_(static_cast<Index>(k)), outputs.row(rows_[k]), sums.data(),
                                outputs.stride);
  }
  std::copy_n(sums.data(), outputs.columns, values);
  workspace.release_all();
  return finite && first_non_finite(sums) < 0;
}

template class TailValues<float>;
template class TailValues<double>;
template class TailValues<Rational>;

}  // namespace axiomark
