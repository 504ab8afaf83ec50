#pragma once

#include <cstdint>

namespace axiomark {

/// A 64-bit whole number that remembers whether it, or any number it was computed from, did not fit.
/// Its value means nothing then: whoever computes with it asks at the end, and computes again with numbers
/// of any length.
class CheckedInteger {
 public:
  constexpr CheckedInteger(std::int64_t value = 0) : value_(value) {}  // NOLINT: a number
  [[nodiscard]] constexpr bool overflowed() const { return overflowed_; }
  [[nodiscard]] constexpr int sign() const { return (value_ > 0 ? 1 : 0) - (value_ < 0 ? 1 : 0); }

  friend constexpr CheckedInteger operator+(CheckedInteger a, CheckedInteger b) {
    CheckedInteger sum;
    sum.overflowed_ =
        __builtin_add_overflow(a.value_, b.value_, &sum.value_) || a.overflowed_ || b.overflowed_;
    return sum;
  }
  friend constexpr CheckedInteger operator*(CheckedInteger a, CheckedInteger b) {
    CheckedInteger product;
    product.overflowed_ = __builtin_mul_overflow(a.value_, b.value_, &product.value_) ||
                          a.overflowed_ || b.overflowed_;
    return product;
  }
  friend constexpr CheckedInteger operator-(CheckedInteger a) { return CheckedInteger(-1) * a; }
  friend constexpr bool operator==(CheckedInteger a, CheckedInteger b) {
    return a.value_ == b.value_;
  }

 private:
  std::int64_t value_;
  bool overflowed_ = false;
};

}  // namespace axiomark
