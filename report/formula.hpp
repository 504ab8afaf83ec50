#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/unit_diagram.hpp"

namespace axiomark {

/// "2h₁ − h₂ + 1/2": an affine form over named units, signs and ones simplified.
[[nodiscard]] std::string formula(const AffineForm& form, const std::vector<std::string>& names);

/// The whole function: "relu(relu(x₁) − relu(x₂) − 1)". Nothing if that is longer than one can
/// read.
[[nodiscard]] std::optional<std::string> formula(const UnitDiagram& diagram);

/// Unit by unit: "h₁ = relu(x₁ − 1)", ..., "F = h₁ − h₂".
[[nodiscard]] std::vector<std::string> formula_lines(const UnitDiagram& diagram);

/// An affine form with the units' values put in: "3 − 2 · 1 + 1/2".
[[nodiscard]] std::string arithmetic(const AffineForm& form, const UnitDiagram& diagram);

/// "relu(...)", "max(..., ...)", "(...)^2": an operation applied to written operands.
[[nodiscard]] std::string applied(const std::string& operation,
                                  const std::vector<std::string>& operands);

/// terms[k] with its sign taken out, joined: "a − b + c". A leading minus is avoided where another
/// term can lead.
struct SignedText {
  bool negative;
  std::string text;
};
[[nodiscard]] std::string joined(std::vector<SignedText> terms);
/// A number as a term.
[[nodiscard]] SignedText signed_text(const Rational& value);
/// "a − b = 3": terms and what they come to; the sum alone where the terms read the same.
[[nodiscard]] std::string with_sum(std::vector<SignedText> terms, const Rational& sum);

}  // namespace axiomark
