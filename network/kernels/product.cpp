#include "network/kernels/product.hpp"

#include <type_traits>

#include "network/exact_work.hpp"
#include "network/kernels/instruction_set.hpp"
#include "network/kernels/vectors.hpp"
#include "network/kernels/wide_product.hpp"

namespace axiomark {
namespace {

struct WideKernel {
  wide::Product<float> single_product;
  wide::Product<float> single_transposed;
  wide::Product<double> double_product;
  wide::Product<double> double_transposed;
};

WideKernel choose_kernel() {
#ifdef AXIOMARK_X86_64_KERNELS
  if (instruction_set() == InstructionSet::v4) {
    return {wide::v4::add_product, wide::v4::add_transposed_product, wide::v4::add_product,
            wide::v4::add_transposed_product};
  }
  if (instruction_set() == InstructionSet::v3) {
    return {wide::v3::add_product, wide::v3::add_transposed_product, wide::v3::add_product,
            wide::v3::add_transposed_product};
  }
#endif
  return {wide::plain::add_product, wide::plain::add_transposed_product, wide::plain::add_product,
          wide::plain::add_transposed_product};
}

const WideKernel& kernel() {
  static const WideKernel chosen = choose_kernel();
  return chosen;
}

template <Scalar S>
bool use_wide_kernel(const Matrix<S>& weights) {
  return !is_exact<S> && weights.size() >= kSmallProduct;
}

// y += weight * x, `count` numbers that lie side by side.
template <Scalar S>
void add_multiple(const S& weight, const S* __restrict__ x, S* __restrict__ y, Index count) {
  if constexpr (is_exact<S>) {
    if (weight.is_zero()) return;
    for (Index n = 0; n < count; ++n) {
      if (!x[n].is_zero()) y[n] += weight * x[n];
    }
  } else {
    for (Index n = 0; n < count; ++n) y[n] += weight * x[n];
  }
}

}  // namespace

template <Scalar S>
void add_product(const Matrix<S>& weights, const Batch<S>& x, Batch<S>& y) {
  if constexpr (!is_exact<S>) {
    if (use_wide_kernel(weights) && x.cols() == 1) {
      add_vector_product<S>(weights, x.data(), y.data());
      return;
    }
    if (use_wide_kernel(weights)) {
      const auto product = [] {
        if constexpr (std::same_as<S, float>)
          return kernel().single_product;
        else
          return kernel().double_product;
      }();
      product(weights.data(), x.data(), y.data(), weights.rows(), weights.cols(), x.cols());
      return;
    }
  }
  const Index samples = x.cols();
  for (Index i = 0; i < weights.rows(); ++i) {
    S* const result = y.data() + i * samples;
    for (Index j = 0; j < weights.cols(); ++j) {
      add_multiple(weights(i, j), x.data() + j * samples, result, samples);
    }
    if constexpr (is_exact<S>) {
      if (samples > 0) spend_exact_work(result[samples / 2], weights.cols() * samples);
    }
  }
}

template <Scalar S>
void add_transposed_product(const Matrix<S>& weights, const Batch<S>& y, Batch<S>& x) {
  if constexpr (!is_exact<S>) {
    if (use_wide_kernel(weights) && y.cols() == 1) {
      add_transposed_vector_product<S>(weights, y.data(), x.data());
      return;
    }
    if (use_wide_kernel(weights)) {
      const auto product = [] {
        if constexpr (std::same_as<S, float>)
          return kernel().single_transposed;
        else
          return kernel().double_transposed;
      }();
      product(weights.data(), y.data(), x.data(), weights.rows(), weights.cols(), y.cols());
      return;
    }
  }
  const Index samples = y.cols();
  for (Index i = 0; i < weights.rows(); ++i) {
    const S* const signal = y.data() + i * samples;
    for (Index j = 0; j < weights.cols(); ++j) {
      add_multiple(weights(i, j), signal, x.data() + j * samples, samples);
    }
    if constexpr (is_exact<S>) {
      if (x.size() > 0) spend_exact_work(x(x.rows() / 2, samples / 2), x.size());
    }
  }
}

std::string_view product_instruction_set() { return name(instruction_set()); }

#define AXIOMARK_INSTANTIATE(S)                                               \
  template void add_product<S>(const Matrix<S>&, const Batch<S>&, Batch<S>&); \
  template void add_transposed_product<S>(const Matrix<S>&, const Batch<S>&, Batch<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
