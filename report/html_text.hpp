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

/// A place in a drawing, to a tenth: "12.5", "12".
[[nodiscard]] std::string coordinate(double value);

/// The value of an attribute, quotes included, that downloads a JSON document without spaces between
/// its parts. Only what would end the link or the attribute is encoded, so that a page of many
/// documents stays small: browsers encode the rest.
[[nodiscard]] std::string data_link(std::string_view json);

/// "methods-gradient": letters, digits and dashes only, for an id.
[[nodiscard]] std::string anchor(std::string_view prefix, std::string_view name);

}  // namespace axiomark
