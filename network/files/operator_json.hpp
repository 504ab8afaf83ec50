#pragma once

#include "network/files/json_numbers.hpp"
#include "network/operator.hpp"

namespace axiomark {

/// One operator as JSON: {"type": "dense", "weights": [[1, "1/2"]], "bias": [0]}. The type is the
/// alternative's kebab-case name; the members are those of its struct, with the same names.
template <Scalar S>
[[nodiscard]] nlohmann::ordered_json operator_json(const Operator<S>& op);

/// Reads back what operator_json writes. Whether the parts fit together is for Network::make.
template <Scalar S>
[[nodiscard]] Result<Operator<S>> read_operator(const JsonValue& value, const JsonPlace& place);

}  // namespace axiomark
