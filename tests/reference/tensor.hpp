#pragma once

#include <cstddef>
#include <stdexcept>
#include <vector>

#include "tests/reference/scalars.hpp"

namespace axiomark::reference {

/// A shape, or a position in one. Signed: pads and negative steps are subtracted from it.
using Index = std::vector<std::ptrdiff_t>;

[[nodiscard]] inline std::ptrdiff_t element_count(const Index& shape) {
  std::ptrdiff_t count = 1;
  for (const std::ptrdiff_t extent : shape) count *= extent;
  return count;
}

/// Row-major; the shape {} holds one number.
template <class T>
struct Tensor {
  Index shape;
  std::vector<T> data;

  [[nodiscard]] const T& at(const Index& index) const { return data.at(offset(index)); }
  [[nodiscard]] T& at(const Index& index) { return data.at(offset(index)); }

 private:
  [[nodiscard]] std::size_t offset(const Index& index) const {
    if (index.size() != shape.size()) throw std::out_of_range("index of another rank");
    std::ptrdiff_t position = 0;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      if (index[axis] < 0 || index[axis] >= shape[axis]) throw std::out_of_range("index");
      position = position * shape[axis] + index[axis];
    }
    return static_cast<std::size_t>(position);
  }
};

/// Calls visit(index) for every position of the shape in row-major order.
template <class Visit>
void for_each_index(const Index& shape, const Visit& visit) {
  const std::ptrdiff_t count = element_count(shape);
  for (std::ptrdiff_t position = 0; position < count; ++position) {
    Index index(shape.size());
    std::ptrdiff_t rest = position;
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      index[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    visit(index);
  }
}

/// The tensor whose entry at every index is value_at(index): how most operators are written here.
template <class T, class ValueAt>
[[nodiscard]] Tensor<T> tabulate(const Index& shape, const ValueAt& value_at) {
  Tensor<T> y{shape, {}};
  for_each_index(shape, [&](const Index& index) { y.data.push_back(value_at(index)); });
  return y;
}

/// The same numbers in another scalar: as<Dual<Rational>>(weights), as<long double>(x).
template <class T, class U>
[[nodiscard]] Tensor<T> as(const Tensor<U>& x) {
  Tensor<T> y{x.shape, {}};
  for (const U& value : x.data) y.data.push_back(static_cast<T>(value));
  return y;
}

/// A negative axis counts from the end.
[[nodiscard]] inline std::size_t resolve_axis(std::ptrdiff_t axis, std::size_t rank) {
  const auto signed_rank = static_cast<std::ptrdiff_t>(rank);
  if (axis < -signed_rank || axis >= signed_rank) throw std::out_of_range("axis");
  return static_cast<std::size_t>(axis < 0 ? axis + signed_rank : axis);
}

}  // namespace axiomark::reference
