#pragma once

#include <nlohmann/json.hpp>

#include "axioms/case.hpp"
#include "network/files/json_members.hpp"

namespace axiomark {

/// A question of a case file: {"label", "network": axiomark-network/1, "input", "baseline", "target"}.
[[nodiscard]] nlohmann::ordered_json probe_json(const Probe<Rational>& probe);
/// Refuses points and targets that do not fit the network, naming the place.
[[nodiscard]] Result<Probe<Rational>> read_probe(const JsonValue& value, const JsonPlace& place);

/// How it is put: {"arithmetic", "made_anew", "company": [{"input", "baseline", "target"}, ...]}.
[[nodiscard]] nlohmann::ordered_json manner_json(const Manner<Rational>& manner);
/// Refuses company whose points do not fit the probe's, naming the place.
[[nodiscard]] Result<Manner<Rational>> read_manner(const JsonValue& value, const JsonPlace& place,
                                                   const Probe<Rational>& probe);

}  // namespace axiomark
