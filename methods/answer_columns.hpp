#pragma once

#include <algorithm>
#include <vector>

#include "network/batch.hpp"

namespace axiomark {

/// The columns of a batch, one vector each. In tiles of as many samples as a cache line has floats: column by column would
/// read every line of the batch once per sample.
template <Scalar S>
[[nodiscard]] std::vector<Vector<S>> columns_of(const Batch<S>& values) {
  constexpr Index kTile = 16;
  std::vector<Vector<S>> columns(static_cast<std::size_t>(values.cols()));
  for (Vector<S>& column : columns) column.resize(values.rows());
  for (Index first = 0; first < values.cols(); first += kTile) {
    const Index end = std::min(first + kTile, values.cols());
    for (Index row = 0; row < values.rows(); row += kTile) {
      const Index rows = std::min(kTile, values.rows() - row);
      for (Index k = first; k < end; ++k) {
        S* const to = columns[static_cast<std::size_t>(k)].data() + row;
        for (Index i = 0; i < rows; ++i) to[i] = values(row + i, k);
      }
    }
  }
  return columns;
}

}  // namespace axiomark
