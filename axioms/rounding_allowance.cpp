#include "axioms/rounding_allowance.hpp"

#include <algorithm>

#include "axioms/premise.hpp"
#include "network/rounding.hpp"

namespace axiomark {
namespace {

template <Scalar S>
S with_many_digits(const S& value) {
  constexpr double kStretch = 1 + 0x1.0p-20;
  return convert<S>(convert<float>(S(absolute_value<S>(value) * convert<S>(kStretch))));
}

template <Scalar S>
bool is_covered(const Operator<S>& op) {
  return kind<S>(op) == OperatorKind::affine || std::holds_alternative<Relu>(op);
}

// Roundings of a forward and a backward pass: no chain is longer than all operators in a row.
template <Scalar S>
Index roundings_of_passes(const Network<S>& network) {
  Index steps = 0;
  for (const Node& node : network.nodes()) {
    steps += 1 + rounding_steps<S>(network.operators()[static_cast<std::size_t>(node.op)]);
  }
  return 2 * steps;
}

// The largest z(x) / (z(x) - z(x')) of all that moves; at least 1.
template <Scalar S>
S largest_loss(const Probe<S>& probe) {
  Batch<S> ends(probe.input.size(), 2);
  ends.col(0) = probe.input;
  ends.col(1) = probe.baseline;
  S largest(1);
  for (const Batch<S>& values : trace(probe.network, ends).tensors) {
    for (Index i = 0; i < values.rows(); ++i) {
      const S moved = values(i, 0) - values(i, 1);
      if (moved > S(0)) largest = std::max(largest, S(values(i, 0) / moved));
    }
  }
  return largest;
}

// The slopes of F with every relu on: of a network without negative numbers, its slopes where it is not
// zero.
template <Scalar S>
Vector<S> slopes(const Probe<S>& probe) {
  std::vector<std::vector<bool>> all;
  for (Index t = 0; t < probe.network.tensor_count(); ++t) {
    all.emplace_back(static_cast<std::size_t>(element_count(probe.network.shape(t))), true);
  }
  return gradient_bound(probe.network, probe.target, all);
}

template <Scalar S>
Result<Network<S>> positive_network(const Network<S>& network) {
  NetworkParts<S> parts = network.parts();
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (is_covered(network.operator_of(t))) continue;
    return fail(ErrorKind::unsupported, network.describe(t), "an operator without a rounding bound",
                "affine operators and relus");
  }
  for (Operator<S>& op : parts.operators) {
    std::visit(
        [](auto& o) {
          for_each_parameter<S>(o, []<class P>(P& p) {
            if constexpr (std::same_as<P, S>) {
              p = with_many_digits(p);
            } else {
              p = p.unaryExpr([](const S& v) { return with_many_digits(v); }).eval();
            }
          });
        },
        op);
  }
  return Network<S>::make(std::move(parts));
}

}  // namespace

template <Scalar S>
Result<Probe<S>> without_cancellation(const Probe<S>& probe) {
  auto network = positive_network(probe.network);
  if (!network) return tl::make_unexpected(network.error());
  Probe<S> result = probe;
  result.network = std::move(*network);
  result.baseline = probe.baseline.unaryExpr([](const S& v) { return with_many_digits(v); });
  const Vector<S> way =
      (probe.input - probe.baseline).unaryExpr([](const S& v) { return with_many_digits(v); });
  // Rounding keeps the order: x' <= x.
  result.input =
      (result.baseline + way).unaryExpr([](const S& v) { return convert<S>(convert<float>(v)); });
  result.target = probe.target.unaryExpr([](const S& v) { return with_many_digits(v); });
  return result;
}

bool nothing_cancels(const Probe<Rational>& probe) {
  bool holds = (probe.baseline >= Rational(0)).all() && (probe.input >= probe.baseline).all() &&
               (probe.target >= Rational(0)).all();
  for (const Operator<Rational>& op : probe.network.operators()) {
    holds = holds && is_covered(op);
    std::visit(
        [&](const auto& o) {
          for_each_parameter<Rational>(o, [&]<class P>(const P& p) {
            if constexpr (std::same_as<P, Rational>) {
              holds = holds && p >= 0;
            } else {
              holds = holds && (p >= Rational(0)).all();
            }
          });
        },
        op);
  }
  return holds;
}

template <Scalar S>
Vector<S> rounding_allowance(const Probe<S>& probe, const Answer<S>& answer, double unit_roundoff) {
  constexpr Index kOfItsOwn = 16;  // factors x - x', nodes, weights: each some roundings
  const Attribution<S>& a = *answer.attribution;
  const Index roundings = roundings_of_passes(probe.network) + a.gradient_evaluations +
                          a.function_evaluations + 2 * probe.input.size() + kOfItsOwn;
  const double nu = static_cast<double>(roundings) * unit_roundoff;
  const S gamma = convert<S>(nu < 0.5 ? nu / (1 - nu) : 1.0);
  const Vector<S> size =
      a.values.abs() + slopes(probe) * probe.input.cwiseMax(S(1)) + value_at(probe, probe.input);
  return S(2) * gamma * largest_loss(probe) * size;
}

#define AXIOMARK_INSTANTIATE(S)                                       \
  template Result<Probe<S>> without_cancellation<S>(const Probe<S>&); \
  template Vector<S> rounding_allowance<S>(const Probe<S>&, const Answer<S>&, double);
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
