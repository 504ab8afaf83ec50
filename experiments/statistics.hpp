#pragma once

#include <vector>

#include "network/batch.hpp"

namespace axiomark {

/// Pearson's correlation; 0 where one of the two is constant.
[[nodiscard]] double correlation(const Vector<double>& a, const Vector<double>& b);
/// Spearman's: Pearson's of the ranks, equal numbers with the mean of their ranks.
[[nodiscard]] double rank_correlation(const Vector<double>& a, const Vector<double>& b);
/// 1 - |cos| of the angle between a and b, without cancellation: |a/|a| -+ b/|b||^2 / 2.
[[nodiscard]] double one_minus_cosine(const Vector<double>& a, const Vector<double>& b);
/// sum |a - exact| / sum |exact|
[[nodiscard]] double relative_error(const Vector<double>& a, const Vector<double>& exact);
[[nodiscard]] double mean_of(const std::vector<double>& numbers);
[[nodiscard]] double median_of(std::vector<double> numbers);

}  // namespace axiomark
