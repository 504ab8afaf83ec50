#include "search/ingredient_file.hpp"

#include <algorithm>

#include "network/files/network_file.hpp"

namespace axiomark {
namespace {

Result<Network<Rational>> read_own_network(const JsonValue& value, const JsonPlace& place,
                                           const char* key) {
  const JsonValue* found = value.find(key);
  if (found == nullptr) return refuse(value, place, fmt::format("a member \"{}\"", key));
  return parse_network<Rational>(*found, place.file);
}

bool fits(const Ingredients<Rational>& in) {
  const Index features = in.network.input_features();
  const Network<Rational>& second = in.second ? *in.second : in.network;
  const auto none_or = [](const Vector<Rational>& v, Index size) {
    return v.size() == 0 || v.size() == size;
  };
  return in.input.size() == features && in.baseline.size() == features &&
         in.target.size() == in.network.output_features() && in.feature < features &&
         in.other < features && second.input_features() == features &&
         none_or(in.second_target, second.output_features()) && none_or(in.factors, features) &&
         none_or(in.offsets, features) && !(in.factors == Rational(0)).any();
}

}  // namespace

nlohmann::ordered_json rewrites_json(const std::vector<RewriteStep>& steps) {
  auto list = nlohmann::ordered_json::array();
  for (const RewriteStep& step : steps) {
    list.push_back(
        {{"kind", name(step.kind)}, {"place", step.place}, {"parameter", step.parameter}});
  }
  return list;
}

Result<std::vector<RewriteStep>> read_rewrites(const JsonValue& value, const JsonPlace& place) {
  std::vector<RewriteStep> steps;
  for (const JsonValue& item : value.items) {
    JsonMembers<Rational> members(item, place);
    const std::string kind_name = members.text("kind");
    RewriteStep step{RewriteKind::permute_units, members.index("place", 0),
                     static_cast<int>(members.index("parameter", 1))};
    if (members.fault()) return tl::make_unexpected(*members.fault());
    const auto kinds = rewrite_kinds();
    const auto kind =
        std::ranges::find_if(kinds, [&](RewriteKind k) { return name(k) == kind_name; });
    if (kind == kinds.end()) return refuse(item, place, "a known kind of rewrite");
    step.kind = *kind;
    steps.push_back(step);
  }
  return steps;
}

nlohmann::ordered_json ingredients_json(const Ingredients<Rational>& in, bool with_networks) {
  nlohmann::ordered_json json = {
      {"input", vector_json(in.input)},
      {"baseline", vector_json(in.baseline)},
      {"target", vector_json(in.target)},
      {"feature", in.feature},
      {"other", in.other},
      {"second_target", vector_json(in.second_target)},
      {"coefficients", {to_text(in.coefficients[0]), to_text(in.coefficients[1])}},
      {"factors", vector_json(in.factors)},
      {"offsets", vector_json(in.offsets)},
      {"variant", in.variant},
      {"rewrites", rewrites_json(in.rewrites)}};
  if (!with_networks) return json;
  json["network"] = network_json(in.network);
  if (in.second) json["second"] = network_json(*in.second);
  return json;
}

Result<Ingredients<Rational>> read_ingredients(const JsonValue& value, const JsonPlace& place,
                                               std::optional<Network<Rational>> network) {
  std::optional<Network<Rational>> second;
  if (!network) {
    auto own = read_own_network(value, place, "network");
    if (!own) return tl::make_unexpected(own.error());
    network = std::move(*own);
    if (value.find("second") != nullptr) {
      auto other = read_own_network(value, place, "second");
      if (!other) return tl::make_unexpected(other.error());
      second = std::move(*other);
    }
  }
  JsonMembers<Rational> members(value, place);
  Ingredients<Rational> in{std::move(*network),         members.vector("input"),
                           members.vector("baseline"),  members.vector("target"),
                           members.index("feature", 0), {}};
  in.second = std::move(second);
  // Older case files have none of these.
  const auto optional_vector = [&](const char* key) {
    return value.find(key) != nullptr ? members.vector(key) : Vector<Rational>{};
  };
  in.other = value.find("other") != nullptr ? members.index("other", 0) : 0;
  in.variant = value.find("variant") != nullptr ? members.index("variant", 0) : 0;
  in.second_target = optional_vector("second_target");
  in.factors = optional_vector("factors");
  in.offsets = optional_vector("offsets");
  const Vector<Rational> coefficients = optional_vector("coefficients");
  if (members.fault()) return tl::make_unexpected(*members.fault());
  if (coefficients.size() == 2) in.coefficients = {coefficients(0), coefficients(1)};
  if (const JsonValue* steps = value.find("rewrites")) {
    auto read = read_rewrites(*steps, place.member("rewrites"));
    if (!read) return tl::make_unexpected(read.error());
    in.rewrites = std::move(*read);
  }
  if ((coefficients.size() != 0 && coefficients.size() != 2) || !fits(in)) {
    return refuse(value, place, "points and targets that fit the model");
  }
  return in;
}

}  // namespace axiomark
