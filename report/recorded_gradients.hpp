#pragma once

#include <functional>

#include "axioms/case.hpp"
#include "network/function.hpp"

namespace axiomark {

/// Where a method asked for gradients, in its order, and what it was told.
struct RecordedGradients {
  Batch<Rational> points;     ///< features x questions
  Batch<Rational> gradients;  ///< features x questions
  Row<Rational> outputs;      ///< F at each point
};

/// Lets `ask` put a function method's question to a function that remembers: the path or the draws of a
/// method are then its own, not a second version of them.
/// Computes    ask(F, x, x') with F the probe's function, and every gradient that it took.
/// Error       of the method, or of a method that takes no gradient.
/// Cost        that of the method, and the memory of its points.
using AskFunctionMethod = std::function<Attributions<Rational>(
    const Function<Rational>&, const Batch<Rational>&, const Batch<Rational>&)>;
[[nodiscard]] Result<RecordedGradients> record_gradients(const Probe<Rational>& probe,
                                                         const Conventions<Rational>& conventions,
                                                         const AskFunctionMethod& ask);

}  // namespace axiomark
