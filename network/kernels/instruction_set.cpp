#include "network/kernels/instruction_set.hpp"

namespace axiomark {
namespace {

InstructionSet find_instruction_set() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool v3 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
  const bool v4 =
      v3 && __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
      __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vl") != 0;
  if (v4) return InstructionSet::v4;
  if (v3) return InstructionSet::v3;
#endif
  return InstructionSet::plain;
}

}  // namespace

InstructionSet instruction_set() {
  static const InstructionSet found = find_instruction_set();
  return found;
}

std::string_view name(InstructionSet set) {
  switch (set) {
    case InstructionSet::v4:
      return "x86-64-v4";
    case InstructionSet::v3:
      return "x86-64-v3";
    case InstructionSet::plain:
      break;
  }
  return "generic";
}

}  // namespace axiomark
