#include "experiments/convergence/truth.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "methods/adaptive_integral.hpp"
#include "methods/path_integral.hpp"

namespace axiomark {
namespace {

// Of the rise of F: a thousandth of the finest error that a study asks for, 0.1 per cent.
constexpr double kEnclosureTolerance = 1e-6;
// Of the sum of sizes: an enclosure wider than this says less than the estimate inside it.
constexpr double kTooWide = 1e-3;

Truth by_pieces(const Attribution<double>& answer) {
  Truth truth;
  truth.words =
      fmt::format("exact: the gradients of {} linear piece{}", answer.gradient_evaluations,
                  answer.gradient_evaluations == 1 ? "" : "s");
  truth.known.bound = *answer.error_bound;
  const double unknown = answer.error_bound->sum();
  const double size = answer.values.abs().sum();
  if (unknown > kTooWide * size) {
    truth.kind = TruthKind::estimated;
    truth.words += fmt::format(
        "; proved to {:.1e} of the sum of sizes only, since units stay near their kinks",
        size > 0 ? unknown / size : 0.0);
  }
  return truth;
}

Truth by_enclosure(const Attribution<double>& answer) {
  Truth truth;
  const double size = answer.values.abs().sum();
  if (!answer.error_bound) {
    truth.kind = TruthKind::estimated;
    truth.words = "an estimate by Gauss-Kronrod rules, without a bound";
    truth.known.bound = Vector<double>::Zero(answer.values.size());
    return truth;
  }
  truth.known.bound = *answer.error_bound;
  const double width = answer.error_bound->sum();
  if (width <= kTooWide * size) {
    truth.kind = TruthKind::enclosed;
    truth.words =
        fmt::format("a proved enclosure, {:.1e} of the sum of sizes wide", 2 * width / size);
  } else {
    truth.kind = TruthKind::estimated;
    truth.words = fmt::format(
        "an estimate by Gauss-Kronrod rules inside an enclosure that is {:.1e} of the sum of sizes "
        "wide",
        2 * width / size);
  }
  return truth;
}

}  // namespace

Result<Truth> integrated_gradients_truth(const Function<double>& function,
                                         const Segment<double>& segment) {
  Batch<double> ends(segment.from.size(), 2);
  ends << segment.from, segment.to;
  const auto values = function.evaluate(ends);
  if (!values) return tl::make_unexpected(values.error());
  const auto start = std::chrono::steady_clock::now();
  auto pieces = function.linear_pieces(segment);
  if (!pieces && pieces.error().kind != ErrorKind::unsupported) {
    return tl::make_unexpected(pieces.error());
  }
  const auto answer = pieces ? exact_integral<double>(function, ends, AxisLegs::by_gradients)
                             : adaptive_integral<double>(function, segment, kEnclosureTolerance);
  if (!answer) return tl::make_unexpected(answer.error());
  Truth truth = pieces ? by_pieces(*answer) : by_enclosure(*answer);
  if (pieces) truth.pieces = std::move(*pieces);
  truth.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  truth.gradient_evaluations = answer->gradient_evaluations;
  truth.known.values = answer->values;
  truth.from_value = (*values)(0);
  truth.to_value = (*values)(1);
  truth.known.rise = truth.to_value - truth.from_value;
  return truth;
}

}  // namespace axiomark
