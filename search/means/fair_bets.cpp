#include "search/means/fair_bets.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace axiomark {

FairBets::FairBets(double low, double high, double mean, double slack)
    : low_(low), high_(high), mean_(mean), slack_(slack) {
  larger_.fill(1);
  smaller_.fill(1);
}

void FairBets::observe(double number) {
  constexpr double kCertain = std::numeric_limits<double>::infinity();
  if (largest_ == kCertain) return;
  if (!(number >= low_ - slack_) || !(number <= high_ + slack_)) {
    largest_ = kCertain;
    return;
  }
  // What rounding put outside; within the slack.
  const double x = std::clamp(number, low_, high_);
  const double up = (x - mean_ - slack_) / (mean_ + slack_ - low_);
  const double down = (mean_ - slack_ - x) / (high_ - mean_ + slack_);
  // Stakes in halves: who bets half or twice the best stake gains three quarters of its rate, and below
  // 1/32 some hundred bets win nothing worth telling.
  double stake = 1;
  for (std::size_t k = 0; k < kStakes; ++k) {
    larger_[k] *= 1 + stake * up;
    smaller_[k] *= 1 + stake * down;
    stake /= 2;
  }
  const double all = std::accumulate(larger_.begin(), larger_.end(), 0.0) +
                     std::accumulate(smaller_.begin(), smaller_.end(), 0.0);
  largest_ = std::max(largest_, all / (2.0 * kStakes));
}

}  // namespace axiomark
