#pragma once

#include <exception>
#include <type_traits>

#include "network/batch.hpp"
#include "network/exact_cost.hpp"

namespace axiomark {

/// Thrown by products in Rational and by linear pieces above the limit; ends at within_exact_work.
class ExactWorkExceeded : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override;
};

/// Seconds for products in Rational and for linear pieces in any scalar. How long numbers become where a
/// method divides, and how many pieces a network has, cannot be told beforehand (exact_seconds does not
/// know the method); while a budget is spent, it is seen. The seconds are counted from the lengths of the
/// numbers by one formula and not by a clock, so that whether a budget suffices does not depend on the
/// machine or on what else it does.
class ExactWorkBudget {
 public:
  explicit ExactWorkBudget(double seconds) : seconds_(seconds), left_(seconds) {}
  [[nodiscard]] double seconds() const { return seconds_; }  ///< at the beginning
  [[nodiscard]] double left() const { return left_; }
  void spend(double seconds) { left_ -= seconds; }

 private:
  double seconds_;
  double left_;
};

/// While it lives, products and linear pieces on this thread spend from the budget.
class ExactWorkSpent {
 public:
  explicit ExactWorkSpent(ExactWorkBudget& from);
  ExactWorkSpent(const ExactWorkSpent&) = delete;
  ExactWorkSpent& operator=(const ExactWorkSpent&) = delete;
  ~ExactWorkSpent();

 private:
  ExactWorkBudget* before_;
};

/// What products report: so many multiplications and additions, of which `result` is one.
void spend_exact_work(const Rational& result, Index operations);

/// What linear pieces report: so many numbers looked at, of which `number` is one.
template <Scalar S>
void spend_piece_work(const S& number, Index numbers);

/// Estimated seconds of `operations` multiplications and additions with results as long as `result`.
[[nodiscard]] double exact_work_seconds(const Rational& result, Index operations);

/// What compute() gives, a Result, or an error once the budget is spent. What is computed must run on this
/// thread.
template <class Compute>
[[nodiscard]] std::invoke_result_t<Compute> within_exact_work(ExactWorkBudget& budget,
                                                              const Compute& compute) {
  const ExactWorkSpent spent(budget);
  try {
    return compute();
  } catch (const ExactWorkExceeded& exceeded) {
    return fail(ErrorKind::unsupported, std::string(kExactWork), exceeded.what(),
                "at most " + to_text(budget.seconds()) + " (raise it with --max-cost)");
  }
}

}  // namespace axiomark
