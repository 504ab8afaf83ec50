#pragma once

#include <cstdint>
#include <string_view>

namespace axiomark {

/// The instruction sets that network/kernels/ is compiled for, one source file each.
enum class InstructionSet : std::uint8_t { plain, v3, v4 };

/// The widest that this processor has; found out once.
[[nodiscard]] InstructionSet instruction_set();

[[nodiscard]] std::string_view name(InstructionSet set);  ///< "generic", "x86-64-v3", "x86-64-v4"

}  // namespace axiomark
