#include "network/kernels/live_product.hpp"

#include "network/rounding.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

// Thirds: nothing is exact. Rows and columns of zeros are what is left out.
template <class T>
Matrix<T> numbers(Index rows, Index cols, std::uint32_t seed, bool holes) {
  Matrix<T> m(rows, cols);
  for (Index i = 0; i < rows; ++i) {
    for (Index k = 0; k < cols; ++k) {
      seed = seed * 1664525U + 1013904223U;  // Numerical Recipes' generator: any will do
      m(i, k) = static_cast<T>(static_cast<int>((seed >> 16) % 33) - 16) / T(3);
      if (holes && (i % 3 == 1 || (i % 5 == 2 && k >= cols / 2))) m(i, k) = T(0);
    }
  }
  return m;
}

template <class T>
void check_close(const Batch<T>& got, const Batch<T>& left, const Batch<T>& right,
                 const Vector<T>& start) {
  // In double for float; in long double for double. A sum of n products and a start: gamma_(n + 1) of the sum of sizes.
  const auto gamma = static_cast<long double>(rounding_factor<T>(left.cols() + 1));
  for (Index i = 0; i < got.rows(); ++i) {
    for (Index k = 0; k < got.cols(); ++k) {
      long double sum = start(i);
      long double sizes = std::abs(start(i));
      for (Index j = 0; j < left.cols(); ++j) {
        const long double product = static_cast<long double>(left(i, j)) * right(j, k);
        sum += product;
        sizes += std::abs(product);
      }
      CHECK(std::abs(got(i, k) - sum) <= gamma * sizes);
    }
  }
}

}  // namespace

TEMPLATE_TEST_CASE("products that leave out zeros are within their roundings", "", float, double) {
  using T = TestType;
  for (const Index samples : {16, 48, 80}) {
    const Matrix<T> weights = numbers<T>(21, 37, 1, false);
    REQUIRE(fits_live_product(weights, samples));
    const Vector<T> bias = numbers<T>(21, 1, 2, false).col(0);
    const Batch<T> x = numbers<T>(37, samples, 3, true);
    check_close<T>(live_product(weights, bias, x), weights, x, bias);
    const Batch<T> y = numbers<T>(21, samples, 4, true);
    check_close<T>(live_transposed_product(weights, y), weights.transpose(), y,
                   Vector<T>::Zero(37));
  }
}

TEST_CASE("what is computed of a sample does not depend on those beside it") {
  const Matrix<float> weights = numbers<float>(21, 37, 1, false);
  const Vector<float> bias = numbers<float>(21, 1, 2, false).col(0);
  const Batch<float> x = numbers<float>(37, 80, 3, true);
  const Batch<float> together = live_product(weights, bias, x);
  for (const Index first : {0, 16, 32, 48, 64}) {
    const Batch<float> some = x.middleCols(first, 16);
    CHECK((live_product(weights, bias, some) == together.middleCols(first, 16)).all());
  }
}

TEST_CASE("small matrices and broken vectors of samples stay with the plain product") {
  CHECK(!fits_live_product(numbers<float>(10, 51, 1, false), 16));
  CHECK(!fits_live_product(numbers<float>(21, 37, 1, false), 15));
  CHECK(!fits_live_product(numbers<float>(21, 37, 1, false), 0));
  CHECK(!fits_live_product(Matrix<Rational>(Matrix<Rational>::Zero(21, 37)), 16));
}

}  // namespace axiomark::tests
