#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/reading_memory.hpp"
#include "cli/verb.hpp"
#include "report/explain.hpp"
#include "search/case_export.hpp"
#include "search/case_file.hpp"

namespace axiomark::cli {
namespace {

struct ReplayOptions {
  std::string file;
  std::string export_to;
  bool json = false;
};

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kept:
      return "kept";
    case Outcome::broken:
      return "violated";
    case Outcome::not_applicable:
      return "not-applicable";
    case Outcome::error:
      return "error";
  }
  return "";
}

Result<int> replay(const ReplayOptions& options) {
  auto saved = within_memory(options.file, [&] { return read_case(options.file); });
  if (!saved) return tl::make_unexpected(saved.error());
  const auto judged = judge_again(std::move(*saved));
  if (!judged) return tl::make_unexpected(judged.error());
  std::string written;
  if (!options.export_to.empty()) {
    const auto files = export_case(*judged, options.export_to);
    if (!files) return tl::make_unexpected(files.error());
    written = fmt::format("\nWritten to {}: {}\n", options.export_to, fmt::join(*files, ", "));
  }
  if (options.json) {
    auto document = nlohmann::ordered_json::parse(case_json(*judged));
    document["verdict"] = outcome_name(judged->judgement.outcome);
    return print(document.dump() + "\n");
  }
  return print(explain(*judged) + written);
}

}  // namespace

void add_replay(CLI::App& program, Job& job) {
  auto options = std::make_shared<ReplayOptions>();
  CLI::App* verb = program.add_subcommand(
      "replay", "judge a saved counterexample again, exactly, and explain it line by line");
  verb->add_option("FILE", options->file, "case file of a report")->required();
  verb->add_option("--export", options->export_to,
                   "folder for its networks as ONNX and its points as .npy");
  verb->add_flag("--json", options->json, "one JSON document on standard output");
  verb->callback([options, &job] { job = [options] { return replay(*options); }; });
}

}  // namespace axiomark::cli
