#include "network/linear_part.hpp"

namespace axiomark {

Operator<double> linear_part(Operator<double> op) {
  std::visit(
      []<class Op>(Op& o) {
        if constexpr (std::same_as<Op, Dense<double>> || std::same_as<Op, Convolution<double>>) {
          o.bias.setZero();
        } else if constexpr (std::same_as<Op, Shift<double>>) {
          o.offset.setZero();
        } else if constexpr (std::same_as<Op, Rearrange<double>>) {
          o.fill = 0;
        }
      },
      op);
  return op;
}

}  // namespace axiomark
