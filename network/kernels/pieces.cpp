#include "network/kernels/pieces.hpp"

#include "network/kernels/instruction_set.hpp"

namespace axiomark {
namespace {

template <class S>
const wide::PieceLoops<S>& choose() {
#ifdef AXIOMARK_X86_64_KERNELS
  if (instruction_set() == InstructionSet::v4) return wide::v4::piece_loops(S(0));
  if (instruction_set() == InstructionSet::v3) return wide::v3::piece_loops(S(0));
#endif
  return wide::plain::piece_loops(S(0));
}

}  // namespace

template <std::floating_point S>
const wide::PieceLoops<S>& piece_loops() {
  static const wide::PieceLoops<S>& loops = choose<S>();
  return loops;
}

template const wide::PieceLoops<float>& piece_loops<float>();
template const wide::PieceLoops<double>& piece_loops<double>();

}  // namespace axiomark
