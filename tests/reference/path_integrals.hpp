#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "tests/reference/exact_integrated_gradients.hpp"

/// Path integrals of gradients from the definition (Sundararajan et al. 2017, section 4.1):
/// A_i = integral over t of dF/dx_i (gamma(t)) gamma'_i(t).
namespace axiomark::reference {

/// A product of powers with a coefficient: c x_0^{e_0} x_1^{e_1} ...
struct Monomial {
  Rational coefficient;
  std::vector<int> exponents;
};
/// F as a sum of monomials.
using PowerSum = std::vector<Monomial>;
/// One coordinate of a path: sum_k c_k t^k.
using Powers = std::vector<Rational>;

[[nodiscard]] inline Powers times(const Powers& a, const Powers& b) {
  Powers result(a.size() + b.size(), Rational(0));
  for (std::size_t j = 0; j < a.size(); ++j) {
    for (std::size_t k = 0; k < b.size(); ++k) result[j + k] += a[j] * b[k];
  }
  return result;
}

/// dF/dx_i at one point, monomial by monomial.
[[nodiscard]] inline Rational partial(const PowerSum& f, std::size_t i,
                                      const std::vector<Rational>& x) {
  Rational sum = 0;
  for (const Monomial& m : f) {
    if (m.exponents[i] == 0) continue;
    Rational term = m.coefficient * m.exponents[i];
    for (std::size_t j = 0; j < x.size(); ++j) {
      for (int k = 0; k < m.exponents[j] - (i == j ? 1 : 0); ++k) term *= x[j];
    }
    sum += term;
  }
  return sum;
}

[[nodiscard]] inline Rational value(const PowerSum& f, const std::vector<Rational>& x) {
  Rational sum = 0;
  for (const Monomial& m : f) {
    Rational term = m.coefficient;
    for (std::size_t j = 0; j < x.size(); ++j) {
      for (int k = 0; k < m.exponents[j]; ++k) term *= x[j];
    }
    sum += term;
  }
  return sum;
}

/// The integral over t from 0 to 1 along a path of polynomials, exactly: the integrand is multiplied
/// out into powers of t, and t^k integrates to 1 / (k + 1).
[[nodiscard]] inline std::vector<Rational> path_integral(const PowerSum& f,
                                                         const std::vector<Powers>& path) {
  std::vector<Rational> attributions;
  for (std::size_t i = 0; i < path.size(); ++i) {
    Powers velocity;
    for (std::size_t k = 1; k < path[i].size(); ++k) velocity.push_back(path[i][k] * Rational(k));
    Rational sum = 0;
    for (const Monomial& m : f) {
      if (m.exponents[i] == 0) continue;
      Powers integrand = times({m.coefficient * m.exponents[i]}, velocity);
      for (std::size_t j = 0; j < path.size(); ++j) {
        for (int k = 0; k < m.exponents[j] - (i == j ? 1 : 0); ++k) {
          integrand = times(integrand, path[j]);
        }
      }
      for (std::size_t k = 0; k < integrand.size(); ++k) sum += integrand[k] / Rational(k + 1);
    }
    attributions.push_back(sum);
  }
  return attributions;
}

/// The straight legs of a polyline one after another, each as a path of t from 0 to 1.
[[nodiscard]] inline std::vector<Rational> polyline_integral(
    const PowerSum& f, const std::vector<std::vector<Rational>>& vertices) {
  std::vector<Rational> sums(vertices.front().size(), Rational(0));
  for (std::size_t v = 0; v + 1 < vertices.size(); ++v) {
    std::vector<Powers> leg;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      leg.push_back({vertices[v][i], vertices[v + 1][i] - vertices[v][i]});
    }
    const std::vector<Rational> part = path_integral(f, leg);
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += part[i];
  }
  return sums;
}

/// The same for a relu network, by the linear pieces of every leg; `defined` is false where a leg
/// runs inside a kink that matters.
struct PolylineAnswer {
  std::vector<Rational> attributions;
  bool defined = true;
};
[[nodiscard]] inline PolylineAnswer polyline_integral(
    const LayeredNetwork<Rational>& network, std::size_t target,
    const std::vector<std::vector<Rational>>& vertices) {
  PolylineAnswer answer{std::vector<Rational>(vertices.front().size(), Rational(0))};
  for (std::size_t v = 0; v + 1 < vertices.size(); ++v) {
    const LinearPieces pieces = linear_pieces(network, target, vertices[v], vertices[v + 1]);
    for (const KinkOnPath& kink : pieces.kinks) {
      if (kink.reaches_target) answer.defined = false;
    }
    for (const LinearPiece& piece : pieces.pieces) {
      for (std::size_t i = 0; i < answer.attributions.size(); ++i) {
        answer.attributions[i] +=
            piece.gradient.at(i) * (piece.to - piece.from) * (vertices[v + 1][i] - vertices[v][i]);
      }
    }
  }
  return answer;
}

/// Vertices of the path on which every feature walks at unit speed until it arrives (Moulin &
/// Shenker 1992): the times at which somebody arrives, in order.
[[nodiscard]] inline std::vector<std::vector<Rational>> serial_cost_vertices(
    const std::vector<Rational>& baseline, const std::vector<Rational>& x) {
  const auto way = [&](std::size_t i) {
    return x[i] > baseline[i] ? Rational(x[i] - baseline[i]) : Rational(baseline[i] - x[i]);
  };
  std::vector<std::vector<Rational>> vertices = {baseline};
  Rational now = 0;
  while (vertices.back() != x) {
    // The next arrival.
    Rational next = -1;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (way(i) > now && (next < 0 || way(i) < next)) next = way(i);
    }
    now = next;
    std::vector<Rational> vertex;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const Rational moved = way(i) < now ? way(i) : now;
      vertex.push_back(x[i] > baseline[i] ? baseline[i] + moved : baseline[i] - moved);
    }
    vertices.push_back(vertex);
  }
  if (vertices.size() == 1) vertices.push_back(x);
  return vertices;
}

}  // namespace axiomark::reference
