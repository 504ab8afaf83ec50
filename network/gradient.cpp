#include "network/gradient.hpp"

#include <algorithm>
#include <optional>

#include "network/finite.hpp"
#include "network/pull_back.hpp"
#include "network/segment/gradient_sum.hpp"
#include "network/segment/head.hpp"
#include "network/tiny/gradient.hpp"

namespace axiomark {
namespace {

// Values of all tensors of one chunk: 2^17 floats are 512 KB, about the second-level cache of one
// core; more columns would not make the products faster.
constexpr Index kChunkValues = Index{1} << 17;
// Chunks are whole vector registers of the widest kind (16 floats) and, for tiny networks, not so
// long that there is nothing left to share among threads.
constexpr Index kLanes = 16;
constexpr Index kLongestChunk = 256;
// Chunks kept in memory at once before they are added up, in order.
constexpr Index kChunksInFlight = 32;

}  // namespace

template <Scalar S>
Result<Gradients<S>> gradient(const Network<S>& network, const Batch<S>& points,
                              const Vector<S>& target, const Conventions<S>& conventions) {
  if (auto tiny = tiny_gradient(network, points, target, conventions)) return std::move(*tiny);
  const Trace<S> at = trace(network, points);
  if (auto ok = check_finite(network, at); !ok) return tl::make_unexpected(ok.error());
  const auto cotangents = pull_back(network, at, Batch<S>(target.replicate(1, points.cols())),
                                    GradientRule<S>{conventions});
  Gradients<S> result;
  result.values = input_part(network, cotangents);
  const auto& outputs = at.tensors[static_cast<std::size_t>(network.output())];
  result.outputs = (outputs.colwise() * target).colwise().sum();
  result.hung_on = hung_on_along(network, at, cotangents, [](Index) { return true; });
  if (!all_finite(result.values.data(), result.values.size())) {
    return fail(ErrorKind::numeric, "gradient", "a value that is not finite", "finite numbers");
  }
  return result;
}

template <Scalar S>
SegmentPlan<S>::SegmentPlan(const Network<S>& network) {
  SegmentHead head = find_head(network);
  in_head_ = std::move(head.in_head);
  frontier_ = std::move(head.frontier);
  Index tail_values = 1;
  const auto count_values = [&](Index t) {
    tail_values += 2 * element_count(network.shape(t));  // values and cotangents
  };
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (!in_head(t)) count_values(t);
  }
  for (const Index t : frontier_) count_values(t);
  chunk_columns_ = std::clamp(kChunkValues / tail_values / kLanes * kLanes, kLanes, kLongestChunk);
}

// What one chunk of nodes adds: summed cotangents at the frontier.
template <Scalar S>
struct SegmentPlan<S>::Chunk {
  std::vector<Vector<S>> cotangents;
  HangSet hung_on;
  std::optional<Error> error;
};

template <Scalar S>
Result<GradientSum<S>> SegmentPlan<S>::gradient_sum(
    const Network<S>& network, const Vector<S>& target, const Conventions<S>& conventions,
    const Segment<S>& segment, std::span<const S> nodes, std::span<const S> weights,
    const ThreadPool& pool) const {
  if (worth_a_program(network)) {
    auto sum = gradient_sum_by_runs(network, target, conventions, segment, nodes, weights, pool);
    if (sum) return std::move(*sum);
  }
  Batch<S> both_ends(segment.from.size(), 2);
  both_ends.col(0) = segment.from;
  both_ends.col(1) = segment.to;
  // The head at both ends; the tail's tensors stay empty.
  Trace<S> ends;
  Index row = 0;
  for (const Shape& shape : network.inputs()) {
    ends.tensors.emplace_back(both_ends.middleRows(row, element_count(shape)));
    row += element_count(shape);
  }
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (!in_head(t)) {
      ends.tensors.emplace_back();
      continue;
    }
    const NodeOperands<S> operands(network.node_of(t), ends.tensors);
    ends.tensors.push_back(evaluate<S>(network.operator_of(t), operands.get()));
  }
  if (auto ok = check_finite(network, ends); !ok) return tl::make_unexpected(ok.error());

  const auto tail = [this](Index t) { return !in_head(t); };
  const GradientRule<S> rule{conventions};
  const auto run_chunk = [&](Index chunk) {
    const auto first = static_cast<std::size_t>(chunk * chunk_columns_);
    const auto size = std::min(nodes.size() - first, static_cast<std::size_t>(chunk_columns_));
    const auto ts = nodes.subspan(first, size);
    const Eigen::Map<const Row<S>> w(weights.data() + first, static_cast<Index>(size));
    Trace<S> at;
    at.tensors.resize(static_cast<std::size_t>(network.tensor_count()));
    for (const Index t : frontier_) {
      const auto& values = ends.tensors[static_cast<std::size_t>(t)];
      at.tensors[static_cast<std::size_t>(t)] = interpolate<S>(values.col(0), values.col(1), ts);
    }
    Chunk result;
    for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
      if (in_head(t)) continue;
      const NodeOperands<S> operands(network.node_of(t), at.tensors);
      at.tensors[static_cast<std::size_t>(t)] = evaluate<S>(network.operator_of(t), operands.get());
    }
    if (auto ok = check_finite(network, at); !ok) result.error = ok.error();
    std::vector<Seed<Batch<S>>> seeds;
    seeds.push_back({network.output(), (target.matrix() * w.matrix()).array()});
    const auto cotangents = pull_back(network, at, std::move(seeds), rule, tail);
    for (const Index t : frontier_) {
      result.cotangents.emplace_back(cotangents[static_cast<std::size_t>(t)].rowwise().sum());
    }
    for (const HangSet set : hung_on_along(network, at, cotangents, tail)) result.hung_on |= set;
    return result;
  };

  GradientSum<S> sum;
  sum.evaluations = static_cast<Index>(nodes.size());
  std::vector<Vector<S>> at_frontier;
  for (const Index t : frontier_) {
    at_frontier.emplace_back(Vector<S>::Constant(element_count(network.shape(t)), S(0)));
  }
  const Index chunks = (sum.evaluations + chunk_columns_ - 1) / chunk_columns_;
  for (Index done = 0; done < chunks; done += kChunksInFlight) {
    std::vector<Chunk> wave(static_cast<std::size_t>(std::min(kChunksInFlight, chunks - done)));
    pool.for_each(static_cast<Index>(wave.size()),
                  [&](Index k) { wave[static_cast<std::size_t>(k)] = run_chunk(done + k); });
    for (const Chunk& chunk : wave) {
      if (chunk.error) return tl::make_unexpected(*chunk.error);
      for (std::size_t f = 0; f < frontier_.size(); ++f) at_frontier[f] += chunk.cotangents[f];
      sum.hung_on |= chunk.hung_on;
    }
  }

  // Once more through the head, for one column: it is affine, so any trace of it will do.
  for (auto& values : ends.tensors) {
    if (values.cols() > 1) values = values.leftCols(1).eval();
  }
  std::vector<Seed<Batch<S>>> seeds;
  for (std::size_t f = 0; f < frontier_.size(); ++f)
    seeds.push_back({frontier_[f], at_frontier[f]});
  const auto at =
      pull_back(network, ends, std::move(seeds), rule, [this](Index t) { return in_head(t); });
  sum.value = input_part(network, at).col(0);
  if (first_non_finite(sum.value) >= 0) {
    return fail(ErrorKind::numeric, "gradient", "a value that is not finite", "finite numbers");
  }
  return sum;
}

#define AXIOMARK_INSTANTIATE(S)                                                                   \
  template Result<Gradients<S>> gradient<S>(const Network<S>&, const Batch<S>&, const Vector<S>&, \
                                            const Conventions<S>&);                               \
  template class SegmentPlan<S>;
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
