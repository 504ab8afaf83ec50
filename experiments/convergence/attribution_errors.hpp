#pragma once

#include <optional>
#include <vector>

#include "network/batch.hpp"

namespace axiomark {

/// What is known of the right attributions: each is within `bound` of its value.
struct TrueValues {
  Vector<double> values;
  Vector<double> bound;
  double rise = 0;  ///< F(x) - F(x'), what attributions share out
};

/// How far attributions are from the truth. Empty where there is nothing to divide by, or to rank.
struct AttributionErrors {
  double residual = 0;                      ///< sum_i a_i - (F(x) - F(x'))
  std::optional<double> relative_residual;  ///< |residual| / |F(x) - F(x')|
  std::optional<double> relative_l1;        ///< sum_i |a_i - A_i| / sum_i |A_i|
  double maximum = 0;                       ///< max_i |a_i - A_i|
  std::optional<double> rank_correlation;   ///< Spearman's, equal numbers share their ranks
  Index wrong_signs = 0;  ///< a_i and A_i of opposite sign, the sign of A_i being certain
};

/// Shapes: one value per feature. Cost: n log n.
[[nodiscard]] AttributionErrors attribution_errors(const Vector<double>& given,
                                                   const TrueValues& truth);

/// Whether the k largest attributions in size are the true ones. `certain`: the bounds leave no
/// doubt which the true ones are (no other feature can be as large as the smallest of them).
struct TopFeatures {
  Index k = 0;
  bool agree = false;
  bool certain = false;
};

/// For k = 1, 2, 5, 10, 20, 50, ... below the number of features. Of equal sizes the first counts as
/// the larger.
[[nodiscard]] std::vector<TopFeatures> top_features(const Vector<double>& given,
                                                    const TrueValues& truth);

}  // namespace axiomark
