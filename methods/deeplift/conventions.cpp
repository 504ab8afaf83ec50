#include "methods/deeplift/pass.hpp"
#include "methods/deeplift/quotients.hpp"
#include "network/rounding.hpp"

namespace axiomark {
namespace {

// Walks the nodes of one pass and collects what each query's multipliers hung on.
template <Scalar S>
class Collector {
 public:
  Collector(const DeepLiftPass<S>& pass, const std::vector<Parts<S>>& multipliers)
      : pass_(pass),
        multipliers_(multipliers),
        hung_(static_cast<std::size_t>(multipliers.front().cols())) {}

  std::vector<HangSet> run() {
    const Network<S>& network = pass_.network();
    for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
      std::visit([&](const auto& op) { visit(t, op); }, network.operator_of(t));
    }
    return std::move(hung_);
  }

 private:
  template <class Op>
  void visit(Index t, const Op& op) {
    if constexpr (Op::kind == OperatorKind::elementwise) {
      if (pass_.reveals_cancel(t)) {
        dropped_parts(t);
      } else {
        zero_differences(t, op);
      }
    } else if constexpr (Selecting<Op>) {
      choices(t, op);
    } else if constexpr (Summing<Op, S> || std::same_as<Op, Product>) {
      if (pass_.carries_parts()) halved_weights(t, op);
    }
  }

  [[nodiscard]] const Node& node(Index t) const { return pass_.network().node_of(t); }
  [[nodiscard]] const Batch<S>& value(Index t) const {
    return pass_.at_input().tensors[static_cast<std::size_t>(t)];
  }
  // The size of the multipliers that arrive at a tensor.
  [[nodiscard]] Batch<S> signal(Index t) const {
    const Parts<S>& m = multipliers_[static_cast<std::size_t>(t)];
    const auto size = [](const S& v) { return absolute_value(v); };
    return m.positive.unaryExpr(size) + m.negative.unaryExpr(size);
  }
  // Not zero where an input that differs from its baseline is read, at any distance: a convention
  // about a difference of zero moves contributions about only there.
  [[nodiscard]] const Batch<S>& reach(Index t) {
    if (reach_.empty()) {
      const Network<S>& network = pass_.network();
      for (Index i = 0; i < network.tensor_count(); ++i) {
        if (i < network.first_node_tensor()) {
          reach_.push_back(pass_.difference(i).unaryExpr(&absolute_value<S>));
        } else {
          const NodeOperands<S> operands(network.node_of(i), reach_);
          reach_.push_back(propagate_change<S>(network.operator_of(i), operands.get()));
        }
      }
    }
    return reach_[static_cast<std::size_t>(t)];
  }
  void mark(const Batch<S>& where, Hang what) {
    for (Index n = 0; n < where.cols(); ++n) {
      if ((where.col(n) != S(0)).any()) hung_[static_cast<std::size_t>(n)] |= what;
    }
  }

  // Rescale: the slope at the input stands for a quotient 0 / 0; kink= decides it on a kink.
  template <class Op>
  void zero_differences(Index t, const Op& op) {
    const Index operand = node(t).inputs[0];
    const Batch<S>& z = value(operand);
    const Batch<S>& z0 = pass_.at_baseline().tensors[static_cast<std::size_t>(operand)];
    const Parts<S>& m = multipliers_[static_cast<std::size_t>(t)];
    if constexpr (std::same_as<Op, Relu> && !is_exact<S>) {
      const auto meets = [&](const Batch<S>& signal) {
        return quotient_loops<S>().meets_no_difference(
            z.data(), z0.data(), signal.data(), pass_.options().threshold.value_or(S(0)), z.size());
      };
      const bool positive = meets(m.positive);
      if (!positive && (!pass_.carries_parts() || !meets(m.negative))) return;
    }
    Batch<S> at;  // made for the first signal: mostly there is none
    for (Index i = 0; i < z.rows(); ++i) {
      for (Index n = 0; n < z.cols(); ++n) {
        if (!is_zero_difference<S, Op>(pass_.options().threshold, z(i, n), z0(i, n))) continue;
        const S size = absolute_value(m.positive(i, n)) + absolute_value(m.negative(i, n));
        if (size == S(0)) continue;
        if (at.size() == 0) at = Batch<S>::Constant(z.rows(), z.cols(), S(0));
        at(i, n) = size;
      }
    }
    if (at.size() == 0) return;
    at = (reach(operand) == S(0)).select(S(0), at);
    mark(at, Hang::zero_difference);
    if constexpr (PiecewiseLinear<Op, S>) {
      const Batch<S>* operands = &z;
      const auto on_kink = axiomark::hung_on<S>(op, Operands<S>(&operands, 1), at);
      for (std::size_t n = 0; n < hung_.size(); ++n) hung_[n] |= on_kink[n];
    }
  }

  // RevealCancel: a threshold made nothing of a part that is something.
  void dropped_parts(Index t) {
    if (!pass_.options().threshold) return;
    const Parts<S>& m = multipliers_[static_cast<std::size_t>(t)];
    const Parts<S>& z = pass_.parts(node(t).inputs[0]);
    const auto dropped = [&](const Batch<S>& signal, const Batch<S>& part) {
      return Batch<S>(signal.binaryExpr(part, [&](const S& s, const S& p) {
        return p != S(0) && absolute_value(p) <= *pass_.options().threshold ? s : S(0);
      }));
    };
    mark(dropped(m.positive, z.positive), Hang::zero_difference);
    mark(dropped(m.negative, z.negative), Hang::zero_difference);
  }

  // The linear rule gave half of the weight to either part of an operand whose difference is zero
  // though its parts are not. Where a part of the result is zero its multiplier may be zero by
  // convention too, so the weight alone counts there.
  template <class Op>
  void halved_weights(Index t, const Op& op) {
    const Parts<S>& y = pass_.parts(t);
    Batch<S> alive = signal(t);
    alive = (y.positive == S(0) || y.negative == S(0)).select(S(1), alive);
    std::vector<Batch<S>> weights;
    const auto& inputs = node(t).inputs;
    for (std::size_t k = 0; k < inputs.size(); ++k) {
      const Parts<S>& z = pass_.parts(inputs[k]);
      const Batch<S> halved =
          (pass_.difference(inputs[k]) == S(0)).select(z.positive, Batch<S>(z.positive * S(0)));
      if ((halved == S(0)).all()) continue;
      if (weights.empty()) weights = backwards(t, op, alive);
      mark(halved * weights[k], Hang::zero_difference);
    }
  }
  template <class Op>
  std::vector<Batch<S>> backwards(Index t, const Op& op, const Batch<S>& alive) const {
    const NodeOperands<S> operands(node(t), pass_.at_input().tensors);
    const NodeOperands<S> at_baseline(node(t), pass_.at_baseline().tensors);
    if constexpr (std::same_as<Op, Product>) {
      return {alive * product_weight<S>(operands.get(), at_baseline.get(), 0),
              alive * product_weight<S>(operands.get(), at_baseline.get(), 1)};
    } else {
      return pull_back<S>(absolute<S>(Operator<S>(op)), operands.get(), alive,
                          pass_.options().conventions);
    }
  }

  template <class Op>
  void choices(Index t, const Op& op) {
    const Batch<S> arriving = signal(t);
    if ((arriving == S(0)).all()) return;
    const NodeOperands<S> at_input(node(t), pass_.at_input().tensors);
    const NodeOperands<S> at_baseline(node(t), pass_.at_baseline().tensors);
    const TensorPair<S> y{value(t), pass_.at_baseline().tensors[static_cast<std::size_t>(t)]};
    for_each_choice<S>(op, at_input.get(), at_baseline.get(), y, pass_.options(),
                       [&](Index i, Index n, const auto& winners, bool tied) {
                         if (arriving(i, n) == S(0)) return;
                         HangSet& hung = hung_[static_cast<std::size_t>(n)];
                         if (tied && reach(t)(i, n) != S(0)) hung |= Hang::tie;
                         for (const Winner<S>& w : winners) {
                           const Index operand = node(t).inputs[w.operand];
                           if (w.zero_difference && reach(operand)(w.feature, n) != S(0)) {
                             hung |= Hang::zero_difference;
                           }
                         }
                       });
  }

  const DeepLiftPass<S>& pass_;
  const std::vector<Parts<S>>& multipliers_;
  std::vector<Batch<S>> reach_;
  std::vector<HangSet> hung_;
};

}  // namespace

template <Scalar S>
std::vector<HangSet> hung_on(const DeepLiftPass<S>& pass,
                             const std::vector<Parts<S>>& multipliers) {
  return Collector<S>(pass, multipliers).run();
}

template std::vector<HangSet> hung_on(const DeepLiftPass<float>&, const std::vector<Parts<float>>&);
template std::vector<HangSet> hung_on(const DeepLiftPass<double>&,
                                      const std::vector<Parts<double>>&);
template std::vector<HangSet> hung_on(const DeepLiftPass<Rational>&,
                                      const std::vector<Parts<Rational>>&);

}  // namespace axiomark
