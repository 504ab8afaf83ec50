#pragma once

#include <filesystem>

#include "axioms/axiom.hpp"
#include "network/files/json_text.hpp"

namespace axiomark {

/// axiomark-axiom/1: an axiom as data, found by the same search, judged as exactly and shrunk as far as
/// those of the registry. docs/axiom-files.md has the format with an example, function_formula.hpp,
/// point_formula.hpp and relation_formula.hpp what its formulas may name:
///   {"schema": "axiomark-axiom/1", "name", "statement", "formula"?, "source"?,
///    "stated_for": ["one baseline", ...]?, "rewrites": ["unfold-batch-norm", ...]?,
///    "probes": [{"name", "function", "input": "x"?, "baseline": "x'"?}, ...],
///    "relation": {"left", "is": "=" | ">=", "right"}
///             or {"left", "is": "!= 0", "where_not_zero"?}}
/// Refuses, naming the file, the line and the member: unknown or missing members, unknown names in
/// formulas, points and functions that do not fit together, the name of an axiom of the registry.
[[nodiscard]] Result<Axiom> parse_axiom(const std::string& text, const std::string& where);
[[nodiscard]] Result<Axiom> parse_axiom(const JsonValue& document, const JsonPlace& place);
[[nodiscard]] Result<Axiom> read_axiom(const std::filesystem::path& path);

}  // namespace axiomark
