#include "search/case_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "methods/registry.hpp"
#include "network/files/file_bytes.hpp"
#include "network/files/json_members.hpp"
#include "network/files/network_file.hpp"
#include "network/files/sha256.hpp"
#include "search/conviction.hpp"

namespace axiomark {
namespace {

constexpr std::string_view kSchema = "axiomark-case/1";

constexpr std::array<std::pair<Arithmetic, std::string_view>, 4> kArithmetics = {
    {{Arithmetic::own, "own"},
     {Arithmetic::single_precision, "float"},
     {Arithmetic::double_precision, "double"},
     {Arithmetic::exact, "exact"}}};

nlohmann::ordered_json manner_json(const Manner<Rational>& manner) {
  const auto* const arithmetic =
      std::ranges::find(kArithmetics, manner.arithmetic, [](const auto& a) { return a.first; });
  auto company = nlohmann::ordered_json::array();
  for (Index k = 0; k < manner.company.count(); ++k) {
    company.push_back({{"input", vector_json<Rational>(manner.company.inputs.col(k))},
                       {"baseline", vector_json<Rational>(manner.company.baselines.col(k))},
                       {"target", vector_json<Rational>(manner.company.targets.col(k))}});
  }
  return {{"arithmetic", arithmetic->second},
          {"made_anew", manner.made_anew},
          {"company", std::move(company)}};
}

nlohmann::ordered_json probe_json(const Probe<Rational>& probe) {
  return {{"label", probe.label},
          {"network", network_json(probe.network)},
          {"input", vector_json(probe.input)},
          {"baseline", vector_json(probe.baseline)},
          {"target", vector_json(probe.target)}};
}

// A model file is kept by name and content, with the points and what the axiom built its case from.
nlohmann::ordered_json model_json(const Counterexample& counterexample) {
  const ModelReference& model = *counterexample.model;
  const Ingredients<Rational>& in = model.ingredients;
  auto rewrites = nlohmann::ordered_json::array();
  for (const RewriteStep& step : in.rewrites) {
    rewrites.push_back(
        {{"kind", name(step.kind)}, {"place", step.place}, {"parameter", step.parameter}});
  }
  return {{"path", model.path},
          {"sha256", model.sha256},
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
          {"rewrites", std::move(rewrites)}};
}

Result<std::vector<RewriteStep>> read_rewrites(const JsonValue& value, const JsonPlace& place) {
  std::vector<RewriteStep> steps;
  for (const JsonValue& item : value.items) {
    JsonMembers<Rational> members(item, place);
    const std::string kind_name = members.text("kind");
    RewriteStep step{RewriteKind::permute_units, members.index("place", 0),
                     static_cast<int>(members.index("parameter", 0))};
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

// Files from before variants were written: the kind of case hung on the rewrites and the feature.
Index unwritten_variant(const std::string& axiom, const Ingredients<Rational>& in) {
  const Index odd = in.feature % 2;
  if (axiom == "linearity") return odd;
  if (axiom == "sensitivity-b") return in.rewrites.empty() ? 0 : 1 + odd;
  if (axiom == "symmetry") return in.rewrites.empty() ? 1 : 0;
  if (axiom == "symmetric-monotonicity") return in.rewrites.empty() ? 0 : 1;
  if (axiom == "sensitivity-n") return in.feature;
  return 0;
}

// Reads the model again, checks that it is the same file, and lets the axiom build its case anew.
Result<void> read_model(const JsonValue& value, const JsonPlace& place, Counterexample& result) {
  JsonMembers<Rational> members(value, place);
  const std::string path = members.text("path");
  const std::string expected = members.text("sha256");
  const Vector<Rational> input = members.vector("input");
  const Vector<Rational> baseline = members.vector("baseline");
  const Vector<Rational> target = members.vector("target");
  const Index feature = members.index("feature", 0);
  // Older case files have none of these.
  const auto optional_vector = [&](const char* key) {
    return value.find(key) != nullptr ? members.vector(key) : Vector<Rational>{};
  };
  const Index other = value.find("other") != nullptr ? members.index("other", 0) : 0;
  const Vector<Rational> second_target = optional_vector("second_target");
  const Vector<Rational> coefficients = optional_vector("coefficients");
  const Vector<Rational> factors = optional_vector("factors");
  const Vector<Rational> offsets = optional_vector("offsets");
  const Index variant = value.find("variant") != nullptr ? members.index("variant", 0) : 0;
  if (members.fault()) return tl::make_unexpected(*members.fault());
  const JsonValue* steps = value.find("rewrites");
  const auto rewrites = steps != nullptr ? read_rewrites(*steps, place.member("rewrites"))
                                         : std::vector<RewriteStep>{};
  if (!rewrites) return tl::make_unexpected(rewrites.error());
  const auto bytes = read_bytes(path);
  if (!bytes) return tl::make_unexpected(bytes.error());
  if (const std::string found = sha256(*bytes); found != expected) {
    return fail(ErrorKind::input, path, "a file with SHA-256 " + found,
                "the one the case was found on, " + expected);
  }
  auto network = read_network<Rational>(path);
  if (!network) return tl::make_unexpected(network.error());
  if (input.size() != network->input_features() || baseline.size() != input.size() ||
      target.size() != network->output_features() || feature >= input.size() ||
      other >= input.size() ||
      (second_target.size() != 0 && second_target.size() != target.size()) ||
      (coefficients.size() != 0 && coefficients.size() != 2) || (factors == Rational(0)).any()) {
    return refuse(value, place, "points and targets that fit the model");
  }
  ModelReference model{
      path, expected, {std::move(*network), input, baseline, target, feature, *rewrites}};
  Ingredients<Rational>& in = model.ingredients;
  in.other = other;
  in.second_target = second_target;
  if (coefficients.size() == 2) in.coefficients = {coefficients(0), coefficients(1)};
  in.factors = factors;
  in.offsets = offsets;
  in.variant = variant;
  if (value.find("variant") == nullptr) in.variant = unwritten_variant(result.axiom, in);
  const auto method = make_method(result.method);
  if (!method) return tl::make_unexpected(method.error());
  const auto axiom = find_axiom(result.axiom);
  if (!axiom) return tl::make_unexpected(axiom.error());
  auto c = axiom->build_case(model.ingredients, method->kind());
  if (!c) return tl::make_unexpected(c.error());
  result.convicting = std::move(*c);
  result.model = std::move(model);
  return {};
}

Result<Queries<Rational>> read_company(const JsonValue& value, const JsonPlace& place,
                                       const Probe<Rational>& probe) {
  const auto count = static_cast<Index>(value.items.size());
  Queries<Rational> company{Batch<Rational>(probe.input.size(), count),
                            Batch<Rational>(probe.input.size(), count),
                            Batch<Rational>(probe.target.size(), count)};
  for (Index k = 0; k < count; ++k) {
    const JsonValue& item = value.items[static_cast<std::size_t>(k)];
    JsonMembers<Rational> members(item, place);
    const Vector<Rational> input = members.vector("input");
    const Vector<Rational> baseline = members.vector("baseline");
    const Vector<Rational> target = members.vector("target");
    if (members.fault()) return tl::make_unexpected(*members.fault());
    if (input.size() != probe.input.size() || baseline.size() != probe.input.size() ||
        target.size() != probe.target.size()) {
      return refuse(item, place, "points and targets like the probe's");
    }
    company.inputs.col(k) = input;
    company.baselines.col(k) = baseline;
    company.targets.col(k) = target;
  }
  return company;
}

Result<Manner<Rational>> read_manner(const JsonValue& value, const JsonPlace& place,
                                     const Probe<Rational>& probe) {
  JsonMembers<Rational> members(value, place);
  const std::string arithmetic = members.text("arithmetic");
  Manner<Rational> manner;
  manner.made_anew = members.flag("made_anew");
  if (members.fault()) return tl::make_unexpected(*members.fault());
  const auto* const known =
      std::ranges::find(kArithmetics, arithmetic, [](const auto& a) { return a.second; });
  if (known == kArithmetics.end()) {
    return refuse(value, place, "\"arithmetic\": own, float, double or exact");
  }
  manner.arithmetic = known->first;
  if (const JsonValue* company = value.find("company")) {
    auto read = read_company(*company, place.member("company"), probe);
    if (!read) return tl::make_unexpected(read.error());
    manner.company = std::move(*read);
  }
  return manner;
}

Result<Probe<Rational>> read_probe(const JsonValue& value, const JsonPlace& place) {
  const JsonValue* network_value = value.find("network");
  if (network_value == nullptr) return refuse(value, place, "a member \"network\"");
  auto network = parse_network<Rational>(*network_value, place.file);
  if (!network) return tl::make_unexpected(network.error());
  JsonMembers<Rational> members(value, place);
  Probe<Rational> probe{members.text("label"), std::move(*network), members.vector("input"),
                        members.vector("baseline"), members.vector("target")};
  if (members.fault()) return tl::make_unexpected(*members.fault());
  const Index features = probe.network.input_features();
  const Index outputs = probe.network.output_features();
  if (probe.input.size() != features || probe.baseline.size() != features ||
      probe.target.size() != outputs) {
    return refuse(
        value, place,
        fmt::format("{} input and baseline values and {} target weights", features, outputs));
  }
  return probe;
}

Result<Counterexample> read_document(const JsonValue& document, const std::string& where) {
  const JsonPlace place{where, "case"};
  JsonMembers<Rational> members(document, place);
  const std::string schema = members.text("schema");
  if (members.fault()) return tl::make_unexpected(*members.fault());
  if (schema != kSchema) {
    return fail(ErrorKind::input, where, fmt::format("schema '{}'", schema), std::string(kSchema));
  }
  Counterexample result;
  result.method = members.text("method");
  result.axiom = members.text("axiom");
  result.convicting.premise = members.text("premise");
  result.convicting.features = members.indices("features", 0);
  // Older case files have none.
  if (document.find("numbers") != nullptr) result.convicting.numbers = members.vector("numbers");
  if (document.find("variant") != nullptr) result.convicting.variant = members.text("variant");
  result.provenance = members.object<Provenance>("provenance", [](JsonMembers<Rational>& p) {
    return Provenance{p.text("named_case"),  p.wide_number("seed"),
                      p.wide_number("case"), static_cast<int>(p.index("shrinking_steps", 0)),
                      p.text("size_before"), p.text("size_after")};
  });
  if (members.fault()) return tl::make_unexpected(*members.fault());
  if (const JsonValue* model = document.find("model")) {
    if (auto ok = read_model(*model, place.member("model"), result); !ok) {
      return tl::make_unexpected(ok.error());
    }
    return result;
  }
  const JsonValue* probes = document.find("probes");
  if (probes == nullptr || probes->items.empty()) {
    return refuse(document, place, "a list \"probes\" of at least one");
  }
  for (const JsonValue& item : probes->items) {
    auto probe = read_probe(item, place.member("probes"));
    if (!probe) return tl::make_unexpected(probe.error());
    result.convicting.probes.push_back(std::move(*probe));
  }
  if (const JsonValue* manners = document.find("manners")) {
    for (const JsonValue& item : manners->items) {
      auto manner = read_manner(item, place.member("manners"), result.convicting.probes.front());
      if (!manner) return tl::make_unexpected(manner.error());
      result.convicting.manners.push_back(std::move(*manner));
    }
  }
  for (const Index feature : result.convicting.features) {
    if (feature >= result.convicting.probes.front().input.size()) {
      return refuse(*document.find("features"), place.member("features"),
                    "positions of input values");
    }
  }
  // Files from before sensitivity-n had its n among the numbers: n - 1 was the feature.
  Case<Rational>& c = result.convicting;
  if (result.axiom == "sensitivity-n" && c.numbers.size() == 0 && c.features.size() == 1) {
    c.numbers = Vector<Rational>::Constant(1, Rational(c.features[0] + 1));
    c.features.clear();
  }
  return result;
}

}  // namespace

std::string case_json(const Counterexample& counterexample) {
  nlohmann::ordered_json document{{"schema", kSchema},
                                  {"method", counterexample.method},
                                  {"axiom", counterexample.axiom},
                                  {"premise", counterexample.convicting.premise},
                                  {"features", counterexample.convicting.features},
                                  {"numbers", vector_json(counterexample.convicting.numbers)},
                                  {"variant", counterexample.convicting.variant}};
  if (counterexample.model) {
    document["model"] = model_json(counterexample);
  } else {
    document["probes"] = nlohmann::ordered_json::array();
    for (const auto& probe : counterexample.convicting.probes) {
      document["probes"].push_back(probe_json(probe));
    }
    for (const auto& manner : counterexample.convicting.manners) {
      document["manners"].push_back(manner_json(manner));
    }
  }
  const Judgement<Rational>& judgement = counterexample.judgement;
  document["judgement"] = {{"reason", judgement.reason},
                           {"left_name", judgement.sides.left_name},
                           {"left", vector_json(judgement.sides.left)},
                           {"right_name", judgement.sides.right_name},
                           {"right", vector_json(judgement.sides.right)},
                           {"hung_on", names(judgement.hung_on)}};
  document["attributions"] = nlohmann::ordered_json::array();
  for (const auto& answer : counterexample.answers) {
    document["attributions"].push_back(answer.attribution ? vector_json(answer.attribution->values)
                                                          : nlohmann::ordered_json());
  }
  const Provenance& p = counterexample.provenance;
  // Seeds and case numbers use all 64 bits, more than a JSON number holds everywhere: as text.
  document["provenance"] = {{"named_case", p.named_case},
                            {"seed", fmt::format("{}", p.seed)},
                            {"case", fmt::format("{}", p.case_number)},
                            {"stream_version", kStreamVersion},
                            {"shrinking_steps", p.shrinking_steps},
                            {"size_before", p.size_before},
                            {"size_after", p.size_after}};
  return document.dump(2) + "\n";
}

Result<Counterexample> parse_case(const std::string& text, const std::string& where) {
  const auto document = parse_json(text, where);
  if (!document) return tl::make_unexpected(document.error());
  return read_document(*document, where);
}

Result<Counterexample> read_case(const std::filesystem::path& path) {
  const auto text = read_bytes(path);
  if (!text) return tl::make_unexpected(text.error());
  return parse_case(*text, path.string());
}

Result<Counterexample> judge_again(Counterexample counterexample) {
  const auto method = make_method(counterexample.method);
  if (!method) return tl::make_unexpected(method.error());
  const auto axiom = find_axiom(counterexample.axiom);
  if (!axiom) return tl::make_unexpected(axiom.error());
  // On a model file the axiom has just built the case itself.
  if (!counterexample.model) {
    if (auto ok = axiom->check_premise(counterexample.convicting); !ok) {
      return tl::make_unexpected(ok.error());
    }
  }
  auto judged = judge_exactly(*method, *axiom, counterexample.convicting);
  if (!judged) return tl::make_unexpected(judged.error());
  if (judged->judgement.outcome == Outcome::error) {
    return fail(ErrorKind::input, counterexample.axiom, judged->judgement.reason);
  }
  counterexample.answers = std::move(judged->answers);
  counterexample.judgement = std::move(judged->judgement);
  return counterexample;
}

std::string cell_id(const std::string& method, const std::string& axiom) {
  std::string id;
  for (const char c : method) {
    id += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '-';
  }
  return id + "--" + axiom;
}

}  // namespace axiomark
