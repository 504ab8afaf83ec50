#pragma once

#include <array>
#include <cstddef>

namespace axiomark {

/// Bets against the statement "these numbers lie between `low` and `high`, and whatever came before, the
/// next one is expected at `mean`, give or take `slack`".
/// Computes    capital after x_1, x_2, ...: the mean over twelve bettors of their capitals, each 1 at the
///             start. A bettor of stake c = 1, 1/2, ..., 1/32 multiplies it by
///                 1 + c (x - m - e) / (m + e - low)    if it bets that the numbers are larger,
///                 1 + c (m - e - x) / (high - m + e)   if it bets that they are smaller,
///             m the mean, e the slack.
/// Bound       where the statement is true, capital ever reaches 1/d with probability d at most, for
///             every 0 < d <= 1 and however long the bets go on: no factor is negative, none has an
///             expectation above 1, so that capital is a nonnegative supermartingale which starts at 1
///             (Ville's inequality). Nothing is assumed of the distribution, and nothing is asymptotic.
/// Requires    low <= mean <= high, slack > 0.
/// Cost        a dozen multiplications per number.
/// Source      Ville 1939; Waudby-Smith & Ramdas 2024, "Estimating means of bounded random variables by
///             betting", J. R. Stat. Soc. B 86(1), arXiv 2010.09686, sec. 3 and 4.
class FairBets {
 public:
  FairBets(double low, double high, double mean, double slack);

  void observe(double number);
  /// The largest so far; infinite once a number lay further than the slack outside the interval, which
  /// has probability 0 where the statement is true.
  [[nodiscard]] double capital() const { return largest_; }

 private:
  static constexpr std::size_t kStakes = 6;

  double low_;
  double high_;
  double mean_;
  double slack_;
  std::array<double, kStakes> larger_;   ///< capitals of those who bet on larger numbers
  std::array<double, kStakes> smaller_;  ///< and on smaller ones
  double largest_ = 1;
};

}  // namespace axiomark
