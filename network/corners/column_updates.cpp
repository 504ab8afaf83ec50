#include "network/corners/column_updates.hpp"

#include <algorithm>

namespace axiomark {
namespace {

// Who moves a row of a tensor before the first dense layer, and by how much.
template <Scalar S>
struct Owned {
  static constexpr std::int32_t kNobody = -1;
  std::vector<std::int32_t> group;
  Vector<S> change;
};

template <Scalar S>
Owned<S> owned_inputs(const BoxCorners<S>& corners) {
  const Index features = corners.from.size();
  Owned<S> owned{std::vector<std::int32_t>(static_cast<std::size_t>(features), Owned<S>::kNobody),
                 Vector<S>::Constant(features, S(0))};
  for (std::size_t g = 0; g < corners.groups.size(); ++g) {
    for (const Index i : corners.groups[g]) {
      owned.group[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(g);
      owned.change(i) = corners.to(i) - corners.from(i);
    }
  }
  return owned;
}

template <Scalar S>
Owned<S> rearranged(const Rearrange<S>& op, Owned<S> x) {
  if (op.source.empty()) return x;
  Owned<S> y{std::vector<std::int32_t>(op.source.size(), Owned<S>::kNobody),
             Vector<S>::Constant(static_cast<Index>(op.source.size()), S(0))};
  for (std::size_t k = 0; k < op.source.size(); ++k) {
    if (op.source[k] == Rearrange<S>::kFill) continue;
    y.group[k] = x.group[static_cast<std::size_t>(op.source[k])];
    y.change(static_cast<Index>(k)) = x.change(op.source[k]);
  }
  return y;
}

// The tensors from the input to the end of the head, or nothing where it is no chain.
template <Scalar S>
std::optional<std::vector<Index>> chain(const Network<S>& network, const SegmentHead& head) {
  if (head.frontier.size() != 1 || network.inputs().size() != 1) return {};
  std::vector<Index> tensors;
  for (Index t = head.frontier.front(); t >= network.first_node_tensor();) {
    tensors.push_back(t);
    const auto& inputs = network.node_of(t).inputs;
    if (inputs.size() != 1) return {};
    t = inputs.front();
  }
  std::ranges::reverse(tensors);
  return tensors;
}

template <Scalar S>
class Columns {
 public:
  Columns(const BoxCorners<S>& corners) : groups_(corners.count()), owned_(owned_inputs(corners)) {}

  // Goes on behind one more node; false where it would take a product.
  [[nodiscard]] bool pass(const Operator<S>& op) {
    if (std::holds_alternative<Shift<S>>(op)) return true;
    if (const auto* rearrange = std::get_if<Rearrange<S>>(&op)) {
      if (behind_layer_) return rearrange->source.empty();
      owned_ = rearranged(*rearrange, std::move(owned_));
      return true;
    }
    if (behind_layer_) return false;
    if (const auto* scale = std::get_if<Scale<S>>(&op)) {
      owned_.change *= scale->factor;
      return true;
    }
    const auto* dense = std::get_if<Dense<S>>(&op);
    if (dense == nullptr) return false;
    multiply(*dense);
    return true;
  }

  void move_to(ColumnUpdates<S>& updates) {
    if (!behind_layer_) {
      set_rows(owned_.change.size());
      for (Index i = 0; i < rows_; ++i) {
        const auto group = owned_.group[static_cast<std::size_t>(i)];
        if (group != Owned<S>::kNobody) all_[at(group, i)] = owned_.change(i);
      }
    }
    updates.rows = rows_;
    updates.stride = stride_;
    for (Index g = 0; g < groups_; ++g) {
      const auto column = std::span(all_).subspan(at(g, 0), static_cast<std::size_t>(stride_));
      updates.changes.push_back(std::ranges::any_of(column, [](const S& c) { return c != S(0); }));
    }
    updates.columns = std::move(all_);
  }

 private:
  [[nodiscard]] std::size_t at(Index group, Index row) const {
    return static_cast<std::size_t>(group * stride_ + row);
  }
  void set_rows(Index rows) {
    rows_ = rows;
    stride_ = (rows + kLanes<S> - 1) / kLanes<S> * kLanes<S>;
    all_.assign(static_cast<std::size_t>((groups_ + 1) * stride_), S(0));
  }
  void multiply(const Dense<S>& op) {
    set_rows(op.weights.rows());
    std::vector<Index> moved;
    for (Index i = 0; i < op.weights.cols(); ++i) {
      const bool owned = owned_.group[static_cast<std::size_t>(i)] != Owned<S>::kNobody;
      if (owned && owned_.change(i) != S(0)) moved.push_back(i);
    }
    for (Index row = 0; row < rows_; ++row) {
      for (const Index i : moved) {
        all_[at(owned_.group[static_cast<std::size_t>(i)], row)] +=
            op.weights(row, i) * owned_.change(i);
      }
    }
    behind_layer_ = true;
  }

  Index groups_;
  Owned<S> owned_;
  bool behind_layer_ = false;
  Index rows_ = 0;
  Index stride_ = 0;
  std::vector<S> all_;
};

}  // namespace

template <Scalar S>
std::optional<ColumnUpdates<S>> column_updates(const Network<S>& network, const SegmentHead& head,
                                               const BoxCorners<S>& corners) {
  const auto tensors = chain(network, head);
  if (!tensors) return {};
  Columns<S> columns(corners);
  Batch<S> value = corners.from;
  for (const Index t : *tensors) {
    const Operator<S>& op = network.operator_of(t);
    if (!columns.pass(op)) return {};
    const Batch<S>* const operand = &value;
    value = evaluate<S>(op, Operands<S>(&operand, 1));
  }
  ColumnUpdates<S> updates;
  updates.tensor = head.frontier.front();
  columns.move_to(updates);
  updates.start.assign(value.data(), value.data() + value.size());
  updates.start.resize(static_cast<std::size_t>(updates.stride), S(0));
  return updates;
}

#define AXIOMARK_INSTANTIATE(S)                                                                  \
  template std::optional<ColumnUpdates<S>> column_updates(const Network<S>&, const SegmentHead&, \
                                                          const BoxCorners<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
