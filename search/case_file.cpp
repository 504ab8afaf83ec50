#include "search/case_file.hpp"

#include <fmt/format.h>

#include <cctype>

#include "axioms/axiom_file.hpp"
#include "methods/registry.hpp"
#include "network/files/file_bytes.hpp"
#include "network/files/json_members.hpp"
#include "network/files/network_file.hpp"
#include "network/files/sha256.hpp"
#include "search/conviction.hpp"
#include "search/enclosed_judgement.hpp"
#include "search/ingredient_file.hpp"
#include "search/probe_file.hpp"
#include "search/stream_version.hpp"

namespace axiomark {
namespace {

constexpr std::string_view kSchema = "axiomark-case/1";

// A model file is kept by name and content, with the points and what the axiom built its case from.
nlohmann::ordered_json model_json(const ModelReference& model) {
  nlohmann::ordered_json json = {{"path", model.path}, {"sha256", model.sha256}};
  json.update(ingredients_json(model.ingredients, false));
  return json;
}

// The axiom builds its case anew from what the file keeps.
Result<void> build_again(const Ingredients<Rational>& in, Counterexample& result) {
  const auto method = make_method(result.method);
  if (!method) return tl::make_unexpected(method.error());
  const auto axiom = axiom_of(result);
  if (!axiom) return tl::make_unexpected(axiom.error());
  auto c = axiom->build_case(in, method->kind());
  if (!c) return tl::make_unexpected(c.error());
  result.convicting = std::move(*c);
  return {};
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

// Reads the model again and checks that it is the same file.
Result<void> read_model(const JsonValue& value, const JsonPlace& place, Counterexample& result) {
  JsonMembers<Rational> members(value, place);
  const std::string path = members.text("path");
  const std::string expected = members.text("sha256");
  if (members.fault()) return tl::make_unexpected(*members.fault());
  const auto bytes = read_bytes(path);
  if (!bytes) return tl::make_unexpected(bytes.error());
  if (const std::string found = sha256(*bytes); found != expected) {
    return fail(ErrorKind::input, path, "a file with SHA-256 " + found,
                "the one the case was found on, " + expected);
  }
  auto network = read_network<Rational>(path);
  if (!network) return tl::make_unexpected(network.error());
  auto in = read_ingredients(value, place, std::move(*network));
  if (!in) return tl::make_unexpected(in.error());
  if (value.find("variant") == nullptr) in->variant = unwritten_variant(result.axiom, *in);
  if (auto ok = build_again(*in, result); !ok) return ok;
  result.model = ModelReference{path, expected, std::move(*in)};
  return {};
}

// An axiom that came from a file stands in the case file with what its case was built from: the premise
// holds by construction again. The networks beside them are for readers, and have to be those.
Result<void> read_own_axiom(const JsonValue& definition, const JsonValue& document,
                            const JsonPlace& place, Counterexample& result) {
  auto axiom = parse_axiom(definition, place.member("definition"));
  if (!axiom) return tl::make_unexpected(axiom.error());
  if (axiom->info.name != result.axiom) {
    return refuse(definition, place.member("definition"),
                  fmt::format("the axiom {}", result.axiom));
  }
  result.own_axiom = std::make_shared<const Axiom>(std::move(*axiom));
  if (document.find("model") != nullptr || document.find("ingredients") != nullptr) return {};
  return refuse(document, place, "a member \"ingredients\"");
}

// What the case was built from: of axioms from files, and on smooth networks, where no sample of points can be
// compared exactly.
Result<void> read_built_from(const JsonValue& ingredients, const JsonPlace& place,
                             Counterexample& result) {
  auto in = read_ingredients(ingredients, place);
  if (!in) return tl::make_unexpected(in.error());
  result.ingredients = std::move(*in);
  return {};
}

Result<void> check_same_probes(const Case<Rational>& written, const Case<Rational>& built,
                               const JsonValue& probes, const JsonPlace& place) {
  bool same = written.probes.size() == built.probes.size();
  for (std::size_t k = 0; same && k < built.probes.size(); ++k) {
    same = probe_json(written.probes[k]) == probe_json(built.probes[k]);
  }
  if (same) return {};
  return refuse(probes, place, "the probes that the axiom builds from the ingredients");
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
    return Provenance{p.text("named_case"),
                      p.wide_number("seed"),
                      p.wide_number("case"),
                      static_cast<int>(p.index("shrinking_steps", 0)),
                      p.text("size_before"),
                      p.text("size_after"),
                      p.has("scope") ? p.text("scope") : std::string(),
                      p.has("smooth") && p.index("smooth", 0) == 1};
  });
  if (members.fault()) return tl::make_unexpected(*members.fault());
  if (const JsonValue* steps = document.find("rewrites")) {
    auto read = read_rewrites(*steps, place.member("rewrites"));
    if (!read) return tl::make_unexpected(read.error());
    result.convicting.rewrites = std::move(*read);
  }
  if (const JsonValue* definition = document.find("definition")) {
    if (auto ok = read_own_axiom(*definition, document, place, result); !ok) {
      return tl::make_unexpected(ok.error());
    }
  }
  const JsonValue* ingredients = document.find("ingredients");
  if (ingredients != nullptr && document.find("model") == nullptr) {
    if (auto ok = read_built_from(*ingredients, place.member("ingredients"), result); !ok) {
      return tl::make_unexpected(ok.error());
    }
  }
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
  if (!result.ingredients) return result;
  const Case<Rational> written = result.convicting;
  if (auto ok = build_again(*result.ingredients, result); !ok) {
    return tl::make_unexpected(ok.error());
  }
  if (auto ok = check_same_probes(written, result.convicting, *probes, place.member("probes"));
      !ok) {
    return tl::make_unexpected(ok.error());
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
  if (!counterexample.convicting.rewrites.empty()) {
    document["rewrites"] = rewrites_json(counterexample.convicting.rewrites);
  }
  if (counterexample.own_axiom && !counterexample.own_axiom->definition.empty()) {
    document["definition"] = nlohmann::ordered_json::parse(counterexample.own_axiom->definition);
  }
  if (counterexample.ingredients &&
      (!counterexample.own_axiom || !counterexample.own_axiom->definition.empty())) {
    document["ingredients"] = ingredients_json(*counterexample.ingredients, true);
  }
  if (counterexample.model) {
    document["model"] = model_json(*counterexample.model);
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
  if (!p.scope.empty()) document["provenance"]["scope"] = p.scope;
  if (p.smooth) document["provenance"]["smooth"] = 1;
  return document.dump(2) + "\n";
}

Result<Counterexample> parse_case(const std::string& text, const std::string& where) {
  const auto document = parse_json(text, where);
  if (!document) return tl::make_unexpected(document.error());
  return decided([&] { return read_document(*document, where); });
}

Result<Counterexample> read_case(const std::filesystem::path& path) {
  const auto text = read_bytes(path);
  if (!text) return tl::make_unexpected(text.error());
  return parse_case(*text, path.string());
}

Result<Counterexample> judge_again(Counterexample counterexample) {
  const auto method = make_method(counterexample.method);
  if (!method) return tl::make_unexpected(method.error());
  const auto axiom = axiom_of(counterexample);
  if (!axiom) return tl::make_unexpected(axiom.error());
  // On a model file, or from ingredients, the axiom has just built the case itself.
  if (!counterexample.model && !counterexample.ingredients) {
    if (auto ok = decided([&] { return axiom->check_premise(counterexample.convicting); }); !ok) {
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
