#pragma once

#include <cstdint>
#include <string>

#include "methods/method.hpp"

namespace axiomark {

/// What one draw of a random method is. It says between which numbers the method's answers lie.
enum class Draws {
  none,           ///< the method draws nothing
  marginals,      ///< what a feature adds to the features before it
  slopes,         ///< (x_i - x'_i) times a slope of F
  coalitions,     ///< kernel-shap's unbiased estimate from one coalition
  noisy_slopes,   ///< a slope of F at x + noise
  noisy_segment,  ///< (x_i + noise_i - x'_i) times a slope of F between x' and x + noise
  unknown,        ///< nothing is known about where they lie, or their mean is not the estimand
};

/// What a random method estimates.
struct Estimand {
  std::string method;  ///< a method string of ours that computes it exactly, or empty
  std::string words;   ///< where no method of ours does
  Draws draws = Draws::none;

  [[nodiscard]] bool is_random() const { return draws != Draws::none; }
};

/// By the method string, in which options that are not given have their defaults. Draws::none for
/// deterministic methods and for strings that name no method.
/// Cost: the method string is read once.
[[nodiscard]] Estimand estimand_of(const std::string& method);

/// The method of that string with another seed. An error for a string that names no method, or one
/// without a seed.
/// Cost: the method string is read twice.
[[nodiscard]] Result<AnyMethod> with_seed(const std::string& method, std::uint64_t seed);

}  // namespace axiomark
