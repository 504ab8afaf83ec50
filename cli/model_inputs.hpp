#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/picture_options.hpp"
#include "network/network.hpp"

namespace axiomark::cli {

/// MODEL and INPUT, and for ONNX models `--input NAME=FILE`, `--fixed NAME`, `--at TENSOR` and
/// `--output NAME`: shared by the verbs that put inputs into a model.
struct ModelInputs {
  std::string model;
  std::string input;               ///< the value of the only input, or of the only one not named
  std::vector<std::string> named;  ///< NAME=FILE
  std::vector<std::string> fixed;  ///< names of inputs that are constants
  std::string at;                  ///< tensor that takes the place of the inputs
  std::string output;              ///< tensor that is explained; empty: the first output

  void add_to(CLI::App& verb);
};

/// The network that is asked and the samples it is asked about.
template <Scalar S>
struct Subject {
  Network<S> network;
  Batch<S> samples;
};

/// Reads the model and its inputs, pictures as `pictures` says. A sample is the values of all inputs that are not fixed, in the
/// order in which the model declares them. With `--at`, the inputs give the tensor's values, sample
/// by sample; the model is cut there, so that the tensor is its only input. Inputs that are fixed or
/// read behind the cut have one value for all samples.
template <Scalar S>
[[nodiscard]] Result<Subject<S>> read_subject(const ModelInputs& asked,
                                              const PictureTerms& pictures);

}  // namespace axiomark::cli
