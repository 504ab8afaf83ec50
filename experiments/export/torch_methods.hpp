#pragma once

#include <string>
#include <vector>

#include "experiments/export/torch_network.hpp"

namespace axiomark {

/// A few lines of Python that a script needs once, and those that they need themselves.
struct TorchSnippet {
  std::string name;
  std::vector<std::string> lines;
  std::vector<std::string> needs;
};
/// In the order in which they stand in a script. Numbers of a snippet follow its name: in the lines
/// of "clip 0 1", $1 and $2 stand for 0 and 1.
[[nodiscard]] const std::vector<TorchSnippet>& torch_snippets();

/// How a script computes an answer.
struct TorchMethod {
  std::string expression = {};          ///< "ig(f, x, x0, pieces(0, 1/2, 1))"
  std::vector<std::string> needs = {};  ///< names of snippets
  TorchForm form = {};                  ///< what the network's function must offer
  bool reads_baseline = false;
  std::string missing = {};  ///< why a few lines cannot say it; all others are empty then
};

/// What is asked: the method's string, the network and the points between which it is asked; what the
/// answer is; and how the script calls them.
struct TorchQuestion {
  const std::string& method;
  const ClaimNetwork& network;
  const Vector<Rational>& input;
  const Vector<Rational>& baseline;
  Index output;
  const Vector<Rational>& answer;
  std::string f;  ///< the function's name
  std::string x;
  std::string b;
};
/// Rules by a detached factor: a nonlinearity or sum that keeps its value but has the slope that the
/// rule wants, so that PyTorch's own backward pass is the rule's. Written for DeepLIFT's Rescale and
/// for those rules of LRP whose shares are proportional to the operand; not for RevealCancel, paths by
/// points or curves, serial cost and sampling.
[[nodiscard]] TorchMethod torch_method(const TorchQuestion& question);

}  // namespace axiomark
