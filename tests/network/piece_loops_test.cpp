#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "network/kernels/pieces.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

template <class T>
struct Level {
  std::string name;
  const wide::PieceLoops<T>* loops;
};

/// Every instruction set that this processor has.
template <class T>
std::vector<Level<T>> levels() {
  std::vector<Level<T>> all = {{"generic", &wide::plain::piece_loops(T(0))}};
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    all.push_back({"x86-64-v3", &wide::v3::piece_loops(T(0))});
  }
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    all.push_back({"x86-64-v4", &wide::v4::piece_loops(T(0))});
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

template <class T>
struct Doubts {
  std::vector<std::uint8_t> crosses;
  wide::Doubt<T> all;
};

/// Columns at even distances from 0 to 1, which is repeated up to a whole group and once more.
template <class T>
Doubts<T> doubts(const wide::PieceLoops<T>& loops, const std::vector<T>& z,
                 const std::vector<T>& bounds) {
  const std::size_t intervals = bounds.size() * wide::kIntervalGroup;
  std::vector<T> ts;
  for (std::size_t n = 0; n <= intervals; ++n) {
    ts.push_back(std::min(T(1), static_cast<T>(n) / static_cast<T>(z.size() - 1)));
  }
  Doubts<T> found{std::vector<std::uint8_t>(intervals), {}};
  found.all = loops.doubt(z.data(), ts.data(), static_cast<std::ptrdiff_t>(z.size()), bounds.data(),
                          T(0), found.crosses.data());
  return found;
}

}  // namespace

TEMPLATE_TEST_CASE("extremes are those of a group's columns and the next group's first", "", float,
                   double) {
  using T = TestType;
  for (const Level<T>& level : levels<T>()) {
    CAPTURE(level.name);
    for (const std::size_t columns : {2U, 3U, 16U, 17U, 18U, 33U, 34U, 50U}) {
      const auto x = fill<T>(columns, static_cast<std::uint32_t>(columns));
      const std::size_t groups = (columns - 1 + 15) / 16;
      std::vector<T> sizes(groups);
      std::vector<T> tops(groups);
      level.loops->group_sizes(x.data(), static_cast<std::ptrdiff_t>(columns), sizes.data());
      level.loops->group_tops(x.data(), static_cast<std::ptrdiff_t>(columns), tops.data());
      for (std::size_t g = 0; g < groups; ++g) {
        T size(0);
        T top(-99);
        for (std::size_t n = 16 * g; n <= 16 * g + 16 && n < columns; ++n) {
          size = std::max(size, std::abs(x[n]));
          top = std::max(top, x[n]);
        }
        CHECK(sizes[g] == size);
        CHECK(tops[g] == top);
      }
    }
    const std::vector<T> lost = {T(1), std::numeric_limits<T>::quiet_NaN(), T(-3)};
    T size(0);
    level.loops->group_sizes(lost.data(), 3, &size);
    CHECK(std::isnan(size));
    const std::vector<T> below = {T(-5), T(-3), T(-4)};
    T top(0);
    level.loops->group_tops(below.data(), 3, &top);
    CHECK(top == T(-3));
  }
}

TEMPLATE_TEST_CASE("doubts about a crossing are bound over slope", "", float, double) {
  using T = TestType;
  const T half(T(1) / T(2));
  for (const Level<T>& level : levels<T>()) {
    CAPTURE(level.name);
    // From -1 to 3 in one interval: known to within 1/2, it crosses at 1/4, give or take (1/2 + 1/2) / 4 of it.
    auto found = doubts<T>(*level.loops, {T(-1), T(3)}, {half});
    CHECK(found.crosses[0] == 1);
    CHECK(found.all.longest == half);  // twice as much, both sides together
    CHECK(found.all.total == T(1));
    // Without doubt.
    found = doubts<T>(*level.loops, {T(-1), T(3)}, {T(0)});
    CHECK(found.crosses[0] == 1);
    CHECK(found.all.longest == T(0));
    // From 1/2 to 4.5: the sign of the left end is hidden, so that it may cross within three bounds / slope.
    found = doubts<T>(*level.loops, {half, T(9) / T(2)}, {half});
    CHECK(found.crosses[0] == 0);
    CHECK(found.all.longest == T(3) / T(8));
    CHECK(found.all.total == T(3) / T(4));
    // Both ends hidden: anywhere. All signs known: nowhere.
    found = doubts<T>(*level.loops, {T(-1), T(-1)}, {T(1)});
    CHECK(found.all.longest == T(1));
    found = doubts<T>(*level.loops, {T(1), T(2)}, {half});
    CHECK(found.all.longest == T(0));
    CHECK_FALSE(found.all.rests);
    // At rest in the second interval of two; padding, which repeats the last column, is none.
    CHECK(doubts<T>(*level.loops, {T(1), T(0), T(0)}, {T(0)}).all.rests);
    CHECK_FALSE(doubts<T>(*level.loops, {T(1), T(1), T(0)}, {T(0)}).all.rests);
    const T infinite = std::numeric_limits<T>::infinity();
    CHECK_FALSE(doubts<T>(*level.loops, {T(1), infinite}, {T(0)}).all.finite);
    CHECK(doubts<T>(*level.loops, {T(1), T(-2)}, {infinite}).all.finite);
    CHECK(doubts<T>(*level.loops, {T(1), T(2)}, {infinite}).all.longest == T(1));
  }
}

TEMPLATE_TEST_CASE("crossings are marked in every interval of many groups", "", float, double) {
  using T = TestType;
  for (const Level<T>& level : levels<T>()) {
    CAPTURE(level.name);
    for (const std::size_t columns : {2U, 16U, 17U, 18U, 40U}) {
      const auto z = fill<T>(columns, 7);
      const auto found =
          doubts<T>(*level.loops, z, std::vector<T>((columns + 14) / 16, T(1) / T(16)));
      for (std::size_t n = 0; n < found.crosses.size(); ++n) {
        const bool crosses = n + 1 < columns && z[n] * z[n + 1] < T(0);
        CHECK(found.crosses[n] == (crosses ? 1 : 0));
      }
    }
  }
}

TEMPLATE_TEST_CASE("sums and multiples take the sizes of the weights", "", float, double) {
  using T = TestType;
  for (const Level<T>& level : levels<T>()) {
    CAPTURE(level.name);
    for (const std::size_t count : {0U, 1U, 63U, 64U, 65U, 200U}) {
      const auto w = fill<T>(count, 3);
      const auto x = fill<T>(count, 4);
      T sum(0);
      for (std::size_t k = 0; k < count; ++k) sum += std::abs(w[k]) * x[k];
      CHECK(level.loops->sum_of_sizes(w.data(), x.data(), static_cast<std::ptrdiff_t>(count)) ==
            sum);
      auto y = fill<T>(count, 5);
      auto expected = y;
      for (std::size_t k = 0; k < count; ++k) expected[k] += T(-3) * std::abs(w[k]);
      level.loops->add_sizes(T(-3), w.data(), y.data(), static_cast<std::ptrdiff_t>(count));
      CHECK(y == expected);
    }
  }
}

}  // namespace axiomark::tests
