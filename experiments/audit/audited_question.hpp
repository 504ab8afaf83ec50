#pragma once

#include <string>

#include "methods/attribution.hpp"

namespace axiomark {

/// What attributions claim to answer: F = sum_j target_j output_j, from a baseline to an input.
struct AuditedQuestion {
  Network<double> network;
  Vector<double> target;
  Index target_index = -1;  ///< -1: weights
  Vector<double> input;
  Vector<double> baseline;
  Shape shape;  ///< of the input
};

/// A question that somebody may have asked by mistake.
struct OtherQuestion {
  std::string mistake;  ///< "target 3 instead of 7", after "the right answer to another question: "
  AuditedQuestion question;
};

/// Other targets, the sum of the outputs, softmax or its logarithm in place of logits (or logits in
/// place of a softmax that the network ends with), and other baselines: zero, constants, the input's
/// mean, smallest and largest value, of all values or of each colour, and baselines scaled between
/// 0..1 and 0..255. Of many outputs the 20 largest at the input are tried.
[[nodiscard]] std::vector<OtherQuestion> other_questions(const AuditedQuestion& asked);

}  // namespace axiomark
