#include "methods/adaptive_integral/enclosed_integral.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace axiomark {
namespace {

using enclosure::Ball;
using enclosure::Interval;

// Enough to cut at some hundred kinks or to corner a sigmoid of steepness 1e5 in many units; an end
// to what cannot be enclosed well.
constexpr Index kMostEnclosures = 2000;
// Half the width of what is cut out around a kink, as a part of the interval: the slope is not
// known there. If that is too much, cutting the piece again squares it.
constexpr double kAroundKink = 0x1p-20;

// Below this doubts are what guards against underflow (see jet.cpp), times slopes and sums of all
// sizes: no interval is short enough to help.
constexpr double kNothing = 0x1p-300;

struct Part {
  double from;
  double to;
  bool cut_at_kinks;  // it is what a cut at kinks left
  Result<EnclosedIntegral> integral = tl::make_unexpected(Error{});
  double doubt = 0;     // the largest half width of an attribution
  double rounding = 0;  // of it

  [[nodiscard]] bool shorter_is_better() const {
    return doubt > 2 * rounding && doubt > kNothing && to - from >= 4 * GradientEnclosure::kGrid;
  }
};

double on_grid(double t) {
  return std::nearbyint(t / GradientEnclosure::kGrid) * GradientEnclosure::kGrid;
}

// The ends of what a part is cut into, the part's own included.
std::vector<double> cuts(const Part& part) {
  std::vector<double> ends = {part.from, part.to};
  const auto add = [&](double t) {
    const double cut = on_grid(t);
    if (cut > part.from && cut < part.to) ends.push_back(cut);
  };
  const double length = part.to - part.from;
  if (part.integral) {
    const double around = std::max(kAroundKink * length, GradientEnclosure::kGrid);
    for (const double kink : part.integral->kinks) {
      add(kink - around);
      add(kink + around);
    }
  }
  // A kink was cut out before and did not help, or there is none.
  if (part.cut_at_kinks || ends.size() == 2) add(part.from + length / 2);
  std::ranges::sort(ends);
  const auto repeated = std::ranges::unique(ends);
  ends.erase(repeated.begin(), repeated.end());
  return ends;
}

class EnclosedParts {
 public:
  explicit EnclosedParts(const GradientEnclosure& enclosure) : enclosure_(enclosure) {}

  void refine(double tolerance) {
    std::vector<Part> fresh = {{0, 1, false}};
    while (!fresh.empty()) {
      for (Part& part : fresh) enclose(part);
      std::ranges::move(fresh, std::back_inserter(parts_));
      if (total().maxCoeff() <= tolerance) return;
      fresh = cut(tolerance);
    }
  }

  // Half the width of every attribution.
  [[nodiscard]] Vector<double> total() const {
    Vector<double> sum = Vector<double>::Zero(features());
    for (const Part& part : parts_) {
      if (!part.integral) return Vector<double>::Constant(features(), HUGE_VAL);
      sum += part.integral->radius;
    }
    for (Index i = 0; i < features(); ++i) sum(i) *= magnitude(enclosure_.difference()[i]);
    return sum;
  }

  // The attributions, or why a part has none.
  [[nodiscard]] Result<std::vector<Ball>> sum() {
    std::ranges::sort(parts_, {}, &Part::from);  // whatever the order in which they were found
    std::vector<Interval> sums(static_cast<std::size_t>(features()), Interval(0));
    for (const Part& part : parts_) {
      if (!part.integral) return tl::make_unexpected(part.integral.error());
      for (Index i = 0; i < features(); ++i) {
        sums[i] += to_interval(Ball{part.integral->middle(i), part.integral->radius(i)});
      }
    }
    std::vector<Ball> attributions;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      attributions.push_back(to_ball(sums[i] * enclosure_.difference()[i]));
    }
    return attributions;
  }

  [[nodiscard]] Index enclosures() const { return enclosures_; }
  [[nodiscard]] std::size_t count() const { return parts_.size(); }

 private:
  [[nodiscard]] Index features() const {
    return static_cast<Index>(enclosure_.difference().size());
  }

  void enclose(Part& part) {
    part.integral = enclosure_.integral(part.from, part.to);
    ++enclosures_;
    part.doubt = part.integral ? 0 : HUGE_VAL;
    for (Index i = 0; part.integral && i < features(); ++i) {
      const double moved = magnitude(enclosure_.difference()[i]);
      part.doubt = std::max(part.doubt, moved * part.integral->radius(i));
      part.rounding = std::max(part.rounding, moved * part.integral->rounding(i));
    }
  }

  // Takes out the parts of largest doubt, so many that the others have no more than half the
  // tolerance, and returns what they are cut into. Nothing if no more can be done.
  [[nodiscard]] std::vector<Part> cut(double tolerance) {
    std::ranges::stable_sort(parts_, std::greater<>(), &Part::doubt);
    double rest = 0;
    for (const Part& part : parts_) rest += part.integral ? part.doubt : 0;
    std::vector<Part> fresh;
    std::vector<Part> kept;
    for (Part& part : parts_) {
      const bool wanted = rest > tolerance / 2 || !part.integral;
      const std::vector<double> ends =
          wanted && part.shorter_is_better() ? cuts(part) : std::vector<double>{};
      const Index cost = enclosures_ + static_cast<Index>(fresh.size() + ends.size());
      if (ends.size() < 3 || cost > kMostEnclosures) {
        kept.push_back(std::move(part));
        continue;
      }
      const bool at_kinks = part.integral && !part.integral->kinks.empty();
      for (std::size_t k = 0; k + 1 < ends.size(); ++k) {
        fresh.push_back({ends[k], ends[k + 1], at_kinks});
      }
      if (part.integral) rest -= part.doubt;
    }
    parts_ = std::move(kept);
    return fresh;
  }

  const GradientEnclosure& enclosure_;
  std::vector<Part> parts_;
  Index enclosures_ = 0;
};

// The ball in the scalar of the answer: the value rounded to nearest, the bound upward.
template <Scalar S>
std::pair<S, S> rounded(const Ball& ball) {
  const S value = convert<S>(ball.middle);
  if constexpr (std::same_as<S, float>) {
    const double bound = enclosure::above(
        ball.radius + enclosure::above(std::fabs(static_cast<double>(value) - ball.middle)));
    const auto nearest = static_cast<float>(bound);
    return {value, ball.radius == 0 && value == ball.middle
                       ? 0.0F
                       : std::nextafter(nearest, std::numeric_limits<float>::infinity())};
  } else {
    return {value, convert<S>(ball.radius)};
  }
}

}  // namespace

template <Scalar S>
Result<EnclosedAttribution<S>> enclosed_integral(const GradientEnclosure& enclosure,
                                                 const S& tolerance) {
  const double allowed = std::max(0.0, enclosure::below(convert<double>(tolerance)));
  EnclosedParts parts(enclosure);
  parts.refine(allowed);
  const auto balls = parts.sum();
  if (!balls) return tl::make_unexpected(balls.error());
  const auto features = static_cast<Index>(balls->size());
  EnclosedAttribution<S> result{{Vector<S>(features), Vector<S>(features), {}, 0, {}}, true};
  S most(0);
  for (Index i = 0; i < features; ++i) {
    const auto [value, bound] = rounded<S>((*balls)[static_cast<std::size_t>(i)]);
    result.attribution.values(i) = value;
    (*result.attribution.error_bound)(i) = bound;
    most = std::max(most, bound);
  }
  result.reached = most <= tolerance;
  result.attribution.gradient_evaluations =
      parts.enclosures() * static_cast<Index>(enclosure::Jet::kSize);
  result.attribution.notes.push_back(fmt::format(
      "within {:.3g}, a bound: Taylor polynomials of degree {} with enclosed remainders on {} "
      "intervals{}",
      convert<double>(most), enclosure::kOrder, parts.count(),
      result.reached
          ? std::string()
          : fmt::format("; the tolerance {:.3g} was not reached", convert<double>(tolerance))));
  return result;
}

#define AXIOMARK_INSTANTIATE(S) \
  template Result<EnclosedAttribution<S>> enclosed_integral<S>(const GradientEnclosure&, const S&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
