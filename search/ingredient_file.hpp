#pragma once

#include "axioms/case.hpp"
#include "network/files/json_members.hpp"

namespace axiomark {

/// Ingredients in a case file: {"input", "baseline", "target", "feature", "other", "second_target",
/// "coefficients", "factors", "offsets", "variant", "rewrites": [{"kind", "place", "parameter"}]}, and, where the
/// network does not stand in a file of its own, "network" and "second".
[[nodiscard]] nlohmann::ordered_json ingredients_json(const Ingredients<Rational>& in,
                                                      bool with_networks);

/// Reads them. The network is `network`, or the one that stands there. Refuses points, targets and
/// features that do not fit it.
[[nodiscard]] Result<Ingredients<Rational>> read_ingredients(
    const JsonValue& value, const JsonPlace& place,
    std::optional<Network<Rational>> network = std::nullopt);

[[nodiscard]] nlohmann::ordered_json rewrites_json(const std::vector<RewriteStep>& steps);
[[nodiscard]] Result<std::vector<RewriteStep>> read_rewrites(const JsonValue& value,
                                                             const JsonPlace& place);

}  // namespace axiomark
