#include "search/case_export.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "network/files/array_file.hpp"
#include "network/files/file_bytes.hpp"
#include "network/files/onnx_export.hpp"

namespace axiomark {
namespace {

bool goes_into_a_name(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9');
}

// One name for each probe: its label without what a file name had better not hold, and a number where
// several have that label.
std::vector<std::string> probe_names(const std::vector<Probe<Rational>>& probes) {
  std::vector<std::string> labels;
  for (const auto& probe : probes) {
    std::string label = probe.label;
    std::ranges::replace_if(
        label, [](char letter) { return !goes_into_a_name(letter); }, '_');
    labels.push_back(label.empty() ? "F" : label);
  }
  std::vector<std::string> names;
  for (std::size_t k = 0; k < labels.size(); ++k) {
    const auto before = std::ranges::count(
        labels.begin(), labels.begin() + static_cast<std::ptrdiff_t>(k), labels[k]);
    const bool alone = std::ranges::count(labels, labels[k]) == 1;
    names.push_back(alone ? labels[k] : fmt::format("{}_{}", labels[k], before + 1));
  }
  return names;
}

class Folder {
 public:
  explicit Folder(std::filesystem::path path) : path_(std::move(path)) {}

  Result<void> add(const Probe<Rational>& probe, const std::string& name) {
    const auto model = onnx_bytes(probe.network);
    if (!model) return tl::make_unexpected(model.error());
    const std::string file = name + ".onnx";
    if (auto ok = write_bytes(path_ / file, model->bytes); !ok) return ok;
    written_.push_back(file);
    const Shape shape = sample_shape(probe.network);
    if (auto ok = add(name + "_input.npy", probe.input, shape); !ok) return ok;
    if (auto ok = add(name + "_baseline.npy", probe.baseline, shape); !ok) return ok;
    return add(name + "_target.json", probe.target, {probe.target.size()});
  }

  [[nodiscard]] std::vector<std::string> written() && { return std::move(written_); }

 private:
  Result<void> add(const std::string& file, const Vector<Rational>& values, const Shape& shape) {
    if (auto ok = write_batch<Rational>(path_ / file, Batch<Rational>(values), shape); !ok)
      return ok;
    written_.push_back(file);
    return {};
  }

  std::filesystem::path path_;
  std::vector<std::string> written_;
};

}  // namespace

Result<std::vector<std::string>> export_case(const Counterexample& counterexample,
                                             const std::filesystem::path& directory) {
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  if (failed) {
    return fail(ErrorKind::io, directory.string(), failed.message(), "a folder to write to");
  }
  const auto& probes = counterexample.convicting.probes;
  const std::vector<std::string> names = probe_names(probes);
  Folder folder(directory);
  for (std::size_t k = 0; k < probes.size(); ++k) {
    if (auto ok = folder.add(probes[k], names[k]); !ok) return tl::make_unexpected(ok.error());
  }
  return std::move(folder).written();
}

}  // namespace axiomark
