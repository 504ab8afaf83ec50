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
  /// bounds too wide to judge by, or none, and a tanh-sinh quadrature in extended precision inside them,
  /// with an estimate of its error
  reference,
  estimated  ///< such bounds, and an estimate in double
};

/// Integrated gradients as they should be.
struct Truth {
  TruthKind kind = TruthKind::exact;
  TrueValues known;
  /// What is not known of the values, of the sum of their sizes: proved for `exact` and, where there is
  /// no reference, for `enclosed`; else estimated. Errors about as small as this are noise.
  double uncertainty = 0;
  std::optional<double> reference_error;  ///< the same, as the reference in extended precision says
  double from_value = 0;                  ///< F(x')
  double to_value = 0;                    ///< F(x)
  std::optional<LinearPieces<double>> pieces;  ///< of a piecewise linear network
  Index gradient_evaluations = 0;
  double seconds = 0;
  std::string words;  ///< "exact: 40 linear pieces"
};

/// The network whose weighted outputs a function is.
struct BoundNetwork {
  Network<double> network;
  Vector<double> target;
};

/// Piecewise linear: rule=exact, with its bound on rounding. Else: an enclosure to 1e-6 of the rise
/// of F if the adaptive rule gets there, or its estimate, moved into what it proved; and, if the network
/// `behind` the function is given and small enough, values by a tanh-sinh quadrature in extended precision
/// (reference_integral.hpp), provided that they lie in what was proved. `words` say which it is, why there
/// is no reference, and every error.
/// Error: a segment that runs inside a kink, where no gradient is defined; what evaluation refuses.
[[nodiscard]] Result<Truth> integrated_gradients_truth(const Function<double>& function,
                                                       const Segment<double>& segment,
                                                       const BoundNetwork* behind = nullptr);

}  // namespace axiomark
