#include "network/kernels/product.hpp"

#include <cmath>

#include "network/kernels/wide_product.hpp"
#include "network/rounding.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

namespace axiomark::tests {
namespace {

template <Scalar S>
struct Kernel {
  std::string name;
  wide::Product<S> product;
  wide::Product<S> transposed;
};

/// Every instruction set that this processor has.
template <Scalar S>
std::vector<Kernel<S>> kernels() {
  std::vector<Kernel<S>> all = {
      {"generic", wide::plain::add_product, wide::plain::add_transposed_product}};
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    all.push_back({"x86-64-v3", wide::v3::add_product, wide::v3::add_transposed_product});
  }
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    all.push_back({"x86-64-v4", wide::v4::add_product, wide::v4::add_transposed_product});
  }
#endif
  return all;
}

/// RapidCheck would take longer to draw a large matrix than to test it: one number seeds many.
template <Scalar S>
Batch<S> fill(Index rows, Index columns, std::uint32_t seed, S unit) {
  Batch<S> values(rows, columns);
  for (Index k = 0; k < values.size(); ++k) {
    seed = seed * 1664525U + 1013904223U;  // Numerical Recipes' generator: any will do
    values.data()[k] = static_cast<S>(static_cast<int>(seed >> 24) - 128) * unit;
  }
  return values;
}

/// y + W x by loops in long double, and |y| + |W| |x| to measure errors against.
template <Scalar S>
void check_product(const Matrix<S>& weights, const Batch<S>& x, const Batch<S>& before,
                   const Batch<S>& after, Index roundings) {
  for (Index i = 0; i < weights.rows(); ++i) {
    for (Index n = 0; n < x.cols(); ++n) {
      long double exact = before(i, n);
      long double size = std::fabs(before(i, n));
      for (Index j = 0; j < weights.cols(); ++j) {
        const long double term = static_cast<long double>(weights(i, j)) * x(j, n);
        exact += term;
        size += std::fabs(term);
      }
      // Long double's own sum is 2^11 times closer than double's.
      const long double allowed =
          (rounding_factor<S>(roundings) + weights.cols() * 0x1p-63L) * size;
      if (std::fabs(after(i, n) - exact) > (roundings == 0 ? 0.0L : allowed)) {
        RC_FAIL("entry (" + std::to_string(i) + ", " + std::to_string(n) + ") is off");
      }
    }
  }
}

struct Sizes {
  Index m, k, n;
};

/// About half below and half above the 512 weights from which a wide kernel is used.
Sizes draw_sizes() { return {draw(1, 45), draw(1, 45), draw(1, 37)}; }

/// Multiples of a unit: 1 keeps all sums exact, 0.1 none.
template <Scalar S>
void check_all(S unit, Index roundings_per_term) {
  const auto [m, k, n] = draw_sizes();
  const auto seed = static_cast<std::uint32_t>(draw(0, 1000000));
  const Matrix<S> weights = fill<S>(m, k, seed, unit);
  const Matrix<S> turned = weights.transpose();
  const Batch<S> x = fill<S>(k, n, seed + 1, unit);
  const Batch<S> before = fill<S>(m, n, seed + 2, unit);
  // A product and an addition for each of k terms.
  const Index roundings = roundings_per_term * (k + 1);
  Batch<S> y = before;
  add_product(weights, x, y);
  check_product(weights, x, before, y, roundings);
  y = before;
  add_transposed_product(turned, x, y);
  check_product(weights, x, before, y, roundings);
  for (const auto& kernel : kernels<S>()) {
    RC_LOG() << kernel.name << "\n";
    y = before;
    kernel.product(weights.data(), x.data(), y.data(), m, k, n);
    check_product(weights, x, before, y, roundings);
    y = before;
    kernel.transposed(turned.data(), x.data(), y.data(), k, m, n);
    check_product(weights, x, before, y, roundings);
  }
}

}  // namespace

TEMPLATE_TEST_CASE("products equal plain loops on every instruction set", "", float, double) {
  using S = TestType;
  property("exactly, for whole numbers", [] { check_all<S>(S(1), 0); });
  property("within gamma_(k + 1) (|y| + |W| |x|) for numbers that round",
           [] { check_all<S>(S(0.1), 1); });
}

TEMPLATE_TEST_CASE("a column alone equals a column among others", "", float, double) {
  using S = TestType;
  property("to the bit below 512 weights, within both bounds above", [] {
    const auto [m, k, n] = draw_sizes();
    const auto seed = static_cast<std::uint32_t>(draw(0, 1000000));
    const Matrix<S> weights = fill<S>(m, k, seed, S(0.1));
    const Batch<S> x = fill<S>(k, n, seed + 1, S(0.1));
    Batch<S> together = Batch<S>::Constant(m, n, S(0));
    add_product(weights, x, together);
    const bool small = m * k < 512;
    for (Index column = 0; column < n; ++column) {
      const Batch<S> one = x.col(column);
      Batch<S> alone = Batch<S>::Constant(m, 1, S(0));
      add_product(weights, one, alone);
      for (Index i = 0; i < m; ++i) {
        const S size = (weights.row(i).transpose().abs() * one.col(0).abs()).sum();
        const S allowed = small ? S(0) : 2 * rounding_factor<S>(k + 1) * size;
        RC_ASSERT(std::abs(alone(i, 0) - together(i, column)) <= allowed);
      }
    }
  });
}

TEST_CASE("the instruction set of large products is one of those the processor has") {
  bool known = false;
  for (const auto& kernel : kernels<double>()) known |= kernel.name == product_instruction_set();
  CHECK(known);
  CHECK(kernels<double>().back().name == product_instruction_set());
}

}  // namespace axiomark::tests
