#include "network/kernels/walks.hpp"

#include "network/kernels/instruction_set.hpp"

#define AXIOMARK_LEVEL exact
#include "network/kernels/wide_walks_body.hpp"

namespace axiomark {
namespace {

template <Scalar S>
const wide::WalkLoops<S>& choose() {
#ifdef AXIOMARK_X86_64_KERNELS
  if (instruction_set() == InstructionSet::v4) return wide::v4::walk_loops(S(0));
  if (instruction_set() == InstructionSet::v3) return wide::v3::walk_loops(S(0));
#endif
  return wide::plain::walk_loops(S(0));
}

}  // namespace

template <Scalar S>
const wide::WalkLoops<S>& walk_loops() {
  if constexpr (is_exact<S>) {
    return wide::exact::all_walk_loops<Rational>();
  } else {
    static const wide::WalkLoops<S>& loops = choose<S>();
    return loops;
  }
}

template const wide::WalkLoops<float>& walk_loops<float>();
template const wide::WalkLoops<double>& walk_loops<double>();
template const wide::WalkLoops<Rational>& walk_loops<Rational>();

}  // namespace axiomark
