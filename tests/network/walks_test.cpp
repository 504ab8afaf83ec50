#include "network/kernels/walks.hpp"

#include <vector>

#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

/// Every instruction set that this processor has.
template <class T>
std::vector<const wide::WalkLoops<T>*> levels() {
  std::vector<const wide::WalkLoops<T>*> all = {&wide::plain::walk_loops(T(0))};
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    all.push_back(&wide::v3::walk_loops(T(0)));
  }
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    all.push_back(&wide::v4::walk_loops(T(0)));
  }
#endif
  return all;
}

/// Numbers with all of their bits in use: sums in another order would differ.
template <class T>
std::vector<T> fill(std::ptrdiff_t count, std::uint32_t seed) {
  std::vector<T> values(static_cast<std::size_t>(count));
  for (T& value : values) {
    seed = seed * 1664525U + 1013904223U;  // Numerical Recipes' generator: any will do
    value = static_cast<T>(seed) / T(1e9) - T(2);
  }
  return values;
}

// One number at a time, by the definition.
template <class T>
void check_walk(const wide::WalkLoops<T>& loops, std::ptrdiff_t rows) {
  const auto lanes = static_cast<std::ptrdiff_t>(64 / sizeof(T));
  const std::ptrdiff_t stride = (rows + lanes - 1) / lanes * lanes;
  const std::ptrdiff_t count = 3 * lanes;
  const std::ptrdiff_t y_stride = count + 5;
  const auto columns = fill<T>(4 * stride, 1);
  const auto start = fill<T>(stride, 2);
  auto state = fill<T>(stride, 3);
  auto expected = state;
  std::vector<std::int32_t> moves;
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    const auto move = static_cast<std::int32_t>(k * k % 4);
    moves.push_back(k % 7 == 5 ? ~move : move);
  }
  std::vector<T> y(static_cast<std::size_t>(rows * y_stride), T(99));
  loops.walk({columns.data(), rows, stride}, start.data(), moves.data(), count, state.data(),
             y.data(), y_stride);
  for (std::ptrdiff_t i = 0; i < rows; ++i) {
    const auto row = static_cast<std::size_t>(i);
    for (std::ptrdiff_t k = 0; k < count; ++k) {
      const std::int32_t move = moves[static_cast<std::size_t>(k)];
      if (move < 0) expected[row] = start[row];
      expected[row] += columns[static_cast<std::size_t>((move < 0 ? ~move : move) * stride + i)];
      CHECK(y[static_cast<std::size_t>(i * y_stride + k)] == expected[row]);
    }
    CHECK(state[row] == expected[row]);
    for (std::ptrdiff_t k = count; k < y_stride; ++k) {
      CHECK(y[static_cast<std::size_t>(i * y_stride + k)] == T(99));
    }
  }
}

template <class T>
void check_add_to_rows(const wide::WalkLoops<T>& loops) {
  const auto lanes = static_cast<std::ptrdiff_t>(64 / sizeof(T));
  const std::ptrdiff_t rows = 5;
  const std::ptrdiff_t count = 3 * lanes;
  const auto table = fill<T>(rows * count, 4);
  const auto start = fill<T>(rows, 5);
  std::vector<T> y(table.size());
  loops.add_to_rows(start.data(), table.data(), rows, count, y.data());
  for (std::size_t k = 0; k < y.size(); ++k) {
    CHECK(y[k] == start[k / static_cast<std::size_t>(count)] + table[k]);
  }
}

}  // namespace

TEMPLATE_TEST_CASE("walks add columns in their order on every instruction set", "", float, double) {
  for (const auto* loops : levels<TestType>()) {
    for (const std::ptrdiff_t rows : {1, 7, 8, 16, 17, 40}) check_walk(*loops, rows);
    check_add_to_rows(*loops);
  }
}

}  // namespace axiomark::tests
