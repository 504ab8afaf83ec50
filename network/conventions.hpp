#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "network/scalar.hpp"

namespace axiomark {

/// Which of several equal largest (or smallest) operands passes the signal on.
enum class Tie : std::uint8_t { first, last, split };

/// Choices that no definition settles. They are arguments of every pull-back, part of a method's
/// string (`kink=`, `tie=`) and echoed in results.
template <Scalar S>
struct Conventions {
  S relu_at_zero =
      S(0);  ///< derivative of relu at 0 (leaky relu and clip: weight of the upper side)
  S abs_at_zero = S(0);  ///< derivative of |z| at 0
  Tie tie = Tie::first;  ///< max, min and max pool

  friend bool operator==(const Conventions&, const Conventions&) = default;
};

/// The arbitrary choices that one answer hung on: empty when any convention gives the same answer.
enum class Hang : std::uint8_t { kink = 1, tie = 2, zero_difference = 4, zero_denominator = 8 };

/// A set of Hang values.
class HangSet {
 public:
  constexpr HangSet() = default;
  constexpr HangSet(Hang one) : bits_(static_cast<std::uint8_t>(one)) {}  // NOLINT: a set of one
  constexpr HangSet& operator|=(HangSet other) {
    bits_ = static_cast<std::uint8_t>(bits_ | other.bits_);
    return *this;
  }
  [[nodiscard]] constexpr bool contains(Hang one) const {
    return (bits_ & static_cast<std::uint8_t>(one)) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(HangSet, HangSet) = default;

 private:
  std::uint8_t bits_ = 0;
};

[[nodiscard]] std::vector<std::string> names(HangSet set);  ///< "kink", "tie", ...

}  // namespace axiomark
