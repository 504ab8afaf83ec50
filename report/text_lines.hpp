#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace axiomark {

/// The text broken at spaces into lines of at most `letters` letters; a longer word stays whole. No lines
/// for no text.
[[nodiscard]] std::vector<std::string> text_lines(std::string_view text, std::size_t letters);

}  // namespace axiomark
