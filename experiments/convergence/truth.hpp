#pragma once

#include <optional>
#include <string>

#include "experiments/convergence/attribution_errors.hpp"
#include "network/function.hpp"

namespace axiomark {

/// Where the right answer comes from.
enum class TruthKind {
  exact,     ///< the linear pieces of the segment, rounding bounded
  enclosed,  ///< a proved enclosure of the integral
  estimated  ///< bounds too wide to judge by, and an estimate inside them, or an estimate alone
};

/// Integrated gradients as they should be.
struct Truth {
  TruthKind kind = TruthKind::exact;
  TrueValues known;
  double from_value = 0;                       ///< F(x')
  double to_value = 0;                         ///< F(x)
  std::optional<LinearPieces<double>> pieces;  ///< of a piecewise linear network
  Index gradient_evaluations = 0;
  double seconds = 0;
  std::string words;  ///< "exact: 40 linear pieces"
};

/// Piecewise linear: rule=exact, with its bound on rounding. Else: an enclosure to 1e-6 of the rise
/// of F if the adaptive rule gets there, or its estimate, moved into what it proved.
/// Error: a segment that runs inside a kink, where no gradient is defined; what evaluation refuses.
[[nodiscard]] Result<Truth> integrated_gradients_truth(const Function<double>& function,
                                                       const Segment<double>& segment);

}  // namespace axiomark
