#include "network/kernels/quotients.hpp"

#include "network/kernels/instruction_set.hpp"

#define AXIOMARK_LEVEL plain
#include "network/kernels/wide_quotients_body.hpp"

namespace axiomark {
namespace {

template <std::floating_point S>
const wide::QuotientLoops<S>& choose() {
#ifdef AXIOMARK_X86_64_KERNELS
  if (instruction_set() == InstructionSet::v4) return wide::ordered_v4::quotient_loops(S(0));
  if (instruction_set() == InstructionSet::v3) return wide::ordered_v3::quotient_loops(S(0));
#endif
  return wide::plain::quotient_loops(S(0));
}

}  // namespace

template <std::floating_point S>
const wide::QuotientLoops<S>& quotient_loops() {
  static const wide::QuotientLoops<S>& loops = choose<S>();
  return loops;
}

template const wide::QuotientLoops<float>& quotient_loops<float>();
template const wide::QuotientLoops<double>& quotient_loops<double>();

}  // namespace axiomark
