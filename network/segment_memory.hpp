#pragma once

#include <optional>
#include <vector>

#include "network/gradient.hpp"
#include "network/linear_pieces.hpp"

namespace axiomark {

/// What functions of networks find out about certain segments, for methods that are asked about the same ones: the
/// linear pieces, and the sum of gradients over them. While it is in use on a thread, functions that are bound to
/// a network there look up the segments that are expected, and write down what they find. Answers are the same
/// with and without it.
///
/// A judgement that compares answers to one question put twice should not have it: it would compare what was
/// found out once.
template <Scalar S>
class SegmentMemory {
 public:
  struct Known {
    Network<S> network;  ///< a copy, so that no other one is taken for it
    Vector<S> target;
    Segment<S> segment;
    std::optional<Result<LinearPieces<S>>> pieces = {};
    std::optional<GradientSum<S>> sum =
        {};                           ///< of the middles of all pieces, weighted by their lengths
    Conventions<S> conventions = {};  ///< of the sum
  };

  /// While it lives, functions on this thread use the memory, or none.
  class InUse {
   public:
    explicit InUse(SegmentMemory* memory);
    InUse(const InUse&) = delete;
    InUse& operator=(const InUse&) = delete;
    ~InUse();

   private:
    SegmentMemory* before_;
  };
  [[nodiscard]] static SegmentMemory* in_use();

  /// A segment that several methods will be asked about.
  void expect(const Network<S>& network, const Vector<S>& target, Segment<S> segment) {
    known_.push_back({network, target, std::move(segment)});
  }
  /// What is known about a segment; nothing if it is not expected.
  [[nodiscard]] Known* find(const Network<S>& network, const Vector<S>& target,
                            const Segment<S>& segment);

 private:
  std::vector<Known> known_;
};

}  // namespace axiomark
