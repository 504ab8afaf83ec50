#include "network/rounding.hpp"

#include <limits>

#include "network/kernels/pieces.hpp"
#include "network/kernels/product.hpp"
#include "network/list_of.hpp"
#include "network/pull_back.hpp"

namespace axiomark {
namespace {

template <class Array>
auto sizes_of(const Array& values) {
  using S = typename Array::Scalar;
  return values.unaryExpr([](const S& v) { return v < S(0) ? S(-v) : v; });
}

// The largest |slope| of a piecewise linear elementwise operator.
template <Scalar S, class Op>
S largest_slope(const Op& op) {
  if constexpr (std::same_as<Op, LeakyRelu<S>>) {
    const S slope = op.slope < S(0) ? S(-op.slope) : op.slope;
    return slope > S(1) ? slope : S(1);
  } else {
    return S(1);
  }
}

// Affine operators that pass a signal on as it is, wherever it came from.
template <class Op, class S>
concept CopiesValues =
    std::same_as<Op, Rearrange<S>> || std::same_as<Op, Concat> || std::same_as<Op, Shift<S>>;

template <Scalar S, class Op>
Op with_absolute_parameters(Op op) {
  for_each_parameter<S>(op, []<class P>(P& p) {
    if constexpr (std::same_as<P, S>) {
      if (p < S(0)) p = -p;
    } else {
      p = sizes_of(p).eval();
    }
  });
  return op;
}

// The backward pass of gradient_bound: every flagged unit passes signals with its largest slope.
template <Scalar S>
struct AbsoluteRule {
  using Cotangent = Batch<S>;
  const std::vector<std::vector<bool>>& active;

  template <class Op>
  std::vector<Batch<S>> operator()(const Op& op, const NodeView<S>& at,
                                   const Batch<S>& cotangent) const {
    if constexpr (std::same_as<Op, Dense<S>>) {
      // The most common one without a copy of the operator.
      Batch<S> passed = Batch<S>::Constant(op.weights.cols(), cotangent.cols(), S(0));
      if constexpr (!is_exact<S>) {
        // A large one without a copy of its weights, and without rows of units that pass nothing.
        if (op.weights.size() >= kSmallProduct && cotangent.cols() == 1) {
          for (Index i = 0; i < cotangent.rows(); ++i) {
            if (cotangent(i) == S(0)) continue;
            piece_loops<S>().add_sizes(cotangent(i), op.weights.row(i).data(), passed.data(),
                                       passed.rows());
          }
          return list_of(std::move(passed));
        }
      }
      add_transposed_product(Matrix<S>(sizes_of(op.weights)), cotangent, passed);
      return list_of(std::move(passed));
    } else if constexpr (CopiesValues<Op, S>) {
      return axiomark::pull_back<S>(op, at.operands, cotangent, {});
    } else if constexpr (Op::kind == OperatorKind::affine) {
      return axiomark::pull_back<S>(with_absolute_parameters<S>(op), at.operands, cotangent, {});
    } else {
      Batch<S> open = cotangent;
      for (Index i = 0; i < open.rows(); ++i) {
        const auto& flags = active[static_cast<std::size_t>(at.tensor)];
        if (!flags[static_cast<std::size_t>(i)]) open.row(i).setConstant(S(0));
      }
      if constexpr (Op::kind == OperatorKind::selecting) {
        return open_all(op, at, open);
      } else {
        open *= largest_slope<S>(op);
        return list_of(std::move(open));
      }
    }
  }

  // Whichever operand is chosen, no more than the whole signal passes to it.
  static std::vector<Batch<S>> open_all(const WindowMax& op, const NodeView<S>& at,
                                        const Batch<S>& cotangent) {
    const WindowSum<S> sum{op.form, op.windows, Vector<S>::Constant(cotangent.rows(), S(1))};
    return axiomark::pull_back<S>(sum, at.operands, cotangent, {});
  }
  static std::vector<Batch<S>> open_all(const Max&, const NodeView<S>& at,
                                        const Batch<S>& cotangent) {
    return std::vector<Batch<S>>(at.operands.size(), cotangent);
  }
  static std::vector<Batch<S>> open_all(const Min&, const NodeView<S>& at,
                                        const Batch<S>& cotangent) {
    return std::vector<Batch<S>>(at.operands.size(), cotangent);
  }
  static Batch<S> zero(Index rows, Index cols) { return Batch<S>::Constant(rows, cols, S(0)); }
};

// |W| bound (1 + gamma) + (|W| |x| + |b|) gamma, as one product.
template <Scalar S>
Batch<S> propagate_dense_error(const Dense<S>& op, const Batch<S>& x, const Batch<S>& bound) {
  const S gamma = S(2) * rounding_factor<S>(op.weights.cols() + 2);  // as rounding_steps
  const Matrix<S> weights = sizes_of(op.weights);
  const Batch<S> operand = bound * (S(1) + gamma) + sizes_of(x) * gamma;
  Batch<S> passed = (sizes_of(op.bias) * gamma).replicate(1, x.cols());
  add_product(weights, operand, passed);
  return passed;
}

}  // namespace

template <Scalar S>
Operator<S> absolute(const Operator<S>& op) {
  return std::visit(
      []<class Op>(const Op& o) -> Operator<S> {
        if constexpr (Op::kind == OperatorKind::affine) {
          return with_absolute_parameters<S>(o);
        } else {
          return o;
        }
      },
      op);
}

template <Scalar S>
Index rounding_steps(const Operator<S>& op) {
  return std::visit(
      []<class Op>(const Op& o) -> Index {
        if constexpr (std::same_as<Op, Dense<S>> || std::same_as<Op, Convolution<S>>) {
          return o.weights.cols() + 2;  // a product each, the additions between, the bias
        } else if constexpr (std::same_as<Op, WindowSum<S>>) {
          Index longest = 0;
          for (Index k = 0; k < o.weight.size(); ++k) {
            longest = std::max(longest, static_cast<Index>(o.windows[k].size()));
          }
          return longest + 1;
        } else if constexpr (std::same_as<Op, Sum<S>>) {
          return o.coefficients.size() + 1;
        } else if constexpr (std::same_as<Op, Rearrange<S>> || std::same_as<Op, Concat>) {
          return 0;
        } else {
          return 1;
        }
      },
      op);
}

template <Scalar S>
S rounding_factor(Index n) {
  if constexpr (is_exact<S>) {
    return S(0);
  } else {
    const double nu = static_cast<double>(n) * unit_roundoff<S>;
    return nu < 1 ? static_cast<S>(nu / (1 - nu)) : std::numeric_limits<S>::infinity();
  }
}

template <Scalar S>
Batch<S> propagate_change(const Operator<S>& op, Operands<S> changes) {
  if (kind<S>(op) != OperatorKind::affine) {
    Batch<S> largest = Batch<S>();
    std::visit(
        [&]<class Op>(const Op& o) {
          if constexpr (std::same_as<Op, WindowMax>) {
            largest = evaluate<S>(o, changes);
          } else if constexpr (std::same_as<Op, Softmax>) {
            // |dy_i| <= 2 y_i (1 - y_i) max |dz_j| over its group, and y (1 - y) <= 1 / 4.
            largest = *changes[0];
            for_each_group(o, [&](Index first, Index step, Index rows) {
              const auto at = Eigen::seqN(first, rows, step);
              const Batch<S> group = largest(at, Eigen::all);
              const Row<S> most = group.colwise().maxCoeff();
              largest(at, Eigen::all) = most.replicate(rows, 1);
            });
          } else if constexpr (Op::kind == OperatorKind::elementwise) {
            largest = *changes[0];
          } else {
            largest = evaluate<S>(Max{}, changes);
          }
        },
        op);
    return largest;
  }
  Operator<S> linear = absolute<S>(op);
  std::visit(
      [](auto& o) {
        using Op = std::decay_t<decltype(o)>;
        if constexpr (std::same_as<Op, Dense<S>> || std::same_as<Op, Convolution<S>>) {
          o.bias.setConstant(S(0));
        } else if constexpr (std::same_as<Op, Shift<S>>) {
          o.offset.setConstant(S(0));
        } else if constexpr (std::same_as<Op, Rearrange<S>>) {
          o.fill = S(0);
        }
      },
      linear);
  return evaluate<S>(linear, changes);
}

template <Scalar S>
Batch<S> propagate_error(const Operator<S>& op, Operands<S> operands, Operands<S> bounds) {
  if (const auto* dense = std::get_if<Dense<S>>(&op)) {
    return propagate_dense_error(*dense, *operands[0], *bounds[0]);
  }
  if (kind<S>(op) == OperatorKind::affine) {
    std::vector<Batch<S>> magnitudes;
    std::vector<const Batch<S>*> pointers;
    magnitudes.reserve(operands.size());
    for (std::size_t k = 0; k < operands.size(); ++k) {
      magnitudes.emplace_back(
          operands[k]->unaryExpr([](const S& v) { return v < S(0) ? S(-v) : v; }));
      pointers.push_back(&magnitudes.back());
    }
    const Operator<S> size = absolute<S>(op);
    const Batch<S> scale = evaluate<S>(size, Operands<S>(pointers));
    const Batch<S> passed = propagate_change<S>(op, bounds);
    // The bound is itself computed with roundings: a factor 2 on gamma covers them as long as
    // gamma < 1/4, by far.
    const S gamma = S(2) * rounding_factor<S>(rounding_steps<S>(op));
    return passed * (S(1) + gamma) + scale * gamma;
  }
  return std::visit(
      [&]<class Op>(const Op& o) -> Batch<S> {
        if constexpr (std::same_as<Op, WindowMax>) {
          return evaluate<S>(o, bounds);  // the largest error of a window
        } else if constexpr (std::same_as<Op, Max> || std::same_as<Op, Min>) {
          return evaluate<S>(Max{}, bounds);
        } else if constexpr (std::same_as<Op, LeakyRelu<S>>) {
          const Batch<S> magnitude =
              operands[0]->unaryExpr([](const S& v) { return v < S(0) ? S(-v) : v; });
          return largest_slope<S>(o) * (*bounds[0] + S(2) * rounding_factor<S>(1) * magnitude);
        } else if constexpr (std::same_as<Op, Relu>) {
          // A unit that is surely off is exactly zero. Without this, bounds would grow with all
          // units of a layer instead of the few that are on.
          return (*operands[0] + *bounds[0] < S(0)).select(S(0), *bounds[0]);
        } else {
          return *bounds[0];
        }
      },
      op);
}

template <Scalar S>
Vector<S> gradient_bound(const Network<S>& network, const Vector<S>& target,
                         const std::vector<std::vector<bool>>& active) {
  // Operand sizes are all the affine pull-backs read of a trace: it needs no samples.
  Trace<S> sizes;
  sizes.tensors.reserve(static_cast<std::size_t>(network.tensor_count()));
  for (Index t = 0; t < network.tensor_count(); ++t) {
    sizes.tensors.emplace_back(element_count(network.shape(t)), 0);
  }
  std::vector<Seed<Batch<S>>> seeds;
  seeds.push_back(
      {network.output(), target.unaryExpr([](const S& v) { return v < S(0) ? S(-v) : v; })});
  const auto at = pull_back(network, sizes, std::move(seeds), AbsoluteRule<S>{active},
                            [](Index) { return true; });
  return input_part(network, at).col(0);
}

#define AXIOMARK_INSTANTIATE(S)                                                       \
  template Operator<S> absolute<S>(const Operator<S>&);                               \
  template Index rounding_steps<S>(const Operator<S>&);                               \
  template S rounding_factor<S>(Index);                                               \
  template Batch<S> propagate_change<S>(const Operator<S>&, Operands<S>);             \
  template Batch<S> propagate_error<S>(const Operator<S>&, Operands<S>, Operands<S>); \
  template Vector<S> gradient_bound<S>(const Network<S>&, const Vector<S>&,           \
                                       const std::vector<std::vector<bool>>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
