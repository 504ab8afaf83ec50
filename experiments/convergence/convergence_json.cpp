#include "experiments/convergence/convergence_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace axiomark {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json value_or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

std::string_view name(TruthKind kind) {
  switch (kind) {
    case TruthKind::exact:
      return "exact";
    case TruthKind::enclosed:
      return "enclosed";
    case TruthKind::reference:
      return "reference";
    default:
      return "estimated";
  }
}

template <std::size_t N>
Json by_level(const std::array<double, N>& levels,
              const std::array<std::optional<long>, N>& steps) {
  Json all = Json::object();
  for (std::size_t k = 0; k < N; ++k) all[fmt::format("{}", levels[k])] = value_or_null(steps[k]);
  return all;
}

Json rule_json(const RuleStudy& rule, const Cost& cost) {
  Json json{{"rule", rule.rule}};
  json["order"] = rule.order ? Json{{"order", rule.order->order},
                                    {"standard_error", rule.order->standard_error},
                                    {"from", rule.order->from},
                                    {"to", rule.order->to},
                                    {"points", rule.order->points}}
                             : Json(nullptr);
  json["steps_for_good"] = by_level(kErrorLevels, rule.steps_for_good);
  std::array<std::optional<long>, kErrorLevels.size()> gradients;
  for (std::size_t k = 0; k < gradients.size(); ++k) {
    for (const RuleAnswer& answer : rule.answers) {
      if (answer.steps == rule.steps_for_good[k]) gradients[k] = answer.gradient_evaluations;
    }
  }
  json["gradients_for_good"] = by_level(kErrorLevels, gradients);
  json["residual_for_good"] = by_level(kErrorLevels, rule.residual_for_good);
  Json stops = Json::object();
  for (std::size_t k = 0; k < kStopLevels.size(); ++k) {
    const auto& stop = rule.stops[k];
    stops[fmt::format("{}", kStopLevels[k])] =
        stop ? Json{{"steps", stop->steps}, {"errors", errors_json(stop->errors)}} : Json(nullptr);
  }
  json["stops"] = std::move(stops);
  Json answers = Json::array();
  for (const RuleAnswer& answer : rule.answers) {
    Json one{{"steps", answer.steps}, {"gradient_evaluations", answer.gradient_evaluations}};
    if (!cost.seconds.empty()) one["seconds"] = cost.at(answer.gradient_evaluations);
    one.update(errors_json(answer.errors));
    answers.push_back(std::move(one));
  }
  json["answers"] = std::move(answers);
  return json;
}

}  // namespace

Json errors_json(const AttributionErrors& errors) {
  return {{"relative_l1", value_or_null(errors.relative_l1)},
          {"maximum", errors.maximum},
          {"relative_residual", value_or_null(errors.relative_residual)},
          {"residual", errors.residual},
          {"rank_correlation", value_or_null(errors.rank_correlation)},
          {"wrong_signs", errors.wrong_signs}};
}

Json study_json(const ConvergenceStudy& study) {
  const Truth& truth = study.truth;
  Json json{
      {"truth",
       {{"kind", name(truth.kind)},
        {"words", truth.words},
        {"input_value", truth.to_value},
        {"baseline_value", truth.from_value},
        {"linear_pieces", truth.pieces ? Json(truth.pieces->count()) : Json(nullptr)},
        {"gradient_evaluations", truth.gradient_evaluations},
        {"seconds", truth.seconds},
        {"uncertainty", truth.uncertainty},
        {"reference_error", value_or_null(truth.reference_error)},
        {"largest_bound", truth.known.bound.size() > 0 ? truth.known.bound.maxCoeff() : 0.0}}},
      {"features", study.features},
      {"most_steps", study.most_steps},
      {"gradients_computed", study.gradients_computed}};
  if (!study.note.empty()) json["note"] = study.note;
  Json rules = Json::array();
  for (const RuleStudy& rule : study.rules) rules.push_back(rule_json(rule, study.cost));
  json["rules"] = std::move(rules);
  Json methods = Json::array();
  for (const MethodAnswer& answer : study.methods) {
    Json one{{"name", answer.name},
             {"gradient_evaluations", answer.gradient_evaluations},
             {"seconds", answer.seconds},
             {"largest_bound", value_or_null(answer.largest_bound)},
             {"note", answer.note}};
    one.update(errors_json(answer.errors));
    methods.push_back(std::move(one));
  }
  json["methods"] = std::move(methods);
  return json;
}

}  // namespace axiomark
