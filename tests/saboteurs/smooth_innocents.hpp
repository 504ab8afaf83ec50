#pragma once

#include "tests/saboteurs/innocent_methods.hpp"

namespace axiomark::tests {

/// What became of random cases on smooth networks of one axiom before one method.
struct SmoothTrial {
  std::string method;
  std::string axiom;
  std::uint64_t cases = 0;               ///< drawn
  std::uint64_t judged = 0;              ///< answered
  std::uint64_t enclosed = 0;            ///< judged with derived bounds
  std::uint64_t undecided = 0;           ///< of these: left open
  std::uint64_t by_convention = 0;       ///< broken where a convention decided
  std::vector<std::uint64_t> convicted;  ///< case numbers: there should be none
  std::vector<std::uint64_t> errors;     ///< case numbers with a defect
};

/// As put_on_trial, on smooth networks. Every case that `every_nth` divides is judged with derived bounds whether
/// doubles suspect it or not: what is kept there is left open or decided, and never broken.
[[nodiscard]] SmoothTrial put_on_smooth_trial(const std::string& method, const Axiom& by,
                                              std::uint64_t seed, std::uint64_t judgements,
                                              std::uint64_t every_nth);

}  // namespace axiomark::tests
