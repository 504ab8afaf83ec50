#pragma once

#include <string>
#include <vector>

namespace axiomark {

/// A fact that is no call of a method, written in PyTorch by hand: how it is computed, never what it comes to.
struct FactByHand {
  std::string claim;
  std::string fact;
  std::string network;  ///< the claim's network that it reads; may be empty
  std::string expression;
  std::vector<std::string> needs;        ///< names of snippets
  std::vector<std::string> definitions;  ///< lines that stand after the networks, once
};
[[nodiscard]] const std::vector<FactByHand>& facts_by_hand();

/// Its part about rounding, quadrature, sampling, counting, and axioms of many methods.
[[nodiscard]] std::vector<FactByHand> counted_facts_by_hand();

/// Why no script is written for facts of this claim; empty if that is not known.
[[nodiscard]] std::string reason_for_no_script(const std::string& claim);

}  // namespace axiomark
