#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>

#include "cli/baseline.hpp"
#include "cli/interrupt.hpp"
#include "cli/target.hpp"
#include "cli/verb.hpp"
#include "methods/registry.hpp"
#include "network/files/array_file.hpp"
#include "network/files/file_bytes.hpp"
#include "network/files/network_file.hpp"
#include "network/files/sha256.hpp"
#include "report/report_files.hpp"
#include "report/terminal_matrix.hpp"
#include "search/model_campaign.hpp"

namespace axiomark::cli {
namespace {

// The default rows: every method there is, integrated gradients exactly and by the rules in use:
// the paper's own (right), its mirror image, the trapezoid of the authors' code, and
// Gauss-Legendre, the default of Captum and ours. 50 steps: Captum's default. LRP as its paper and the
// libraries have it, as the paper on integrated gradients reads it (bias=ignore), and the two rules
// for images.
const std::vector<std::string> kDefaultMethods = {
    "gradient",
    "gradient-x-input",
    "gradient-x-difference",
    "guided-backprop",
    "deconvnet",
    "deeplift:rule=rescale",
    "deeplift:rule=revealcancel",
    "lrp:rule=0,bias=include",
    "lrp:rule=0,bias=ignore",
    "lrp:rule=z+",
    "lrp:rule=alpha-beta,alpha=2",
    "integrated-gradients:rule=exact",
    "integrated-gradients:rule=left,steps=50",
    "integrated-gradients:rule=right,steps=50",
    "integrated-gradients:rule=midpoint,steps=50",
    "integrated-gradients:rule=trapezoid,steps=50",
    "integrated-gradients:rule=simpson,steps=50",
    "integrated-gradients:rule=gauss-legendre,steps=50",
    "serial-cost:rule=exact",
    "idgi",
    "shapley",
    "occlusion",
};

struct ReportOptions {
  std::string model;
  std::string inputs;
  std::string baseline = "zero";
  std::string target = "predicted";
  double max_cost = 120;
  std::vector<std::string> methods = kDefaultMethods;
  std::vector<std::string> axioms;
  std::string out = "results/report";
  std::uint64_t seed = 2026;
  // Half a minute for the default matrix on two cores.
  std::uint64_t cases = 5'000;
  int threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  bool json = false;
};

// Methods are separated by spaces (commas belong to their options).
Result<CampaignOptions> campaign_options(const ReportOptions& options) {
  CampaignOptions campaign;
  campaign.seed = options.seed;
  campaign.cases_per_cell = options.cases;
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
  auto network = read_network<double>(options.model);
  if (!network) return tl::make_unexpected(network.error());
  auto inputs = read_batch<double>(options.inputs, sample_shape(*network));
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

Result<int> report(const ReportOptions& options) {
  if (options.threads < 1 || options.threads > 1024) {
    return fail(ErrorKind::usage, "--threads", fmt::format("{}", options.threads), "1 to 1024");
  }
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
  if (auto ok = check_writable(options.out); !ok) return tl::make_unexpected(ok.error());
  const InterruptGuard interrupt;
  campaign->stop = interrupt.token();
  Progress progress;
  campaign->progress = [&](std::size_t done, std::size_t all) { progress(done, all); };
  const ThreadPool pool(options.threads);
  const Campaign result =
      trial ? run_model_campaign(*trial, *campaign, pool) : run_campaign(*campaign, pool);
  const ReportFiles files = render_report(result, AXIOMARK_VERSION);
  if (auto ok = write_report(files, options.out); !ok) return tl::make_unexpected(ok.error());
  if (interrupt.interrupted()) {
    fmt::print(stderr, "axiomark: stopped early; the report holds what was found until then\n");
  }
  if (options.json) return print(files.json);
  return print(terminal_matrix(result, isatty(STDOUT_FILENO) != 0) +
               fmt::format("\n{}/index.html\n", options.out));
}

}  // namespace

void add_report(CLI::App& program, Job& job) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* verb =
      program.add_subcommand("report", "methods x axioms: verdicts, counterexamples, literature");
  verb->add_option("--model", options->model, "judge this network instead of embedded ones");
  verb->add_option("--inputs", options->inputs, "its inputs: .npy, .csv, .json or a list");
  verb->add_option("--baseline", options->baseline, "zero, or like --inputs")
      ->capture_default_str();
  verb->add_option("--target", options->target, "index, predicted, predicted-min or weights")
      ->capture_default_str();
  verb->add_option("--max-cost", options->max_cost,
                   "leave a suspicion unsettled if judging it exactly takes longer, in seconds")
      ->check(check_seconds)
      ->capture_default_str();
  verb->add_option("--methods", options->methods, "method strings, separated by spaces")
      ->expected(1, -1);
  verb->add_option("--axioms", options->axioms, "axiom names, separated by spaces")
      ->expected(1, -1);
  verb->add_option("--out", options->out, "directory of index.html and report.json")
      ->capture_default_str();
  verb->add_option("--seed", options->seed, "of the random search")
      ->check(check_count)
      ->capture_default_str();
  verb->add_option("--cases", options->cases, "random cases per cell")
      ->check(check_count)
      ->capture_default_str();
  verb->add_option("--threads", options->threads, "threads; the report does not depend on it");
  verb->add_flag("--json", options->json, "print report.json instead of the matrix");
  verb->callback([options, &job] { job = [options] { return report(*options); }; });
}

}  // namespace axiomark::cli
