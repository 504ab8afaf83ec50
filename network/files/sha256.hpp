#pragma once

#include <string>
#include <string_view>

namespace axiomark {

/// SHA-256 of some bytes, as 64 lower-case hexadecimal digits: how case files name a model.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace axiomark
