// Included by one source file per instruction set, with AXIOMARK_LEVEL set to its namespace.
// Renaming Eigen's namespace keeps the linker from merging its inline functions, compiled here for
// a wide instruction set, with those of the rest of the program.
#define AXIOMARK_JOIN_(a, b) a##b
#define AXIOMARK_JOIN(a, b) AXIOMARK_JOIN_(a, b)
#define Eigen AXIOMARK_JOIN(Eigen_, AXIOMARK_LEVEL)
#include <Eigen/Core>

#include "network/kernels/wide_product.hpp"

namespace axiomark::wide::AXIOMARK_LEVEL {
namespace {

template <class T>
using RowMajor = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class T>
void product(const T* a, const T* b, T* c, std::ptrdiff_t m, std::ptrdiff_t k, std::ptrdiff_t n) {
  const Eigen::Map<const RowMajor<T>> left(a, m, k);
  const Eigen::Map<const RowMajor<T>> right(b, k, n);
  Eigen::Map<RowMajor<T>> result(c, m, n);
  result.noalias() += left * right;
}

template <class T>
void transposed_product(const T* a, const T* b, T* c, std::ptrdiff_t m, std::ptrdiff_t k,
                        std::ptrdiff_t n) {
  const Eigen::Map<const RowMajor<T>> left(a, m, k);
  const Eigen::Map<const RowMajor<T>> right(b, m, n);
  Eigen::Map<RowMajor<T>> result(c, k, n);
  result.noalias() += left.transpose() * right;
}

}  // namespace

#define AXIOMARK_DEFINE(T)                                                                      \
  void add_product(const T* a, const T* b, T* c, std::ptrdiff_t m, std::ptrdiff_t k,            \
                   std::ptrdiff_t n) {                                                          \
    product(a, b, c, m, k, n);                                                                  \
  }                                                                                             \
  void add_transposed_product(const T* a, const T* b, T* c, std::ptrdiff_t m, std::ptrdiff_t k, \
                              std::ptrdiff_t n) {                                               \
    transposed_product(a, b, c, m, k, n);                                                       \
  }
AXIOMARK_DEFINE(float)
AXIOMARK_DEFINE(double)
#undef AXIOMARK_DEFINE

}  // namespace axiomark::wide::AXIOMARK_LEVEL
