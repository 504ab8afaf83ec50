#include "methods/serial_cost.hpp"

#include <algorithm>

#include "methods/integral_options.hpp"
#include "methods/path_integral.hpp"

namespace axiomark {
namespace {

template <Scalar S>
Polyline<S> serial_path(const Vector<S>& from, const Vector<S>& to) {
  const Vector<S> distance = (to - from).abs();
  std::vector<S> arrivals(distance.begin(), distance.end());
  std::ranges::sort(arrivals);
  arrivals.erase(std::unique(arrivals.begin(), arrivals.end()), arrivals.end());
  // Features that never move arrive at once: no leg, unless there is no other.
  if (arrivals.size() > 1 && arrivals.front() == S(0)) arrivals.erase(arrivals.begin());
  Polyline<S> path(from.size(), static_cast<Index>(arrivals.size()) + 1);
  path.col(0) = from;
  for (std::size_t k = 0; k < arrivals.size(); ++k) {
    for (Index i = 0; i < from.size(); ++i) {
      const S& t = arrivals[k];
      const bool arrived = distance(i) <= t;
      const S moved = to(i) < from(i) ? S(from(i) - t) : S(from(i) + t);
      path(i, static_cast<Index>(k) + 1) = arrived ? to(i) : moved;
    }
  }
  return path;
}

}  // namespace

template <Scalar S>
Attributions<S> SerialCost::attribute(const Function<S>& function, const Batch<S>& inputs,
                                      const Batch<S>& baselines) const {
  const Result<Quadrature<S>> quadrature =
      rule ? make_quadrature<S>(*rule, steps, RandomStream(seed)) : Quadrature<S>{};
  Attributions<S> answers;
  for (Index k = 0; k < inputs.cols(); ++k) {
    const Polyline<S> path = serial_path<S>(baselines.col(k), inputs.col(k));
    if (!quadrature) {
      answers.emplace_back(tl::make_unexpected(quadrature.error()));
    } else {
      answers.push_back(rule ? integral_by_quadrature(function, path, *quadrature)
                             : exact_integral(function, path, AxisLegs::by_gradients));
    }
  }
  return answers;
}

RegistryEntry serial_cost_entry() {
  static const IntegralChoices choices{"serial-cost"};
  auto options = integral_options(choices);
  options[1].meaning = "equal intervals of every leg; nodes for gauss-legendre and random";
  for (OptionInfo& convention : convention_options()) options.push_back(std::move(convention));
  return {choices.method,
          "Path methods",
          "A_i = integral of dF/dx_i while all features move at one speed until each arrives",
          "Moulin & Shenker 1992; Friedman & Moulin 1999",
          SerialCost::kind,
          options,
          [](const Options& given) -> Result<AnyMethod> {
            const auto conventions = read_conventions(given);
            if (!conventions) return tl::make_unexpected(conventions.error());
            const auto read = read_integral(given, choices);
            if (!read) return tl::make_unexpected(read.error());
            return AnyMethod(given.canonical(),
                             SerialCost{*conventions, read->rule, read->steps, read->seed});
          }};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(SerialCost);

}  // namespace axiomark
