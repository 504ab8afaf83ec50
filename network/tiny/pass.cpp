#include "network/tiny/pass.hpp"

#include <algorithm>

#include "network/kernels/product.hpp"
#include "network/tiny/loops.hpp"

namespace axiomark {
namespace {

// Half a second-level cache of doubles: beyond that, an array per tensor costs little beside its numbers.
constexpr Index kCapacity = Index{1} << 14;
// Tensors begin where arrays of their own would (EIGEN_MAX_ALIGN_BYTES): sums over rows add in an order that
// depends on it.
constexpr Index kAlignedBytes = 64;
constexpr std::size_t kMostOperands = 8;

template <class S>
Index padded(Index count) {
  constexpr Index step = kAlignedBytes / static_cast<Index>(sizeof(S));
  return (count + step - 1) / step * step;
}

// What passes on this thread take their tensors from, in a stack.
template <class S>
struct Buffer {
  Vector<S> numbers = Vector<S>(kCapacity);
  Index taken = 0;

  S* take(Index count) {
    S* const first = numbers.data() + taken;
    taken += padded<S>(count);
    return first;
  }
};
template <class S>
Buffer<S>& buffer() {
  thread_local Buffer<S> mine;
  return mine;
}

// The operands of a node, of which fits() allows few.
template <class S>
class Sheets {
 public:
  template <class SheetOf>
  Sheets(const Node& node, const SheetOf& sheet_of) : count_(node.inputs.size()) {
    for (std::size_t k = 0; k < count_; ++k) sheets_[k] = sheet_of(node.inputs[k]);
  }
  [[nodiscard]] std::span<const tiny::Sheet<S>> get() const { return {sheets_.data(), count_}; }

 private:
  std::size_t count_;
  std::array<tiny::Sheet<S>, kMostOperands> sheets_;
};

}  // namespace

template <std::floating_point S>
bool TinyPass<S>::fits(const Network<S>& network, Index columns) {
  if (at(network.tensor_count()) > kMostTensors) return false;
  if (columns < 1 || columns > kCapacity) return false;
  Index needed = 0;
  Index largest = 0;
  for (Index t = 0; t < network.tensor_count(); ++t) {
    const Index count = element_count(network.shape(t));
    if (count > kCapacity) return false;
    largest = std::max(largest, count);
    // Each of several passes pads a tensor by less than one step.
    needed += 2 * padded<S>(count * columns) + 4 * padded<S>(1);
    if (t < network.first_node_tensor()) continue;
    if (network.node_of(t).inputs.size() > kMostOperands) return false;
    const bool known = std::visit(
        []<class Op>(const Op& op) {
          if constexpr (std::same_as<Op, Dense<S>>) {
            return op.weights.size() < kSmallProduct;
          } else {
            return tiny::HasLoops<S, Op>;
          }
        },
        network.operator_of(t));
    if (!known) return false;
  }
  needed += padded<S>(largest * columns) + 2 * padded<S>(1);
  return needed <= kCapacity;
}

template <std::floating_point S>
TinyPass<S>::TinyPass(const Network<S>& network, Index columns)
    : network_(network), columns_(columns), taken_(buffer<S>().taken) {
  Buffer<S>& from = buffer<S>();
  Index largest = 0;
  for (Index tensor = 0; tensor < network.tensor_count(); ++tensor) {
    const std::size_t t = at(tensor);
    rows_[t] = element_count(network.shape(tensor));
    largest = std::max(largest, rows_[t]);
    values_[t] = from.take(rows_[t] * columns);
    cotangents_[t] = from.take(rows_[t] * columns);
    reached_[t] = false;
  }
  scratch_ = from.take(largest * columns);
}

template <std::floating_point S>
TinyPass<S>::~TinyPass() {
  buffer<S>().taken = taken_;
}

template <std::floating_point S>
void TinyPass<S>::set_inputs(const Batch<S>& points) {
  const S* from = points.data();
  for (Index t = 0; t < network_.first_node_tensor(); ++t) {
    const Index count = rows_[at(t)] * columns_;
    std::copy_n(from, count, values_[at(t)]);
    from += count;
  }
}

template <std::floating_point S>
void TinyPass<S>::evaluate(Index tensor) {
  const auto values_of = [this](Index t) {
    return tiny::Sheet<S>{values_[at(t)], rows_[at(t)], columns_};
  };
  const Sheets<S> operands(network_.node_of(tensor), values_of);
  std::visit(tiny::Forward<S>{operands.get(), values_of(tensor)}, network_.operator_of(tensor));
}

template <std::floating_point S>
bool TinyPass<S>::finite(Index tensor) const {
  // A value from itself is zero, unless it is not finite. Summed in integers, which is a loop over vectors.
  std::int64_t faults = 0;
  const S* const values = values_[at(tensor)];
  const Index count = rows_[at(tensor)] * columns_;
  for (Index e = 0; e < count; ++e) faults |= values[e] - values[e] == S(0) ? 0 : 1;
  return faults == 0;
}

template <std::floating_point S>
void TinyPass<S>::pull_back(Index tensor, const Conventions<S>& conventions) {
  if (!reached(tensor)) return;
  const Node& node = network_.node_of(tensor);
  const Sheets<S> operands(node, [this](Index t) {
    return tiny::Sheet<S>{values_[at(t)], rows_[at(t)], columns_};
  });
  const tiny::Sheet<S> c{cotangents_[at(tensor)], rows_[at(tensor)], columns_};
  for (std::size_t k = 0; k < node.inputs.size(); ++k) {
    const std::size_t operand = at(node.inputs[k]);
    const bool first = !reached_[operand];
    const tiny::Sheet<S> part{first ? cotangents_[operand] : scratch_, rows_[operand], columns_};
    std::visit(tiny::Backward<S>{operands.get(), c, k, part, conventions},
               network_.operator_of(tensor));
    if (!first) {
      for (Index e = 0; e < part.size(); ++e) cotangents_[operand][e] += part.data[e];
    }
    reached_[operand] = true;
  }
}

template <std::floating_point S>
void TinyPass<S>::add_hung_on(Index tensor, std::span<HangSet> hung) const {
  if (!reached(tensor)) return;  // a signal of zero
  const Sheets<S> operands(network_.node_of(tensor), [this](Index t) {
    return tiny::Sheet<S>{values_[at(t)], rows_[at(t)], columns_};
  });
  const tiny::Sheet<S> c{cotangents_[at(tensor)], rows_[at(tensor)], columns_};
  std::visit(tiny::Hanging<S>{operands.get(), c, hung}, network_.operator_of(tensor));
}

template <std::floating_point S>
Batch<S> TinyPass<S>::input_cotangents() const {
  Batch<S> joined(network_.input_features(), columns_);
  S* to = joined.data();
  for (Index t = 0; t < network_.first_node_tensor(); ++t) {
    const Index count = rows_[at(t)] * columns_;
    if (reached(t)) {
      std::copy_n(cotangents_[at(t)], count, to);
    } else {
      std::fill_n(to, count, S(0));
    }
    to += count;
  }
  return joined;
}

template class TinyPass<float>;
template class TinyPass<double>;

}  // namespace axiomark
