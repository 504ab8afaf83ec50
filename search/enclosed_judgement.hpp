#pragma once

#include <optional>
#include <string_view>
#include <type_traits>

#include "axioms/case.hpp"
#include "network/balls/enclosed_number.hpp"

namespace axiomark {

// Networks with sigmoid, tanh, softplus, exp or softmax have no rational values. They are judged by the code that
// judges in exact arithmetic, with numbers that carry a bound on their error (network/balls/enclosed_number.hpp).

/// Error::where of a question that the bounds leave open.
inline constexpr std::string_view kUndecided = "derived bounds";

/// What compute() gives, a Result, with smooth operators allowed in networks of Rational; an error if anything it
/// rests on is left open by the bounds. What is computed must run on this thread.
template <class Compute>
[[nodiscard]] std::invoke_result_t<Compute> decided(const Compute& compute) {
  const auto open = [](const char* question) {
    return fail(ErrorKind::numeric, std::string(kUndecided),
                std::string(question) + " is left open", "bounds that decide it");
  };
  const EnclosedArithmetic arithmetic;
  try {
    auto result = compute();
    if (arithmetic.doubt()) return open("whether two numbers are equal");
    return result;
  } catch (const Undecided& undecided) {
    return open(undecided.what());
  }
}

/// Whether an error says that bounds left a question open: nothing is known about the case.
[[nodiscard]] bool is_undecided(const Error& error);

/// Drawn ingredients as exact numbers; smooth operators are allowed.
[[nodiscard]] Result<Ingredients<Rational>> exactly(const Ingredients<double>& in);

/// Whether some value of the case is known to within a bound only.
[[nodiscard]] bool has_enclosed_values(const Case<Rational>& c);

/// How far the two sides of a relation broken on smooth networks are apart, and how far rounding explains: of the entry
/// that is off by most. Nothing for what rests on other evidence.
struct Residual {
  double residual;  ///< rounded to nearest
  double bound;     ///< rounded upward
};
[[nodiscard]] std::optional<Residual> residual_beyond_bound(const Case<Rational>& c,
                                                            const Judgement<Rational>& judgement);

}  // namespace axiomark
