#include "network/kernels/rows.hpp"

#include "network/kernels/instruction_set.hpp"

#define AXIOMARK_LEVEL exact
#include "network/kernels/wide_rows_body.hpp"

namespace axiomark {
namespace {

template <Scalar S>
const wide::RowLoops<S>& choose() {
#ifdef AXIOMARK_X86_64_KERNELS
  if (instruction_set() == InstructionSet::v4) return wide::v4::row_loops(S(0));
  if (instruction_set() == InstructionSet::v3) return wide::v3::row_loops(S(0));
#endif
  return wide::plain::row_loops(S(0));
}

}  // namespace

template <Scalar S>
const wide::RowLoops<S>& row_loops() {
  if constexpr (is_exact<S>) {
    return wide::exact::all_row_loops<Rational>();
  } else {
    static const wide::RowLoops<S>& loops = choose<S>();
    return loops;
  }
}

template const wide::RowLoops<float>& row_loops<float>();
template const wide::RowLoops<double>& row_loops<double>();
template const wide::RowLoops<Rational>& row_loops<Rational>();

}  // namespace axiomark
