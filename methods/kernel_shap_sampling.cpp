#include "methods/kernel_shap_sampling.hpp"

#include <fmt/format.h>

#include <Eigen/LU>
#include <algorithm>

namespace axiomark {
namespace {

// v(nobody), and v(everybody) - v(nobody).
template <Scalar S>
struct Ends {
  Accumulator<S> empty;
  Accumulator<S> rise;
};

template <Scalar S>
Result<Ends<S>> ends_of(const BaselineGame<S>& game) {
  const auto values = game.values(2, [](Index k, Index) { return k == 1; });
  if (!values) return tl::make_unexpected(values.error());
  return Ends<S>{Accumulator<S>((*values)(0)),
                 Accumulator<S>((*values)(1)) - Accumulator<S>((*values)(0))};
}

// Drawn coalitions with v(C) - v(nobody), in order, a bounded number in memory at a time. In pairs,
// the complement of each comes right after it.
template <Scalar S, class Take>
Result<void> for_each_drawn(const BaselineGame<S>& game, const SamplingOptions& sampling,
                            bool paired, const Accumulator<S>& empty, const Take& take) {
  constexpr long kDrawsAtOnce = 4096;
  const RandomStream stream(sampling.seed);
  const Index per_draw = paired ? 2 : 1;
  for (long first = 0; first < sampling.samples; first += kDrawsAtOnce) {
    const long draws = std::min(kDrawsAtOnce, sampling.samples - first);
    std::vector<std::vector<bool>> coalitions;
    for (long d = 0; d < draws; ++d) {
      coalitions.push_back(random_kernel_coalition(
          stream.split(static_cast<std::uint64_t>(first + d)), game.size()));
      if (!paired) continue;
      coalitions.push_back(coalitions.back());
      coalitions.back().flip();
    }
    const auto values = game.values(draws * per_draw, [&](Index k, Index player) {
      return coalitions[static_cast<std::size_t>(k)][static_cast<std::size_t>(player)];
    });
    if (!values) return tl::make_unexpected(values.error());
    for (std::size_t k = 0; k < coalitions.size(); ++k) {
      take(coalitions[k], Accumulator<S>(Accumulator<S>((*values)(static_cast<Index>(k))) - empty));
    }
  }
  return {};
}

// The constraint eliminated: A_n = rise - sum of the others. What is left are ordinary normal
// equations in n - 1 unknowns.
template <Scalar S>
Result<std::vector<Accumulator<S>>> by_least_squares(const BaselineGame<S>& game,
                                                     const Ends<S>& ends,
                                                     const KernelShap& method) {
  const auto n = static_cast<std::size_t>(game.size());
  using Square = Eigen::Matrix<Accumulator<S>, Eigen::Dynamic, Eigen::Dynamic>;
  using Column = Eigen::Matrix<Accumulator<S>, Eigen::Dynamic, 1>;
  const Index unknowns = game.size() - 1;
  Square normal = Square::Constant(unknowns, unknowns, Accumulator<S>(0));
  Column right = Column::Constant(unknowns, Accumulator<S>(0));
  const auto add = [&](const std::vector<bool>& coalition, const Accumulator<S>& value) {
    const int last = coalition.back() ? 1 : 0;
    const Accumulator<S> target = last == 1 ? Accumulator<S>(value - ends.rise) : value;
    std::vector<int> row(n);  // 1, 0 or -1
    for (std::size_t i = 0; i + 1 < n; ++i) row[i] = (coalition[i] ? 1 : 0) - last;
    for (Index i = 0; i < unknowns; ++i) {
      const int at_i = row[static_cast<std::size_t>(i)];
      if (at_i == 0) continue;
      right(i) += at_i > 0 ? target : Accumulator<S>(-target);
      for (Index j = 0; j < unknowns; ++j) {
        normal(i, j) += Accumulator<S>(at_i * row[static_cast<std::size_t>(j)]);
      }
    }
  };
  if (auto ok = for_each_drawn(game, method.sampling, method.paired, ends.empty, add); !ok) {
    return tl::make_unexpected(ok.error());
  }
  const Eigen::FullPivLU<Square> factors(normal);
  if (!factors.isInvertible()) {
    return fail(ErrorKind::numeric, "option 'samples'",
                fmt::format("{} drawn coalitions that do not determine the attributions of {} "
                            "players",
                            method.sampling.samples, n),
                "more samples, or another seed");
  }
  const Column solution = factors.solve(right);
  std::vector<Accumulator<S>> values(solution.begin(), solution.end());
  Accumulator<S> last = ends.rise;
  for (const Accumulator<S>& value : values) last -= value;
  values.push_back(std::move(last));
  return values;
}

template <Scalar S>
Result<Attribution<S>> from_least_squares(const BaselineGame<S>& game, const Ends<S>& ends,
                                          const KernelShap& method) {
  const auto values = by_least_squares(game, ends, method);
  if (!values) return tl::make_unexpected(values.error());
  Attribution<S> answer;
  answer.values = shared_among_features<S>(game.players(), *values);
  answer.notes.emplace_back(
      "no standard error: that of a least squares with a sampled matrix is not derived; "
      "rule=unbiased states one");
  return answer;
}

// The matrix is known, only the right-hand side is sampled: every draw gives an unbiased A by
// itself, so that the mean over draws has a standard error.
template <Scalar S>
Result<Attribution<S>> from_sampled_right_side(const BaselineGame<S>& game, const Ends<S>& ends,
                                               const KernelShap& method) {
  const Index n = game.size();
  Accumulator<S> harmonic(0);
  for (Index s = 1; s < n; ++s) harmonic += Accumulator<S>(1) / Accumulator<S>(s);
  const Accumulator<S> diagonal = Accumulator<S>(1) / (Accumulator<S>(2) * harmonic);
  std::vector<MeanOfDraws<S>> means(static_cast<std::size_t>(n));
  std::vector<Accumulator<S>> draw(static_cast<std::size_t>(n), Accumulator<S>(0));
  const int per_draw = method.paired ? 2 : 1;
  int taken = 0;
  const auto add = [&](const std::vector<bool>& coalition, const Accumulator<S>& value) {
    for (std::size_t i = 0; i < draw.size(); ++i) {
      if (coalition[i]) draw[i] += value / Accumulator<S>(per_draw);
    }
    if (++taken < per_draw) return;
    taken = 0;
    const auto values = solve_with_equal_diagonal<S>(draw, diagonal, ends.rise);
    for (std::size_t i = 0; i < draw.size(); ++i) means[i].add(values[i]);
    std::ranges::fill(draw, Accumulator<S>(0));
  };
  if (auto ok = for_each_drawn(game, method.sampling, method.paired, ends.empty, add); !ok) {
    return tl::make_unexpected(ok.error());
  }
  std::vector<Accumulator<S>> values;
  std::vector<IntervalOfMean> intervals;
  for (const MeanOfDraws<S>& mean : means) {
    values.push_back(mean.mean());
    intervals.push_back(interval_of_mean(mean.variance_of_mean(),
                                         static_cast<double>(method.sampling.samples - 1),
                                         method.sampling.confidence));
  }
  return sampled_attribution<S>(game.players(), values, intervals, method.sampling);
}

}  // namespace

std::vector<bool> random_kernel_coalition(RandomStream stream, Index n) {
  // Sizes have probability ~ 1 / (s (n - s)) ~ 1/s + 1/(n - s): draw s ~ 1/s by rejection from the
  // uniform sizes, then s or n - s with equal probability. No rounding is involved.
  const auto players = static_cast<std::uint64_t>(n);
  std::uint64_t size = 1 + stream.below(players - 1);
  while (!stream.one_in(size)) size = 1 + stream.below(players - 1);
  if (stream.one_in(2)) size = players - size;
  const std::vector<Index> order = random_order(stream.split(0), n);
  std::vector<bool> members(order.size(), false);
  for (std::uint64_t k = 0; k < size; ++k) members[static_cast<std::size_t>(order[k])] = true;
  return members;
}

template <Scalar S>
Result<Attribution<S>> kernel_shap_by_sampling(const BaselineGame<S>& game,
                                               const KernelShap& method) {
  const auto ends = ends_of(game);
  if (!ends) return tl::make_unexpected(ends.error());
  auto answer = method.rule == KernelShapRule::sampled
                    ? from_least_squares(game, *ends, method)
                    : from_sampled_right_side(game, *ends, method);
  if (answer) answer->function_evaluations = 2 + method.sampling.samples * (method.paired ? 2 : 1);
  return answer;
}

#define AXIOMARK_INSTANTIATE(S)                                                   \
  template Result<Attribution<S>> kernel_shap_by_sampling(const BaselineGame<S>&, \
                                                          const KernelShap&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
