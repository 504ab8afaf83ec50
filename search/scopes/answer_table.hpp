#pragma once

#include <optional>

#include "axioms/case.hpp"
#include "search/scopes/scope.hpp"

namespace axiomark {

/// What a method says about one network at pairs of points: asked at all of them at once in double, and
/// where some operation was rounded, again in Rational when somebody wants to know.
class AnswerTable {
 public:
  AnswerTable(const AnyMethod& method, const IntegerNetwork& network,
              const std::vector<PointPair>& pairs);

  [[nodiscard]] const Network<double>& network() const { return network_; }
  [[nodiscard]] const Network<Rational>& exact_network();

  /// The answer if its doubles are the exact numbers: no operation behind them was rounded, and the method
  /// states no error of its own. Else nothing.
  [[nodiscard]] const std::optional<Answer<double>>& in_double(std::size_t pair) const {
    return in_double_[pair];
  }
  /// The answer in Rational; an error if the method has none of the right form.
  [[nodiscard]] const Result<Answer<Rational>>& exactly(std::size_t pair);

 private:
  const AnyMethod& method_;
  const std::vector<PointPair>& pairs_;
  IntegerNetwork integers_;
  Network<double> network_;
  std::optional<Network<Rational>> exact_network_;
  std::vector<std::optional<Answer<double>>> in_double_;
  std::vector<std::optional<Result<Answer<Rational>>>> exact_;
};

/// Whether answers given while nothing was rounded are what exact arithmetic would give: all are there, and
/// none states an error of its own (such a method treats doubles otherwise than rationals).
[[nodiscard]] bool free_of_errors(const std::vector<Answer<double>>& answers);

}  // namespace axiomark
