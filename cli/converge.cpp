#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/baseline.hpp"
#include "cli/command_line.hpp"
#include "cli/convergence_reference.hpp"
#include "cli/model_inputs.hpp"
#include "cli/target.hpp"
#include "cli/verb.hpp"
#include "experiments/convergence/convergence_json.hpp"
#include "experiments/convergence/convergence_page.hpp"
#include "experiments/convergence/convergence_text.hpp"
#include "methods/options.hpp"
#include "report/pending_files.hpp"

namespace axiomark::cli {
namespace {

struct ConvergeOptions {
  ModelInputs subject;
  PictureOptions pictures;
  std::string baseline = "zero";
  std::string target = "predicted";
  std::string kink = "0";
  std::string out;
  std::string data;
  bool reference = false;
  ConvergenceOptions study;
  std::string command;  // as it was given
  int threads = every_thread();
  bool json = false;
};

// One input with all that is known of its integral.
struct StudiedInput {
  Index input;
  Index target;  // -1: weights
  ConvergenceStudy study;
};

std::string title(const ConvergeOptions& options, const StudiedInput& studied) {
  return fmt::format("input {}, target {}", studied.input,
                     studied.target < 0 ? options.target : fmt::format("{}", studied.target));
}

nlohmann::ordered_json as_json(const ConvergeOptions& options,
                               const std::vector<StudiedInput>& studied) {
  using Json = nlohmann::ordered_json;
  Json results = Json::array();
  for (const StudiedInput& one : studied) {
    Json result{{"input", one.input},
                {"target", one.target < 0 ? Json(options.target) : Json(one.target)}};
    result.update(study_json(one.study));
    results.push_back(std::move(result));
  }
  return {{"schema", "axiomark-convergence/1"}, {"version", AXIOMARK_VERSION},
          {"model", options.subject.model},     {"baseline", options.baseline},
          {"seed", options.study.seed},         {"results", std::move(results)}};
}

// index.html and convergence.json.
Result<void> write_files(const ConvergeOptions& options, const std::vector<StudiedInput>& studied) {
  std::vector<StudiedQuestion> questions;
  questions.reserve(studied.size());
  for (const StudiedInput& one : studied) {
    questions.push_back({title(options, one), options.subject.model, one.study});
  }
  const std::filesystem::path folder(options.out);
  PendingFiles pending;
  if (auto ok = pending.write(folder / "index.html",
                              convergence_page(questions, options.command, AXIOMARK_VERSION));
      !ok) {
    return ok;
  }
  if (auto ok =
          pending.write(folder / "convergence.json", as_json(options, studied).dump(1) + "\n");
      !ok) {
    return ok;
  }
  return pending.move_all();
}

Result<std::vector<StudiedInput>> study_inputs(const ConvergeOptions& options) {
  const auto pictures = read_picture_terms(options.pictures, options.subject.input);
  if (!pictures) return tl::make_unexpected(pictures.error());
  const auto subject = read_subject<double>(options.subject, *pictures);
  if (!subject) return tl::make_unexpected(subject.error());
  const auto baselines = read_baselines(options.baseline, MethodKind::one_baseline,
                                        subject->network, subject->samples, *pictures);
  if (!baselines) return tl::make_unexpected(baselines.error());
  const auto targets = choose_targets<double>(options.target, subject->network, subject->samples);
  if (!targets) return tl::make_unexpected(targets.error());
  const auto kink = parse_rational(options.kink);
  if (!kink) return fail(ErrorKind::usage, "--kink", "'" + options.kink + "'", "a number");
  const ThreadPool pool(options.threads);
  const Conventions<double> conventions = ConventionOptions{*kink, true, Tie::first}.as<double>();
  std::vector<StudiedInput> studied;
  for (Index k = 0; k < subject->samples.cols(); ++k) {
    const auto function =
        bind_target<double>(subject->network, targets->weights.col(k), conventions, pool);
    ConvergenceOptions asked = options.study;
    asked.network = {subject->network, targets->weights.col(k)};
    auto study =
        convergence_study(function, {baselines->points.col(k), subject->samples.col(k)}, asked);
    if (!study) {
      Error error = study.error();
      error.where = fmt::format("input {}: {}", k, error.where);
      return tl::make_unexpected(error);
    }
    studied.push_back({k, targets->indices[static_cast<std::size_t>(k)], std::move(*study)});
  }
  return studied;
}

Result<int> converge(const ConvergeOptions& options) {
  if (options.study.most_steps < 50 || options.study.most_steps > 10000) {
    return fail(ErrorKind::usage, "--steps", fmt::format("{}", options.study.most_steps),
                "50 to 10000");
  }
  if (options.reference) {
    if (!options.subject.model.empty()) {
      return fail(ErrorKind::usage, "--study", "a model",
                  "--study without one, or the model alone");
    }
    return write_reference_study(options.data,
                                 options.out.empty() ? "results/convergence" : options.out,
                                 options.study.seed, options.threads);
  }
  if (options.subject.model.empty()) {
    return fail(ErrorKind::usage, "converge", "no MODEL", "a model and its inputs, or --study");
  }
  if (!options.out.empty()) {
    if (auto ok = check_writable(options.out); !ok) return tl::make_unexpected(ok.error());
  }
  const auto studied = study_inputs(options);
  if (!studied) return tl::make_unexpected(studied.error());
  if (!options.out.empty()) {
    if (auto ok = write_files(options, *studied); !ok) return tl::make_unexpected(ok.error());
  }
  if (options.json) return print(as_json(options, *studied).dump() + "\n");
  std::string text;
  for (const StudiedInput& one : *studied) {
    if (!text.empty()) text += "\n";
    text += fmt::format("{}  {}\n", options.subject.model, title(options, one)) +
            study_text(one.study) + "  " + recommendation(one.study) + "\n";
  }
  if (!options.out.empty()) text += fmt::format("\n{}/index.html\n", options.out);
  return print(text);
}

}  // namespace

void add_converge(CLI::App& program, Job& job) {
  auto options = std::make_shared<ConvergeOptions>();
  CLI::App* verb = program.add_subcommand(
      "converge", "how far integrated gradients by each rule are from the exact ones, by steps");
  options->subject.add_to(*verb);
  verb->get_option("MODEL")->required(false);
  verb->add_flag(
      "--study", options->reference,
      "without a model: the reference study over families of networks, written into --out "
      "(results/convergence)");
  verb->add_option(
      "--data", options->data,
      "--study: a folder with networks/NAME.onnx and inputs/NAME/*.npy to study as well");
  verb->add_option("--baseline", options->baseline, kBaselineHelp)->capture_default_str();
  verb->add_option("--target", options->target,
                   "index, predicted, predicted-min, or weights such as [1,-1]")
      ->capture_default_str();
  verb->add_option("--steps", options->study.most_steps, "the most steps, 50 to 10000")
      ->capture_default_str();
  verb->add_option("--kink", options->kink, "relu'(0), where a node lies on a kink")
      ->capture_default_str();
  verb->add_option("--seed", options->study.seed, "of the nodes of rule=random")
      ->check(check_count)
      ->capture_default_str();
  verb->add_option("--max-cost", options->study.most_seconds,
                   "seconds for the gradients of one input; fewer steps if that is not enough")
      ->check(check_seconds)
      ->capture_default_str();
  verb->add_option("--out", options->out,
                   "directory of a page with plots, index.html, and convergence.json");
  options->pictures.add_reading(*verb);
  add_threads(*verb, options->threads, "the errors do not depend on it");
  verb->add_flag("--json", options->json, "one JSON document on standard output");
  verb->callback([options, verb, &job] {
    options->command = command_line(*verb);
    job = [options] { return converge(*options); };
  });
}

}  // namespace axiomark::cli
