#pragma once

#include <span>

#include "network/network.hpp"
#include "network/segment.hpp"
#include "network/thread_pool.hpp"

namespace axiomark {

/// Gradients at many points.
template <Scalar S>
struct Gradients {
  Batch<S> values;               ///< features x points
  Row<S> outputs;                ///< the function at each point
  std::vector<HangSet> hung_on;  ///< per point: which conventions decided it
};

/// Gradient of F = sum_j target_j output_j at each column of `points`.
/// Exact in Rational; in float and double one forward and one backward rounding pass. Cost: one
/// forward and one backward evaluation per point.
template <Scalar S>
[[nodiscard]] Result<Gradients<S>> gradient(const Network<S>& network, const Batch<S>& points,
                                            const Vector<S>& target,
                                            const Conventions<S>& conventions);

/// A weighted sum of gradients along a segment.
template <Scalar S>
struct GradientSum {
  Vector<S> value;
  HangSet hung_on;
  Index evaluations = 0;
};

/// What a network does with every segment, worked out once: which tensors are affine functions of
/// the input (the head). Along a segment the head is evaluated at both ends and interpolated, and
/// cotangents are summed before they are pulled back through it.
template <Scalar S>
class SegmentPlan {
 public:
  explicit SegmentPlan(const Network<S>& network);

  /// sum_k weights_k grad F(from + t_k (to - from)). Memory does not grow with the number of nodes:
  /// they are taken in chunks, summed in order, whatever the number of threads.
  [[nodiscard]] Result<GradientSum<S>> gradient_sum(
      const Network<S>& network, const Vector<S>& target, const Conventions<S>& conventions,
      const Segment<S>& segment, std::span<const S> nodes, std::span<const S> weights,
      const ThreadPool& pool) const;

  /// Samples whose tensors fit a core's cache together.
  [[nodiscard]] Index chunk_columns() const { return chunk_columns_; }
  [[nodiscard]] bool in_head(Index tensor) const {
    return in_head_[static_cast<std::size_t>(tensor)];
  }

 private:
  struct Chunk;
  std::vector<bool> in_head_;
  std::vector<Index> frontier_;  ///< head tensors that something outside the head reads
  Index chunk_columns_ = 0;
};

}  // namespace axiomark
