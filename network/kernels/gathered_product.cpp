#include "network/kernels/gathered_product.hpp"

#include <algorithm>

#include "network/kernels/instruction_set.hpp"

namespace axiomark {
namespace {

template <Scalar S>
void sum_one_by_one(const S* weights, wide::Places outputs, const S* starts, wide::Places terms,
                    const S* x, S* y, Index columns) {
  for (Index o = 0; o < outputs.count; ++o) {
    std::fill_n(y + outputs.data[o].row, columns, starts[o]);
    for (Index t = 0; t < terms.count; ++t) {
      const S& weight = weights[outputs.data[o].weight + terms.data[t].weight];
      for (Index n = 0; n < columns; ++n) {
        y[outputs.data[o].row + n] += weight * x[terms.data[t].row + n];
      }
    }
  }
}

}  // namespace

template <std::floating_point S>
wide::GatheredProduct<S> widest_gathered_product() {
#ifdef AXIOMARK_X86_64_KERNELS
  if (instruction_set() == InstructionSet::v4) return wide::v4::gathered_product;
  if (instruction_set() == InstructionSet::v3) return wide::v3::gathered_product;
#endif
  return wide::plain::gathered_product;
}

template <std::floating_point S>
wide::GatheredProduct<S> ordered_gathered_product() {
#ifdef AXIOMARK_X86_64_KERNELS
  if (instruction_set() == InstructionSet::v4) return wide::ordered_v4::gathered_product;
  if (instruction_set() == InstructionSet::v3) return wide::ordered_v3::gathered_product;
#endif
  return wide::plain::gathered_product;
}

template <Scalar S>
void gathered_product(const S* weights, wide::Places outputs, const S* starts, wide::Places terms,
                      const S* x, S* y, Index columns) {
  if constexpr (is_exact<S>) {
    sum_one_by_one<S>(weights, outputs, starts, terms, x, y, columns);
  } else {
    static const wide::GatheredProduct<S> product = widest_gathered_product<S>();
    product(weights, outputs, starts, terms, x, y, columns);
  }
}

#define AXIOMARK_INSTANTIATE(S)                                                                   \
  template void gathered_product<S>(const S*, wide::Places, const S*, wide::Places, const S*, S*, \
                                    Index);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE
template wide::GatheredProduct<float> widest_gathered_product<float>();
template wide::GatheredProduct<double> widest_gathered_product<double>();
template wide::GatheredProduct<float> ordered_gathered_product<float>();
template wide::GatheredProduct<double> ordered_gathered_product<double>();

}  // namespace axiomark
