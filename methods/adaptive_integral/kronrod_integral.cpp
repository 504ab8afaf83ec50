#include "methods/adaptive_integral/kronrod_integral.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <numeric>

namespace axiomark {
namespace {

// Nodes on [0, 1] with the weights of both rules; those of each sum to 1.
template <Scalar S>
struct KronrodPair {
  std::vector<S> nodes;
  std::vector<S> kronrod;
  std::vector<S> gauss;  // 0 at the nodes that only the Kronrod rule has
};

template <Scalar S>
void rescale_to_one(std::vector<S>& weights) {
  // On [-1, 1] they sum to 2; in Rational the quotients sum to exactly 1.
  const S sum = std::accumulate(weights.begin(), weights.end(), S(0));
  for (S& w : weights) w /= sum;
}

template <Scalar S>
KronrodPair<S> kronrod_pair() {
  using Kronrod = boost::math::quadrature::gauss_kronrod<double, 15>;
  using Gauss = boost::math::quadrature::gauss<double, 7>;
  KronrodPair<S> pair;
  // Boost lists the nodes from 0 to 1 on [-1, 1]; every second one is a Gauss node.
  const auto add = [&](std::size_t k, double x) {
    pair.nodes.push_back(convert<S>((1 + x) / 2));
    pair.kronrod.push_back(convert<S>(Kronrod::weights()[k]));
    pair.gauss.push_back(k % 2 == 0 ? convert<S>(Gauss::weights()[k / 2]) : S(0));
  };
  for (std::size_t k = Kronrod::abscissa().size() - 1; k > 0; --k) add(k, -Kronrod::abscissa()[k]);
  for (std::size_t k = 0; k < Kronrod::abscissa().size(); ++k) add(k, Kronrod::abscissa()[k]);
  rescale_to_one(pair.kronrod);
  rescale_to_one(pair.gauss);
  return pair;
}

template <Scalar S>
struct Interval {
  S from;
  S length;
  S value_from;  // F at both ends
  S value_to;
  Vector<S> integral = {};  // of the gradient, by the Kronrod rule
  S doubt = S(0);           // how far off an attribution may be, by estimate
  S size = S(0);            // of the numbers it was computed from
};

template <Scalar S>
class KronrodIntegral {
 public:
  KronrodIntegral(const Function<S>& function, const Segment<S>& segment)
      : function_(function),
        segment_(segment),
        difference_(segment.to - segment.from),
        pair_(kronrod_pair<S>()) {}

  Result<Attribution<S>> run(const Row<S>& values_at_ends, const S& tolerance) {
    std::vector<Interval<S>> fresh = {{S(0), S(1), values_at_ends(0), values_at_ends(1)}};
    while (true) {
      if (auto ok = integrate(fresh); !ok) return tl::make_unexpected(ok.error());
      std::ranges::move(fresh, std::back_inserter(intervals_));
      const S doubt = total(&Interval<S>::doubt);
      const bool reached = doubt <= tolerance;
      const bool hopeless = doubt <= rounding() * total(&Interval<S>::size);
      if (reached || hopeless) return answer(doubt, tolerance, reached);
      auto halved = halves(doubt, tolerance);
      if (!halved) return tl::make_unexpected(halved.error());
      if (halved->empty()) return answer(doubt, tolerance, reached);
      fresh = std::move(*halved);
    }
  }

 private:
  // Six thousand intervals: enough to corner every kink of a small network fifty times over, and an
  // end to a function that no rule can integrate.
  static constexpr Index kMostEvaluations = 100'000;
  // The shortest interval whose nodes are still distinct numbers.
  static constexpr double kShortest = is_exact<S> ? 0x1p-60 : 256 * unit_roundoff<S>;
  static constexpr std::size_t kIntervalsAtOnce = 64;
  // Thirty sums of fifteen rounded products, or of nodes rounded to doubles: smaller differences
  // say nothing.
  static S rounding() { return convert<S>(64 * std::max(unit_roundoff<S>, 0x1p-53)); }

  // The integral over each interval and its doubt, many intervals to one batch of points.
  [[nodiscard]] Result<void> integrate(std::vector<Interval<S>>& fresh) {
    for (std::size_t first = 0; first < fresh.size(); first += kIntervalsAtOnce) {
      const std::span<Interval<S>> some =
          std::span(fresh).subspan(first, std::min(kIntervalsAtOnce, fresh.size() - first));
      std::vector<S> ts;
      for (const Interval<S>& interval : some) {
        for (const S& node : pair_.nodes) ts.push_back(interval.from + node * interval.length);
      }
      const auto at = function_.gradient(interpolate<S>(segment_.from, segment_.to, ts));
      if (!at) return tl::make_unexpected(at.error());
      for (const HangSet set : at->hung_on) hung_on_ |= set;
      evaluations_ += static_cast<Index>(ts.size());
      Index column = 0;
      for (Interval<S>& interval : some) {
        Vector<S> kronrod = Vector<S>::Constant(difference_.size(), S(0));
        Vector<S> gauss = kronrod;
        Vector<S> size = kronrod;
        for (std::size_t k = 0; k < pair_.nodes.size(); ++k, ++column) {
          kronrod += pair_.kronrod[k] * at->values.col(column);
          gauss += pair_.gauss[k] * at->values.col(column);
          size += pair_.kronrod[k] * at->values.col(column).abs();
        }
        interval.integral = kronrod * interval.length;
        const Vector<S> scale = interval.length * difference_.abs();
        // The integral's sum must be the rise of F: a bump that falls between all nodes shows
        // there.
        const S rise = interval.value_to - interval.value_from;
        const S missed = absolute_value<S>((interval.integral * difference_).sum() - rise);
        interval.doubt = std::max<S>(((kronrod - gauss).abs() * scale).maxCoeff(), missed);
        interval.size = (size * scale).sum() + absolute_value<S>(interval.value_from) +
                        absolute_value<S>(interval.value_to);
      }
    }
    return {};
  }

  [[nodiscard]] S total(S Interval<S>::*of) const {
    S sum(0);
    for (const Interval<S>& interval : intervals_) sum += interval.*of;
    return sum;
  }

  // Takes out the intervals of largest doubt, so many that the others have no more than half the
  // tolerance, and returns their halves. None if nothing more can be done.
  [[nodiscard]] Result<std::vector<Interval<S>>> halves(S rest, const S& tolerance) {
    std::ranges::stable_sort(intervals_, std::greater<>(), &Interval<S>::doubt);
    std::vector<Interval<S>> halved;
    std::vector<Interval<S>> kept;
    std::vector<S> middles;
    for (Interval<S>& interval : intervals_) {
      const auto cost =
          evaluations_ + static_cast<Index>(2 * (halved.size() + 1) * pair_.nodes.size());
      const bool halve = interval.doubt > S(0) && rest > tolerance / S(2) &&
                         cost <= kMostEvaluations && interval.length > convert<S>(kShortest);
      if (!halve) {
        kept.push_back(std::move(interval));
        continue;
      }
      rest -= interval.doubt;
      middles.push_back(interval.from + interval.length / S(2));
      halved.push_back(std::move(interval));
    }
    intervals_ = std::move(kept);
    std::vector<Interval<S>> fresh;
    if (middles.empty()) return fresh;
    const auto values = function_.evaluate(interpolate<S>(segment_.from, segment_.to, middles));
    if (!values) return tl::make_unexpected(values.error());
    middle_evaluations_ += values->size();
    for (std::size_t k = 0; k < halved.size(); ++k) {
      const Interval<S>& whole = halved[k];
      const S& value = (*values)(static_cast<Index>(k));
      const S half = whole.length / S(2);
      fresh.push_back({whole.from, half, whole.value_from, value});
      fresh.push_back({middles[k], half, value, whole.value_to});
    }
    return fresh;
  }

  [[nodiscard]] Attribution<S> answer(const S& doubt, const S& tolerance, bool reached) {
    // In the order of the path, whatever the order in which they were found.
    std::ranges::sort(intervals_, {}, &Interval<S>::from);
    Vector<S> integral = Vector<S>::Constant(difference_.size(), S(0));
    for (const Interval<S>& interval : intervals_) integral += interval.integral;
    Attribution<S> result{difference_ * integral, {}, hung_on_,
                          evaluations_,           {}, middle_evaluations_};
    result.notes.push_back(fmt::format(
        "within {:.3g} by Gauss-Kronrod differences and the rise of F on {} intervals: an "
        "estimate, not a bound{}",
        convert<double>(doubt), intervals_.size(),
        reached
            ? std::string()
            : fmt::format("; the tolerance {:.3g} was not reached", convert<double>(tolerance))));
    return result;
  }

  const Function<S>& function_;
  const Segment<S>& segment_;
  Vector<S> difference_;
  KronrodPair<S> pair_;
  std::vector<Interval<S>> intervals_;
  HangSet hung_on_;
  Index evaluations_ = 0;
  Index middle_evaluations_ = 0;
};

}  // namespace

template <Scalar S>
Result<Attribution<S>> kronrod_integral(const Function<S>& function, const Segment<S>& segment,
                                        const Row<S>& values_at_ends, const S& tolerance) {
  return KronrodIntegral<S>(function, segment).run(values_at_ends, tolerance);
}

#define AXIOMARK_INSTANTIATE(S)                                                              \
  template Result<Attribution<S>> kronrod_integral<S>(const Function<S>&, const Segment<S>&, \
                                                      const Row<S>&, const S&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
