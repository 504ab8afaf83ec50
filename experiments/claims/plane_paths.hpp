#pragma once

#include <string>
#include <vector>

#include "experiments/claim.hpp"

/// Paths in the plane and what the claims about them share.
namespace axiomark::claims {

/// Methods. On x1 x2, and where kinks lie at the ends of legs, the integrand of a straight leg is linear, so
/// that one midpoint is exact; along the parabola it has degree three, as Simpson's rule asks.
inline constexpr const char* kStraight = "integrated-gradients:rule=midpoint,steps=1";
inline constexpr const char* kParabola = "path:curve=[t,t^2],rule=simpson,steps=2";
inline constexpr const char* kPolyline = "path:points=[[1/2,2/5],[9/10,2/5]],rule=midpoint,steps=1";

/// factor x1 x2
[[nodiscard]] Network<Rational> product(const Rational& factor = 1);
/// The attribution of x2 less that of x1.
[[nodiscard]] Quantity second_less_first(const Quantity& attribution);

/// Points joined by lines.
[[nodiscard]] PlotSeries line(std::string name, std::vector<double> x, std::vector<double> y);
/// A picture of paths, x2 over x1.
[[nodiscard]] Plot plane(std::string title, std::string caption, std::vector<PlotSeries> series);

}  // namespace axiomark::claims
