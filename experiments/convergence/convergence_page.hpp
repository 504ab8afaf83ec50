#pragma once

#include <span>
#include <string>

#include "experiments/convergence/convergence_study.hpp"

namespace axiomark {

/// One input with its study, for people.
struct StudiedQuestion {
  std::string title;    ///< "input 0, target 3"
  std::string network;  ///< "mnist-net_256x4.onnx"
  ConvergenceStudy study;
};

/// A page of its own, without files beside it, in the report's style: per question what is true, a table
/// of the rules, and plots.
[[nodiscard]] std::string convergence_page(std::span<const StudiedQuestion> questions,
                                           const std::string& command, const std::string& version);

/// A recommendation in a sentence: the fewest steps that stay within 1 per cent, and what the exact or
/// adaptive rule takes instead.
[[nodiscard]] std::string recommendation(const ConvergenceStudy& study);

}  // namespace axiomark
