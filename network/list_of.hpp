#pragma once

#include <concepts>
#include <utility>
#include <vector>

namespace axiomark {

/// A vector of these values, moved into it. A list in braces copies what it holds: for arrays and operators that
/// is an allocation each, on every step of a backward pass.
template <class T, std::same_as<T>... Ts>
[[nodiscard]] std::vector<T> list_of(T first, Ts... others) {
  std::vector<T> list;
  list.reserve(1 + sizeof...(others));
  list.push_back(std::move(first));
  (list.push_back(std::move(others)), ...);
  return list;
}

}  // namespace axiomark
