#pragma once

#include <vector>

#include "search/scopes/network_space.hpp"

namespace axiomark {

/// What a network of a space computes, on all of R^n.
struct FunctionFacts {
  std::size_t first = 0;         ///< number of the smallest network of the space with this function
  std::vector<bool> depends_on;  ///< per feature
  bool symmetric =
      false;  ///< exchanging the first two features changes nothing; false of one feature
};

/// The networks of a space grouped by function. Networks that differ at a few points are apart; of those
/// that do not, equality is decided region by region, never on a grid.
class FunctionClasses {
 public:
  explicit FunctionClasses(const NetworkSpace& space);
  [[nodiscard]] const FunctionFacts& at(std::size_t number) const { return facts_[number]; }
  [[nodiscard]] std::size_t count() const { return classes_; }

 private:
  std::vector<FunctionFacts> facts_;
  std::size_t classes_ = 0;
};

}  // namespace axiomark
