#pragma once

#include "experiments/claims/trained_networks.hpp"

namespace axiomark::claims {

enum class Baseline { black, white, mean, noise, blurred, zero_score };

/// The baseline of image k: the mean is that of all images; noise is uniform and drawn for k; blurred
/// is the mean of the 5x5 pixels around each; zero_score is the noise, moved until the score of the
/// image's shape, an output of `scores` that is never below 0, is less than 1/1000.
[[nodiscard]] Vector<double> baseline_image(Baseline baseline, const ShapeImages& all, Index k,
                                            const Network<double>& scores);

}  // namespace axiomark::claims
