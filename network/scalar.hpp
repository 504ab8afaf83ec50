#pragma once

#include <concepts>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "network/error.hpp"
#include "network/rational.hpp"

namespace axiomark {

/// The closed set of scalars. Code is templated over it and instantiated once, in the .cpp files.
template <class S>
concept Scalar = std::same_as<S, float> || std::same_as<S, double> || std::same_as<S, Rational>;

template <class S>
inline constexpr bool is_exact = std::same_as<S, Rational>;

/// Unit roundoff u of the scalar (half the spacing at 1); zero for Rational.
template <Scalar S>
inline constexpr double unit_roundoff = double{std::numeric_limits<S>::epsilon()} / 2;
template <>
inline constexpr double unit_roundoff<Rational> = 0.0;

enum class ScalarType { float32, float64, rational };

[[nodiscard]] std::string_view name(ScalarType type);  ///< "float", "double", "rational"

template <Scalar S>
inline constexpr ScalarType scalar_type = std::same_as<S, float>    ? ScalarType::float32
                                          : std::same_as<S, double> ? ScalarType::float64
                                                                    : ScalarType::rational;

/// Conversion between scalars: exact whenever the value is representable (every float and double is
/// a rational), otherwise rounded to nearest, ties to even.
template <Scalar To, Scalar From>
[[nodiscard]] To convert(const From& value);

/// Reads an exact decimal or fraction: "3", "-1/2", "0.25", "1.5e-3", "-7e2/3". Exponents beyond
/// +-5000 are refused, so that a short text cannot ask for a number that fills the memory.
[[nodiscard]] Result<Rational> parse_rational(std::string_view text);

/// parse_rational, rounded to the scalar. A value beyond the scalar's range is an error.
template <Scalar S>
[[nodiscard]] Result<S> parse_scalar(std::string_view text);

/// Rational: "-3/2" or "4". float and double: the shortest decimal that reads back as the value.
template <Scalar S>
[[nodiscard]] std::string to_text(const S& value);

/// to_text if that is short enough to be read, else "about 0.123456": for sentences.
template <Scalar S>
[[nodiscard]] std::string brief_text(const S& value);

template <Scalar S>
[[nodiscard]] bool is_finite(const S& value);

/// |v|
template <Scalar S>
[[nodiscard]] S absolute_value(const S& v) {
  return v < S(0) ? S(-v) : v;
}

}  // namespace axiomark
