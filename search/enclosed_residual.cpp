#include "search/enclosed_residual.hpp"

#include <fmt/format.h>

#include <cmath>

#include "methods/registry.hpp"

namespace axiomark {
namespace {

Rational exact_sum(const Vector<double>& values) {
  Rational sum = 0;
  for (const double value : values) sum += convert<Rational>(value);
  return sum;
}

// Six digits: the next such numbers are within 1e-5 of it, so that after a move by as much no rounding to
// them leads back.
std::string outward(const Rational& value, double towards) {
  const auto rounded = convert<double>(value);
  return fmt::format("{:.6g}", rounded + std::copysign(1e-5 * std::abs(rounded), towards));
}

}  // namespace

Result<RationalInterval> enclosed_residual(const Probe<double>& probe,
                                           const Vector<double>& attributions) {
  const auto method = make_method("integrated-gradients:rule=adaptive,tolerance=1/1000");
  if (!method) return tl::make_unexpected(method.error());
  const ThreadPool alone;
  const auto answers = method->attribute<double>(
      probe.network,
      {Batch<double>(probe.input), Batch<double>(probe.baseline), Batch<double>(probe.target)},
      alone);
  const auto& integral = answers.front();
  if (!integral) return tl::make_unexpected(integral.error());
  if (!integral->error_bound) {
    return fail(ErrorKind::unsupported, "enclosure", "an integral without a bound", "one with");
  }
  const Rational middle = exact_sum(attributions) - exact_sum(integral->values);
  const Rational radius = exact_sum(*integral->error_bound);
  return RationalInterval{middle - radius, middle + radius};
}

std::string in_words(const RationalInterval& residual) {
  return fmt::format("the residual of the answer as it was given lies in [{}, {}], which {} 0",
                     outward(residual.low, -1), outward(residual.high, 1),
                     residual.excludes_zero() ? "excludes" : "holds");
}

}  // namespace axiomark
