#include "methods/path_integral.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "network/rounding.hpp"

namespace axiomark {
namespace {

template <Scalar S>
Segment<S> leg_of(const Polyline<S>& path, Index leg) {
  return {path.col(leg), path.col(leg + 1)};
}

// The features that move along a segment.
template <Scalar S>
std::vector<Index> moving_features(const Segment<S>& leg) {
  std::vector<Index> moving;
  for (Index i = 0; i < leg.from.size(); ++i) {
    if (leg.from(i) != leg.to(i)) moving.push_back(i);
  }
  return moving;
}

template <Scalar S>
Result<Attribution<S>> along_pieces(const Function<S>& function, const Segment<S>& leg,
                                    const LinearPieces<S>& pieces) {
  const std::vector<S> middles = pieces.midpoints();
  const std::vector<S> lengths = pieces.lengths();
  const auto sum = function.gradient_sum(leg, middles, lengths);
  if (!sum) return tl::make_unexpected(sum.error());
  const Vector<S> difference = leg.to - leg.from;
  // At the middle of a piece no unit that F reads is on its kink.
  Attribution<S> result{difference * sum->value, {}, {}, sum->evaluations, {}};
  if constexpr (!is_exact<S>) {
    result.error_bound = difference.abs() * pieces.gradient_bound *
                         (S(2) * pieces.uncertain_length + piece_sum_rounding<S>(pieces));
  }
  return result;
}

// Adds the next leg's answer. `magnitudes` are the sums of |values|: what the additions round.
template <Scalar S>
void add_leg(std::optional<Attribution<S>>& total, Vector<S>& magnitudes, Attribution<S> leg) {
  if (!total) {
    magnitudes = leg.values.abs();
    total = std::move(leg);
    return;
  }
  magnitudes += leg.values.abs();
  total->values += leg.values;
  total->hung_on |= leg.hung_on;
  total->gradient_evaluations += leg.gradient_evaluations;
  if (total->error_bound && leg.error_bound) {
    *total->error_bound += *leg.error_bound;
  } else {
    total->error_bound.reset();
  }
}

// The legs of a polyline one after another, by pieces or by values.
template <Scalar S>
class ExactIntegral {
 public:
  ExactIntegral(const Function<S>& function, const Polyline<S>& path)
      : function_(function), path_(path), legs_(path.cols() - 1) {}

  Result<Attribution<S>> run(AxisLegs axis_legs) {
    for (Index k = 0; k < legs_; ++k) {
      const Segment<S> leg = leg_of<S>(path_, k);
      const std::vector<Index> moving = moving_features<S>(leg);
      if (axis_legs == AxisLegs::by_values && moving.empty()) continue;
      const bool by_values = axis_legs == AxisLegs::by_values && moving.size() == 1;
      auto ok = by_values ? add_rise(k, moving.front()) : add_pieces(k, leg);
      if (!ok) return tl::make_unexpected(ok.error());
    }
    return total();
  }

 private:
  [[nodiscard]] Result<void> add_rise(Index k, Index feature) {
    if (!values_) {
      auto all = function_.evaluate(path_);
      if (!all) return tl::make_unexpected(all.error());
      values_ = std::move(*all);
    }
    Vector<S> rise = Vector<S>::Constant(path_.rows(), S(0));
    rise(feature) = (*values_)(k + 1) - (*values_)(k);
    add_leg<S>(total_, magnitudes_, {std::move(rise), {}, {}, 0, {}});
    return {};
  }

  [[nodiscard]] Result<void> add_pieces(Index k, const Segment<S>& leg) {
    const auto pieces = function_.linear_pieces(leg);
    if (!pieces) return tl::make_unexpected(pieces.error());
    const std::string name = legs_ == 1 ? "the segment from baseline to input"
                                        : fmt::format("leg {} of the path", k + 1);
    if (auto ok = refuse_inside_kink<S>(*pieces, name); !ok) return ok;
    auto part = along_pieces<S>(function_, leg, *pieces);
    if (!part) return tl::make_unexpected(part.error());
    add_leg<S>(total_, magnitudes_, std::move(*part));
    piece_count_ += pieces->count();
    delta_ = std::max(delta_, pieces->delta);
    return {};
  }

  [[nodiscard]] Attribution<S> total() {
    // No leg moves.
    if (!total_) return {Vector<S>::Constant(path_.rows(), S(0)), {}, {}, 0, {}};
    if (values_) total_->function_evaluations = path_.cols();
    if constexpr (!is_exact<S>) {
      if (total_->error_bound && legs_ > 1) {
        *total_->error_bound += rounding_factor<S>(legs_) * magnitudes_;
      }
      if (piece_count_ > 0) {
        total_->notes.push_back(
            fmt::format("{} linear pieces; every piece wider than delta = {} was found",
                        piece_count_, to_text(delta_)));
      }
    }
    return std::move(*total_);
  }

  const Function<S>& function_;
  const Polyline<S>& path_;
  Index legs_;
  std::optional<Attribution<S>> total_;
  Vector<S> magnitudes_;
  std::optional<Row<S>> values_;  // F at the vertices, only if needed
  Index piece_count_ = 0;
  S delta_ = S(0);
};

}  // namespace

template <Scalar S>
Result<Attribution<S>> integral_by_quadrature(const Function<S>& function, const Polyline<S>& path,
                                              const Quadrature<S>& rule) {
  std::optional<Attribution<S>> total;
  Vector<S> magnitudes;
  for (Index k = 0; k + 1 < path.cols(); ++k) {
    const Segment<S> leg = leg_of<S>(path, k);
    const auto sum = function.gradient_sum(leg, rule.nodes, rule.weights);
    if (!sum) return tl::make_unexpected(sum.error());
    add_leg<S>(total, magnitudes,
               {(leg.to - leg.from) * sum->value, {}, sum->hung_on, sum->evaluations, {}});
  }
  return *total;
}

template <Scalar S>
Result<Attribution<S>> integral_by_quadrature(const Function<S>& function, const Curve<S>& path,
                                              const Quadrature<S>& rule) {
  // Enough points for full chunks of a network and for a black box to use its own batching.
  constexpr std::size_t kPointsAtOnce = 1024;
  Attribution<S> result{Vector<S>::Constant(function.dimension(), S(0)), {}, {}, 0, {}};
  for (std::size_t first = 0; first < rule.nodes.size(); first += kPointsAtOnce) {
    const auto count = static_cast<Index>(std::min(kPointsAtOnce, rule.nodes.size() - first));
    Batch<S> points(function.dimension(), count);
    for (Index k = 0; k < count; ++k) {
      points.col(k) = path.point(rule.nodes[first + static_cast<std::size_t>(k)]);
    }
    const auto gradients = function.gradient(points);
    if (!gradients) return tl::make_unexpected(gradients.error());
    for (Index k = 0; k < count; ++k) {
      const std::size_t node = first + static_cast<std::size_t>(k);
      result.values +=
          rule.weights[node] * gradients->values.col(k) * path.velocity(rule.nodes[node]);
      result.hung_on |= gradients->hung_on[static_cast<std::size_t>(k)];
    }
    result.gradient_evaluations += count;
  }
  return result;
}

template <Scalar S>
S piece_sum_rounding(const LinearPieces<S>& pieces) {
  // The sum over the pieces and the products with length and difference add their own roundings.
  return pieces.gradient_rounding + rounding_factor<S>(pieces.count() + 4);
}

template <Scalar S>
Result<void> refuse_inside_kink(const LinearPieces<S>& pieces, const std::string& segment_name) {
  if (!pieces.inside_kink) return {};
  return fail(
      ErrorKind::unsupported, pieces.inside_kink->unit,
      fmt::format("{} runs inside its kink for t from {} to {}: the gradient is undefined "
                  "there",
                  segment_name, to_text(pieces.inside_kink->from), to_text(pieces.inside_kink->to)),
      "another input or baseline, or a quadrature rule with a kink convention");
}

template <Scalar S>
Result<Attribution<S>> exact_integral(const Function<S>& function, const Polyline<S>& path,
                                      AxisLegs axis_legs) {
  return ExactIntegral<S>(function, path).run(axis_legs);
}

#define AXIOMARK_INSTANTIATE(S)                                                                  \
  template Result<Attribution<S>> integral_by_quadrature<S>(                                     \
      const Function<S>&, const Polyline<S>&, const Quadrature<S>&);                             \
  template Result<Attribution<S>> integral_by_quadrature<S>(const Function<S>&, const Curve<S>&, \
                                                            const Quadrature<S>&);               \
  template Result<Attribution<S>> exact_integral<S>(const Function<S>&, const Polyline<S>&,      \
                                                    AxisLegs);                                   \
  template Result<void> refuse_inside_kink<S>(const LinearPieces<S>&, const std::string&);       \
  template S piece_sum_rounding<S>(const LinearPieces<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
