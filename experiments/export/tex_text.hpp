#pragma once

#include <string>
#include <string_view>

namespace axiomark {

/// A sentence or formula of ours, in ASCII or UTF-8, as LaTeX: formulas inside it are set in math
/// mode ("x1" as $x_{1}$, "3/2" as $\frac{3}{2}$, "R(x)" and "relu(x)" with \mathrm{relu}, where R
/// is relu), what LaTeX would read as commands is escaped. What is a formula is told by its
/// characters: single letters with indices, numbers, operators and the names of functions.
[[nodiscard]] std::string tex_text(std::string_view text);

}  // namespace axiomark
