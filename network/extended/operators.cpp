#include "network/extended/operators.hpp"

#include <algorithm>
#include <boost/math/constants/constants.hpp>
#include <cmath>

namespace axiomark::extended {
namespace {

struct Point {
  Real value = 0;
  Real slope = 0;
  Index piece = 0;
};

// Each elementwise operator at one number. Written so that nothing overflows or cancels.

Real sigmoid(Real z) {
  const Real e = std::exp(-std::fabs(z));
  return (z < 0 ? e : Real(1)) / (1 + e);
}

// sigma (1 - sigma)
Real sigmoid_slope(Real z) {
  const Real e = std::exp(-std::fabs(z));
  return e / ((1 + e) * (1 + e));
}

// Whether z is on the upper side of a kink.
bool above(Real z, Real kink, OnKink on_kink) {
  return z > kink || (z == kink && on_kink == OnKink::above_and_last);
}

Point at(const Relu&, Real z, OnKink k) { return above(z, 0, k) ? Point{z, 1, 1} : Point{0, 0}; }
Point at(const LeakyRelu<double>& op, Real z, OnKink k) {
  return above(z, 0, k) ? Point{z, 1, 1} : Point{op.slope * z, op.slope};
}
Point at(const Abs&, Real z, OnKink k) { return above(z, 0, k) ? Point{z, 1, 1} : Point{-z, -1}; }
Point at(const Clip<double>& op, Real z, OnKink k) {
  if (above(z, op.high, k)) return {op.high, 0, 2};
  return above(z, op.low, k) ? Point{z, 1, 1} : Point{op.low, 0};
}
Point at(const Elu<double>& op, Real z, OnKink k) {
  return above(z, 0, k) ? Point{z, 1, 1} : Point{op.alpha * std::expm1(z), op.alpha * std::exp(z)};
}
Point at(const Power& op, Real z) {
  return {std::pow(z, op.exponent), op.exponent * std::pow(z, op.exponent - 1)};
}
Point at(const Sigmoid&, Real z) { return {sigmoid(z), sigmoid_slope(z)}; }
Point at(const Tanh&, Real z) { return {std::tanh(z), 4 * sigmoid_slope(2 * z)}; }
Point at(const Softplus&, Real z) {
  return {std::fmax(z, Real(0)) + std::log1p(std::exp(-std::fabs(z))), sigmoid(z)};
}
Point at(const Gelu&, Real z) {
  using boost::math::constants::one_div_root_two;
  using boost::math::constants::one_div_root_two_pi;
  const Real below = std::erfc(-z * one_div_root_two<Real>()) / 2;
  return {z * below, below + z * one_div_root_two_pi<Real>() * std::exp(-z * z / 2)};
}
Point at(const Exp&, Real z) { return {std::exp(z), std::exp(z)}; }
Point at(const Log&, Real z) { return {std::log(z), 1 / z}; }
Point at(const Sqrt&, Real z) { return {std::sqrt(z), Real(0.5) / std::sqrt(z)}; }

template <class Op>
constexpr bool has_kinks = PiecewiseLinear<Op, double> || std::same_as<Op, Elu<double>>;

// The largest (sign = 1) or smallest (-1) of `count` numbers.
template <class ValueOf>
Index largest(Index count, int sign, OnKink on_kink, const ValueOf& value) {
  Index best = 0;
  for (Index k = 1; k < count; ++k) {
    if (above(sign * value(k), sign * value(best), on_kink)) best = k;
  }
  return best;
}

std::size_t place(Index i) { return static_cast<std::size_t>(i); }

Values softmax(const Softmax& op, const Values& x) {
  Values y(x.size());
  for_each_group(op, [&](Index first, Index apart, Index rows) {
    Real top = x[place(first)];
    for (Index k = 1; k < rows; ++k) top = std::fmax(top, x[place(first + k * apart)]);
    Real sum = 0;
    for (Index k = 0; k < rows; ++k) {
      const std::size_t i = place(first + k * apart);
      sum += y[i] = std::exp(x[i] - top);
    }
    for (Index k = 0; k < rows; ++k) y[place(first + k * apart)] /= sum;
  });
  return y;
}

}  // namespace

template <class Op>
NodeValues evaluate(const Op& op, const ValueOperands& operands, OnKink on_kink) {
  NodeValues node;
  const Values& x = *operands.front();
  if constexpr (std::same_as<Op, WindowMax>) {
    for (Index w = 0; w + 1 < static_cast<Index>(op.windows.begin.size()); ++w) {
      const auto members = op.windows[w];
      const Index taken = largest(static_cast<Index>(members.size()), 1, on_kink,
                                  [&](Index k) { return x[place(members[place(k)])]; });
      node.piece.push_back(members[place(taken)]);
      node.value.push_back(x[place(node.piece.back())]);
    }
  } else if constexpr (std::same_as<Op, Max> || std::same_as<Op, Min>) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      const Index taken =
          largest(static_cast<Index>(operands.size()), std::same_as<Op, Max> ? 1 : -1, on_kink,
                  [&](Index k) { return (*operands[place(k)])[i]; });
      node.piece.push_back(taken);
      node.value.push_back((*operands[place(taken)])[i]);
    }
  } else if constexpr (std::same_as<Op, Product>) {
    for (std::size_t i = 0; i < x.size(); ++i) node.value.push_back(x[i] * (*operands[1])[i]);
  } else if constexpr (std::same_as<Op, Softmax>) {
    node.value = softmax(op, x);
  } else {
    for (const Real z : x) {
      Point point;
      if constexpr (has_kinks<Op>) {
        point = at(op, z, on_kink);
        node.piece.push_back(point.piece);
      } else {
        point = at(op, z);
      }
      node.value.push_back(point.value);
      node.slope.push_back(point.slope);
    }
  }
  return node;
}

template <class Op>
std::vector<Values> pull_back(const Op& op, const ValueOperands& operands,
                              const NodeValues& forward, const Values& cotangent) {
  std::vector<Values> parts;
  for (const Values* x : operands) parts.emplace_back(x->size());
  if constexpr (std::same_as<Op, WindowMax>) {
    for (std::size_t w = 0; w < cotangent.size(); ++w) {
      parts[0][place(forward.piece[w])] += cotangent[w];
    }
  } else if constexpr (std::same_as<Op, Max> || std::same_as<Op, Min>) {
    for (std::size_t i = 0; i < cotangent.size(); ++i) {
      parts[place(forward.piece[i])][i] = cotangent[i];
    }
  } else if constexpr (std::same_as<Op, Product>) {
    for (std::size_t i = 0; i < cotangent.size(); ++i) {
      parts[0][i] = cotangent[i] * (*operands[1])[i];
      parts[1][i] = cotangent[i] * (*operands[0])[i];
    }
  } else if constexpr (std::same_as<Op, Softmax>) {
    // y_i (c_i - sum_j c_j y_j)
    for_each_group(op, [&](Index first, Index apart, Index rows) {
      Real mean = 0;
      for (Index k = 0; k < rows; ++k) {
        const std::size_t i = place(first + k * apart);
        mean += cotangent[i] * forward.value[i];
      }
      for (Index k = 0; k < rows; ++k) {
        const std::size_t i = place(first + k * apart);
        parts[0][i] = forward.value[i] * (cotangent[i] - mean);
      }
    });
  } else {
    for (std::size_t i = 0; i < cotangent.size(); ++i) {
      parts[0][i] = cotangent[i] * forward.slope[i];
    }
  }
  return parts;
}

#define AXIOMARK_INSTANTIATE(Op)                                                                 \
  template NodeValues evaluate<Op>(const Op&, const ValueOperands&, OnKink);                     \
  template std::vector<Values> pull_back<Op>(const Op&, const ValueOperands&, const NodeValues&, \
                                             const Values& cotangent)
AXIOMARK_INSTANTIATE(Relu);
AXIOMARK_INSTANTIATE(LeakyRelu<double>);
AXIOMARK_INSTANTIATE(Abs);
AXIOMARK_INSTANTIATE(Clip<double>);
AXIOMARK_INSTANTIATE(Power);
AXIOMARK_INSTANTIATE(Sigmoid);
AXIOMARK_INSTANTIATE(Tanh);
AXIOMARK_INSTANTIATE(Softplus);
AXIOMARK_INSTANTIATE(Elu<double>);
AXIOMARK_INSTANTIATE(Gelu);
AXIOMARK_INSTANTIATE(Exp);
AXIOMARK_INSTANTIATE(Log);
AXIOMARK_INSTANTIATE(Sqrt);
AXIOMARK_INSTANTIATE(WindowMax);
AXIOMARK_INSTANTIATE(Max);
AXIOMARK_INSTANTIATE(Min);
AXIOMARK_INSTANTIATE(Product);
AXIOMARK_INSTANTIATE(Softmax);
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark::extended
