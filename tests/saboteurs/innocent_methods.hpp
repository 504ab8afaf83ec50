#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "axioms/axiom.hpp"

namespace axiomark::tests {

/// A correct method, deterministic or at a fixed seed, and axioms that it provably keeps, wherever no
/// convention decides.
struct Proved {
  std::string because;  ///< the proof in a line, or who gave it
  std::vector<std::string> axioms;
};
struct Innocent {
  std::string method;
  std::vector<Proved> keeps;
};
[[nodiscard]] std::vector<Innocent> innocent_methods();

/// What became of random cases of one axiom before one method: doubles suspect, rationals convict.
struct Trial {
  std::string method;
  std::string axiom;
  std::uint64_t cases = 0;               ///< drawn
  std::uint64_t judged = 0;              ///< answered, so that kept or broken could be said
  std::uint64_t suspected = 0;           ///< in double
  std::uint64_t by_convention = 0;       ///< broken exactly, where a convention decided
  std::vector<std::uint64_t> convicted;  ///< case numbers: there should be none
  std::vector<std::uint64_t> errors;     ///< case numbers with a defect, or without exact judgement
};

/// Judges cases 0, 1, ... until `judgements` could be judged, or four times as many were drawn.
[[nodiscard]] Trial put_on_trial(const std::string& method, const Axiom& by, std::uint64_t seed,
                                 std::uint64_t judgements);

}  // namespace axiomark::tests
