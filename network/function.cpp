#include "network/function.hpp"

#include <algorithm>

#include "network/corners/corner_values.hpp"
#include "network/segment/gradient_sum.hpp"
#include "network/segment_memory.hpp"
#include "network/tiny/gradient.hpp"

namespace axiomark {
namespace {

template <Scalar S>
class NetworkFunction {
 public:
  NetworkFunction(const Network<S>& network, Vector<S> target, const Conventions<S>& conventions,
                  const ThreadPool& pool)
      : network_(network), target_(std::move(target)), conventions_(conventions), pool_(&pool) {}

  [[nodiscard]] Index dimension() const { return network_.input_features(); }

  [[nodiscard]] Result<Row<S>> evaluate(const Batch<S>& points) const {
    const Index size = chunk_columns(points.cols());
    if (points.cols() <= size) return evaluate_chunk(points);
    Row<S> values(points.cols());
    auto ok = for_each_chunk(size, points, [&](Index first, const Batch<S>& some) -> Result<void> {
      const auto part = evaluate_chunk(some);
      if (!part) return tl::make_unexpected(part.error());
      values.segment(first, some.cols()) = *part;
      return {};
    });
    if (!ok) return tl::make_unexpected(ok.error());
    return values;
  }

  [[nodiscard]] Result<Gradients<S>> gradient(const Batch<S>& points) const {
    const Index size = chunk_columns(points.cols());
    if (points.cols() <= size) {
      return axiomark::gradient(network_, points, target_, conventions_);
    }
    Gradients<S> all{Batch<S>(points.rows(), points.cols()), Row<S>(points.cols()),
                     std::vector<HangSet>(static_cast<std::size_t>(points.cols()))};
    auto ok = for_each_chunk(size, points, [&](Index first, const Batch<S>& some) -> Result<void> {
      auto part = axiomark::gradient(network_, some, target_, conventions_);
      if (!part) return tl::make_unexpected(part.error());
      all.values.middleCols(first, some.cols()) = part->values;
      all.outputs.segment(first, some.cols()) = part->outputs;
      std::ranges::copy(part->hung_on, all.hung_on.begin() + first);
      return {};
    });
    if (!ok) return tl::make_unexpected(ok.error());
    return all;
  }

  [[nodiscard]] Result<GradientSum<S>> gradient_sum(const Segment<S>& segment,
                                                    std::span<const S> nodes,
                                                    std::span<const S> weights) const {
    const auto compute = [&]() -> Result<GradientSum<S>> {
      auto tiny = tiny_gradient_sum(network_, target_, conventions_, segment, nodes, weights);
      if (tiny) return std::move(*tiny);
      return SegmentPlan<S>(network_).gradient_sum(network_, target_, conventions_, segment, nodes,
                                                   weights, *pool_);
    };
    auto* const known = remembered(segment);
    const bool of_pieces = known != nullptr && known->pieces && *known->pieces &&
                           are_of(**known->pieces, nodes, weights);
    if (!of_pieces) return compute();
    if (known->sum && known->conventions == conventions_) return *known->sum;
    auto sum = compute();
    if (sum) {
      known->sum = *sum;
      known->conventions = conventions_;
    }
    return sum;
  }

  [[nodiscard]] Result<LinearPieces<S>> linear_pieces(const Segment<S>& segment) const {
    auto* const known = remembered(segment);
    if (known == nullptr) return axiomark::linear_pieces(network_, target_, segment);
    if (!known->pieces) known->pieces = axiomark::linear_pieces(network_, target_, segment);
    return *known->pieces;
  }

  [[nodiscard]] Result<GradientEnclosure> gradient_enclosure(const Segment<S>& segment) const {
    return GradientEnclosure::make(network_, target_, segment);
  }

  // Small networks evaluate points: what a search sees does not depend on the machine.
  [[nodiscard]] std::optional<Row<S>> values_at_all_corners(const BoxCorners<S>& corners) const {
    if (!worth_a_program(network_)) return {};
    return axiomark::values_at_all_corners(network_, target_, corners, *pool_);
  }

  [[nodiscard]] std::optional<Row<S>> values_along_orders(const BoxCorners<S>& corners,
                                                          std::span<const Index> orders) const {
    if (!worth_a_program(network_)) return {};
    return axiomark::values_along_orders(network_, target_, corners, orders, *pool_);
  }

 private:
  [[nodiscard]] typename SegmentMemory<S>::Known* remembered(const Segment<S>& segment) const {
    SegmentMemory<S>* const memory = SegmentMemory<S>::in_use();
    return memory == nullptr ? nullptr : memory->find(network_, target_, segment);
  }

  // Whether these are the pieces' middles and lengths.
  [[nodiscard]] static bool are_of(const LinearPieces<S>& pieces, std::span<const S> nodes,
                                   std::span<const S> weights) {
    return nodes.size() == static_cast<std::size_t>(pieces.count()) &&
           std::ranges::equal(nodes, pieces.midpoints()) &&
           std::ranges::equal(weights, pieces.lengths());
  }

  // Threads share chunks of points. Their size does not depend on the number of threads, so that
  // every product has the same shape, and the same rounding, on any number of them.
  [[nodiscard]] Index chunk_columns(Index points) const {
    // No chunk is smaller than this; few points need no plan.
    constexpr Index kSmallestChunk = 16;
    return points <= kSmallestChunk ? kSmallestChunk : SegmentPlan<S>(network_).chunk_columns();
  }

  template <class Job>
  [[nodiscard]] Result<void> for_each_chunk(Index size, const Batch<S>& points,
                                            const Job& job) const {
    const Index chunks = (points.cols() + size - 1) / size;
    std::vector<Result<void>> done(static_cast<std::size_t>(chunks));
    pool_->for_each(chunks, [&](Index chunk) {
      const Index first = chunk * size;
      done[static_cast<std::size_t>(chunk)] =
          job(first, points.middleCols(first, std::min(size, points.cols() - first)));
    });
    for (const auto& ok : done) {
      if (!ok) return ok;
    }
    return {};
  }

  [[nodiscard]] Result<Row<S>> evaluate_chunk(const Batch<S>& points) const {
    const Batch<S> outputs = axiomark::evaluate(network_, points);
    Row<S> values = (outputs.colwise() * target_).colwise().sum();
    if (first_non_finite(values) >= 0) {
      // The slow way once more, to name the node.
      if (auto ok = check_finite(network_, trace(network_, points)); !ok) {
        return tl::make_unexpected(ok.error());
      }
      return fail(ErrorKind::numeric, "target", "a weighted output that is not finite",
                  "finite numbers");
    }
    return values;
  }

  Network<S> network_;
  Vector<S> target_;
  Conventions<S> conventions_;
  const ThreadPool* pool_;
};

}  // namespace

template <Scalar S>
Result<GradientSum<S>> Function<S>::loop_over_gradient(const Concept& function,
                                                       const Segment<S>& segment,
                                                       std::span<const S> nodes,
                                                       std::span<const S> weights) {
  // Enough points at once for a black box to use its own batching, few enough for small memory.
  constexpr std::size_t kPointsAtOnce = 64;
  GradientSum<S> sum;
  sum.value = Vector<S>::Constant(segment.from.size(), S(0));
  for (std::size_t first = 0; first < nodes.size(); first += kPointsAtOnce) {
    const std::size_t size = std::min(kPointsAtOnce, nodes.size() - first);
    const auto gradients =
        function.gradient(interpolate<S>(segment.from, segment.to, nodes.subspan(first, size)));
    if (!gradients) return tl::make_unexpected(gradients.error());
    for (std::size_t k = 0; k < size; ++k) {
      sum.value += weights[first + k] * gradients->values.col(static_cast<Index>(k));
      sum.hung_on |= gradients->hung_on[k];
    }
  }
  sum.evaluations = static_cast<Index>(nodes.size());
  return sum;
}

template <Scalar S>
Function<S> bind_target(const Network<S>& network, Vector<S> target,
                        const Conventions<S>& conventions, const ThreadPool& pool) {
  return Function<S>(NetworkFunction<S>(network, std::move(target), conventions, pool));
}

#define AXIOMARK_INSTANTIATE(S)                                                            \
  template class Function<S>;                                                              \
  template Function<S> bind_target<S>(const Network<S>&, Vector<S>, const Conventions<S>&, \
                                      const ThreadPool&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
