#pragma once

#include "network/batch.hpp"
#include "network/conventions.hpp"

namespace axiomark {

/// Walks over the candidates of one maximum and says which of them pass the signal on.
/// `value(j)` is candidate j of `count`; `pass(j, share)` is called with shares that sum to 1.
/// Returns whether several candidates were equal largest. Used by every operator that selects.
template <Scalar S, class Value, class Pass>
bool share_among_largest(Index count, Tie tie, const Value& value, const Pass& pass) {
  Index first = 0;
  for (Index j = 1; j < count; ++j) {
    if (value(j) > value(first)) first = j;
  }
  Index last = first;
  Index equals = 1;
  for (Index j = first + 1; j < count; ++j) {
    if (value(j) == value(first)) {
      last = j;
      ++equals;
    }
  }
  if (equals == 1 || tie == Tie::first) {
    pass(first, S(1));
  } else if (tie == Tie::last) {
    pass(last, S(1));
  } else {
    const S share = S(1) / S(static_cast<int>(equals));
    for (Index j = first; j <= last; ++j) {
      if (value(j) == value(first)) pass(j, share);
    }
  }
  return equals > 1;
}

}  // namespace axiomark
