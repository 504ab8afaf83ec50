#pragma once

#include <filesystem>
#include <string>

#include "search/verdict.hpp"

namespace axiomark {

/// axiomark-case/1: one counterexample with its networks inline, enough to judge it again anywhere:
///   {"schema": "axiomark-case/1", "method", "axiom", "premise", "features": [...],
///    "probes": [{"label", "network": axiomark-network/1, "input": ["1/2", 3], "baseline",
///    "target"}], "numbers": [...], "variant", "judgement": {"reason", "left_name", "left", "right_name", "right", "hung_on"},
///    "attributions": [[...], ...], "provenance": {"named_case", "seed", "case", "stream_version",
///    "shrinking_steps", "size_before", "size_after", "scope": only of an exhaustive one}}
/// If the probes are not put plainly, "manners" has for each {"arithmetic": "own", "float", "double" or
/// "exact", "made_anew": true or false, "company": [{"input", "baseline", "target"}, ...]}.
/// "rewrites" lists those that tell the functions apart, if any. A case on a model file has, instead of
/// "probes", "model": {"path", "sha256", and the ingredients, ingredient_file.hpp}. A case of an axiom
/// that came from a file has that file as "definition", and, unless it is on a model, "ingredients". Such
/// cases are built anew from their ingredients. The judgement and the attributions are for readers:
/// replaying computes them anew. Files from before cases had numbers and variants are read as what they
/// meant.
[[nodiscard]] std::string case_json(const Counterexample& counterexample);
/// What a case file says; the answers and the judgement are computed anew by judge_again().
[[nodiscard]] Result<Counterexample> parse_case(const std::string& text, const std::string& where);
[[nodiscard]] Result<Counterexample> read_case(const std::filesystem::path& path);

/// Asks the method again, in exact arithmetic, and fills in answers and judgement. An axiom that a program
/// defines in C++ has no definition in the file: give it as `own_axiom` first.
[[nodiscard]] Result<Counterexample> judge_again(Counterexample counterexample);

/// "lrp-0--sensitivity-a": a file name and anchor for a cell.
[[nodiscard]] std::string cell_id(const std::string& method, const std::string& axiom);

}  // namespace axiomark
