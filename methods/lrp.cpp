#include "methods/lrp.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "methods/answer_columns.hpp"
#include "methods/query_chunks.hpp"
#include "network/list_of.hpp"
#include "network/pull_back.hpp"
#include "network/rewrites/fold_affine.hpp"

namespace axiomark {
namespace {

// Bach et al. 2015 pass the relevance of a neuron x = g(z) to its z, whatever g is.
template <class Op, class S>
concept PassesUnchanged =
    std::same_as<Op, Relu> || std::same_as<Op, LeakyRelu<S>> || std::same_as<Op, Abs> ||
    std::same_as<Op, Clip<S>> || std::same_as<Op, Sigmoid> || std::same_as<Op, Tanh> ||
    std::same_as<Op, Softplus> || std::same_as<Op, Elu<S>> || std::same_as<Op, Gelu>;

template <class Op>
concept HasNoRule = std::same_as<Op, Power> || std::same_as<Op, Exp> || std::same_as<Op, Log> ||
    std::same_as<Op, Sqrt> || std::same_as<Op, Product> || std::same_as<Op, Softmax>;

// The signal goes to the winner, or where the value was copied from.
template <class Op, class S>
concept PassesToSource = std::same_as<Op, Rearrange<S>> || std::same_as<Op, Concat> ||
    std::same_as<Op, WindowMax> || std::same_as<Op, Max> || std::same_as<Op, Min>;

template <Scalar S>
bool is_weighted(const Operator<S>& op) {
  return std::holds_alternative<Dense<S>>(op) || std::holds_alternative<Convolution<S>>(op);
}

template <Scalar S>
Result<void> applies_to(const Network<S>& network) {
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const bool refused =
        std::visit([](const auto& op) { return HasNoRule<std::remove_cvref_t<decltype(op)>>; },
                   network.operator_of(t));
    if (!refused) continue;
    const bool product = std::holds_alternative<Product>(network.operator_of(t));
    return fail(ErrorKind::unsupported, network.describe(t),
                fmt::format("lrp has no rule for {}", name<S>(network.operator_of(t))),
                product ? "no products of variables: the published rules need to know which "
                          "operand is the gate"
                        : "activations that a layer's result goes through, such as relu or tanh");
  }
  return {};
}

template <Scalar S>
Vector<S> numbers(const std::vector<Rational>& list) {
  Vector<S> result(static_cast<Index>(list.size()));
  for (Index i = 0; i < result.size(); ++i) {
    result(i) = convert<S>(list[static_cast<std::size_t>(i)]);
  }
  return result;
}

// The rule of the node behind each tensor: by kind of layer, and by what lies before it.
template <Scalar S>
std::vector<LrpLayer<S>> layers_of(const Lrp& method, const Network<S>& network) {
  // Converted only if a rule uses it: in floating point the default is rounded.
  const auto uses_epsilon = [](const std::optional<LrpRule>& rule) {
    return rule == LrpRule::epsilon;
  };
  const bool stabilised = uses_epsilon(method.rule) || uses_epsilon(method.dense) ||
                          uses_epsilon(method.convolution) || uses_epsilon(method.first) ||
                          uses_epsilon(method.first_convolution);
  const S epsilon = stabilised ? convert<S>(method.epsilon) : S(0);
  const LrpLayer<S> like{method.rule,
                         epsilon,
                         convert<S>(method.gamma),
                         convert<S>(method.alpha),
                         method.bias,
                         numbers<S>(method.low),
                         numbers<S>(method.high)};
  const auto count = static_cast<std::size_t>(network.tensor_count());
  std::vector<LrpLayer<S>> layers(count, like);
  std::vector<bool> behind_layer(count, false);        // or itself a dense or convolution
  std::vector<bool> behind_convolution(count, false);  // or itself one
  for (Index tensor = network.first_node_tensor(); tensor < network.tensor_count(); ++tensor) {
    const auto t = static_cast<std::size_t>(tensor);
    const Operator<S>& op = network.operator_of(tensor);
    for (const Index i : network.node_of(tensor).inputs) {
      behind_layer[t] = behind_layer[t] || behind_layer[static_cast<std::size_t>(i)];
      behind_convolution[t] =
          behind_convolution[t] || behind_convolution[static_cast<std::size_t>(i)];
    }
    const bool convolution = std::holds_alternative<Convolution<S>>(op);
    if (std::holds_alternative<WindowSum<S>>(op) || std::holds_alternative<Sum<S>>(op)) {
      layers[t].rule = method.rule == LrpRule::epsilon ? LrpRule::epsilon : LrpRule::zero;
    } else if (method.first_convolution && convolution && !behind_convolution[t]) {
      layers[t].rule = *method.first_convolution;
    } else if (method.first && !behind_layer[t]) {
      layers[t].rule = *method.first;
    } else if (std::holds_alternative<Dense<S>>(op)) {
      layers[t].rule = method.dense.value_or(method.rule);
    } else if (convolution) {
      layers[t].rule = method.convolution.value_or(method.rule);
    }
    behind_layer[t] = behind_layer[t] || is_weighted(op);
    behind_convolution[t] = behind_convolution[t] || convolution;
  }
  return layers;
}

// A list of bounds must have one number per value of the operand of each layer that uses it.
template <Scalar S>
Result<void> check_bounds(const Network<S>& network, const std::vector<LrpLayer<S>>& layers) {
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const LrpLayer<S>& layer = layers[static_cast<std::size_t>(t)];
    const bool shares = std::visit(
        [](const auto& op) { return SharesRelevance<std::remove_cvref_t<decltype(op)>, S>; },
        network.operator_of(t));
    if (!shares || layer.rule != LrpRule::z_box) continue;
    const Index values = element_count(network.shape(network.node_of(t).inputs[0]));
    for (const Vector<S>* bound : {&layer.low, &layer.high}) {
      if (bound->size() == 1 || bound->size() == values) continue;
      return fail(ErrorKind::usage, network.describe(t),
                  fmt::format("{} bounds for rule zB", bound->size()),
                  fmt::format("one, or {}, one per value of its operand", values));
    }
  }
  return {};
}

template <Scalar S>
struct Ledger {
  std::vector<Row<S>> absorbed;
  std::vector<HangSet> hung_on;
};

// The rule of the backward pass. It writes down what the cotangents do not show: what each node
// kept, and which conventions decided.
template <Scalar S>
struct RelevanceRule {
  using Cotangent = Batch<S>;
  const std::vector<LrpLayer<S>>& layers;
  Conventions<S> conventions;
  Ledger<S>& ledger;

  template <class Op>
  [[nodiscard]] std::vector<Batch<S>> operator()(const Op& op, const NodeView<S>& at,
                                                 const Batch<S>& relevance) const {
    const auto t = static_cast<std::size_t>(at.tensor);
    if constexpr (SharesRelevance<Op, S>) {
      auto shared = share_relevance(lrp_fractions<S>(op, at.operands, layers[t]), relevance);
      ledger.absorbed[t] = std::move(shared.absorbed);
      note(shared.hung_on);
      return std::move(shared.at_operands);
    } else if constexpr (PassesUnchanged<Op, S>) {
      return list_of(relevance);
    } else if constexpr (HasNoRule<Op>) {
      return list_of(zero(at.operands[0]->rows(), relevance.cols()));  // refused before the pass
    } else {
      static_assert(PassesToSource<Op, S>, "say what LRP does with the new operator");
      // Winners and copies: the derivative passes relevance itself. Filled-in values keep theirs.
      auto parts = pull_back<S>(op, at.operands, relevance, conventions);
      if constexpr (Op::kind == OperatorKind::selecting) {
        note(hung_on<S>(op, at.operands, relevance));
      }
      if constexpr (std::same_as<Op, Rearrange<S>>) ledger.absorbed[t] = kept(op, relevance);
      return parts;
    }
  }
  [[nodiscard]] static Batch<S> zero(Index rows, Index cols) {
    return Batch<S>::Constant(rows, cols, S(0));
  }

 private:
  void note(const std::vector<HangSet>& hung) const {
    for (std::size_t n = 0; n < hung.size(); ++n) ledger.hung_on[n] |= hung[n];
  }
  [[nodiscard]] static Row<S> kept(const Rearrange<S>& op, const Batch<S>& relevance) {
    Row<S> sum = Row<S>::Constant(relevance.cols(), S(0));
    for (std::size_t k = 0; k < op.source.size(); ++k) {
      if (op.source[k] == Rearrange<S>::kFill) sum += relevance.row(static_cast<Index>(k));
    }
    return sum;
  }
};

template <Scalar S>
Conservation<S> conservation_of(const LrpTrace<S>& trace, const Network<S>& network, Index query) {
  Conservation<S> result{
      trace.relevance[static_cast<std::size_t>(trace.network.output())].col(query).sum(), {}};
  for (Index t = trace.network.tensor_count() - 1; t >= 0; --t) {
    const Row<S>& absorbed = trace.absorbed[static_cast<std::size_t>(t)];
    if (absorbed.size() == 0 || absorbed(query) == S(0)) continue;
    result.absorbed.push_back(
        {network.describe(trace.original[static_cast<std::size_t>(t)]), absorbed(query)});
  }
  return result;
}

}  // namespace

template <Scalar S>
Result<LrpTrace<S>> lrp_trace(const Lrp& method, const Network<S>& network, const Batch<S>& inputs,
                              const Batch<S>& targets) {
  if (auto ok = applies_to(network); !ok) return tl::make_unexpected(ok.error());
  auto folded = fold_affine(network);
  if (!folded) return tl::make_unexpected(folded.error());
  auto layers = layers_of(method, folded->network);
  if (auto ok = check_bounds(folded->network, layers); !ok) return tl::make_unexpected(ok.error());
  LrpTrace<S> result{folded->network,
                     std::move(folded->original),
                     folded->folded,
                     std::move(layers),
                     trace(folded->network, inputs),
                     {},
                     {},
                     {}};
  if (auto ok = check_finite(result.network, result.values); !ok) {
    return tl::make_unexpected(ok.error());
  }
  const Batch<S>& outputs =
      result.values.tensors[static_cast<std::size_t>(result.network.output())];
  Ledger<S> ledger{std::vector<Row<S>>(result.layers.size()),
                   std::vector<HangSet>(static_cast<std::size_t>(inputs.cols()))};
  result.relevance = pull_back(result.network, result.values, Batch<S>(targets * outputs),
                               RelevanceRule<S>{result.layers, {S(0), S(0), method.tie}, ledger});
  result.absorbed = std::move(ledger.absorbed);
  result.hung_on = std::move(ledger.hung_on);
  return result;
}

namespace {

template <Scalar S>
Attributions<S> attribute_together(const Lrp& method, const Network<S>& network,
                                   const Queries<S>& queries) {
  const auto traced = lrp_trace(method, network, queries.inputs, queries.targets);
  const Batch<S> values = traced ? input_part(traced->network, traced->relevance) : Batch<S>();
  std::vector<Vector<S>> columns = columns_of(values);
  return one_answer_per_column<S>(traced, queries.count(), [&](const LrpTrace<S>& trace, Index k) {
    Attribution<S> answer{std::move(columns[static_cast<std::size_t>(k)]),
                          {},
                          trace.hung_on[static_cast<std::size_t>(k)],
                          1,
                          {}};
    if (trace.folded > 0) {
      answer.notes.push_back(
          fmt::format("scales and shifts folded into the layer beside them: {}", trace.folded));
    }
    answer.conservation = conservation_of(trace, network, k);
    return answer;
  });
}

}  // namespace

template <Scalar S>
Attributions<S> Lrp::attribute(const Network<S>& network, const Queries<S>& queries) const {
  return in_chunks(network, queries, [&](const Queries<S>& some) {
    return attribute_together(*this, network, some);
  });
}

RegistryEntry lrp_entry() {
  return {"lrp",
          "Backprop rules",
          "R_i = sum_j a_i w_ij / z_j R_j from R = F(x), with variants of numerator and z_j",
          "Bach et al. 2015, eq. 51-60; Montavon et al. 2019",
          Lrp::kind,
          lrp_options(),
          [](const Options& options) -> Result<AnyMethod> {
            const auto method = read_lrp(options);
            if (!method) return tl::make_unexpected(method.error());
            return AnyMethod(options.canonical(), *method);
          },
          "LRP"};
}

AXIOMARK_INSTANTIATE_GRAPH_METHOD(Lrp);
template Result<LrpTrace<float>> lrp_trace(const Lrp&, const Network<float>&, const Batch<float>&,
                                           const Batch<float>&);
template Result<LrpTrace<double>> lrp_trace(const Lrp&, const Network<double>&,
                                            const Batch<double>&, const Batch<double>&);
template Result<LrpTrace<Rational>> lrp_trace(const Lrp&, const Network<Rational>&,
                                              const Batch<Rational>&, const Batch<Rational>&);

}  // namespace axiomark
