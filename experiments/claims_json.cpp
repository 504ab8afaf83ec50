#include "experiments/claims_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace axiomark {
namespace {

using Json = nlohmann::ordered_json;

Json said_about(const Claim& claim) {
  return {{"id", claim.id},
          {"title", claim.title},
          {"source", claim.source},
          {"statement", claim.statement},
          {"claimed", claim.says}};
}

// What each fact comes to under relu'(0) = 0, 1/2, 1, where it matters.
Json at_kinks(const ClaimOutcome& outcome) {
  Json all = Json::object();
  for (const FactOutcome& fact : outcome.facts) {
    for (const AtKink& at : fact.at_kinks) {
      all[fact.name][at.kink] =
          at.values ? Json(at.values->text()) : Json(message(at.values.error()));
    }
  }
  return all;
}

Json document(const ClaimOutcome& outcome) {
  const Claim& claim = outcome.claim;
  Json json = said_about(claim);
  Json computed = Json::object();
  Json refused = Json::object();
  Json as_claimed = Json::object();
  for (const FactOutcome& fact : outcome.facts) {
    if (fact.computed) {
      computed[fact.name] = fact.computed->text();
    } else {
      refused[fact.name] = message(fact.computed.error());
    }
    if (fact.as_claimed) as_claimed[fact.name] = *fact.as_claimed;
  }
  json["computed"] = std::move(computed);
  if (!refused.empty()) json["refused"] = std::move(refused);
  json["as_claimed"] = std::move(as_claimed);
  if (Json kinks = at_kinks(outcome); !kinks.empty()) json["by_kink"] = std::move(kinks);
  json["verdict"] = name(outcome.verdict);
  if (!outcome.holds_under.empty()) json["holds_under"] = outcome.holds_under;
  json["derived"] = claim.derived;
  json["as_registered"] = outcome.as_registered;
  json["why"] = claim.why;
  json["careful"] = claim.careful;
  return json;
}

}  // namespace

std::string claims_json(std::span<const ClaimOutcome> outcomes, JsonLayout layout) {
  Json claims = Json::array();
  for (const ClaimOutcome& outcome : outcomes) claims.push_back(document(outcome));
  const Json document{{"schema", "axiomark-claims/1"}, {"claims", std::move(claims)}};
  return document.dump(layout == JsonLayout::indented ? 1 : -1) + "\n";
}

std::string claim_list_json(std::span<const Claim> claims) {
  Json list = Json::array();
  for (const Claim& claim : claims) {
    Json json = said_about(claim);
    json["verdict"] = name(claim.verdict);
    if (!claim.holds_under.empty()) json["holds_under"] = claim.holds_under;
    json["derived"] = claim.derived;
    list.push_back(std::move(json));
  }
  return list.dump() + "\n";
}

std::string claim_list_text(std::span<const Claim> claims) {
  std::string text;
  for (const Claim& claim : claims) {
    text += fmt::format("{}  {} [{}]\n", claim.id, claim.title, claim.source);
  }
  return text;
}

}  // namespace axiomark
