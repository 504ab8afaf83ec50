#pragma once

#include "axioms/case.hpp"
#include "methods/guided_ig.hpp"
#include "methods/idgi.hpp"
#include "report/derived.hpp"

namespace axiomark {

/// Guided integrated gradients: a line per stretch of the path along which the gradient stays the same,
/// with how far each feature moved; then gradient times move, feature by feature. The path is the
/// method's own.
[[nodiscard]] Result<Derived> guided_lines(const GuidedIg& method, const Probe<Rational>& probe);

/// IDGI: a line per stretch of the segment with the same gradient, with the change of F along it and
/// the features' shares of that; then the sum of the shares.
[[nodiscard]] Result<Derived> idgi_lines(const Idgi& method, const Probe<Rational>& probe);

}  // namespace axiomark
