#pragma once

#include <span>
#include <string>

namespace axiomark {

/// The rows of the default report, as method strings.
[[nodiscard]] std::span<const std::string> default_method_strings();

}  // namespace axiomark
