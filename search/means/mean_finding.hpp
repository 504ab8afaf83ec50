#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace axiomark {

/// The chance that any method whose mean is right is convicted of a wrong one, over a whole campaign.
inline constexpr double kFalseConviction = 1e-6;

/// A mean that is not the estimand's.
struct WrongMean {
  std::uint64_t question = 0;  ///< its number: the question is a function of (seed, number)
  int feature = 0;
  std::uint64_t answers = 0;  ///< seeds asked until it was certain enough
  double mean = 0;            ///< of these answers
  double expected = 0;        ///< what the estimand says
  double capital = 0;         ///< of the bets against a correct method; infinite: no correct method
                              ///< could have answered so
};

/// What became of the statement "the mean over all seeds is the estimand".
struct MeanFinding {
  std::string method;
  std::uint64_t questions = 0;  ///< judged
  std::uint64_t asked = 0;      ///< more than that where the method or its estimand refused some
  std::uint64_t seeds = 0;      ///< asked of each
  double false_conviction = 0;  ///< this method's share of the campaign's
  std::optional<WrongMean> wrong = {};
  std::string untested = {};  ///< why no question was judged; else empty
};

}  // namespace axiomark
