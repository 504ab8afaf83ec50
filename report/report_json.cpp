#include "report/report_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "report/literature_words.hpp"
#include "search/case_file.hpp"
#include "search/enclosed_judgement.hpp"
#include "search/stream_version.hpp"

namespace axiomark {
namespace {

using Json = nlohmann::ordered_json;

Json exact(const Vector<Rational>& values) {
  Json list = Json::array();
  for (const Rational& value : values) list.push_back(to_text(value));
  return list;
}

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json literature_json(const Finding& finding) {
  Json list = Json::array();
  for (const LiteratureEntry& entry : finding.literature) {
    const Agreement verdict = agreement(finding, entry);
    const bool settled = verdict == Agreement::agrees || verdict == Agreement::contradicts;
    list.push_back({{"source", entry.source},
                    {"claim", entry.claim == Stance::holds ? "holds" : "fails"},
                    {"text", entry.text},
                    {"agrees", settled ? Json(verdict == Agreement::agrees) : Json(nullptr)}});
  }
  return list;
}

Json variants_json(const Finding& finding) {
  Json list = Json::array();
  for (const VariantFinding& found : finding.variants) {
    list.push_back({{"variant", found.variant},
                    {"cases", found.cases},
                    {"violated", found.violated},
                    {"by_convention", found.by_convention}});
  }
  return list;
}

// Which rewrites tell two networks of one function apart, and what a method depends on that they change.
Json rewrites_json(const Finding& f) {
  if (!f.counterexample || f.counterexample->convicting.rewrites.empty()) return nullptr;
  Json list = Json::array();
  for (const RewriteStep& step : f.counterexample->convicting.rewrites) {
    list.push_back({{"rewrite", name(step.kind)}, {"class", name(info(step.kind).rewrite_class)}});
  }
  return list;
}

Json own_axioms_json(const Campaign& campaign) {
  Json list = Json::array();
  for (const Axiom& axiom : campaign.own_axioms) {
    list.push_back(
        {{"name", axiom.info.name},
         {"statement", axiom.info.statement},
         {"formula", axiom.info.formula},
         {"source", axiom.info.source},
         {"definition", axiom.definition.empty() ? Json(nullptr) : Json::parse(axiom.definition)}});
  }
  return list;
}

// Beside the random search; null if no scope was asked.
Json exhaustive_json(const std::optional<ScopeFinding>& scope) {
  if (!scope) return nullptr;
  return {{"scope", scope->name},
          {"networks", scope->networks},
          {"all_networks", scope->all_networks},
          {"cases", scope->cases},
          {"refused", scope->refused},
          {"by_convention", scope->by_convention},
          {"in_double", scope->in_double},
          {"violated", scope->violated},
          {"holds", scope->held()},
          {"fault", scope->fault.empty() ? Json(nullptr) : Json(scope->fault)}};
}

// Random cases on smooth networks; null if none were asked.
Json smooth_json(const std::optional<SmoothFinding>& smooth) {
  if (!smooth) return nullptr;
  return {{"cases", smooth->cases}, {"undecided", smooth->undecided}};
}

// How far a violation is off, and how far rounding explains, where values are no fractions.
Json residual_json(const Finding& f) {
  if (!f.counterexample) return nullptr;
  const auto off = residual_beyond_bound(f.counterexample->convicting, f.counterexample->judgement);
  if (!off) return nullptr;
  return {{"residual", off->residual}, {"bound", off->bound}};
}

Json cell_json(const Finding& f) {
  return {{"method", f.method},
          {"axiom", f.axiom},
          {"verdict", name(f.verdict)},
          {"evidence", name(f.evidence)},
          {"convention", f.convention.empty() ? Json(nullptr) : Json(f.convention)},
          {"cases", f.cases},
          {"violation_rate_upper", or_null(f.violation_rate_upper)},
          {"error_bound", or_null(f.error_bound)},
          {"scope", f.scope},
          {"exhaustive", exhaustive_json(f.exhaustive)},
          {"smooth", smooth_json(f.smooth)},
          {"beyond_bound", residual_json(f)},
          {"reason", f.reason},
          {"variants", variants_json(f)},
          {"told_apart_by", rewrites_json(f)},
          {"contradicts_literature", f.contradicts_literature},
          {"literature_standing", words(standing(f)).name},
          {"literature", literature_json(f)},
          {"counterexample", f.counterexample ? Json(case_path(f)) : Json(nullptr)}};
}

// The third statement about random methods. An infinite capital has no number in JSON.
Json mean_json(const MeanFinding& mean) {
  Json wrong = nullptr;
  if (mean.wrong) {
    const double capital = mean.wrong->capital;
    wrong = {{"question", mean.wrong->question},
             {"feature", mean.wrong->feature},
             {"answers", mean.wrong->answers},
             {"mean", mean.wrong->mean},
             {"expected", mean.wrong->expected},
             {"capital", std::isfinite(capital) ? Json(capital) : Json(nullptr)}};
  }
  return {{"method", mean.method},
          {"questions", mean.questions},
          {"asked", mean.asked},
          {"seeds", mean.seeds},
          {"false_conviction", mean.false_conviction},
          {"wrong", std::move(wrong)},
          {"untested", mean.untested.empty() ? Json(nullptr) : Json(mean.untested)}};
}

Json answer_json(const Answer<Rational>& answer) {
  Json json = {{"at_input", to_text(answer.at_input)},
               {"at_baseline", to_text(answer.at_baseline)}};
  if (answer.attribution) {
    json["attributions"] = exact(answer.attribution->values);
    json["hung_on"] = names(answer.attribution->hung_on);
  } else {
    json["refused"] = message(answer.attribution.error());
  }
  return json;
}

Json example_json(const ExampleFinding& example) {
  Json probes = Json::array();
  for (const auto& probe : example.probes) {
    probes.push_back({{"label", probe.label},
                      {"input", exact(probe.input)},
                      {"baseline", exact(probe.baseline)},
                      {"target", exact(probe.target)}});
  }
  Json rows = Json::array();
  for (const auto& row : example.rows) {
    Json answers = Json::array();
    for (const auto& answer : row.answers) answers.push_back(answer_json(answer));
    rows.push_back({{"method", row.method}, {"answers", std::move(answers)}});
  }
  return {
      {"id", example.id},         {"title", example.title},      {"statement", example.statement},
      {"source", example.source}, {"probes", std::move(probes)}, {"rows", std::move(rows)}};
}

}  // namespace

std::string case_path(const Finding& finding) {
  return "cases/" + cell_id(finding.method, finding.axiom) + ".json";
}

std::string report_json(const Campaign& campaign) {
  Json report = {{"schema", "axiomark-report/1"},
                 {"seed", campaign.seed},
                 {"stream_version", kStreamVersion},
                 {"subject", campaign.subject},
                 {"cases_per_cell", campaign.cases_per_cell},
                 {"scope", campaign.scope.empty() ? Json(nullptr) : Json(campaign.scope)},
                 {"methods", campaign.methods},
                 {"axioms", campaign.axioms}};
  if (!campaign.own_axioms.empty()) report["own_axioms"] = own_axioms_json(campaign);
  report["cells"] = Json::array();
  for (const Finding& finding : campaign.findings) report["cells"].push_back(cell_json(finding));
  report["means"] = Json::array();
  for (const MeanFinding& mean : campaign.means) report["means"].push_back(mean_json(mean));
  report["examples"] = Json::array();
  for (const auto& example : campaign.examples) report["examples"].push_back(example_json(example));
  return report.dump(2) + "\n";
}

}  // namespace axiomark
