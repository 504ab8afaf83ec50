#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "cli/reading_memory.hpp"
#include "cli/terminal.hpp"
#include "cli/verb.hpp"
#include "experiments/claim_export.hpp"
#include "experiments/claims.hpp"
#include "experiments/claims_json.hpp"
#include "experiments/claims_page.hpp"
#include "experiments/claims_text.hpp"
#include "report/pending_files.hpp"

namespace axiomark::cli {
namespace {

struct ReproduceOptions {
  std::vector<std::string> ids;
  std::vector<std::string> settings;
  std::string out;
  std::string export_to;
  int threads = every_thread();
  bool explain = false;
  bool full = false;
  bool json = false;
};

// Those named; else all, but for those that take long.
Result<std::vector<Claim>> chosen_claims(const ReproduceOptions& options) {
  std::vector<Claim> chosen;
  for (const std::string& id : options.ids) {
    const auto claim = find_claim(id);
    if (!claim) return tl::make_unexpected(claim.error());
    chosen.push_back(**claim);
  }
  if (!options.ids.empty()) return chosen;
  for (const Claim& claim : claim_registry()) {
    if (options.full || !claim.long_run) chosen.push_back(claim);
  }
  return chosen;
}

Result<ClaimRun> how_to_run(const ReproduceOptions& options, const std::vector<Claim>& claims) {
  ClaimRun how;
  how.full = options.full;
  if (!options.settings.empty() && options.ids.size() != 1) {
    return fail(ErrorKind::usage, "--set", fmt::format("{} claims", options.ids.size()),
                "one claim whose point, network or option it changes");
  }
  for (const std::string& text : options.settings) {
    if (auto ok =
            within_memory(text, [&] { return read_setting(claims.front(), text, how.settings); });
        !ok) {
      return tl::make_unexpected(ok.error());
    }
  }
  return how;
}

// The axiom report beside the folder of claims, where `axiomark report` puts it, if it is there.
ReportLink report_beside(const std::filesystem::path& folder) {
  const std::filesystem::path page = "../report/index.html";
  std::error_code ignored;
  return {std::filesystem::exists(folder / page, ignored) ? page.string() : std::string()};
}

Result<void> write_files(const std::vector<ClaimOutcome>& outcomes, const ClaimRun& how,
                         const std::string& directory) {
  PendingFiles pending;
  const std::filesystem::path folder(directory);
  const std::string page = claims_page(outcomes, AXIOMARK_VERSION, report_beside(folder), how);
  if (auto ok = pending.write(folder / "index.html", page); !ok) return ok;
  if (auto ok = pending.write(folder / "claims.json", claims_json(outcomes, JsonLayout::indented));
      !ok)
    return ok;
  return pending.move_all();
}

// One claim into the folder itself, several into folders of their ids.
Result<void> export_claims(const std::vector<ClaimOutcome>& outcomes, const ClaimRun& how,
                           const std::string& directory) {
  for (const ClaimOutcome& outcome : outcomes) {
    ClaimOutcome set = outcome;
    set.claim = as_set(std::move(set.claim), how.settings);
    std::filesystem::path folder(directory);
    if (outcomes.size() > 1) folder /= outcome.claim.id;
    if (auto ok = export_claim(set, folder); !ok) return ok;
  }
  return {};
}

// Exit status 1 if a verdict, or a number, is another one than is registered.
int status_of(const std::vector<ClaimOutcome>& outcomes) {
  return std::ranges::all_of(outcomes, &ClaimOutcome::as_registered) ? 0 : 1;
}

Result<int> reproduce(const ReproduceOptions& options) {
  const auto claims = chosen_claims(options);
  if (!claims) return tl::make_unexpected(claims.error());
  const auto how = how_to_run(options, *claims);
  if (!how) return tl::make_unexpected(how.error());
  // A claim or two are looked at where they are asked for; the page is of all of them.
  const std::string out =
      options.out.empty() && options.ids.empty() ? "results/reproduce" : options.out;
  if (!out.empty()) {
    if (auto ok = check_writable(out); !ok) return tl::make_unexpected(ok.error());
  }
  const ThreadPool pool(options.threads);
  const auto outcomes = run_claims(*claims, *how, pool);
  if (!out.empty()) {
    if (auto ok = write_files(outcomes, *how, out); !ok) return tl::make_unexpected(ok.error());
  }
  if (!options.export_to.empty()) {
    if (auto ok = export_claims(outcomes, *how, options.export_to); !ok) {
      return tl::make_unexpected(ok.error());
    }
  }
  std::string text;
  if (options.json) {
    text = claims_json(outcomes, JsonLayout::one_line);
  } else if (options.explain) {
    for (const ClaimOutcome& outcome : outcomes) {
      text += (text.empty() ? "" : "\n\n") + explain_claim(outcome, *how);
    }
  } else {
    text = claims_table(outcomes, wants_colour(), terminal_width());
    if (!out.empty()) text += fmt::format("\n{}/index.html\n", out);
  }
  const auto printed = print(text);
  return printed ? Result<int>(status_of(outcomes)) : printed;
}

}  // namespace

void add_reproduce(CLI::App& program, Job& job) {
  auto options = std::make_shared<ReproduceOptions>();
  CLI::App* verb = program.add_subcommand(
      "reproduce", "published claims: what is said, what is found, and whether it holds");
  verb->add_option("CLAIM", options->ids, "ids such as A05; none: all");
  verb->add_option("--set", options->settings,
                   "change a point, a network (a file) or an option of one claim: x=[2,1], "
                   "bias=ignore, f=mine.json; may be repeated")
      ->expected(1)
      ->take_all();
  verb->add_flag("--explain", options->explain, "the derivation, line by line, in fractions");
  verb->add_flag("--full", options->full, "claims that take long, and more draws for the others");
  verb->add_option(
      "--out", options->out,
      "directory of index.html and claims.json; results/reproduce if all are asked for");
  verb->add_option("--export", options->export_to,
                   "directory for the networks as ONNX, the derivation as LaTeX and a PyTorch "
                   "script with the same numbers");
  add_threads(*verb, options->threads, "nothing depends on them but time");
  verb->add_flag("--json", options->json, "one JSON document on standard output");
  verb->callback([options, &job] { job = [options] { return reproduce(*options); }; });
}

}  // namespace axiomark::cli
