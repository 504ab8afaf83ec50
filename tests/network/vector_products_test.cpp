#include <cstdint>
#include <string>
#include <vector>

#include "network/kernels/vectors.hpp"
#include "network/kernels/wide_vectors.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

template <class T>
struct Level {
  std::string name;
  const wide::VectorLoops<T>* loops;
};

/// Every instruction set that this processor has.
template <class T>
std::vector<Level<T>> levels() {
  std::vector<Level<T>> all = {{"generic", &wide::plain::vector_loops(T(0))}};
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    all.push_back({"x86-64-v3", &wide::v3::vector_loops(T(0))});
  }
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    all.push_back({"x86-64-v4", &wide::v4::vector_loops(T(0))});
  }
#endif
  return all;
}

/// Eighths from -2 to 2: sums of them are exact in any order, fused or not.
template <class T>
T number(std::uint32_t& seed) {
  seed = seed * 1664525U + 1013904223U;  // Numerical Recipes' generator: any will do
  return static_cast<T>(static_cast<int>((seed >> 16) % 33) - 16) / T(8);
}

template <class T>
Matrix<T> draw_matrix(Index rows, Index columns, std::uint32_t seed) {
  Matrix<T> m(rows, columns);
  for (Index k = 0; k < m.size(); ++k) m.data()[k] = number<T>(seed);
  return m;
}

/// Every third stretch of `width` numbers is zero.
template <class T>
Vector<T> draw_vector(Index size, Index width, std::uint32_t seed) {
  Vector<T> v(size);
  for (Index k = 0; k < size; ++k) v(k) = k / width % 3 == 1 ? T(0) : number<T>(seed);
  return v;
}

}  // namespace

TEMPLATE_TEST_CASE("a product with a vector leaves out zeros and nothing else", "", float, double) {
  using T = TestType;
  for (const Index rows : {1, 7, 8, 9, 40}) {
    for (const Index columns : {1, 15, 16, 17, 64, 100}) {
      const Matrix<T> weights = draw_matrix<T>(rows, columns, 1);
      for (const Index width : {1, 16, 40}) {
        const Vector<T> x = draw_vector<T>(columns, width, 2);
        const Vector<T> y = draw_vector<T>(rows, width, 3);
        Vector<T> to = Vector<T>::Constant(rows, T(1));
        Vector<T> back = Vector<T>::Constant(columns, T(1));
        add_vector_product<T>(weights, x.data(), to.data());
        add_transposed_vector_product<T>(weights, y.data(), back.data());
        for (Index i = 0; i < rows; ++i) {
          T sum(1);
          for (Index j = 0; j < columns; ++j) sum += weights(i, j) * x(j);
          CHECK(to(i) == sum);
        }
        for (Index j = 0; j < columns; ++j) {
          T sum(1);
          for (Index i = 0; i < rows; ++i) sum += weights(i, j) * y(i);
          CHECK(back(j) == sum);
        }
      }
    }
  }
}

TEMPLATE_TEST_CASE("vector loops read the listed blocks and rows, on every instruction set", "",
                   float, double) {
  using T = TestType;
  constexpr Index kBlock = wide::kVectorBlock<T>;
  const Index rows = 21;
  const Index columns = 5 * kBlock + 3;
  const Matrix<T> weights = draw_matrix<T>(rows, columns, 4);
  const Vector<T> x = draw_vector<T>(columns, 1000, 5);
  const Vector<T> y = draw_vector<T>(rows, 1000, 6);
  const std::vector<std::int32_t> blocks = {0, 3, 4};
  std::vector<std::int32_t> listed;
  for (std::int32_t i = 0; i < rows; i += 2) listed.push_back(i);
  for (const Level<T>& level : levels<T>()) {
    CAPTURE(level.name);
    Vector<T> to = Vector<T>::Constant(rows, T(0));
    level.loops->add_products(weights.data(), rows, columns, blocks.data(), 3, x.data(), to.data());
    for (Index i = 0; i < rows; ++i) {
      T sum(0);
      for (const Index b : {0, 3, 4}) {
        for (Index j = b * kBlock; j < (b + 1) * kBlock; ++j) sum += weights(i, j) * x(j);
      }
      CHECK(to(i) == sum);
    }
    Vector<T> back = Vector<T>::Constant(columns, T(0));
    level.loops->add_rows(weights.data(), columns, listed.data(),
                          static_cast<std::ptrdiff_t>(listed.size()), y.data(), back.data());
    for (Index j = 0; j < columns; ++j) {
      T sum(0);
      for (Index i = 0; i < rows; i += 2) sum += weights(i, j) * y(i);
      CHECK(back(j) == sum);
    }
  }
}

}  // namespace axiomark::tests
