#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/claim.hpp"

namespace axiomark {

/// What the methods asked of a network need of the function that it becomes.
struct TorchForm {
  Index output = 0;
  bool units = false;       ///< nonlinearities are parameters, so that a rule can take their place
  bool sums = false;        ///< layers are add(bias, terms...), a parameter too
  bool identities = false;  ///< with sums: layers that change nothing are layers as well
  bool pairs = false;       ///< x may be several points in rows
};

/// A network as a Python function of x: `def f(x): x1, x2 = x; return relu(x1 - 1) - x2`.
struct TorchNetwork {
  std::vector<std::string> lines;
  std::vector<std::string> units;    ///< the nonlinearities, relu first: "relu", "torch.sigmoid"
  std::vector<std::string> helpers;  ///< names of the snippets that it reads
  bool kinks = false;                ///< a nonlinearity other than relu has a kink
  bool selects = false;              ///< maxima or minima
  bool mixes = false;                ///< products or softmax
  bool joins = false;                ///< sums of tensors and mean pools, which are no layers
  bool signed_terms = false;         ///< with sums: of what is neither an input nor a relu's result
};

/// The network with its layers multiplied out, as the formulas of its features; with `sums`, layer by
/// layer, where scales and shifts are folded into the layers beside them, as LRP does it.
/// Nothing for networks so large that nobody would read them.
[[nodiscard]] std::optional<TorchNetwork> torch_network(const std::string& name,
                                                        const ClaimNetwork& network,
                                                        const TorchForm& form);

}  // namespace axiomark
