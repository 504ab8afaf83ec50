#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "experiments/convergence/study/finding.hpp"

namespace axiomark::study {

/// A network of the user's, to be asked beside the embedded ones.
struct StudyNetwork {
  std::string name;  ///< "resnet_2b, input 0"
  Network<double> network;
  Vector<double> target;
  Vector<double> input;
  Vector<double> baseline;
};

struct ReferenceStudy {
  std::vector<Finding> findings;
  std::vector<Question> questions;
  std::vector<Refused> refused;
};

/// All findings, over the embedded families and these networks. `said` is told what is being done.
/// Cost: minutes.
[[nodiscard]] Result<ReferenceStudy> reference_study(
    const std::vector<StudyNetwork>& networks, std::uint64_t seed, const ThreadPool& pool,
    const std::function<void(const std::string&)>& said);

/// Where a study comes from.
struct StudyManifest {
  std::string command;
  std::string version;
  std::uint64_t seed = 0;
};

/// README.md, study.json and figures/*.svg, by their paths. Every number in them is computed.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> study_files(
    const ReferenceStudy& study, const StudyManifest& manifest);

}  // namespace axiomark::study
