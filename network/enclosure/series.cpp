#include "network/enclosure/series.hpp"

#include <limits>

#include "network/enclosure/elementary.hpp"

namespace axiomark::enclosure {
namespace {

constexpr int kLast = kOrder + 1;
using Coefficients = std::array<Interval, kOrder + 2>;

Series linear(const Interval& value, const Interval& slope) {
  Series s;
  s.coefficient[0] = value;
  s.coefficient[1] = slope;
  return s;
}
Series kinked(const Interval& value, const Interval& slope) {
  Series s = linear(value, slope);
  s.smooth = false;
  return s;
}

// |f_k| <= size / radius^k if |f| <= size on every disc of this radius around a real number
// (Cauchy's estimate). `radius` is any number for which `size` is right; its powers are rounded
// down. Wide intervals get from it what the recurrences below lose by forgetting that their terms
// belong to one z.
double cauchy(double size, double radius, int k) {
  Interval power(1);
  for (int j = 0; j < k; ++j) power *= Interval(radius);
  return above(size / power.lower());
}

// y = sigma(z): y' = y (1 - y). With d = 1 - 2 y, exact even where y is near 0 or 1:
// (k + 1) y_{k+1} = d y_k - sum_{j=1}^{k-1} y_j y_{k-j}, and y_1 = sigma'(z).
// The Cauchy estimate is that of y - 1/2 = tanh(w / 2) / 2: for w = x + iv, |v| <= r = pi - 2 / n,
// |tanh(w / 2)|^2 = (sinh^2(x/2) + sin^2(v/2)) / (sinh^2(x/2) + cos^2(v/2)) <= max(1, tan^2(r/2)),
// and tan(pi/2 - 1/n) = 1 / tan(1/n) < n.
Coefficients sigmoid_coefficients(const Interval& z) {
  Coefficients y;
  y[0] = sigmoid_of(z);
  y[1] = sigmoid_slope_of(z);
  const Interval d = -tanh_of(z * 0.5);
  for (int k = 1; k < kLast; ++k) {
    Interval sum = d * y[static_cast<std::size_t>(k)];
    for (int j = 1; 2 * j <= k; ++j) {
      const Interval& a = y[static_cast<std::size_t>(j)];
      const Interval& b = y[static_cast<std::size_t>(k - j)];
      sum -= 2 * j == k ? square(a) : 2.0 * (a * b);
    }
    const int n = k + 1;
    const double radius = 3.1415926 - 2.0 / n;  // a little less than r
    y[static_cast<std::size_t>(n)] =
        meet(sum / static_cast<double>(n), up_to(cauchy(0.5 * n, radius, n)));
  }
  return y;
}

// p = Phi'(z): p' = -z p, so (k + 1) p_{k+1} = -(z p_k + p_{k-1}).
// |p(w)| = p(x) exp(v^2 / 2) <= 0.4 exp(radius^2 / 2), least for radius^2 = k.
Coefficients density_coefficients(const Interval& z) {
  Coefficients p;
  p[0] = normal_density_of(z);
  p[1] = -(z * p[0]);
  for (int k = 1; k < kLast; ++k) {
    const auto at = static_cast<std::size_t>(k);
    const int n = k + 1;
    const double size = 0.4 * exp_of(Interval(0.5 * n + 1e-9)).upper();
    p[at + 1] = meet(-(z * p[at] + p[at - 1]) / static_cast<double>(n),
                     up_to(cauchy(size, std::sqrt(n) * (1 - 1e-10), n)));
  }
  return p;
}

// z^k, also for k = 0.
Interval power(const Interval& z, int k) { return k == 0 ? Interval(1) : pow(z, k); }

}  // namespace

Interval SeriesOf::parameter(double p) const {
  return p == 0 || parameter_error == 0 ? Interval(p) : p * (1.0 + up_to(parameter_error));
}

Series SeriesOf::operator()(const Relu&) const {
  if (z.lower() > 0) return linear(z, Interval(1));
  if (z.upper() < 0) return linear(Interval(0), Interval(0));
  return kinked({0, z.upper()}, {0, 1});
}
Series SeriesOf::operator()(const LeakyRelu<double>& op) const {
  const Interval slope = parameter(op.slope);
  if (z.lower() > 0) return linear(z, Interval(1));
  if (z.upper() < 0) return linear(slope * z, slope);
  const Interval ends = join(slope * z.lower(), Interval(z.upper()));
  return kinked(join(ends, Interval(0)), join(slope, Interval(1)));
}
Series SeriesOf::operator()(const Abs&) const {
  if (z.lower() > 0) return linear(z, Interval(1));
  if (z.upper() < 0) return linear(-z, Interval(-1));
  return kinked({0, magnitude(z)}, {-1, 1});
}
Series SeriesOf::operator()(const Clip<double>& op) const {
  const Interval low = parameter(op.low);
  const Interval high = parameter(op.high);
  if (op.low == op.high) return linear(low, Interval(0));
  if (z.upper() < low.lower()) return linear(low, Interval(0));
  if (z.lower() > high.upper()) return linear(high, Interval(0));
  if (z.lower() > low.upper() && z.upper() < high.lower()) return linear(z, Interval(1));
  const Interval value(std::fmin(std::fmax(z.lower(), low.lower()), high.lower()),
                       std::fmax(std::fmin(z.upper(), high.upper()), low.upper()));
  return kinked(value, {0, 1});
}

// binomial(n, k) z^(n - k), where binomial(n, k) = n (n - 1) ... (n - k + 1) / k! for negative n, too.
Series SeriesOf::operator()(const Power& op) const {
  Series s;
  const bool quotient = op.exponent < 0;
  const Interval inverse = quotient ? reciprocal_series(z).coefficient[0] : Interval(0);
  // Unbounded where 0 is in Z, whatever the power.
  const auto power_of = [&](int exponent) {
    if (!quotient) return power(z, exponent);
    return contains_zero(z) ? inverse : pow(inverse, -exponent);
  };
  Interval binomial(1);
  for (int k = 0; k <= (quotient ? kLast : std::min(kLast, op.exponent)); ++k) {
    s.coefficient[static_cast<std::size_t>(k)] = binomial * power_of(op.exponent - k);
    binomial = binomial * static_cast<double>(op.exponent - k) / static_cast<double>(k + 1);
  }
  return s;
}

Series SeriesOf::operator()(const Sigmoid&) const { return {sigmoid_coefficients(z)}; }

// tanh(z) = 2 sigma(2 z) - 1
Series SeriesOf::operator()(const Tanh&) const {
  Series s{sigmoid_coefficients(z * 2.0)};
  s.coefficient[0] = tanh_of(z);
  for (int k = 1; k <= kLast; ++k) {
    s.coefficient[static_cast<std::size_t>(k)] *= std::ldexp(2.0, k);
  }
  return s;
}

// The derivative is the sigmoid.
Series SeriesOf::operator()(const Softplus&) const {
  const Coefficients y = sigmoid_coefficients(z);
  Series s;
  s.coefficient[0] = softplus_of(z);
  for (std::size_t k = 1; k < y.size(); ++k) {
    s.coefficient[k] = y[k - 1] / static_cast<double>(k);
  }
  return s;
}

Series SeriesOf::operator()(const Elu<double>& op) const {
  if (z.lower() > 0) return linear(z, Interval(1));
  const Interval alpha = parameter(op.alpha);
  const Interval negative(z.lower(), std::fmin(z.upper(), 0));
  if (z.upper() < 0) {
    Series s;
    s.coefficient[0] = alpha * expm1_of(z);
    s.coefficient[1] = alpha * exp_of(z);
    for (std::size_t k = 2; k < s.coefficient.size(); ++k) {
      s.coefficient[k] = s.coefficient[k - 1] / static_cast<double>(k);
    }
    return s;
  }
  return kinked(join(alpha * expm1_of(negative), Interval(0, z.upper())),
                join(alpha * exp_of(negative), Interval(1)));
}

// g = z Phi: g_k = z Phi_k + Phi_{k-1}, and Phi_k = p_{k-1} / k.
Series SeriesOf::operator()(const Gelu&) const {
  const Coefficients p = density_coefficients(z);
  Coefficients distribution;
  distribution[0] = normal_distribution_of(z);
  for (std::size_t k = 1; k < p.size(); ++k) distribution[k] = p[k - 1] / static_cast<double>(k);
  Series s;
  s.coefficient[0] = z * distribution[0];
  for (std::size_t k = 1; k < p.size(); ++k) {
    s.coefficient[k] = z * distribution[k] + distribution[k - 1];
  }
  // The slope lies between -0.1290 and 1.1290, at z = -+sqrt(2).
  s.coefficient[1] = meet(s.coefficient[1], Interval(-0.13, 1.13));
  return s;
}

Series SeriesOf::operator()(const Exp&) const {
  Series s;
  s.coefficient[0] = exp_of(z);
  for (std::size_t k = 1; k < s.coefficient.size(); ++k) {
    s.coefficient[k] = s.coefficient[k - 1] / static_cast<double>(k);
  }
  return s;
}

// (-1)^(k-1) / (k z^k)
Series SeriesOf::operator()(const Log&) const {
  Series s;
  s.coefficient[0] = log_of(z);
  const Series r = reciprocal_series(z);
  for (std::size_t k = 1; k < s.coefficient.size(); ++k) {
    s.coefficient[k] = r.coefficient[k - 1] / static_cast<double>(k);
  }
  return s;
}

// binomial(1/2, k) z^(1/2 - k)
Series SeriesOf::operator()(const Sqrt&) const {
  Series s;
  s.coefficient[0] = sqrt(z);
  const Interval inverse = reciprocal_series(s.coefficient[0]).coefficient[0];
  Interval binomial(1);
  for (int k = 1; k <= kLast; ++k) {
    binomial = binomial * (1.5 - k) / static_cast<double>(k);
    // As long as 0 is not in Z, where the inverse is unbounded.
    const Interval power = contains_zero(z) ? inverse : pow(inverse, 2 * k - 1);
    s.coefficient[static_cast<std::size_t>(k)] = binomial * power;
  }
  return s;
}

// (-1)^k / z^(k + 1)
Series reciprocal_series(const Interval& z) {
  Series s;
  const double unbounded = std::numeric_limits<double>::infinity();
  const Interval inverse = contains_zero(z) ? up_to(unbounded) : 1.0 / z;
  for (int k = 0; k <= kLast; ++k) {
    const Interval p = contains_zero(z) ? inverse : pow(inverse, k + 1);
    s.coefficient[static_cast<std::size_t>(k)] = k % 2 == 0 ? p : -p;
  }
  return s;
}

}  // namespace axiomark::enclosure
