#include "network/finite.hpp"

namespace axiomark {

template <Scalar S>
bool all_finite([[maybe_unused]] const S* values, [[maybe_unused]] Index count) {
  if constexpr (is_exact<S>) {
    return true;
  } else {
    // Infinity less infinity is not a number. Summed up in whole numbers, for vector instructions.
    int faults = 0;
    for (Index k = 0; k < count; ++k) faults |= values[k] - values[k] == S(0) ? 0 : 1;
    return faults == 0;
  }
}

template bool all_finite<float>(const float*, Index);
template bool all_finite<double>(const double*, Index);
template bool all_finite<Rational>(const Rational*, Index);

}  // namespace axiomark
