#pragma once

#include "search/families/family.hpp"

namespace axiomark {

// Small functions that the literature argues with, of drawn affine forms of the features.

/// min(p, q) = p - relu(p - q), with p passed on as relu(p) - relu(-p).
[[nodiscard]] Network<double> draw_minimum_of_relus(RandomStream& stream, const DrawSize& most);
/// min(min(p, q), r) of relus in two stages.
[[nodiscard]] Network<double> draw_minimum_of_three(RandomStream& stream, const DrawSize& most);
/// Maxima and minima as operators, of two or three forms, which tie often.
[[nodiscard]] Network<double> draw_selection(RandomStream& stream, const DrawSize& most);
/// c - k relu(t - p): flat beyond a threshold.
[[nodiscard]] Network<double> draw_saturation(RandomStream& stream, const DrawSize& most);
/// k relu(p + s) - k relu(p + t) + ...: pairs of units that cancel on a part of space or everywhere.
[[nodiscard]] Network<double> draw_cancellation(RandomStream& stream, const DrawSize& most);
/// A product of two drawn branches.
[[nodiscard]] Network<double> draw_product(RandomStream& stream, const DrawSize& most);
/// Kinks other than relu's: absolute values, clips, leaky relus.
[[nodiscard]] Network<double> draw_other_kinks(RandomStream& stream, const DrawSize& most);

}  // namespace axiomark
