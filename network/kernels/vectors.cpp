#include "network/kernels/vectors.hpp"

#include <vector>

#include "network/kernels/instruction_set.hpp"
#include "network/kernels/wide_vectors.hpp"

namespace axiomark {
namespace {

template <class S>
const wide::VectorLoops<S>& choose() {
#ifdef AXIOMARK_X86_64_KERNELS
  if (instruction_set() == InstructionSet::v4) return wide::v4::vector_loops(S(0));
  if (instruction_set() == InstructionSet::v3) return wide::v3::vector_loops(S(0));
#endif
  return wide::plain::vector_loops(S(0));
}

template <class S>
const wide::VectorLoops<S>& vector_loops() {
  static const wide::VectorLoops<S>& loops = choose<S>();
  return loops;
}

// Lists are written at full length and end where the last entry that counts was: a branch per entry would be
// mispredicted too often.
template <class S>
std::vector<std::int32_t> not_zero(const S* values, Index blocks, Index width) {
  std::vector<std::int32_t> list(static_cast<std::size_t>(blocks) + 1);
  std::size_t count = 0;
  for (Index b = 0; b < blocks; ++b) {
    int any = 0;
    for (Index n = b * width; n < (b + 1) * width; ++n) any |= values[n] != S(0) ? 1 : 0;
    list[count] = static_cast<std::int32_t>(b);
    count += static_cast<std::size_t>(any);
  }
  list.resize(count);
  return list;
}

}  // namespace

template <std::floating_point S>
void add_vector_product(const Matrix<S>& weights, const S* x, S* y) {
  constexpr Index kBlock = wide::kVectorBlock<S>;
  const Index whole = weights.cols() / kBlock;
  const auto blocks = not_zero(x, whole, kBlock);
  vector_loops<S>().add_products(weights.data(), weights.rows(), weights.cols(), blocks.data(),
                                 static_cast<Index>(blocks.size()), x, y);
  for (Index j = whole * kBlock; j < weights.cols(); ++j) {
    for (Index i = 0; i < weights.rows(); ++i) y[i] += weights(i, j) * x[j];
  }
}

template <std::floating_point S>
void add_transposed_vector_product(const Matrix<S>& weights, const S* y, S* x) {
  const auto rows = not_zero(y, weights.rows(), 1);
  vector_loops<S>().add_rows(weights.data(), weights.cols(), rows.data(),
                             static_cast<Index>(rows.size()), y, x);
}

template void add_vector_product<float>(const Matrix<float>&, const float*, float*);
template void add_vector_product<double>(const Matrix<double>&, const double*, double*);
template void add_transposed_vector_product<float>(const Matrix<float>&, const float*, float*);
template void add_transposed_vector_product<double>(const Matrix<double>&, const double*, double*);

}  // namespace axiomark
