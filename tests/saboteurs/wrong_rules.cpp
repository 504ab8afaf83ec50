#include "methods/backward_rule.hpp"
#include "tests/saboteurs/saboteur.hpp"

namespace axiomark::tests {
namespace {

/// The gradient, but that a relu passes gate(z) of the signal; times x - x'.
template <class Gate>
struct Gated {
  static constexpr MethodKind kind = MethodKind::one_baseline;

  template <Scalar S>
  struct Rule {
    using Cotangent = Batch<S>;
    GradientRule<S> gradient;

    static Result<void> applies_to(const Network<S>& network) {
      return relu_is_the_only_nonlinearity("a saboteur", network);
    }
    template <class Op>
    std::vector<Batch<S>> operator()(const Op& op, const NodeView<S>& at,
                                     const Batch<S>& signal) const {
      return gradient(op, at, signal);
    }
    std::vector<Batch<S>> operator()(const Relu&, const NodeView<S>& at,
                                     const Batch<S>& signal) const {
      return {at.operands[0]->binaryExpr(
          signal, [](const S& z, const S& c) { return Gate{}(z) ? c : S(0); })};
    }
    static Batch<S> zero(Index rows, Index cols) { return GradientRule<S>::zero(rows, cols); }
  };

  template <Scalar S>
  Attributions<S> attribute(const Network<S>& network, const Queries<S>& queries) const {
    Attributions<S> answers = attribute_by_rule(network, queries, Rule<S>{});
    for (std::size_t k = 0; k < answers.size(); ++k) {
      const auto column = static_cast<Index>(k);
      if (answers[k]) {
        answers[k]->values *= queries.inputs.col(column) - queries.baselines.col(column);
      }
    }
    return answers;
  }
};

struct WhereInactive {
  template <Scalar S>
  bool operator()(const S& z) const {
    return z < S(0);
  }
};
struct Everywhere {
  template <Scalar S>
  bool operator()(const S&) const {
    return true;
  }
};

/// Exact integrated gradients of another question: `change(network, queries)` asks it.
template <class Change>
struct OfAnother {
  static constexpr MethodKind kind = MethodKind::one_baseline;

  template <Scalar S>
  Attributions<S> attribute(const Network<S>& network, const Queries<S>& queries,
                            const ThreadPool& pool) const {
    static const AnyMethod exact("exact", IntegratedGradients{});
    Network<S> other = network;
    Queries<S> asked = queries;
    Change{}(other, asked);
    return exact.attribute<S>(other, asked, pool);
  }
  static bool sees_network() { return true; }
};

struct NoBias {
  template <Scalar S>
  void operator()(Network<S>& network, Queries<S>&) const {
    NetworkParts<S> parts = network.parts();
    for (Operator<S>& op : parts.operators) {
      if (auto* dense = std::get_if<Dense<S>>(&op)) dense->bias.setZero();
      if (auto* shift = std::get_if<Shift<S>>(&op)) shift->offset.setZero();
    }
    network = Network<S>::make(std::move(parts)).value();
  }
};
struct AllOutputs {
  template <Scalar S>
  void operator()(Network<S>&, Queries<S>& queries) const {
    queries.targets.setOnes();
  }
};

/// As many as the network has nodes, for every feature.
struct CountsNodes {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  template <Scalar S>
  Attributions<S> attribute(const Network<S>& network, const Queries<S>& queries) const {
    const S nodes = static_cast<S>(network.nodes().size());
    return Attributions<S>(static_cast<std::size_t>(queries.count()),
                           plain<S>(Vector<S>::Constant(network.input_features(), nodes)));
  }
};

/// Exact integrated gradients by way of single precision, whatever the scalar.
struct InSinglePrecision {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  template <Scalar S>
  Attributions<S> attribute(const Network<S>& network, const Queries<S>& queries,
                            const ThreadPool& pool) const {
    static const AnyMethod exact("exact", IntegratedGradients{});
    const auto rounded = convert<float>(network).value();
    const auto answers = exact.attribute<float>(
        rounded,
        {convert_all<float>(queries.inputs), convert_all<float>(queries.baselines),
         convert_all<float>(queries.targets), queries.baselines_per_query},
        pool);
    Attributions<S> widened;
    for (const auto& answer : answers) {
      if (answer) {
        widened.emplace_back(plain<S>(convert_all<S>(answer->values)));
      } else {
        widened.emplace_back(tl::make_unexpected(answer.error()));
      }
    }
    return widened;
  }
  static bool sees_network() { return false; }
};

const Kept kGates = {"gates do not depend on what follows, and everything else is linear",
                     {"linearity", "homogeneity"}};
const Kept kNoDifference = {"x_i - x'_i is 0", {"missingness"}};

}  // namespace

std::vector<Saboteur> wrong_rules() {
  return {
      {{"relu passes where it is inactive", Gated<WhereInactive>{}},
       "sensitivity-a",
       {kGates, kNoDifference}},
      {{"relu passes everywhere", Gated<Everywhere>{}},
       "implementation-invariance",
       {kGates, kNoDifference}},
      {{"biases ignored", OfAnother<NoBias>{}},
       "completeness",
       {{"a F + b G without biases is a (F without) + b (G without)", {"linearity", "homogeneity"}},
        kNoDifference}},
      {{"all outputs instead of the target", OfAnother<AllOutputs>{}},
       "linearity",
       {kNoDifference}},
      {{"nodes counted", CountsNodes{}},
       "implementation-invariance",
       {{"all attributions are equal", {"symmetry", "game-symmetry"}}}},
      {{"single precision inside", InSinglePrecision{}}, "completeness", {kNoDifference}},
  };
}

}  // namespace axiomark::tests
