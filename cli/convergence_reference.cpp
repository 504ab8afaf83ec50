#include "cli/convergence_reference.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "cli/model_inputs.hpp"
#include "cli/target.hpp"
#include "cli/verb.hpp"
#include "experiments/convergence/study/reference_study.hpp"
#include "report/pending_files.hpp"

namespace axiomark::cli {
namespace {

constexpr std::size_t kInputsEach = 2;

Result<std::vector<std::filesystem::path>> files_of(const std::filesystem::path& folder,
                                                    const std::string& extension) {
  std::error_code error;
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == extension) found.push_back(entry.path());
  }
  if (error) return fail(ErrorKind::io, "--data " + folder.string(), error.message(), "a folder");
  std::ranges::sort(found);
  return found;
}

Result<std::vector<study::StudyNetwork>> networks_of(const std::filesystem::path& data) {
  const auto models = files_of(data / "networks", ".onnx");
  if (!models) return tl::make_unexpected(models.error());
  std::vector<study::StudyNetwork> all;
  for (const auto& model : *models) {
    const auto inputs = files_of(data / "inputs" / model.stem(), ".npy");
    if (!inputs) return tl::make_unexpected(inputs.error());
    for (std::size_t k = 0; k < std::min(kInputsEach, inputs->size()); ++k) {
      ModelInputs asked;
      asked.model = model.string();
      asked.input = (*inputs)[k].string();
      const auto subject = read_subject<double>(asked, {});
      if (!subject) return tl::make_unexpected(subject.error());
      const auto targets = choose_targets<double>("predicted", subject->network, subject->samples);
      if (!targets) return tl::make_unexpected(targets.error());
      all.push_back(
          {fmt::format("{}, input {}", model.stem().string(), (*inputs)[k].stem().string()),
           subject->network, targets->weights.col(0), subject->samples.col(0),
           Vector<double>::Zero(subject->samples.rows())});
    }
  }
  return all;
}

}  // namespace

Result<int> write_reference_study(const std::string& data, const std::string& out,
                                  std::uint64_t seed, int threads) {
  std::vector<study::StudyNetwork> networks;
  if (!data.empty()) {
    auto read = networks_of(data);
    if (!read) return tl::make_unexpected(read.error());
    networks = std::move(*read);
  }
  const std::filesystem::path folder(out);
  if (auto ok = check_writable(folder / "figures"); !ok) return tl::make_unexpected(ok.error());
  const ThreadPool pool(threads);
  const bool watched = isatty(STDERR_FILENO) != 0;
  const auto studied = study::reference_study(networks, seed, pool, [&](const std::string& what) {
    if (watched) fmt::print(stderr, "{}\n", what);
  });
  if (!studied) return tl::make_unexpected(studied.error());
  const std::string command = fmt::format("axiomark converge --study{} --seed {} --out {}",
                                          data.empty() ? "" : " --data DIR", seed, out);
  PendingFiles pending;
  for (const auto& [name, text] : study_files(*studied, {command, AXIOMARK_VERSION, seed})) {
    if (auto ok = pending.write(folder / name, text); !ok) return tl::make_unexpected(ok.error());
  }
  if (auto ok = pending.move_all(); !ok) return tl::make_unexpected(ok.error());
  std::string text;
  for (const study::Finding& finding : studied->findings) {
    text += fmt::format("{}\n  {}\n", finding.title, finding.text);
  }
  return print(text + fmt::format("\n{}\n", (folder / "README.md").string()));
}

}  // namespace axiomark::cli
