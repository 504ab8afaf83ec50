#pragma once

#include <rapidcheck.h>

#include <cstdlib>
#include <sstream>
#include <string>

#include "tests/catch.hpp"

namespace axiomark::tests {

/// RapidCheck lets ranges grow with its "size": inRange(-3, 4) gives only -3 at size 0. Every case
/// is drawn at the nominal size, where ranges are what they say.
inline constexpr int kNominalSize = 100;

/// Runs are repeatable: without RC_PARAMS every property is tried with this seed.
inline constexpr const char* kDefaultParams = "seed=2026";

/// Checks a property, a callable for rc::check, and fails the running test with RapidCheck's
/// counterexample and seed. RC_PARAMS="seed=N" repeats a run, RC_PARAMS="max_success=N" checks N
/// cases; the seed is printed by RapidCheck at the first property.
template <class Testable>
void property(const std::string& sentence, Testable&& testable) {
  namespace detail = rc::detail;
  // Before RapidCheck first reads it; it does so once.
  ::setenv("RC_PARAMS", kDefaultParams, 0);
  const auto cases =
      rc::gen::resize(kNominalSize, detail::toProperty(std::forward<Testable>(testable)));
  const detail::TestMetadata metadata{sentence, sentence};
  const detail::TestResult result = detail::checkProperty(cases, metadata);
  if (result.template is<detail::SuccessResult>()) {
    SUCCEED(sentence);
    return;
  }
  std::ostringstream text;
  detail::printResultMessage(result, text);
  FAIL("not so: " << sentence << "\nseed " << detail::configuration().testParams.seed << "\n"
                  << text.str());
}

/// A whole number from low to high, both included.
[[nodiscard]] inline int draw(int low, int high) { return *rc::gen::inRange(low, high + 1); }

}  // namespace axiomark::tests
