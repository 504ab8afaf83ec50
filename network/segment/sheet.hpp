#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "network/kernels/gathered_product.hpp"

namespace axiomark {

/// Values or cotangents of one tensor at some points: rows of samples inside a workspace, padded to whole
/// vectors. Padding repeats the last column, so that a row is zero only if it is zero at all points.
template <Scalar S>
struct Sheet {
  S* data = nullptr;
  Index rows = 0;
  Index columns = 0;
  Index stride = 0;  ///< columns with their padding
  Index slot = -1;   ///< where the workspace keeps it

  [[nodiscard]] S* row(Index i) const { return data + i * stride; }
  [[nodiscard]] explicit operator bool() const { return data != nullptr; }
};

/// The memory of one thread at work on a segment: buffers that are handed out, counted and handed out again, so
/// that a loop over chunks allocates only in its first round.
template <Scalar S>
class Workspace {
 public:
  /// Contents are left from an earlier use.
  [[nodiscard]] Sheet<S> take(Index rows, Index columns) {
    const Index stride = (columns + kLanes<S> - 1) / kLanes<S> * kLanes<S>;
    const Index slot = free_slot(rows * stride);
    Buffer& buffer = buffers_[static_cast<std::size_t>(slot)];
    buffer.users = 1;
    return {buffer.values.data(), rows, columns, stride, slot};
  }
  /// One more user of a sheet, and one less.
  void share(const Sheet<S>& sheet) { ++buffers_[static_cast<std::size_t>(sheet.slot)].users; }
  void release(const Sheet<S>& sheet) { --buffers_[static_cast<std::size_t>(sheet.slot)].users; }
  [[nodiscard]] bool shared(const Sheet<S>& sheet) const {
    return buffers_[static_cast<std::size_t>(sheet.slot)].users > 1;
  }
  void release_all() {
    for (Buffer& buffer : buffers_) buffer.users = 0;
  }

  /// Lists of a product, kept here for their memory. Places count from the first row of a sheet.
  struct Lists {
    std::vector<std::uint8_t> marks;
    std::vector<wide::Place> live;   ///< rows that are not zero, position by position
    std::vector<std::size_t> first;  ///< per position, where its live rows begin
    std::vector<wide::Place> terms;
    std::vector<wide::Place> outputs;
    std::vector<S> starts;
  };
  Lists lists;

 private:
  struct Buffer {
    Eigen::Array<S, Eigen::Dynamic, 1> values;
    int users = 0;
  };

  // The smallest free buffer that is large enough, else a free one that grows, else a new one.
  [[nodiscard]] Index free_slot(Index size) {
    Index best = -1;
    for (std::size_t k = 0; k < buffers_.size(); ++k) {
      if (buffers_[k].users > 0) continue;
      const Index found = buffers_[k].values.size();
      const Index held = best < 0 ? -1 : buffers_[static_cast<std::size_t>(best)].values.size();
      const bool fits = found >= size;
      if (best < 0 || (fits ? held < size || found < held : held < size && found > held)) {
        best = static_cast<Index>(k);
      }
    }
    if (best < 0) {
      best = static_cast<Index>(buffers_.size());
      buffers_.emplace_back();
    }
    auto& values = buffers_[static_cast<std::size_t>(best)].values;
    if (values.size() < size) values.resize(size);
    return best;
  }

  std::deque<Buffer> buffers_;  // stay where they are when there are more
};

}  // namespace axiomark
