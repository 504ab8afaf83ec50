#pragma once

#include <string>

/// The files of report/assets, built into the program. They are ASCII.
namespace axiomark::page_assets {

[[nodiscard]] std::string style();
[[nodiscard]] std::string script();
/// The glyphs of the verdicts, to be used by reference.
[[nodiscard]] std::string symbols();

}  // namespace axiomark::page_assets
