#include "network/kernels/rows.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "network/kernels/wide_gathered.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

template <class T>
struct Level {
  std::string name;
  const wide::RowLoops<T>* loops;
  wide::GatheredProduct<T> product;
};

/// Every instruction set that this processor has.
template <class T>
std::vector<Level<T>> levels() {
  std::vector<Level<T>> all = {
      {"generic", &wide::plain::row_loops(T(0)), wide::plain::gathered_product}};
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    all.push_back({"x86-64-v3", &wide::v3::row_loops(T(0)), wide::v3::gathered_product});
  }
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    all.push_back({"x86-64-v4", &wide::v4::row_loops(T(0)), wide::v4::gathered_product});
  }
#endif
  return all;
}

/// Eighths from -2 to 2, some of them zero.
template <class T>
std::vector<T> fill(std::size_t count, std::uint32_t seed) {
  std::vector<T> values(count);
  for (T& value : values) {
    seed = seed * 1664525U + 1013904223U;  // Numerical Recipes' generator: any will do
    value = static_cast<T>(static_cast<int>((seed >> 16) % 33) - 16) / T(8);
  }
  return values;
}

// Short numbers: every sum is exact in any order, fused or not.
template <class T>
void check_gathered_product(const Level<T>& level, std::size_t outputs, std::size_t terms) {
  const std::size_t lanes = 64 / sizeof(T);
  for (const std::size_t vectors : {1U, 2U, 3U, 5U}) {
    const std::size_t columns = vectors * lanes;
    const auto weights = fill<T>(outputs * terms * 2, 1);
    const auto x = fill<T>(terms * 2 * columns, 2);
    const auto starts = fill<T>(outputs, 3);
    std::vector<T> y(outputs * 2 * columns, T(99));
    std::vector<wide::Place> to;
    std::vector<wide::Place> from;
    // Every other row, weights of neighbouring outputs apart by 2 terms.
    for (std::size_t o = 0; o < outputs; ++o) {
      to.push_back(
          {static_cast<std::int32_t>(o * terms * 2), static_cast<std::int32_t>(2 * o * columns)});
    }
    for (std::size_t t = 0; t < terms; ++t) {
      from.push_back(
          {static_cast<std::int32_t>(2 * t), static_cast<std::int32_t>((2 * t + 1) * columns)});
    }
    level.product(weights.data(), {to.data(), static_cast<std::ptrdiff_t>(outputs)}, starts.data(),
                  {from.data(), static_cast<std::ptrdiff_t>(terms)}, x.data(), y.data(),
                  static_cast<std::ptrdiff_t>(columns));
    std::size_t wrong = 0;
    for (std::size_t o = 0; o < outputs; ++o) {
      for (std::size_t n = 0; n < columns; ++n) {
        T sum = starts[o];
        for (std::size_t t = 0; t < terms; ++t) {
          sum += weights[o * terms * 2 + 2 * t] * x[(2 * t + 1) * columns + n];
        }
        wrong += y[2 * o * columns + n] == sum ? 0 : 1;
        wrong += y[(2 * o + 1) * columns + n] == T(99) ? 0 : 1;  // rows that were not asked for
      }
    }
    INFO(level.name << ", " << outputs << " outputs, " << terms << " terms, " << columns
                    << " columns");
    CHECK(wrong == 0);
  }
}

template <class T>
void check_rows(const wide::RowLoops<T>& loops) {
  const std::size_t count = 640 / sizeof(T);
  const auto size = static_cast<std::ptrdiff_t>(count);
  const auto z = fill<T>(count, 4);
  const auto c = fill<T>(count, 5);
  std::vector<T> got(count);

  CHECK(loops.rectify(z.data(), got.data(), size).finite);
  CHECK(loops.rectify(z.data(), got.data(), size).zero);
  for (std::size_t k = 0; k < count; ++k) CHECK(got[k] == std::max(z[k], T(0)));
  std::vector<T> faulty(count, T(1));
  CHECK_FALSE(loops.rectify(faulty.data(), got.data(), size).zero);
  for (const T fault : {std::numeric_limits<T>::infinity(), -std::numeric_limits<T>::infinity(),
                        std::numeric_limits<T>::quiet_NaN()}) {
    faulty[count / 2 + 1] = fault;
    CHECK_FALSE(loops.rectify(faulty.data(), got.data(), size).finite);
  }

  const T half = T(1) / T(2);
  CHECK(loops.pull_back_relu(z.data(), c.data(), half, got.data(), size));
  for (std::size_t k = 0; k < count; ++k) {
    CHECK(got[k] == (z[k] > 0 ? c[k] : (z[k] == 0 ? c[k] * half : T(0))));
  }
  const std::vector<T> silent(count, T(0));
  CHECK_FALSE(loops.pull_back_relu(z.data(), silent.data(), half, got.data(), size));
  loops.pull_back_open(z.data(), c.data(), got.data(), size);
  for (std::size_t k = 0; k < count; ++k) CHECK(got[k] == (z[k] > 0 ? c[k] : T(0)));

  // A row for each place at which one number differs from the others.
  for (std::size_t place = 0; place < count; ++place) {
    std::vector<T> row(count, T(0));
    std::uint8_t mark = 9;
    row[place] = T(-1);
    loops.mark_not_zero(row.data(), 1, size, size, &mark);
    CHECK(mark == 1);
    row.assign(count, T(-1));
    loops.mark_not_negative(row.data(), 1, size, size, &mark);
    CHECK(mark == 0);
    row[place] = T(0);
    loops.mark_not_negative(row.data(), 1, size, size, &mark);
    CHECK(mark == 1);
    // Neighbours differ in sign at the place and before it.
    std::vector<std::uint8_t> paired(count, 0);
    CHECK_FALSE(loops.any_sign_change(row.data(), paired.data(), size - 1));
    if (place + 1 == count) continue;
    paired[place] = 1;
    CHECK(loops.any_sign_change(row.data(), paired.data(), size - 1));
  }

  T sum(0);
  for (const T& value : z) sum += value;
  CHECK(loops.sum(z.data(), size) == sum);
}

// Units of roundoff that a computed value is off.
template <class T>
long double units(T got, long double exact) {
  return std::fabs((static_cast<long double>(got) - exact) / exact) * 2 /
         std::numeric_limits<T>::epsilon();
}

template <class T>
void check_sigmoid(const wide::RowLoops<T>& loops, T reach) {
  const std::size_t count = 16384;
  std::vector<T> z(count);
  for (std::size_t k = 0; k < count; ++k) {
    z[k] = reach * (T(2) * static_cast<T>(k) / static_cast<T>(count) - T(1));
  }
  std::vector<T> y(count);
  std::vector<T> slopes(count);
  CHECK(loops.sigmoid(z.data(), y.data(), slopes.data(), static_cast<std::ptrdiff_t>(count)));
  long double worst_value = 0;
  long double worst_slope = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const long double e = std::exp(-std::fabs(static_cast<long double>(z[k])));
    worst_value = std::max(worst_value, units(y[k], (z[k] < 0 ? e : 1.0L) / (1 + e)));
    worst_slope = std::max(worst_slope, units(slopes[k], e / ((1 + e) * (1 + e))));
  }
  CHECK(worst_value < 8);
  CHECK(worst_slope < 8);
  z[5] = std::numeric_limits<T>::quiet_NaN();
  CHECK_FALSE(loops.sigmoid(z.data(), y.data(), slopes.data(), 16));
  z[5] = -2 * reach;
  CHECK(loops.sigmoid(z.data(), y.data(), slopes.data(), 16));
  CHECK(slopes[5] == T(0));
}

}  // namespace

TEMPLATE_TEST_CASE("gathered products are sums over their lists on every instruction set", "",
                   float, double) {
  for (const auto& level : levels<TestType>()) {
    for (std::size_t outputs = 1; outputs <= 20; ++outputs) {
      for (const std::size_t terms : {0U, 1U, 7U}) check_gathered_product(level, outputs, terms);
    }
  }
}

TEMPLATE_TEST_CASE("loops over rows do what they say on every instruction set", "", float, double) {
  for (const auto& level : levels<TestType>()) {
    INFO(level.name);
    check_rows(*level.loops);
  }
}

TEST_CASE("sigmoids are within eight units of roundoff on every instruction set") {
  for (const auto& level : levels<float>()) check_sigmoid(*level.loops, 87.0F);
  for (const auto& level : levels<double>()) check_sigmoid(*level.loops, 708.0);
}

}  // namespace axiomark::tests
