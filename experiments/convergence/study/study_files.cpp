// The study as files: README.md, study.json, figures.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "experiments/convergence/convergence_json.hpp"
#include "experiments/convergence/convergence_text.hpp"
#include "experiments/convergence/study/reference_study.hpp"
#include "report/plot_drawing.hpp"

namespace axiomark::study {
namespace {

using Json = nlohmann::ordered_json;

// A figure on its own has no page to take its colours from. They are those of report/assets.
constexpr const char* kStyle =
    "<style>svg{--ink:#1b1e22;--muted:#59616a;--faint:#ecebe6;--surface:#fff;--s0:#17568a;--s1:#"
    "c46a1c;"
    "--s2:#1d6a63;--s3:#6b3fa0;--s4:#a83412;background:var(--surface)}"
    "@media (prefers-color-scheme:dark){svg{--ink:#e5e7e9;--muted:#a0a8b0;--faint:#24292e;"
    "--surface:#1b1f23;--s0:#8fc3ea;--s1:#f0a35e;--s2:#86d3c8;--s3:#cfb2f2;--s4:#ffa27c}}"
    "text{font:12px sans-serif;fill:var(--ink)}.m{text-anchor:middle}.e{text-anchor:end}"
    ".grid{stroke:var(--faint);fill:none}.axis{stroke:var(--muted);fill:none}"
    ".s0{color:var(--s0)}.s1{color:var(--s1)}.s2{color:var(--s2)}.s3{color:var(--s3)}"
    ".s4{color:var(--s4)}.s5{color:var(--muted)}"
    ".ln{fill:none;stroke:currentColor;stroke-width:1.8;stroke-linejoin:round}"
    ".d1{stroke-dasharray:7 4}.d2{stroke-dasharray:2 3}.d3{stroke-dasharray:9 3 2 3}"
    ".d4{stroke-dasharray:14 4}.d5{stroke-dasharray:4 2 1 2 1 2}"
    ".mk{fill:currentColor;stroke:currentColor;stroke-width:1.4}.open{fill:var(--surface)}</style>";

constexpr int kMargin = 10;

std::string figure_file(const Plot& plot) {
  std::string svg = plot_drawing(plot);
  svg.replace(0, 4, R"(<svg xmlns="http://www.w3.org/2000/svg" width="720")");
  // Its background ends where the drawing does: some room around it.
  const std::string box = R"(viewBox="0 0 )";
  const std::size_t at = svg.find(box);
  double width = 0;
  double height = 0;
  std::istringstream(svg.substr(at + box.size())) >> width >> height;
  svg.replace(at, svg.find('"', at + box.size()) - at,
              fmt::format(R"(viewBox="-{0} -{0} {1} {2})", kMargin, width + 2 * kMargin,
                          height + 2 * kMargin));
  svg.insert(svg.find('>') + 1, kStyle);
  return svg + "\n";
}

std::string steps_text(const std::optional<long>& steps) {
  return steps ? fmt::format("{}", *steps) : "–";
}

std::string question_row(const Question& question) {
  const ConvergenceStudy& study = question.study;
  const RuleStudy& midpoint = rule_of(study, "midpoint");
  const RuleStudy& gauss = rule_of(study, "gauss-legendre");
  const auto dashed = [](const std::optional<double>& part) {
    return part ? percent(part) : std::string("–");
  };
  const auto at_50 = [&](const RuleStudy& rule) {
    const RuleAnswer* answer = answer_with(rule, 50);
    return answer == nullptr ? std::string("–") : dashed(answer->errors.relative_l1);
  };
  const auto stopped = [&](const std::optional<Stop>& stop) {
    return stop ? fmt::format("{}: {}", stop->steps, dashed(stop->errors.relative_l1))
                : std::string("–");
  };
  return fmt::format(
      "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", question.name,
      study.truth.pieces ? fmt::format("{}", study.truth.pieces->count()) : "smooth",
      at_50(midpoint), at_50(gauss), steps_text(midpoint.steps_for_good[1]),
      steps_text(gauss.steps_for_good[1]), stopped(midpoint.stops[0]), stopped(midpoint.stops[1]),
      question.automatic.gradient_evaluations,
      dashed(study.truth.known.rise != 0 ? std::optional(question.automatic.errors.maximum /
                                                         std::abs(study.truth.known.rise))
                                         : std::nullopt),
      question.guaranteed ? "yes" : "no");
}

// Of the questions: what A is, and how well it is known.
std::string how_truth_is_known(const std::vector<Question>& questions) {
  int exact = 0;
  int unproved = 0;
  int smooth = 0;
  int proved = 0;
  int referenced = 0;
  double bound = 0;
  double width = 0;
  double reference = 0;
  for (const Question& question : questions) {
    const Truth& truth = question.study.truth;
    const double size = truth.known.values.abs().sum();
    const double part = size > 0 ? truth.known.bound.sum() / size : 0;
    if (truth.pieces) {
      ++exact;
      if (truth.kind == TruthKind::exact) bound = std::max(bound, part);
      unproved += truth.kind == TruthKind::exact ? 0 : 1;
    } else {
      ++smooth;
      if (truth.kind == TruthKind::enclosed) {
        ++proved;
        width = std::max(width, 2 * part);
      }
      if (truth.reference_error) {
        ++referenced;
        reference = std::max(reference, *truth.reference_error);
      }
    }
  }
  std::string text = fmt::format(
      "A is the sum over all linear pieces for the {} questions to piecewise linear networks; "
      "rounding is proved to change it by at most {:.1e} of the sum of sizes, but for {}, whose "
      "units stay so near their kinks that the bound is above 1e-3 (`study.json` names them).",
      exact, bound, unproved);
  if (smooth > 0) {
    const auto of_them = [&](int count) {
      return count == smooth ? std::string("all") : fmt::format("{}", count);
    };
    text += fmt::format(
        " Of the {} questions to smooth networks, {} have a proved enclosure of A, at most {:.1e} "
        "of the sum of sizes wide, and {} have values by tanh-sinh quadrature in extended "
        "precision, whose error is estimated at {:.1e} at most.",
        smooth, of_them(proved), width, of_them(referenced), reference);
  }
  return text;
}

std::string readme(const ReferenceStudy& study, const StudyManifest& manifest) {
  std::string text = fmt::format(
      "# How many steps do integrated gradients need?\n\n"
      "Written by `axiomark` {}, seed {}, with its figures and `study.json`, which holds the "
      "numbers:\n\n"
      "    {}\n\n"
      "DIR holds `networks/NAME.onnx` and `inputs/NAME/*.npy`; without `--data` the embedded "
      "families "
      "are studied alone. Error means relative L1 error, the sum of |a - A| over the sum of |A|, "
      "against "
      "the true attributions A. \"For good\" means: never above again, for any larger number of "
      "steps on a grid up to 10000.\n\n{}\n",
      manifest.version, manifest.seed, manifest.command, how_truth_is_known(study.questions));
  for (const Finding& finding : study.findings) {
    text += fmt::format("\n## {}\n\n{}\n\n![{}](figures/{}.svg)\n", finding.title, finding.text,
                        finding.figure.title, finding.id);
  }
  text +=
      "\n## Every question\n\n"
      "\"Stopped\" columns: the first number of midpoint steps with a residual of at most so much, "
      "and "
      "the true error there. The last three columns are rule=auto with tolerance 1%: gradients "
      "taken, largest error over "
      "F(x) - F(x'), and whether it guaranteed 1%.\n\n"
      "| question | linear pieces | error, 50 midpoint | error, 50 Gauss-Legendre | midpoint steps "
      "for 1% "
      "| Gauss-Legendre steps for 1% | stopped at residual 5% | stopped at 1% | auto: gradients | "
      "auto: error | guaranteed |\n"
      "|---|---|---|---|---|---|---|---|---|---|---|\n";
  for (const Question& question : study.questions) text += question_row(question);
  if (!study.refused.empty()) {
    text += "\n## What has no answer\n\n";
    for (const Refused& refused : study.refused) {
      text += fmt::format("- {}: {}\n", refused.name, refused.reason);
    }
  }
  return text;
}

Json question_json(const Question& question) {
  Json json{{"family", question.family}, {"name", question.name}};
  const ConvergenceStudy& study = question.study;
  json["linear_pieces"] = study.truth.pieces ? Json(study.truth.pieces->count()) : Json(nullptr);
  json["truth"] = study.truth.words;
  json["uncertainty"] = study.truth.uncertainty;
  if (study.truth.reference_error) json["reference_error"] = *study.truth.reference_error;
  if (!study.note.empty()) json["note"] = study.note;
  for (const RuleStudy& rule : study.rules) {
    Json one;
    one["order"] = rule.order ? Json(rule.order->order) : Json(nullptr);
    for (std::size_t k = 0; k < kErrorLevels.size(); ++k) {
      const auto& steps = rule.steps_for_good[k];
      one["steps_for_good"][fmt::format("{}", kErrorLevels[k])] =
          steps ? Json(*steps) : Json(nullptr);
    }
    for (std::size_t k = 0; k < kStopLevels.size(); ++k) {
      const auto& stop = rule.stops[k];
      one["stops"][fmt::format("{}", kStopLevels[k])] =
          stop ? Json{{"steps", stop->steps}, {"relative_l1", stop->errors.relative_l1.value_or(0)}}
               : Json(nullptr);
    }
    for (const long m : {2, 10, 20, 50, 100, 300, 1000, 10000}) {
      if (const RuleAnswer* answer = answer_with(rule, m)) {
        one["errors"][fmt::format("{}", m)] = errors_json(answer->errors);
      }
    }
    json["rules"][rule.rule] = std::move(one);
  }
  json["auto"] = {{"gradient_evaluations", question.automatic.gradient_evaluations},
                  {"note", question.automatic.note},
                  {"errors", errors_json(question.automatic.errors)}};
  return json;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> study_files(const ReferenceStudy& study,
                                                             const StudyManifest& manifest) {
  Json json{
      {"schema", "axiomark-convergence-study/1"},
      {"manifest",
       {{"command", manifest.command}, {"version", manifest.version}, {"seed", manifest.seed}}}};
  std::vector<std::pair<std::string, std::string>> files;
  for (const Finding& finding : study.findings) {
    json["findings"].push_back(
        {{"id", finding.id}, {"text", finding.text}, {"data", finding.data}});
    files.emplace_back("figures/" + finding.id + ".svg", figure_file(finding.figure));
  }
  for (const Question& question : study.questions) {
    json["questions"].push_back(question_json(question));
  }
  for (const Refused& refused : study.refused) {
    json["refused"].push_back({{"name", refused.name}, {"reason", refused.reason}});
  }
  files.emplace_back("README.md", readme(study, manifest));
  files.emplace_back("study.json", json.dump(1) + "\n");
  return files;
}

}  // namespace axiomark::study
