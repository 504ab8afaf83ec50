#include "network/kernels/live_product.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "network/kernels/rows.hpp"

namespace axiomark {
namespace {

// y[o] = start_o + sum over the rows r of x of weights[o * output_step + r * term_step] x[r]
template <class S>
struct Strides {
  Index output_step;
  Index term_step;
};

template <class S>
void run(const S* weights, const Strides<S>& strides, const S* starts, const Batch<S>& x,
         Batch<S>& y) {
  const auto place = [](Index weight, Index row) {
    return wide::Place{static_cast<std::int32_t>(weight), static_cast<std::int32_t>(row)};
  };
  std::vector<wide::Place> outputs;
  outputs.reserve(static_cast<std::size_t>(y.rows()));
  for (Index o = 0; o < y.rows(); ++o) {
    outputs.push_back(place(o * strides.output_step, o * y.cols()));
  }
  std::vector<std::uint8_t> marks(static_cast<std::size_t>(x.rows()));
  std::vector<wide::Place> terms(static_cast<std::size_t>(x.rows()) + 1);
  for (Index column = 0; column < x.cols(); column += kBlockColumns<S>) {
    const Index columns = std::min(kBlockColumns<S>, x.cols() - column);
    row_loops<S>().mark_not_zero(x.data() + column, x.rows(), x.cols(), columns, marks.data());
    // Written at full length: a branch per row would be mispredicted too often.
    std::size_t live = 0;
    for (Index r = 0; r < x.rows(); ++r) {
      terms[live] = place(r * strides.term_step, r * x.cols());
      live += marks[static_cast<std::size_t>(r)];
    }
    gathered_product<S>(weights, {outputs.data(), y.rows()}, starts,
                        {terms.data(), static_cast<std::ptrdiff_t>(live)}, x.data() + column,
                        y.data() + column, columns);
  }
}

}  // namespace

template <std::floating_point S>
Batch<S> live_product(const Matrix<S>& weights, const Vector<S>& bias, const Batch<S>& x) {
  Batch<S> y(weights.rows(), x.cols());
  run(weights.data(), Strides<S>{weights.cols(), 1}, bias.data(), x, y);
  return y;
}

template <std::floating_point S>
Batch<S> live_transposed_product(const Matrix<S>& weights, const Batch<S>& y) {
  Batch<S> x(weights.cols(), y.cols());
  const std::vector<S> starts(static_cast<std::size_t>(weights.cols()), S(0));
  run(weights.data(), Strides<S>{1, weights.cols()}, starts.data(), y, x);
  return x;
}

#define AXIOMARK_INSTANTIATE(S)                                                           \
  template Batch<S> live_product<S>(const Matrix<S>&, const Vector<S>&, const Batch<S>&); \
  template Batch<S> live_transposed_product<S>(const Matrix<S>&, const Batch<S>&)
AXIOMARK_INSTANTIATE(float);
AXIOMARK_INSTANTIATE(double);
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
