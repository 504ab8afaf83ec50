#include "experiments/convergence/reference_integral.hpp"

#include <fmt/format.h>

#include <boost/math/quadrature/tanh_sinh.hpp>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace axiomark {
namespace {

using extended::Real;
using extended::Values;

// Of weights and numbers, forward and backward: ten seconds or so. Not seconds, so that a study says the
// same on every machine.
constexpr double kMostProducts = 0x1p33;
// Of an integral's own size: refinements double the digits, so that the last change of this size leaves
// rounding alone.
constexpr Real kLastChange = 1e-15L;
// Six halvings of the step: some 400 nodes. What a part has not come to by then, its halves do sooner.
constexpr std::size_t kRefinements = 6;
// The changes in all features, of the integral of all sizes: more, and a part is halved.
constexpr Real kTooFar = 1e-14L;
// Halves of halves: no further than to a millionth. A kink that bisection did not see, or an infinite
// slope, is left to the judgement on the whole.
constexpr int kMostHalvings = 20;
// Nodes nearer to an end than this, as a part of the interval, are left out: a slope that grows like
// t^(-1/2) has 1e-20 of its integral there. Smooth ones stop sooner by themselves.
constexpr Real kNearestToEnd = 1e-40L;
// Of the sum of sizes.
constexpr double kWorstReference = 1e-12;

using NoThrow = boost::math::policies::policy<
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;
using TanhSinh = boost::math::quadrature::tanh_sinh<Real, NoThrow>;

class Reference {
 public:
  explicit Reference(const extended::GradientAlong& gradient)
      : gradient_(gradient), sums_(static_cast<std::size_t>(gradient.features())) {}

  Result<ReferenceIntegral> run() {
    std::vector<Real> ends = {0};
    if (gradient_.has_kinks()) cut(0, pieces(0), 1, pieces(1), ends);
    ends.push_back(1);
    for (std::size_t k = 0; k + 1 < ends.size() && affordable(); ++k) {
      if (gradient_.has_kinks() && inside_kink(ends[k] + (ends[k + 1] - ends[k]) / 2)) {
        return fail(ErrorKind::unsupported, "the reference in extended precision",
                    "a segment that runs inside a kink", "a gradient along the whole of it");
      }
      add(ends[k], ends[k + 1], 0);
    }
    if (!affordable()) {
      return fail(ErrorKind::unsupported, "the reference in extended precision",
                  fmt::format("more than {:.0e} products", kMostProducts), "a smaller network");
    }
    return judged();
  }

 private:
  [[nodiscard]] bool affordable() const { return products_ <= kMostProducts; }

  [[nodiscard]] std::vector<Index> pieces(Real t) {
    products_ += static_cast<double>(gradient_.weights());
    return gradient_.pieces(t);
  }

  // Whether what counts on a kink matters at a point that no kink was found at.
  [[nodiscard]] bool inside_kink(Real t) const {
    return gradient_.at(t) != gradient_.at(t, extended::OnKink::above_and_last);
  }

  // Adds where pieces change between a and b, in increasing order.
  void cut(Real a, const std::vector<Index>& at_a, Real b, const std::vector<Index>& at_b,
           std::vector<Real>& ends) {
    if (at_a == at_b || !affordable()) return;
    const Real middle = a + (b - a) / 2;
    // No number of the size of 1 lies between them.
    if (b - a <= std::numeric_limits<Real>::epsilon()) {
      if (middle > ends.back() && middle < 1) ends.push_back(middle);
      return;
    }
    const auto at_middle = pieces(middle);
    cut(a, at_a, middle, at_middle, ends);
    cut(middle, at_middle, b, at_b, ends);
  }

  struct Part {
    Values sums;
    Real change = 0;  // the last refinements', of all features
    Real size = 0;    // integrals of |integrand|, of all features
  };

  // The gradients at the nodes, each computed once for all features.
  Part integrate(Real from, Real to) {
    std::unordered_map<Real, Values> known;
    const auto at = [&](Real t) -> const Values& {
      const auto [entry, fresh] = known.try_emplace(t);
      if (fresh) {
        products_ += 2 * static_cast<double>(gradient_.weights());
        ++evaluations_;
        // Too much work: the sum is dropped, and what it is of does not matter.
        entry->second = affordable() ? gradient_.at(t) : Values(sums_.size());
      }
      return entry->second;
    };
    Part part;
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      Real change = 0;
      Real size = 0;
      part.sums.push_back(
          rule_.integrate([&](Real t) { return at(t)[i]; }, from, to, kLastChange, &change, &size));
      part.change += change;
      part.size += size;
    }
    return part;
  }

  void add(Real from, Real to, int halvings) {
    const Part part = integrate(from, to);
    if (!affordable()) return;
    if (part.change > kTooFar * part.size && halvings < kMostHalvings) {
      const Real middle = from + (to - from) / 2;
      add(from, middle, halvings + 1);
      add(middle, to, halvings + 1);
      return;
    }
    ++parts_;
    change_ += part.change;
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += part.sums[i];
  }

  Result<ReferenceIntegral> judged() {
    ReferenceIntegral found;
    found.parts = parts_;
    found.gradient_evaluations = evaluations_;
    found.values.resize(gradient_.features());
    Real sum = 0;
    Real size = 0;
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      found.values(static_cast<Index>(i)) = static_cast<double>(sums_[i]);
      sum += sums_[i];
      size += std::fabs(sums_[i]);
    }
    const Real residual = std::fabs(sum - (gradient_.value(1) - gradient_.value(0)));
    found.estimated_error = static_cast<double>(change_ + residual);
    if (!(change_ + residual <= kWorstReference * size)) {
      return fail(ErrorKind::numeric, "the reference in extended precision",
                  fmt::format("an error of {:.1e} of the sum of sizes",
                              static_cast<double>((change_ + residual) / size)),
                  fmt::format("at most {:.0e}", kWorstReference));
    }
    return found;
  }

  const extended::GradientAlong& gradient_;
  TanhSinh rule_{kRefinements, kNearestToEnd};
  Values sums_;
  Real change_ = 0;
  Index parts_ = 0;
  double products_ = 0;
  Index evaluations_ = 0;
};

}  // namespace

Result<ReferenceIntegral> reference_integral(const extended::GradientAlong& gradient) {
  return Reference(gradient).run();
}

}  // namespace axiomark
