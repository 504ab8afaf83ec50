#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>

#include "axioms/axiom_file.hpp"
#include "cli/baseline.hpp"
#include "cli/interrupt.hpp"
#include "cli/reading_memory.hpp"
#include "cli/target.hpp"
#include "cli/terminal.hpp"
#include "cli/verb.hpp"
#include "experiments/claims.hpp"
#include "experiments/report_link.hpp"
#include "methods/registry.hpp"
#include "network/files/array_file.hpp"
#include "network/files/file_bytes.hpp"
#include "network/files/network_file.hpp"
#include "network/files/sha256.hpp"
#include "report/expectation.hpp"
#include "report/pending_files.hpp"
#include "report/report_files.hpp"
#include "report/terminal_matrix.hpp"
#include "search/default_methods.hpp"
#include "search/model_campaign.hpp"
#include "search/model_cost.hpp"

namespace axiomark::cli {
namespace {

struct ReportOptions {
  std::string model;
  std::string inputs;
  std::string baseline = "zero";
  std::string target = "predicted";
  double max_cost = 10;
  std::vector<std::string> methods = {default_method_strings().begin(),
                                      default_method_strings().end()};
  std::vector<std::string> axioms;
  std::vector<std::string> axiom_files;
  std::string out = "results/report";
  std::string expect;
  std::uint64_t seed = 2026;
  // Half a minute for the default matrix on two cores.
  std::uint64_t cases = 2'000;
  // None: a tenth of `cases`, which takes a few seconds more of the default matrix, most of them in cells that nothing
  // convicts.
  std::optional<std::uint64_t> smooth_cases;
  std::string scope = "tiny";
  int threads = every_thread();
  bool json = false;
};

// Methods are separated by spaces (commas belong to their options).
Result<CampaignOptions> campaign_options(const ReportOptions& options) {
  CampaignOptions campaign;
  campaign.seed = options.seed;
  campaign.cases_per_cell = options.cases;
  campaign.smooth_cases = options.smooth_cases.value_or(options.cases / 10);
  if (options.scope != "none") {
    const auto scope = find_scope(options.scope);
    if (!scope) return tl::make_unexpected(scope.error());
    campaign.scope = *scope;
  }
  for (const std::string& text : options.methods) {
    auto method = make_method(text);
    if (!method) return tl::make_unexpected(method.error());
    campaign.methods.push_back(std::move(*method));
  }
  if (options.axioms.empty()) {
    campaign.axioms.assign(axiom_registry().begin(), axiom_registry().end());
  }
  for (const std::string& name : options.axioms) {
    auto axiom = find_axiom(name);
    if (!axiom) return tl::make_unexpected(axiom.error());
    campaign.axioms.push_back(std::move(*axiom));
  }
  for (const std::string& file : options.axiom_files) {
    auto axiom = within_memory(file, [&] { return read_axiom(file); });
    if (!axiom) return tl::make_unexpected(axiom.error());
    const auto same_name = [&](const Axiom& other) { return other.info.name == axiom->info.name; };
    if (std::ranges::any_of(campaign.axioms, same_name)) {
      return fail(ErrorKind::input, file, fmt::format("the name '{}' once more", axiom->info.name),
                  "a name of its own for each axiom");
    }
    campaign.axioms.push_back(std::move(*axiom));
  }
  return campaign;
}

// Cells done and time left, on standard error when a person is watching.
class Progress {
 public:
  void operator()(std::size_t done, std::size_t all) {
    if (isatty(STDERR_FILENO) == 0) return;
    const std::scoped_lock lock(mutex_);
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    const double left = seconds / static_cast<double>(done) * static_cast<double>(all - done);
    fmt::print(stderr, "\r{} of {} cells, about {:.0f} s left   {}", done, all, left,
               done == all ? "\r\033[K" : "");
    std::fflush(stderr);
  }

 private:
  std::mutex mutex_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

Result<ModelTrial> read_trial(const ReportOptions& options) {
  if (options.inputs.empty()) {
    return fail(ErrorKind::usage, "report", "--model without --inputs", "inputs to judge it at");
  }
  const auto bytes = read_bytes(options.model);
  if (!bytes) return tl::make_unexpected(bytes.error());
  auto network = within_memory(options.model, [&] { return read_network<double>(options.model); });
  if (!network) return tl::make_unexpected(network.error());
  auto inputs = within_memory(
      options.inputs, [&] { return read_batch<double>(options.inputs, sample_shape(*network)); });
  if (!inputs) return tl::make_unexpected(inputs.error());
  auto baselines = read_baselines(options.baseline, MethodKind::one_baseline, *network, *inputs);
  if (!baselines) return tl::make_unexpected(baselines.error());
  auto targets = choose_targets(options.target, *network, *inputs);
  if (!targets) return tl::make_unexpected(targets.error());
  return ModelTrial{options.model,
                    sha256(*bytes),
                    std::move(*network),
                    std::move(*inputs),
                    std::move(baselines->points),
                    std::move(targets->weights),
                    options.max_cost};
}

// Of a campaign that a person may not want to wait for, on standard error: the report has no times.
void say_cost(const ModelCost& cost, double max_cost) {
  constexpr double kLong = 10;
  if (cost.seconds < kLong) return;
  fmt::print(
      stderr,
      "axiomark: about {} attributions, estimated {:.0f} s; exact judgements take at most {:g} s "
      "of each cell more (--max-cost)\n",
      cost.attributions, cost.seconds, max_cost);
  std::fflush(stderr);
}

std::string timing_json(int threads, double seconds, std::size_t cells) {
  const nlohmann::ordered_json document = {{"schema", "axiomark-timing/1"},
                                           {"version", AXIOMARK_VERSION},
                                           {"threads", threads},
                                           {"cells", cells},
                                           {"campaign_seconds", seconds}};
  return document.dump(2) + "\n";
}

// Exit status 1 if any verdict is another one than in the stored report. What changed goes to standard
// error where standard output is a document.
Result<int> compare(const Expectation& expected, const Campaign& found, bool stdout_is_json) {
  const std::vector<VerdictChange> changes = verdict_changes(expected, found);
  const std::string text = changes_text(expected, changes);
  if (stdout_is_json) {
    fmt::print(stderr, "{}", text);
  } else if (auto status = print("\n" + text); !status) {
    return status;
  }
  return changes.empty() ? 0 : 1;
}

// The page of claims beside the report's folder, where `axiomark reproduce` puts it, if it is there.
std::string claims_beside(const std::filesystem::path& folder) {
  const std::filesystem::path page = "../reproduce/index.html";
  std::error_code ignored;
  return std::filesystem::exists(folder / page, ignored) ? page.string() : std::string();
}

Result<int> report(const ReportOptions& options) {
  auto campaign = campaign_options(options);
  if (!campaign) return tl::make_unexpected(campaign.error());
  std::optional<ModelTrial> trial;
  if (!options.model.empty()) {
    auto read = read_trial(options);
    if (!read) return tl::make_unexpected(read.error());
    trial = std::move(*read);
  } else if (!options.inputs.empty()) {
    return fail(ErrorKind::usage, "report", "--inputs without --model", "the model they belong to");
  }
  // Found out before the work, not after it.
  std::optional<Expectation> expected;
  if (!options.expect.empty()) {
    auto read = read_expectation(options.expect);
    if (!read) return tl::make_unexpected(read.error());
    expected = std::move(*read);
  }
  if (auto ok = check_writable(options.out); !ok) return tl::make_unexpected(ok.error());
  const InterruptGuard interrupt;
  campaign->stop = interrupt.token();
  Progress progress;
  campaign->progress = [&](std::size_t done, std::size_t all) { progress(done, all); };
  const ThreadPool pool(options.threads);
  if (trial) say_cost(estimate_model_cost(*trial, *campaign, pool), options.max_cost);
  const auto start = std::chrono::steady_clock::now();
  const Campaign result =
      trial ? run_model_campaign(*trial, *campaign, pool) : run_campaign(*campaign, pool);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  ReportFiles files = render_report(result, AXIOMARK_VERSION,
                                    claim_links(claim_registry(), claims_beside(options.out)));
  files.timing = timing_json(options.threads, seconds.count(), result.findings.size());
  if (auto ok = write_report(files, options.out); !ok) return tl::make_unexpected(ok.error());
  if (interrupt.interrupted()) {
    fmt::print(stderr, "axiomark: stopped early; the report holds what was found until then\n");
  }
  const std::string shown = options.json ? files.json
                                         : terminal_matrix(result, wants_colour()) +
                                               fmt::format("\n{}/index.html\n", options.out);
  if (auto status = print(shown); !status || !expected) return status;
  return compare(*expected, result, options.json);
}

}  // namespace

void add_report(CLI::App& program, Job& job) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* verb =
      program.add_subcommand("report", "methods x axioms: verdicts, counterexamples, literature");
  verb->add_option("--model", options->model, "judge this network instead of embedded ones");
  verb->add_option("--inputs", options->inputs, "its inputs: .npy, .csv, .json or a list");
  verb->add_option("--baseline", options->baseline,
                   "zero, black, white, mean, noise:SEED, blur, or like --inputs")
      ->capture_default_str();
  verb->add_option("--target", options->target, "index, predicted, predicted-min or weights")
      ->capture_default_str();
  verb->add_option(
          "--max-cost", options->max_cost,
          "seconds a cell, by estimate: in double, after which no more cases are put, and in "
          "rational arithmetic, beyond which suspicions stay unsettled")
      ->check(check_seconds)
      ->capture_default_str();
  verb->add_option("--methods", options->methods, "method strings, separated by spaces")
      ->expected(1, -1);
  verb->add_option("--axioms", options->axioms, "axiom names, separated by spaces")
      ->expected(1, -1);
  verb->add_option("--axiom", options->axiom_files,
                   "an axiom of your own, a file as docs/axiom-files.md says; may be repeated")
      ->expected(1)
      ->take_all();
  verb->add_option("--out", options->out,
                   "directory of index.html, report.json, junit.xml, matrix.csv, matrix.md, "
                   "timing.json, cases/")
      ->capture_default_str();
  verb->add_option("--expect", options->expect,
                   "a stored report.json: exit status 1 if any verdict is another one now");
  verb->add_option("--seed", options->seed, "of the random search")
      ->check(check_count)
      ->capture_default_str();
  verb->add_option("--cases", options->cases, "random cases per cell")
      ->check(check_count)
      ->capture_default_str();
  verb->add_option(
          "--smooth-cases", options->smooth_cases,
          "random cases on networks with sigmoid, tanh, softplus, elu and softmax, for each "
          "cell that nothing convicts (a tenth of --cases)")
      ->check(check_count);
  verb->add_option("--scope", options->scope,
                   "search it exhaustively as well: tiny, small, medium or none")
      ->capture_default_str();
  add_threads(*verb, options->threads, "the report does not depend on it");
  verb->add_flag("--json", options->json, "print report.json instead of the matrix");
  verb->callback([options, &job] { job = [options] { return report(*options); }; });
}

}  // namespace axiomark::cli
