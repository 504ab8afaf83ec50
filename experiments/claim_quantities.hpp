#pragma once

#include <string>

#include "experiments/claim.hpp"

namespace axiomark {

/// What value(), change() and sum_of() of claim.hpp compute, for those who want to know what was asked:
/// `compute.target<ValueOf>()`.
struct ValueOf {
  std::string network;
  std::string input;
  Index output;
  Result<Values> operator()(const Scene& scene) const;
};
struct ChangeOf {
  std::string network;
  std::string input;
  std::string baseline;
  Index output;
  Result<Values> operator()(const Scene& scene) const;
};
struct SumOf {
  Quantity attribution;
  Result<Values> operator()(const Scene& scene) const;
};

}  // namespace axiomark
