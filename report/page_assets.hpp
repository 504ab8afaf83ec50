#pragma once

#include <string>

/// The files of report/assets, built into the program. They are ASCII.
namespace axiomark::page_assets {

[[nodiscard]] std::string style();
[[nodiscard]] std::string script();
/// The glyphs of the verdicts, to be used by reference.
[[nodiscard]] std::string symbols();
/// What the page of claims has besides the report's style: its tables, and plots.
[[nodiscard]] std::string claims_style();
/// The page of claims has a script of its own: it filters a list, not a matrix.
[[nodiscard]] std::string claims_script();

}  // namespace axiomark::page_assets
