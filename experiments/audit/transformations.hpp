#pragma once

#include <string>
#include <vector>

#include "experiments/audit/audited_question.hpp"

namespace axiomark {

/// What may have been done to the mean gradient along the path.
struct Transformed {
  std::string words;  ///< empty: what should be done, times x - x'
  Vector<double> values;
  int assumptions = 0;
};

/// mean_gradient: one value per feature. The factor x - x' forgotten, or x instead; the sign turned,
/// sizes only; scaled by a constant (fitted to `given`, where at least three features move).
[[nodiscard]] std::vector<Transformed> transformations(const Vector<double>& mean_gradient,
                                                       const AuditedQuestion& question,
                                                       const Vector<double>& given);

/// Features in another order: rows and columns exchanged, colours reversed, channels last instead of
/// first and the other way round, back to front.
[[nodiscard]] std::vector<Transformed> reorderings(const Vector<double>& values,
                                                   const Shape& shape);

}  // namespace axiomark
