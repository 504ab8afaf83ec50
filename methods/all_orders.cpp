#include "methods/all_orders.hpp"

#include <fmt/format.h>

#include <bit>

#include "methods/path_integral.hpp"

namespace axiomark {
namespace {

// k! (n - k - 1)! / n! for k = 0, ..., n - 1: the share of the paths that use an edge above k moved
// features.
template <Scalar S>
std::vector<S> edge_weights(std::size_t n) {
  std::vector<S> weights;
  Rational weight = n == 0 ? Rational(0) : Rational(1) / Rational(n);
  for (std::size_t k = 0; k < n; ++k) {
    weights.push_back(convert<S>(weight));
    if (k + 1 < n) weight = weight * Rational(k + 1) / Rational(n - k - 1);
  }
  return weights;
}

}  // namespace

template <Scalar S>
Result<Attribution<S>> all_orders(const Function<S>& function, const Segment<S>& segment,
                                  const std::optional<Quadrature<S>>& quadrature) {
  std::vector<Index> moving;
  for (Index i = 0; i < segment.from.size(); ++i) {
    if (segment.from(i) != segment.to(i)) moving.push_back(i);
  }
  const std::size_t n = moving.size();
  if (n > static_cast<std::size_t>(kMostFeaturesInAllOrders)) {
    return fail(ErrorKind::usage, "method 'path', option 'order'",
                fmt::format("all orders of {} features that differ", n),
                fmt::format("at most {}", kMostFeaturesInAllOrders));
  }
  // Corner number c has feature moving[j] at x where bit j of c is set.
  const std::size_t corners = std::size_t{1} << n;
  Batch<S> points(segment.from.size(), static_cast<Index>(corners));
  for (std::size_t c = 0; c < corners; ++c) {
    points.col(static_cast<Index>(c)) = segment.from;
    for (std::size_t j = 0; j < n; ++j) {
      if ((c >> j & 1U) != 0) points(moving[j], static_cast<Index>(c)) = segment.to(moving[j]);
    }
  }
  Vector<S> attributions = Vector<S>::Constant(segment.from.size(), S(0));
  HangSet hung_on;
  Index gradients = 0;
  Row<S> values;
  if (!quadrature) {
    auto all = function.evaluate(points);
    if (!all) return tl::make_unexpected(all.error());
    values = std::move(*all);
  }
  const std::vector<S> weights = edge_weights<S>(n);
  for (std::size_t c = 0; c < corners; ++c) {
    const auto moved = static_cast<std::size_t>(std::popcount(c));
    for (std::size_t j = 0; j < n; ++j) {
      if ((c >> j & 1U) != 0) continue;
      const S& weight = weights[moved];
      const auto from = static_cast<Index>(c);
      const auto to = static_cast<Index>(c | std::size_t{1} << j);
      if (!quadrature) {
        attributions(moving[j]) += weight * (values(to) - values(from));
        continue;
      }
      Polyline<S> edge(points.rows(), 2);
      edge << points.col(from), points.col(to);
      const auto along = integral_by_quadrature(function, edge, *quadrature);
      if (!along) return tl::make_unexpected(along.error());
      attributions(moving[j]) += weight * along->values(moving[j]);
      hung_on |= along->hung_on;
      gradients += along->gradient_evaluations;
    }
  }
  return Attribution<S>{std::move(attributions), {}, hung_on, gradients, {}, values.size()};
}

#define AXIOMARK_INSTANTIATE(S)                                                        \
  template Result<Attribution<S>> all_orders<S>(const Function<S>&, const Segment<S>&, \
                                                const std::optional<Quadrature<S>>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
