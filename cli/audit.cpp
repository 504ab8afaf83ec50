#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/baseline.hpp"
#include "cli/model_inputs.hpp"
#include "cli/reading_memory.hpp"
#include "cli/target.hpp"
#include "cli/verb.hpp"
#include "experiments/audit/audit_text.hpp"
#include "methods/registry.hpp"
#include "network/files/array_file.hpp"

namespace axiomark::cli {
namespace {

struct AuditOptions {
  ModelInputs subject;
  PictureOptions pictures;
  std::string attributions;
  std::string baseline = "zero";
  std::string target = "predicted";
  std::string method;
  double tolerance = 0.01;
  int threads = every_thread();
  bool json = false;
};

// The method they are held against; none: integrated gradients, exact or enclosed.
Result<std::optional<AnyMethod>> chosen_method(const std::string& name) {
  if (name.empty() || name == "integrated-gradients" || name == "integrated-gradients:rule=exact") {
    return std::optional<AnyMethod>{};
  }
  auto method = make_method(name);
  if (!method) return tl::make_unexpected(method.error());
  if (method->kind() == MethodKind::baseline_distribution) {
    return fail(ErrorKind::usage, "--method", "'" + name + "', which takes many baselines",
                "a method with one baseline or none");
  }
  return std::optional<AnyMethod>(std::move(*method));
}

struct Audited {
  Index input;
  Index target;
  Audit audit;
};

Result<std::vector<Audited>> audit_all(const AuditOptions& options) {
  const auto method = chosen_method(options.method);
  if (!method) return tl::make_unexpected(method.error());
  const auto pictures = read_picture_terms(options.pictures, options.subject.input);
  if (!pictures) return tl::make_unexpected(pictures.error());
  const auto subject = read_subject<double>(options.subject, *pictures);
  if (!subject) return tl::make_unexpected(subject.error());
  const Shape shape = sample_shape(subject->network);
  const auto given = within_memory(options.attributions,
                                   [&] { return read_batch<double>(options.attributions, shape); });
  if (!given) {
    Error error = given.error();
    error.where = "--attributions " + error.where;
    return tl::make_unexpected(error);
  }
  if (given->cols() != subject->samples.cols()) {
    return fail(ErrorKind::input, "--attributions " + options.attributions,
                fmt::format("attributions of {} inputs", given->cols()),
                fmt::format("those of {}, one for each input", subject->samples.cols()));
  }
  const auto baselines = read_baselines(options.baseline, MethodKind::one_baseline,
                                        subject->network, subject->samples, *pictures);
  if (!baselines) return tl::make_unexpected(baselines.error());
  const auto targets = choose_targets<double>(options.target, subject->network, subject->samples);
  if (!targets) return tl::make_unexpected(targets.error());
  const ThreadPool pool(options.threads);
  std::vector<Audited> all;
  for (Index k = 0; k < subject->samples.cols(); ++k) {
    const Index index = targets->indices[static_cast<std::size_t>(k)];
    const AuditedQuestion question{subject->network,        targets->weights.col(k),  index,
                                   subject->samples.col(k), baselines->points.col(k), shape};
    auto found = audit(question, given->col(k), *method, pool);
    if (!found) {
      Error error = found.error();
      error.where = fmt::format("input {}: {}", k, error.where);
      return tl::make_unexpected(error);
    }
    all.push_back({k, index, std::move(*found)});
  }
  return all;
}

std::string as_json(const AuditOptions& options, const std::vector<Audited>& all) {
  using Json = nlohmann::ordered_json;
  Json results = Json::array();
  for (const Audited& one : all) {
    Json result{{"input", one.input},
                {"target", one.target < 0 ? Json(options.target) : Json(one.target)}};
    result.update(audit_json(one.audit, options.tolerance));
    results.push_back(std::move(result));
  }
  return Json{{"schema", "axiomark-audit/1"},         {"model", options.subject.model},
              {"attributions", options.attributions}, {"baseline", options.baseline},
              {"tolerance", options.tolerance},       {"results", std::move(results)}}
             .dump() +
         "\n";
}

Result<int> run_audit(const AuditOptions& options) {
  if (!(options.tolerance >= 0)) {
    return fail(ErrorKind::usage, "--tolerance", fmt::format("{}", options.tolerance),
                "a number from 0 up");
  }
  const auto all = audit_all(options);
  if (!all) return tl::make_unexpected(all.error());
  std::string text;
  for (const Audited& one : *all) {
    text +=
        fmt::format("{}{}  input {}, target {}\n", text.empty() ? "" : "\n", options.attributions,
                    one.input, one.target < 0 ? options.target : fmt::format("{}", one.target));
    text += audit_text(one.audit, options.tolerance);
  }
  if (auto ok = print(options.json ? as_json(options, *all) : text); !ok) return ok;
  const bool good = std::ranges::all_of(
      *all, [&](const Audited& one) { return within(one.audit, options.tolerance); });
  return good ? 0 : 1;
}

}  // namespace

void add_audit(CLI::App& program, Job& job) {
  auto options = std::make_shared<AuditOptions>();
  CLI::App* verb = program.add_subcommand(
      "audit",
      "how far attributions of any tool are from the exact ones, and which mistake explains it");
  options->subject.add_to(*verb);
  verb->add_option("--attributions", options->attributions,
                   "what the tool wrote, in the forms of INPUT: one attribution per feature")
      ->required();
  verb->add_option("--baseline", options->baseline, kBaselineHelp)->capture_default_str();
  verb->add_option("--target", options->target,
                   "index, predicted, predicted-min, or weights such as [1,-1]")
      ->capture_default_str();
  verb->add_option("--method", options->method,
                   "what they should be; by default integrated gradients, exact or enclosed");
  verb->add_option("--tolerance", options->tolerance,
                   "exit status 1 if the relative L1 error is above")
      ->capture_default_str();
  options->pictures.add_reading(*verb);
  add_threads(*verb, options->threads, "the numbers do not depend on it");
  verb->add_flag("--json", options->json, "one JSON document on standard output");
  verb->callback([options, &job] { job = [options] { return run_audit(*options); }; });
}

}  // namespace axiomark::cli
