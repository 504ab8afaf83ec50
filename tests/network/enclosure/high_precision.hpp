#pragma once

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>

#include "network/network.hpp"
#include "network/segment.hpp"

/// Networks evaluated with fifty and more digits, from the operators' definitions: slow, and
/// without any of the code that encloses.
namespace axiomark::tests {

template <unsigned digits>
using HighPrecision = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<digits>,
                                                    boost::multiprecision::et_off>;
using Real = HighPrecision<50>;

/// Within a rounding of the fraction.
template <class R = Real>
[[nodiscard]] R to_real(const Rational& value) {
  return R(numerator(value)) / R(denominator(value));
}

template <class R>
struct Definition {
  R z;

  R operator()(const Relu&) const { return z > 0 ? z : R(0); }
  R operator()(const LeakyRelu<double>& op) const { return z > 0 ? z : R(R(op.slope) * z); }
  R operator()(const Abs&) const { return abs(z); }
  R operator()(const Clip<double>& op) const {
    return z < op.low ? R(op.low) : (z > op.high ? R(op.high) : z);
  }
  R operator()(const Power& op) const { return pow(z, op.exponent); }
  R operator()(const Sigmoid&) const { return 1 / (1 + exp(R(-z))); }
  R operator()(const Tanh&) const { return 1 - 2 / (exp(R(2 * z)) + 1); }
  R operator()(const Softplus&) const { return log(R(1 + exp(z))); }
  R operator()(const Elu<double>& op) const { return z > 0 ? z : R(R(op.alpha) * (exp(z) - 1)); }
  R operator()(const Gelu&) const { return z * boost::math::erfc(R(-z / sqrt(R(2)))) / 2; }
  R operator()(const Exp&) const { return exp(z); }
  R operator()(const Log&) const { return log(z); }
  R operator()(const Sqrt&) const { return sqrt(z); }
};

using Reals = std::vector<Real>;

[[nodiscard]] inline Reals definition(const Operator<double>& op, const std::vector<Reals>& xs) {
  return std::visit(
      [&]<class Op>(const Op& o) -> Reals {
        const Reals& x = xs[0];
        Reals y;
        if constexpr (std::same_as<Op, Dense<double>>) {
          for (Index i = 0; i < o.weights.rows(); ++i) {
            y.push_back(o.bias(i));
            for (Index j = 0; j < o.weights.cols(); ++j) y.back() += Real(o.weights(i, j)) * x[j];
          }
        } else if constexpr (std::same_as<Op, Product>) {
          for (std::size_t i = 0; i < x.size(); ++i) y.push_back(x[i] * xs[1][i]);
        } else if constexpr (std::same_as<Op, Softmax>) {
          y.resize(x.size());
          for_each_group(o, [&](Index first, Index step, Index rows) {
            Real sum = 0;
            for (Index r = 0; r < rows; ++r) sum += exp(x[first + r * step]);
            for (Index r = 0; r < rows; ++r) {
              y[first + r * step] = exp(x[first + r * step]) / sum;
            }
          });
        } else if constexpr (std::same_as<Op, Max> || std::same_as<Op, Min>) {
          y = x;
          for (const Reals& other : xs) {
            for (std::size_t i = 0; i < y.size(); ++i) {
              const bool better = std::same_as<Op, Max> ? other[i] > y[i] : other[i] < y[i];
              if (better) y[i] = other[i];
            }
          }
        } else if constexpr (std::same_as<Op, WindowMax>) {
          for (Index k = 0; k < element_count(o.windows.out); ++k) {
            y.push_back(x[o.windows[k][0]]);
            for (const Index m : o.windows[k]) y.back() = x[m] > y.back() ? x[m] : y.back();
          }
        } else if constexpr (Op::kind == OperatorKind::elementwise) {
          for (const Real& z : x) y.push_back(Definition<Real>{z}(o));
        } else {
          // Affine ones by a product with their matrix, which evaluation in Rational gives exactly:
          // tests/reference holds that one against its own definitions.
          const Operator<Rational> exact = convert<Rational>(Operator<double>(o));
          const auto evaluate_at = [&](std::size_t operand, Index feature) {
            std::vector<Batch<Rational>> unit;
            std::vector<const Batch<Rational>*> pointers;
            unit.reserve(xs.size());
            for (const Reals& v : xs) {
              unit.push_back(Batch<Rational>::Constant(static_cast<Index>(v.size()), 1, 0));
              pointers.push_back(&unit.back());
            }
            if (feature >= 0) unit[operand](feature, 0) = 1;
            return evaluate<Rational>(exact, pointers);
          };
          const Batch<Rational> constant = evaluate_at(0, -1);
          for (Index i = 0; i < constant.rows(); ++i) y.push_back(to_real(constant(i, 0)));
          for (std::size_t k = 0; k < xs.size(); ++k) {
            for (std::size_t j = 0; j < xs[k].size(); ++j) {
              const Batch<Rational> column = evaluate_at(k, static_cast<Index>(j)) - constant;
              for (Index i = 0; i < column.rows(); ++i) y[i] += to_real(column(i, 0)) * xs[k][j];
            }
          }
        }
        return y;
      },
      op);
}

/// sum_j target_j output_j
[[nodiscard]] inline Real definition(const Network<double>& network, const Vector<double>& target,
                                     const Reals& point) {
  std::vector<Reals> tensors;
  auto next = point.begin();
  for (const Shape& shape : network.inputs()) {
    tensors.emplace_back(next, next + element_count(shape));
    next += element_count(shape);
  }
  for (const Node& node : network.nodes()) {
    std::vector<Reals> operands;
    for (const Index t : node.inputs) operands.push_back(tensors[t]);
    tensors.push_back(definition(network.operators()[node.op], operands));
  }
  Real sum = 0;
  const Reals& output = tensors[network.output()];
  for (std::size_t j = 0; j < output.size(); ++j) {
    sum += Real(target(static_cast<Index>(j))) * output[j];
  }
  return sum;
}

[[nodiscard]] inline Reals point_at(const Segment<double>& segment, const Real& t) {
  Reals x;
  for (Index i = 0; i < segment.from.size(); ++i) {
    x.push_back(segment.from(i) + t * (Real(segment.to(i)) - Real(segment.from(i))));
  }
  return x;
}

/// The integral of dF/dx_i by t from a to b: central differences (a step of 1e-16 leaves more than
/// twenty digits of smooth functions) at twenty Gauss-Legendre nodes on each of `parts`.
[[nodiscard]] inline Real gradient_integral(const Network<double>& network,
                                            const Vector<double>& target,
                                            const Segment<double>& segment, Index feature, double a,
                                            double b, int parts) {
  const Real step = 1e-16;
  const auto partial = [&](const Real& t) {
    Reals x = point_at(segment, t);
    const Real middle = x[feature];
    x[feature] = middle + step;
    const Real above = definition(network, target, x);
    x[feature] = middle - step;
    return Real((above - definition(network, target, x)) / (2 * step));
  };
  Real sum = 0;
  for (int k = 0; k < parts; ++k) {
    const Real from = a + (Real(b) - a) * k / parts;
    const Real to = a + (Real(b) - a) * (k + 1) / parts;
    sum += boost::math::quadrature::gauss<Real, 20>::integrate(partial, from, to);
  }
  return sum;
}

}  // namespace axiomark::tests
