#include "network/segment.hpp"

namespace axiomark {

template <Scalar S>
Batch<S> interpolate(const Vector<S>& from, const Vector<S>& to, std::span<const S> ts) {
  Batch<S> points(from.size(), static_cast<Index>(ts.size()));
  const Eigen::Map<const Row<S>> t(ts.data(), static_cast<Index>(ts.size()));
  for (Index i = 0; i < from.size(); ++i) {
    const S difference = to(i) - from(i);
    points.row(i) = from(i) + t * difference;
  }
  for (Index k = 0; k < points.cols(); ++k) {
    if (t(k) == S(1)) points.col(k) = to;  // from + (to - from) may be off by a rounding
  }
  return points;
}

template Batch<float> interpolate(const Vector<float>&, const Vector<float>&,
                                  std::span<const float>);
template Batch<double> interpolate(const Vector<double>&, const Vector<double>&,
                                   std::span<const double>);
template Batch<Rational> interpolate(const Vector<Rational>&, const Vector<Rational>&,
                                     std::span<const Rational>);

}  // namespace axiomark
