#pragma once

#include <span>
#include <string>
#include <vector>

#include "axioms/case.hpp"

namespace axiomark {

/// A case of a paper, judged before the random search begins.
struct FixedCase {
  std::string name;  ///< "figure-7 (Sundararajan et al. 2017)"
  std::string axiom;
  /// Methods judged with a zero baseline see the case only if its baseline is zero.
  Case<Rational> c;
};

[[nodiscard]] std::span<const FixedCase> fixed_cases();

/// A paper's network with its point, for the report's gallery of examples.
struct Example {
  std::string id;
  std::string title;
  std::string statement;
  std::string source;
  std::vector<Probe<Rational>> probes;
};

[[nodiscard]] std::span<const Example> paper_examples();

}  // namespace axiomark
