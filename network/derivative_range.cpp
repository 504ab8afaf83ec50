#include "network/derivative_range.hpp"

#include <optional>

#include "network/pull_back.hpp"
#include "network/rounding.hpp"

namespace axiomark {
namespace {

template <Scalar S>
struct Interval {
  Batch<S> low;
  Batch<S> high;

  Interval& operator+=(const Interval& other) {
    low += other.low;
    high += other.high;
    return *this;
  }
  [[nodiscard]] Index cols() const { return low.cols(); }
};

// What the derivative of an elementwise operator may be anywhere; nothing if it has no bound.
template <Scalar S>
struct Slopes {
  S low;
  S high;
};
template <Scalar S, class Op>
std::optional<Slopes<S>> slopes(const Op& op) {
  if constexpr (std::same_as<Op, Relu> || std::same_as<Op, Clip<S>> || std::same_as<Op, Tanh> ||
                std::same_as<Op, Softplus>) {
    return Slopes<S>{S(0), S(1)};
  } else if constexpr (std::same_as<Op, LeakyRelu<S>>) {
    return Slopes<S>{std::min(op.slope, S(1)), std::max(op.slope, S(1))};
  } else if constexpr (std::same_as<Op, Abs>) {
    return Slopes<S>{S(-1), S(1)};
  } else if constexpr (std::same_as<Op, Sigmoid>) {
    return Slopes<S>{S(0), S(1) / S(4)};
  } else if constexpr (std::same_as<Op, Elu<S>>) {
    return Slopes<S>{std::min(op.alpha, S(0)), std::max(op.alpha, S(1))};
  } else if constexpr (std::same_as<Op, Gelu>) {
    // Phi(z) + z phi(z) lies between -0.1290 and 1.1290, at z = -+sqrt(2).
    return Slopes<S>{S(-13) / S(100), S(113) / S(100)};
  } else {
    return std::nullopt;
  }
}

template <Scalar S>
struct RangeRule {
  using Cotangent = Interval<S>;

  template <class Op>
  std::vector<Interval<S>> operator()(const Op& op, const NodeView<S>& at,
                                      const Interval<S>& c) const {
    if constexpr (Op::kind == OperatorKind::affine) {
      // With W = P - N and |W| = P + N: low = P' low - N' high, high = P' high - N' low.
      const Batch<S> sum = c.low + c.high;
      const Batch<S> width = c.high - c.low;
      const auto centre = axiomark::pull_back<S>(op, at.operands, sum, {});
      const auto spread =
          axiomark::pull_back<S>(absolute<S>(Operator<S>(op)), at.operands, width, {});
      std::vector<Interval<S>> passed;
      for (std::size_t k = 0; k < centre.size(); ++k) {
        passed.push_back({(centre[k] - spread[k]) / S(2), (centre[k] + spread[k]) / S(2)});
      }
      return passed;
    } else if constexpr (Op::kind == OperatorKind::selecting) {
      return to_any_operand(op, at, {c.low.cwiseMin(S(0)), c.high.cwiseMax(S(0))});
    } else if (const auto slope = slopes<S>(op)) {
      const auto products = [&](const S& s) { return Interval<S>{c.low * s, c.high * s}; };
      const Interval<S> a = products(slope->low);
      const Interval<S> b = products(slope->high);
      return {{a.low.min(a.high).min(b.low.min(b.high)).eval(),
               a.low.max(a.high).max(b.low.max(b.high)).eval()}};
    } else {
      // Refused before the pass.
      return std::vector<Interval<S>>(at.operands.size(), c);
    }
  }

  // The whole signal or nothing passes to each member of a window, whichever is chosen.
  static std::vector<Interval<S>> to_any_operand(const WindowMax& op, const NodeView<S>& at,
                                                 const Interval<S>& open) {
    const WindowSum<S> sum{op.form, op.windows, Vector<S>::Constant(open.low.rows(), S(1))};
    return {{axiomark::pull_back<S>(sum, at.operands, open.low, {})[0],
             axiomark::pull_back<S>(sum, at.operands, open.high, {})[0]}};
  }
  template <class Op>
  static std::vector<Interval<S>> to_any_operand(const Op&, const NodeView<S>& at,
                                                 const Interval<S>& open) {
    return std::vector<Interval<S>>(at.operands.size(), open);
  }
  static Interval<S> zero(Index rows, Index cols) {
    return {Batch<S>::Constant(rows, cols, S(0)), Batch<S>::Constant(rows, cols, S(0))};
  }
};

template <Scalar S>
bool has_bounded_slope(const Operator<S>& op) {
  return std::visit(
      []<class Op>(const Op& o) {
        if constexpr (Op::kind == OperatorKind::elementwise) {
          return slopes<S>(o).has_value();
        } else {
          return Op::kind != OperatorKind::mixing;
        }
      },
      op);
}

}  // namespace

template <Scalar S>
Result<DerivativeRange<S>> derivative_range(const Network<S>& network, const Vector<S>& target) {
  // Operand sizes are all the pull-backs read of a trace.
  Trace<S> sizes;
  for (Index t = 0; t < network.tensor_count(); ++t) {
    sizes.tensors.emplace_back(Batch<S>::Constant(element_count(network.shape(t)), 1, S(0)));
    if (t >= network.first_node_tensor() && !has_bounded_slope<S>(network.operator_of(t))) {
      return fail(ErrorKind::unsupported, network.describe(t), "a derivative without a bound",
                  "operators whose derivative is bounded");
    }
  }
  const auto at = pull_back(network, sizes, Interval<S>{target, target}, RangeRule<S>{});
  DerivativeRange<S> range{Vector<S>(network.input_features()),
                           Vector<S>(network.input_features())};
  Index row = 0;
  for (std::size_t k = 0; k < network.inputs().size(); ++k) {
    const Index rows = at[k].low.rows();
    range.low.segment(row, rows) = at[k].low.col(0);
    range.high.segment(row, rows) = at[k].high.col(0);
    row += rows;
  }
  return range;
}

template Result<DerivativeRange<double>> derivative_range(const Network<double>&,
                                                          const Vector<double>&);
template Result<DerivativeRange<Rational>> derivative_range(const Network<Rational>&,
                                                            const Vector<Rational>&);

}  // namespace axiomark
