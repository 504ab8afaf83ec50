#include "network/kernels/quotients.hpp"

#include <cfenv>
#include <cmath>
#include <vector>

#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

/// Every instruction set that this processor has.
template <class T>
std::vector<const wide::QuotientLoops<T>*> levels() {
  std::vector<const wide::QuotientLoops<T>*> all = {&wide::plain::quotient_loops(T(0))};
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    all.push_back(&wide::ordered_v3::quotient_loops(T(0)));
  }
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    all.push_back(&wide::ordered_v4::quotient_loops(T(0)));
  }
#endif
  return all;
}

/// Eighths from -1 to 1, or thirds of them: many are equal, many are zero.
template <class T>
std::vector<T> fill(std::size_t count, std::uint32_t seed, T unit) {
  std::vector<T> values(count);
  for (T& value : values) {
    seed = seed * 1664525U + 1013904223U;  // Numerical Recipes' generator: any will do
    value = static_cast<T>(static_cast<int>((seed >> 16) % 17) - 8) / unit;
  }
  return values;
}

// The rule as it is written down, a number at a time.
template <class T>
T rescaled(T z, T z0, T m, T threshold, T at_zero) {
  if (m == T(0)) return T(0);
  const auto relu = [](T v) { return v > T(0) ? v : T(0); };
  if (std::abs(z - z0) <= threshold) return m * (z > T(0) ? T(1) : z == T(0) ? at_zero : T(0));
  return m * ((relu(z) - relu(z0)) / (z - z0));
}

template <class T>
void check_rescale(const wide::QuotientLoops<T>& loops, T unit, T threshold) {
  constexpr std::size_t kCount = 101;
  const auto z = fill<T>(kCount, 1, unit);
  const auto z0 = fill<T>(kCount, 2, unit);
  const auto m = fill<T>(kCount, 3, unit);
  std::vector<T> y = z;
  std::vector<T> y0 = z0;
  for (auto* values : {&y, &y0}) {
    for (T& v : *values) v = v > T(0) ? v : T(0);
  }
  std::vector<T> x(kCount);
  const T at_zero = T(0.25);
  loops.rescale_relu({z.data(), z0.data(), y.data(), y0.data()}, m.data(), threshold, at_zero,
                     x.data(), kCount);
  for (std::size_t k = 0; k < kCount; ++k) {
    CHECK(x[k] == rescaled(z[k], z0[k], m[k], threshold, at_zero));
    const bool met = loops.meets_no_difference(&z[k], &z0[k], &m[k], threshold, 1);
    CHECK(met == (std::abs(z[k] - z0[k]) <= threshold && m[k] != T(0)));
  }
}

template <class T>
void check_share(const wide::QuotientLoops<T>& loops, T unit, T epsilon) {
  constexpr std::size_t kCount = 101;
  const auto relevance = fill<T>(kCount, 4, unit);
  const auto z = fill<T>(kCount, 5, unit);
  const T factor = T(3);
  const T bias = T(5) / unit;
  std::vector<T> quotients(kCount);
  auto absorbed = fill<T>(kCount, 6, unit);
  const auto before = absorbed;
  CHECK(loops.share({relevance.data(), z.data(), factor, epsilon, bias}, quotients.data(),
                    absorbed.data(), kCount));
  for (std::size_t k = 0; k < kCount; ++k) {
    const T added = z[k] < T(0) ? -epsilon : epsilon;
    const T all = factor * relevance[k];
    const T denominator = z[k] + added;
    const T q = denominator == T(0) ? T(0) : all / denominator;
    const T kept = denominator == T(0) ? all : T(q * bias + added * q);
    CHECK(quotients[k] == q);
    CHECK(absorbed[k] == T(before[k] + kept));
    const T at = z[k];
    T taken(0);
    T unused(0);
    CHECK(loops.share({&relevance[k], &at, factor, epsilon, bias}, &unused, &taken, 1) ==
          (at == T(0)));
  }
}

}  // namespace

TEMPLATE_TEST_CASE("quotients of backward rules are those of their definitions, bit for bit", "",
                   float, double) {
  for (const auto* loops : levels<TestType>()) {
    for (const TestType unit : {TestType(8), TestType(3)}) {
      check_rescale<TestType>(*loops, unit, TestType(0));
      check_rescale<TestType>(*loops, unit, TestType(0.3));
      check_share<TestType>(*loops, unit, TestType(0));
      check_share<TestType>(*loops, unit, TestType(0.125));
    }
  }
}

TEMPLATE_TEST_CASE("numbers that do not count leave no rounding behind", "", float, double) {
  // 1 / 3 would be rounded, but the difference is within the threshold.
  const std::vector<TestType> z(33, TestType(3));
  const std::vector<TestType> z0(33, TestType(0));
  const std::vector<TestType> ones(33, TestType(1));
  std::vector<TestType> x(33);
  for (const auto* loops : levels<TestType>()) {
    std::feclearexcept(FE_INEXACT);
    loops->rescale_relu({z.data(), z0.data(), ones.data(), z0.data()}, ones.data(), TestType(4),
                        TestType(0), x.data(), 33);
    CHECK(std::fetestexcept(FE_INEXACT) == 0);
    CHECK(x.front() == TestType(1));
  }
}

}  // namespace axiomark::tests
