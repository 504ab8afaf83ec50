#include "search/probe_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "network/exact_cost.hpp"
#include "network/files/network_file.hpp"

namespace axiomark {
namespace {

constexpr std::array<std::pair<Arithmetic, std::string_view>, 4> kArithmetics = {
    {{Arithmetic::own, "own"},
     {Arithmetic::single_precision, "float"},
     {Arithmetic::double_precision, "double"},
     {Arithmetic::exact, "exact"}}};

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

}  // namespace

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

Result<Probe<Rational>> read_probe(const JsonValue& value, const JsonPlace& place) {
  const JsonValue* network_value = value.find("network");
  if (network_value == nullptr) return refuse(value, place, "a member \"network\"");
  auto network = parse_network<Rational>(*network_value, place.file);
  if (!network) return tl::make_unexpected(network.error());
  JsonMembers<Rational> members(value, place);
  Probe<Rational> probe{members.text("label"), std::move(*network), members.vector("input"),
                        members.vector("baseline"), members.vector("target")};
  if (members.fault()) return tl::make_unexpected(*members.fault());
  // A minute for one evaluation: cases are small, but a few dozen products of products take for ever.
  constexpr double kMostSeconds = 60;
  if (const double seconds = exact_seconds(probe.network, 1); seconds > kMostSeconds) {
    return fail(ErrorKind::input, place.member("network").at(*network_value),
                fmt::format("about {:.0f} seconds for one exact evaluation, by estimate", seconds),
                fmt::format("at most {:g}", kMostSeconds));
  }
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

}  // namespace axiomark
