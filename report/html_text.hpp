#pragma once

#include <string>
#include <string_view>

#include "search/verdict.hpp"

namespace axiomark {

/// Text as content of an element or of a quoted attribute: & < > " ' escaped.
[[nodiscard]] std::string escaped(std::string_view text);

/// Escaped, with fractions such as 3/2 stacked; a hidden slash keeps them readable aloud and
/// copyable.
[[nodiscard]] std::string with_fractions(std::string_view text);

/// A verdict's symbol, by its letter.
[[nodiscard]] std::string glyph(char code);

/// For a data: link: everything but letters, digits and - _ . ~ as %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// "methods-gradient": letters, digits and dashes only, for an id.
[[nodiscard]] std::string anchor(std::string_view prefix, std::string_view name);

}  // namespace axiomark
