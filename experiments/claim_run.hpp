#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "experiments/claim.hpp"
#include "experiments/scene.hpp"

namespace axiomark {

/// What a fact comes to with another value of the kink option.
struct AtKink {
  std::string kink;  ///< "0", "1/2", "1"
  Result<Values> values;
};

struct FactOutcome {
  std::string name;
  std::string reading;
  Result<Values> computed;
  bool as_registered = false;
  std::optional<bool> as_claimed;  ///< nothing: the source says nothing of it
  /// Where the answer depends on relu'(0): its values there. Empty: it does not.
  std::vector<AtKink> at_kinks;
  /// The largest difference between the answers in double and in Rational; nothing where one of them
  /// cannot be had.
  std::optional<double> double_differs_by;
};

struct ClaimOutcome {
  Claim claim;
  std::vector<FactOutcome> facts;
  ClaimVerdict verdict = ClaimVerdict::holds;
  std::vector<std::string> holds_under;
  bool as_registered = false;
  bool changed = false;  ///< by a reader's settings: nothing but the verdict is compared then
  std::vector<Plot> plots;
};

struct ClaimRun {
  ClaimSettings settings = {};
  bool full = false;
  MethodMaker methods = {};  ///< none: make_method
};

/// Computes a claim's facts and judges its statement. Readers' settings change the facts, so that nothing is
/// compared with what is registered then: `as_registered` speaks of the verdict alone.
/// A statement holds under a reading if everything the source says of the facts of that reading, and of
/// those of no reading, is so.
[[nodiscard]] ClaimOutcome run_claim(const Claim& claim, const ClaimRun& how,
                                     const ThreadPool& pool);

/// Several, side by side on the pool's threads; in their order.
[[nodiscard]] std::vector<ClaimOutcome> run_claims(std::span<const Claim> claims,
                                                   const ClaimRun& how, const ThreadPool& pool);

}  // namespace axiomark
