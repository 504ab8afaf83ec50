#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "network/files/json_numbers.hpp"
#include "network/network.hpp"

namespace axiomark {

/// A network from an ONNX file, or from a JSON file: a plain layer list, or axiomark-network/1.
/// What begins with { or [ is JSON, everything else ONNX.
///
/// Layer list: {"layers": [{"W": [[1, -2]], "b": [0], "activation": "relu"}, ...]}, or the array
/// alone; other members are ignored. axiomark-network/1, tensors numbered as in NetworkParts:
///   {"schema": "axiomark-network/1", "inputs": [[2]], "operators": [{"type": "relu"}, ...],
///    "nodes": [{"operator": 0, "inputs": [0], "name": "optional"}, ...], "output": 1}
/// Numbers are exact decimals, or fractions in strings ("-1/2"), before they are rounded.
template <Scalar S>
[[nodiscard]] Result<Network<S>> read_network(const std::filesystem::path& path);

/// The same from JSON text; `file` names it in errors.
template <Scalar S>
[[nodiscard]] Result<Network<S>> parse_network(std::string_view text, std::string_view file);

/// The same from a part of a larger document, such as a case file.
template <Scalar S>
[[nodiscard]] Result<Network<S>> parse_network(const JsonValue& value, std::string_view file);

/// axiomark-network/1. Reading it back in the same scalar gives equal numbers, shapes, names and
/// shared operator instances.
template <Scalar S>
[[nodiscard]] nlohmann::ordered_json network_json(const Network<S>& network);
template <Scalar S>
[[nodiscard]] Result<void> write_network(const std::filesystem::path& path,
                                         const Network<S>& network);

}  // namespace axiomark
