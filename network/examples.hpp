#pragma once

#include <string>
#include <vector>

#include "network/network.hpp"

namespace axiomark {

/// The papers' own networks, exactly.
namespace examples {

/// relu(relu(x1) - 1 - relu(x2)). Sundararajan et al. 2017, figure 7, network f.
[[nodiscard]] Network<Rational> figure_7_f();
/// relu(relu(x1 - 1) - relu(x2)). Sundararajan et al. 2017, figure 7, network g; equal to f.
[[nodiscard]] Network<Rational> figure_7_g();
/// f - g of figure 7: zero everywhere (claim A20).
[[nodiscard]] Network<Rational> figure_7_difference();
/// 1 - relu(1 - x). Sundararajan et al. 2017, section 2.1.
[[nodiscard]] Network<Rational> saturation();
/// min(x1, x2) as x1 - relu(x1 - x2), x1 passed on as relu(x1) - relu(-x1). Remark 5.
[[nodiscard]] Network<Rational> minimum();
/// The same function as x2 - relu(x2 - x1).
[[nodiscard]] Network<Rational> minimum_mirrored();
/// relu(x1 - x2) - relu(x2 - x1) + x2 = x1 (claim A19).
[[nodiscard]] Network<Rational> first_input_in_disguise();
/// 1 - relu(1 - (x1 + x2)). Shrikumar et al. 2017, figure 1.
[[nodiscard]] Network<Rational> saturated_sum();
/// relu(x - 10). Shrikumar et al. 2017, figure 2.
[[nodiscard]] Network<Rational> thresholded();

}  // namespace examples
}  // namespace axiomark
