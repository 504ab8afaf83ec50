#pragma once

namespace axiomark::cli {

/// Whether standard output is a terminal that wants colour: https://no-color.org.
[[nodiscard]] bool wants_colour();

/// Columns of the terminal that standard output is; 120 where it is none.
[[nodiscard]] int terminal_width();

}  // namespace axiomark::cli
