#include "network/tiny/gradient.hpp"

#include <algorithm>
#include <bitset>

#include "network/tiny/pass.hpp"

namespace axiomark {
namespace {

// As many nodes as SegmentPlan takes at once in networks of up to this many values, with their cotangents.
constexpr std::size_t kOneChunk = 256;
constexpr Index kMostValues = 250;

template <Scalar S>
bool has_few_values(const Network<S>& network) {
  Index values = 0;
  for (Index t = 0; t < network.tensor_count(); ++t) values += element_count(network.shape(t));
  return values <= kMostValues;
}

// sum_j target_j output_j of each column.
template <Scalar S>
Row<S> weighted_outputs(const TinyPass<S>& pass, Index output, const Vector<S>& target) {
  const auto outputs = pass.values(output);
  if (target.size() == 1) return outputs.row(0) * target(0);
  // The same expression of the same types as gradient()'s, so that it adds in the same order.
  const Batch<S> values = outputs;
  return (values.colwise() * target).colwise().sum();
}

// The head and its frontier, see SegmentPlan, of up to 64 tensors.
struct TinyHead {
  std::bitset<64> head;
  std::bitset<64> frontier;
};

template <Scalar S>
TinyHead tiny_head(const Network<S>& network) {
  TinyHead found;
  std::bitset<64> read_outside;
  for (Index t = 0; t < network.first_node_tensor(); ++t)
    found.head.set(static_cast<std::size_t>(t));
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    bool affine = kind<S>(network.operator_of(t)) == OperatorKind::affine;
    const auto& inputs = network.node_of(t).inputs;
    for (const Index i : inputs) affine = affine && found.head[static_cast<std::size_t>(i)];
    found.head[static_cast<std::size_t>(t)] = affine;
    if (affine) continue;
    for (const Index i : inputs) read_outside.set(static_cast<std::size_t>(i));
  }
  read_outside.set(static_cast<std::size_t>(network.output()));
  found.frontier = found.head & read_outside;
  return found;
}

// from + t (to - from) in each row, as interpolate() has it.
template <Scalar S>
void interpolate_rows(const typename TinyPass<S>::Rows& ends, std::span<const S> ts,
                      typename TinyPass<S>::Rows points) {
  const auto count = static_cast<Index>(ts.size());
  for (Index i = 0; i < points.rows(); ++i) {
    const S from = ends(i, 0);
    const S to = ends(i, 1);
    const S difference = to - from;
    S* const row = points.data() + i * count;
    for (Index k = 0; k < count; ++k) {
      row[k] = ts[static_cast<std::size_t>(k)] == S(1)
                   ? to
                   : from + ts[static_cast<std::size_t>(k)] * difference;
    }
  }
}

// The steps of SegmentPlan::gradient_sum for one chunk of nodes, in passes over both ends, all nodes, and one column back.
template <Scalar S>
class TinySum {
 public:
  TinySum(const Network<S>& network, Index nodes)
      : network_(network), parts_(tiny_head(network)), ends_(network, 2), tail_(network, nodes) {}

  // False if a value is not finite.
  [[nodiscard]] bool evaluate_head(const Segment<S>& segment) {
    Batch<S> both_ends(segment.from.size(), 2);
    both_ends.col(0) = segment.from;
    both_ends.col(1) = segment.to;
    ends_.set_inputs(both_ends);
    bool finite = true;
    for (Index t = 0; t < network_.tensor_count(); ++t) {
      if (!in_head(t)) continue;
      if (t >= network_.first_node_tensor()) ends_.evaluate(t);
      finite = finite && ends_.finite(t);
    }
    return finite;
  }

  [[nodiscard]] bool evaluate_tail(std::span<const S> nodes) {
    bool finite = true;
    for (Index t = 0; t < network_.tensor_count(); ++t) {
      if (on_frontier(t)) {
        interpolate_rows<S>(ends_.values(t), nodes, tail_.values(t));
      } else if (in_head(t)) {
        continue;
      } else {
        tail_.evaluate(t);
      }
      finite = finite && tail_.finite(t);
    }
    return finite;
  }

  // The conventions that a cotangent hung on at any node.
  [[nodiscard]] HangSet pull_back_tail(const Vector<S>& target, std::span<const S> weights,
                                       const Conventions<S>& conventions) {
    auto seed = tail_.seed(network_.output());
    for (Index i = 0; i < seed.rows(); ++i) {
      for (Index k = 0; k < seed.cols(); ++k) {
        seed(i, k) = target(i) * weights[static_cast<std::size_t>(k)];
      }
    }
    std::array<HangSet, kOneChunk> at_nodes;
    const std::span<HangSet> hung_on = std::span(at_nodes).first(weights.size());
    for (Index t = network_.tensor_count() - 1; t >= network_.first_node_tensor(); --t) {
      if (in_head(t)) continue;
      tail_.pull_back(t, conventions);
      tail_.add_hung_on(t, hung_on);
    }
    HangSet all;
    for (const HangSet set : hung_on) all |= set;
    return all;
  }

  // Once more through the head, for one column: it is affine, so that no values are read.
  [[nodiscard]] Vector<S> pull_back_head(const Conventions<S>& conventions) {
    TinyPass<S> back(network_, 1);
    for (Index t = 0; t < network_.tensor_count(); ++t) {
      if (!on_frontier(t)) continue;
      auto summed = back.seed(t);
      summed.setConstant(S(0));
      if (tail_.reached(t)) summed += tail_.cotangents(t).rowwise().sum();
    }
    for (Index t = network_.tensor_count() - 1; t >= network_.first_node_tensor(); --t) {
      if (in_head(t)) back.pull_back(t, conventions);
    }
    return back.input_cotangents().col(0);
  }

 private:
  [[nodiscard]] bool in_head(Index t) const { return parts_.head[static_cast<std::size_t>(t)]; }
  [[nodiscard]] bool on_frontier(Index t) const {
    return parts_.frontier[static_cast<std::size_t>(t)];
  }

  const Network<S>& network_;
  TinyHead parts_;
  TinyPass<S> ends_;
  TinyPass<S> tail_;
};

}  // namespace

template <Scalar S>
std::optional<Batch<S>> tiny_evaluate(const Network<S>& network, const Batch<S>& points) {
  if constexpr (!is_exact<S>) {
    if (!TinyPass<S>::fits(network, points.cols())) return std::nullopt;
    TinyPass<S> pass(network, points.cols());
    pass.set_inputs(points);
    for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) pass.evaluate(t);
    return pass.values(network.output());
  } else {
    return std::nullopt;
  }
}

template <Scalar S>
std::optional<Gradients<S>> tiny_gradient(const Network<S>& network, const Batch<S>& points,
                                          const Vector<S>& target,
                                          const Conventions<S>& conventions) {
  if constexpr (!is_exact<S>) {
    if (!TinyPass<S>::fits(network, points.cols())) return std::nullopt;
    TinyPass<S> pass(network, points.cols());
    const Index first_node = network.first_node_tensor();
    const Index tensors = network.tensor_count();
    pass.set_inputs(points);
    for (Index t = first_node; t < tensors; ++t) pass.evaluate(t);
    for (Index t = 0; t < tensors; ++t) {
      if (!pass.finite(t)) return std::nullopt;
    }
    pass.seed(network.output()).colwise() = target;
    Gradients<S> result;
    result.hung_on.resize(static_cast<std::size_t>(points.cols()));
    for (Index t = tensors - 1; t >= first_node; --t) {
      pass.pull_back(t, conventions);
      pass.add_hung_on(t, result.hung_on);
    }
    result.values = pass.input_cotangents();
    if (first_non_finite(result.values) >= 0) return std::nullopt;
    result.outputs = weighted_outputs<S>(pass, network.output(), target);
    return result;
  } else {
    return std::nullopt;
  }
}

template <Scalar S>
std::optional<GradientSum<S>> tiny_gradient_sum(const Network<S>& network, const Vector<S>& target,
                                                const Conventions<S>& conventions,
                                                const Segment<S>& segment, std::span<const S> nodes,
                                                std::span<const S> weights) {
  if constexpr (!is_exact<S>) {
    const bool one_chunk = !nodes.empty() && nodes.size() <= kOneChunk && has_few_values(network);
    // Both ends, all nodes, and one column back.
    if (!one_chunk || !TinyPass<S>::fits(network, static_cast<Index>(nodes.size()) + 3)) {
      return std::nullopt;
    }
    TinySum<S> passes(network, static_cast<Index>(nodes.size()));
    if (!passes.evaluate_head(segment) || !passes.evaluate_tail(nodes)) return std::nullopt;
    GradientSum<S> sum;
    sum.hung_on = passes.pull_back_tail(target, weights, conventions);
    sum.value = passes.pull_back_head(conventions);
    if (first_non_finite(sum.value) >= 0) return std::nullopt;
    sum.evaluations = static_cast<Index>(nodes.size());
    return sum;
  } else {
    return std::nullopt;
  }
}

template <Scalar S>
bool tiny_off_kinks(const Network<S>& network, const Batch<S>& points) {
  if constexpr (!is_exact<S>) {
    if (!TinyPass<S>::fits(network, points.cols())) return false;
    TinyPass<S> pass(network, points.cols());
    pass.set_inputs(points);
    std::vector<HangSet> hung_on(static_cast<std::size_t>(points.cols()));
    for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
      pass.evaluate(t);
      if (!pass.finite(t)) return false;
      // Any signal would show it.
      pass.seed(t).setConstant(S(1));
      pass.add_hung_on(t, hung_on);
    }
    return std::ranges::all_of(hung_on, [](HangSet set) { return set.empty(); });
  } else {
    return false;
  }
}

#define AXIOMARK_INSTANTIATE(S)                                                                   \
  template bool tiny_off_kinks<S>(const Network<S>&, const Batch<S>&);                            \
  template std::optional<Batch<S>> tiny_evaluate<S>(const Network<S>&, const Batch<S>&);          \
  template std::optional<Gradients<S>> tiny_gradient<S>(const Network<S>&, const Batch<S>&,       \
                                                        const Vector<S>&, const Conventions<S>&); \
  template std::optional<GradientSum<S>> tiny_gradient_sum<S>(                                    \
      const Network<S>&, const Vector<S>&, const Conventions<S>&, const Segment<S>&,              \
      std::span<const S>, std::span<const S>);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
