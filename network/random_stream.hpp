#pragma once

#include <cstdint>

namespace axiomark {

/// A splittable stream of random numbers: what it gives depends only on the keys it was made from
/// and the number of draws before, on every machine. A counter run through SplitMix64's mixing
/// function (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators"; constants
/// from there).
class RandomStream {
 public:
  explicit constexpr RandomStream(std::uint64_t seed) : key_(mix(seed + kGamma)) {}

  /// An independent stream for a part of the work: case k, axiom a, ...
  [[nodiscard]] constexpr RandomStream split(std::uint64_t label) const {
    RandomStream child(0);
    child.key_ = mix(key_ ^ mix(label + kGamma));
    return child;
  }

  [[nodiscard]] constexpr std::uint64_t bits() { return mix(key_ + kGamma * ++count_); }

  /// Uniform from 0 to bound - 1, without bias (draws that would bias it are drawn again).
  [[nodiscard]] constexpr std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t rest = (0 - bound) % bound;  // 2^64 mod bound
    std::uint64_t draw = bits();
    while (draw < rest) draw = bits();
    return draw % bound;
  }
  /// Uniform from low to high, both included.
  [[nodiscard]] constexpr std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(
                     below(static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1));
  }
  /// True once in n draws on average.
  [[nodiscard]] constexpr bool one_in(std::uint64_t n) { return below(n) == 0; }
  /// k 2^-53 with k uniform from 0 to 2^53 - 1: exact as a double and as a rational.
  [[nodiscard]] constexpr double unit_interval() {
    return static_cast<double>(bits() >> 11) * 0x1.0p-53;
  }

 private:
  static constexpr std::uint64_t kGamma = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio, odd
  static constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  std::uint64_t key_;
  std::uint64_t count_ = 0;
};

}  // namespace axiomark
