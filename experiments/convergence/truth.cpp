#include "experiments/convergence/truth.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "experiments/convergence/reference_integral.hpp"
#include "methods/adaptive_integral.hpp"
#include "methods/path_integral.hpp"

namespace axiomark {
namespace {

// Of the rise of F: a thousandth of the finest error that a study asks for, 0.1 per cent.
constexpr double kEnclosureTolerance = 1e-6;
// Of the sum of sizes: an enclosure wider than this says less than the estimate inside it.
constexpr double kTooWide = 1e-3;
// Of the sum of sizes: what rounding makes of linear pieces that were all found, where that is likely and
// not proved. Ten times this is left out of fits.
constexpr double kLikelyRounding = 1e-10;
// Of a number: some roundings to double.
constexpr double kRoundings = 0x1p-50;

Truth by_pieces(const Attribution<double>& answer) {
  Truth truth;
  truth.words =
      fmt::format("exact: the gradients of {} linear piece{}", answer.gradient_evaluations,
                  answer.gradient_evaluations == 1 ? "" : "s");
  truth.known.bound = *answer.error_bound;
  const double unknown = answer.error_bound->sum();
  const double size = answer.values.abs().sum();
  truth.uncertainty = size > 0 ? unknown / size : 0;
  if (unknown > kTooWide * size) {
    truth.kind = TruthKind::estimated;
    truth.uncertainty = kLikelyRounding;
    truth.words += fmt::format(
        "; proved to {:.1e} of the sum of sizes only, since units stay near their kinks",
        size > 0 ? unknown / size : 0.0);
  }
  return truth;
}

Truth by_enclosure(const Attribution<double>& answer, double rise) {
  Truth truth;
  const double size = answer.values.abs().sum();
  const double estimate = kEnclosureTolerance * std::abs(rise);
  if (!answer.error_bound) {
    truth.kind = TruthKind::estimated;
    truth.words = "no bound";
    truth.known.bound = Vector<double>::Constant(answer.values.size(), estimate);
    truth.uncertainty = size > 0 ? estimate / size : 0;
    return truth;
  }
  truth.known.bound = *answer.error_bound;
  const double width = answer.error_bound->sum();
  const bool narrow = width <= kTooWide * size;
  truth.kind = narrow ? TruthKind::enclosed : TruthKind::estimated;
  truth.uncertainty = size > 0 ? (narrow ? width : estimate) / size : 0;
  truth.words = fmt::format("a proved enclosure, {:.1e} of the sum of sizes wide",
                            size > 0 ? 2 * width / size : 0.0);
  return truth;
}

// Values that are known better, where nothing proved speaks against them.
bool take_reference(Truth& truth, const ReferenceIntegral& reference, bool proved) {
  TrueValues& known = truth.known;
  const Vector<double> moved = (reference.values - known.values).abs();
  if (proved && !(moved <= known.bound + reference.estimated_error).all()) return false;
  if (proved) {
    // The enclosure, about another middle; the sum's and the difference's roundings.
    known.bound += moved + kRoundings * (moved + known.bound + known.values.abs());
  } else {
    known.bound.setConstant(reference.estimated_error);
  }
  known.values = reference.values;
  truth.gradient_evaluations += reference.gradient_evaluations;
  const double size = known.values.abs().sum();
  // The values are rounded to double.
  truth.uncertainty = size > 0 ? reference.estimated_error / size + kRoundings : 0;
  truth.reference_error = truth.uncertainty;
  if (truth.kind == TruthKind::estimated) truth.kind = TruthKind::reference;
  truth.words += fmt::format(
      "; values by tanh-sinh quadrature in extended precision, their error estimated at {:.1e} of "
      "the sum of sizes",
      truth.uncertainty);
  return true;
}

// What the proof leaves open, by a tanh-sinh quadrature if there can be one.
void refine(Truth& truth, const BoundNetwork* behind, const Segment<double>& segment, bool proved) {
  std::string none = "no network to evaluate";
  if (behind != nullptr) {
    const auto gradient = extended::GradientAlong::make(behind->network, behind->target, segment);
    const auto reference = gradient
                               ? reference_integral(*gradient)
                               : Result<ReferenceIntegral>(tl::make_unexpected(gradient.error()));
    if (reference && take_reference(truth, *reference, proved)) return;
    none = reference ? "outside the enclosure" : reference.error().found;
  }
  if (truth.kind == TruthKind::estimated) {
    truth.words += fmt::format(
        "; values by Gauss-Kronrod rules in double, estimated to be within {:.0e} of F(x) - F(x')",
        kEnclosureTolerance);
  }
  truth.words += fmt::format("; no reference in extended precision: {}", none);
}

}  // namespace

Result<Truth> integrated_gradients_truth(const Function<double>& function,
                                         const Segment<double>& segment,
                                         const BoundNetwork* behind) {
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
  const double rise = (*values)(1) - (*values)(0);
  Truth truth = pieces ? by_pieces(*answer) : by_enclosure(*answer, rise);
  truth.gradient_evaluations = answer->gradient_evaluations;
  truth.known.values = answer->values;
  truth.from_value = (*values)(0);
  truth.to_value = (*values)(1);
  truth.known.rise = rise;
  if (pieces) {
    truth.pieces = std::move(*pieces);
  } else {
    refine(truth, behind, segment, answer->error_bound.has_value());
  }
  truth.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return truth;
}

}  // namespace axiomark
