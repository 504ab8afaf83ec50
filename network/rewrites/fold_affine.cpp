#include "network/rewrites/fold_affine.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

namespace axiomark {
namespace {

template <Scalar S>
const Vector<S>* numbers_of(const Operator<S>& op) {
  if (const auto* scale = std::get_if<Scale<S>>(&op)) return &scale->factor;
  if (const auto* shift = std::get_if<Shift<S>>(&op)) return &shift->offset;
  return nullptr;
}

// One number per channel, if the values are constant on each.
template <Scalar S>
std::optional<Vector<S>> per_channel(const Vector<S>& values, Index channels) {
  const Index run = values.size() / channels;
  Vector<S> result(channels);
  for (Index c = 0; c < channels; ++c) {
    result(c) = values(c * run);
    for (Index k = 1; k < run; ++k) {
      if (values(c * run + k) != result(c)) return std::nullopt;
    }
  }
  return result;
}

// y = f (W x + b) or W x + b + o.
template <Scalar S, class Layer>
void change_results(Layer& layer, const Operator<S>& op, const Vector<S>& numbers) {
  if (std::holds_alternative<Shift<S>>(op)) {
    layer.bias += numbers;
    return;
  }
  layer.weights.colwise() *= numbers;
  layer.bias *= numbers;
}

template <Scalar S>
bool fold_behind(Operator<S>& layer, const Operator<S>& op) {
  const Vector<S>& numbers = *numbers_of(op);
  if (auto* dense = std::get_if<Dense<S>>(&layer)) {
    change_results(*dense, op, numbers);
    return true;
  }
  auto& convolution = std::get<Convolution<S>>(layer);
  const auto channels = per_channel(numbers, convolution.bias.size());
  if (channels) change_results(convolution, op, *channels);
  return channels.has_value();
}

template <Scalar S>
void fold_before(Dense<S>& dense, const Operator<S>& op, const Vector<S>& numbers) {
  if (std::holds_alternative<Shift<S>>(op)) {
    dense.bias += (dense.weights.rowwise() * numbers.transpose()).rowwise().sum();
  } else {
    dense.weights.rowwise() *= numbers.transpose();
  }
}

template <Scalar S>
bool fold_before(Convolution<S>& convolution, const Operator<S>& op, const Vector<S>& numbers) {
  const bool shift = std::holds_alternative<Shift<S>>(op);
  const auto padded = [](Index p) { return p != 0; };
  if (shift && (std::ranges::any_of(convolution.window.pad_begin, padded) ||
                std::ranges::any_of(convolution.window.pad_end, padded))) {
    return false;
  }
  const auto channels = per_channel(numbers, convolution.in[0]);
  if (!channels) return false;
  const Index outputs_per_group = convolution.weights.rows() / convolution.groups;
  const Index channels_per_group = convolution.in[0] / convolution.groups;
  const Index kernel = element_count(convolution.window.kernel);
  for (Index o = 0; o < convolution.weights.rows(); ++o) {
    for (Index c = 0; c < channels_per_group; ++c) {
      const S& number = (*channels)(o / outputs_per_group * channels_per_group + c);
      auto weights = convolution.weights.row(o).segment(c * kernel, kernel);
      if (shift) {
        convolution.bias(o) += number * weights.sum();
      } else {
        weights *= number;
      }
    }
  }
  return true;
}

template <Scalar S>
bool fold_before(Operator<S>& layer, const Operator<S>& op) {
  const Vector<S>& numbers = *numbers_of(op);
  if (auto* dense = std::get_if<Dense<S>>(&layer)) {
    fold_before(*dense, op, numbers);
    return true;
  }
  return fold_before(std::get<Convolution<S>>(layer), op, numbers);
}

template <Scalar S>
class Folding {
 public:
  explicit Folding(const Network<S>& network)
      : network_(network),
        readers_(count(network.tensor_count()), 0),
        gone_(count(network.tensor_count()), false),
        changed_(count(network.tensor_count())) {
    for (const Node& node : network.nodes()) {
      for (const Index t : node.inputs) ++readers_[count(t)];
    }
    ++readers_[count(network.output())];
    for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) fold_behind_at(t);
    for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) fold_before_at(t);
  }

  [[nodiscard]] Result<FoldedNetwork<S>> rebuilt() const {
    NetworkParts<S> parts{network_.inputs(), {}, {}, 0};
    std::vector<Index> original;
    std::vector<Index> number(count(network_.tensor_count()));
    std::vector<Index> instance(network_.operators().size(), -1);
    for (Index t = 0; t < network_.tensor_count(); ++t) {
      if (gone_[count(t)]) {
        number[count(t)] = number[count(network_.node_of(t).inputs[0])];
        continue;
      }
      number[count(t)] = static_cast<Index>(original.size());
      original.push_back(t);
      if (t < network_.first_node_tensor()) continue;
      Node node = network_.node_of(t);
      Index made = changed_[count(t)] ? -1 : instance[count(node.op)];
      if (made < 0) {
        made = static_cast<Index>(parts.operators.size());
        parts.operators.push_back(changed_[count(t)] ? *changed_[count(t)]
                                                     : network_.operator_of(t));
        if (!changed_[count(t)]) instance[count(node.op)] = made;
      }
      node.op = made;
      for (Index& i : node.inputs) i = number[count(i)];
      parts.nodes.push_back(std::move(node));
    }
    parts.output = number[count(network_.output())];
    auto made = Network<S>::make(std::move(parts));
    if (!made) {
      // The parts fit as before: only a parameter can have left the scalar's range.
      return fail(ErrorKind::numeric, "scales and shifts folded into the layer beside them",
                  made.error().found, "numbers");
    }
    return FoldedNetwork<S>{std::move(*made), std::move(original),
                            static_cast<Index>(std::ranges::count(gone_, true))};
  }

 private:
  static std::size_t count(Index i) { return static_cast<std::size_t>(i); }

  [[nodiscard]] bool is_node(Index t) const { return t >= network_.first_node_tensor(); }
  [[nodiscard]] bool is_layer(Index t) const {
    return is_node(t) && (std::holds_alternative<Dense<S>>(network_.operator_of(t)) ||
                          std::holds_alternative<Convolution<S>>(network_.operator_of(t)));
  }
  [[nodiscard]] bool is_scale_or_shift(Index t) const {
    return is_node(t) && numbers_of(network_.operator_of(t)) != nullptr;
  }
  [[nodiscard]] bool is_new_shape_only(Index t) const {
    if (!is_node(t)) return false;
    const auto* rearrange = std::get_if<Rearrange<S>>(&network_.operator_of(t));
    return rearrange != nullptr && rearrange->source.empty();
  }
  // The tensor that a scale or shift, or a reshape on the way, reads, if it alone reads it.
  [[nodiscard]] std::optional<Index> only_read(Index t) const {
    const Index operand = network_.node_of(t).inputs[0];
    if (readers_[count(operand)] != 1) return std::nullopt;
    return operand;
  }
  Operator<S>& changed(Index t) {
    if (!changed_[count(t)]) changed_[count(t)] = network_.operator_of(t);
    return *changed_[count(t)];
  }

  // Values keep their order through a reshape, and what was folded already is no longer there.
  void fold_behind_at(Index t) {
    if (!is_scale_or_shift(t)) return;
    std::optional<Index> from = only_read(t);
    while (from && (is_new_shape_only(*from) || gone_[count(*from)])) from = only_read(*from);
    if (!from || !is_layer(*from)) return;
    gone_[count(t)] = fold_behind(changed(*from), network_.operator_of(t));
  }

  void fold_before_at(Index t) {
    if (!is_layer(t)) return;
    for (std::optional<Index> from = only_read(t); from && is_node(*from);
         from = only_read(*from)) {
      if (is_new_shape_only(*from)) continue;
      if (!is_scale_or_shift(*from) || gone_[count(*from)]) return;
      if (!fold_before(changed(t), network_.operator_of(*from))) return;
      gone_[count(*from)] = true;
    }
  }

  const Network<S>& network_;
  std::vector<Index> readers_;
  std::vector<bool> gone_;
  std::vector<std::optional<Operator<S>>> changed_;
};

}  // namespace

template <Scalar S>
Result<FoldedNetwork<S>> fold_affine(const Network<S>& network) {
  const bool nothing_to_fold = std::ranges::none_of(network.nodes(), [&](const Node& node) {
    const Operator<S>& op = network.operators()[static_cast<std::size_t>(node.op)];
    return std::holds_alternative<Scale<S>>(op) || std::holds_alternative<Shift<S>>(op);
  });
  if (nothing_to_fold) {
    std::vector<Index> same(static_cast<std::size_t>(network.tensor_count()));
    std::iota(same.begin(), same.end(), 0);
    return FoldedNetwork<S>{network, std::move(same), 0};
  }
  return Folding<S>(network).rebuilt();
}

template Result<FoldedNetwork<float>> fold_affine(const Network<float>&);
template Result<FoldedNetwork<double>> fold_affine(const Network<double>&);
template Result<FoldedNetwork<Rational>> fold_affine(const Network<Rational>&);

}  // namespace axiomark
