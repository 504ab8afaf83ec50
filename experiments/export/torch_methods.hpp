#pragma once

#include <string>
#include <vector>

#include "experiments/export/torch_network.hpp"

namespace axiomark {

/// A few lines of Python that a script needs once, and those that they need themselves.
struct TorchSnippet {
  std::string name;
  std::string code;
  std::vector<std::string> needs;
};
/// In the order in which they stand in a script.
[[nodiscard]] const std::vector<TorchSnippet>& torch_snippets();

/// How a script computes an answer: the arguments after (network, input, baseline, output).
struct TorchMethod {
  std::string function = {};            ///< "integrated_gradients"
  std::string arguments = {};           ///< ", *riemann(1/2, 10)", or empty
  std::vector<std::string> needs = {};  ///< names of snippets
  std::string missing = {};  ///< why a few lines cannot say it; all others are empty then
};

/// What is asked: the method's string, the network as it is and as it was written in Python, and
/// the points between which it is asked.
struct TorchQuestion {
  const std::string& method;
  const ClaimNetwork& network;
  const TorchNetwork& written;
  const Vector<Rational>& input;
  const Vector<Rational>& baseline;
  Index output;
};
[[nodiscard]] TorchMethod torch_method(const TorchQuestion& question);

}  // namespace axiomark
