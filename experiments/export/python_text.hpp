#pragma once

#include <string>
#include <vector>

#include "network/batch.hpp"

namespace axiomark {

/// Lines of a script are no longer than this where they can be broken.
inline constexpr std::size_t kPythonWidth = 110;

/// A number as a Python expression: "3", "1/3", "0.1".
template <Scalar S>
[[nodiscard]] std::string python_number(const S& value);
/// "1, 1/3"
template <Scalar S>
[[nodiscard]] std::string python_numbers(const Vector<S>& values);

/// A text in double quotes, on one line.
[[nodiscard]] std::string python_string(const std::string& text);
/// A comment of as many lines as it takes.
[[nodiscard]] std::vector<std::string> python_comment(const std::string& text);
/// A statement in lines, broken after commas and before signs inside its brackets, where Python allows it.
[[nodiscard]] std::vector<std::string> python_lines(const std::string& statement);

}  // namespace axiomark
