#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Implementation invariance: if F(z) = G(z) for all z in R^n, then A_F = A_G.
/// Case        the drawn network and its rewritten twin; each rewrite is proved to change no value
///             (network/rewrites/), so the premise holds on all of R^n. The case keeps the rewrites: which
///             kinds convict says what the method depends on beside the function.
/// Source      Sundararajan, Taly & Yan 2017, section 2.2.
struct ImplementationInvariance {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

/// What tells two networks apart: "nesting (shift-threshold)", the classes of the rewrites and, in
/// parentheses, the rewrites. Empty for none.
[[nodiscard]] std::string rewrites_in_words(const std::vector<RewriteStep>& steps);

}  // namespace axiomark
