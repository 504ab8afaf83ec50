#pragma once

#include <functional>
#include <utility>

#include "methods/integrated_gradients.hpp"
#include "methods/method.hpp"

/// Attribution methods with one known fault each, to see which axiom convicts them.
namespace axiomark::tests {

/// Exact integrated gradients, each answer spoiled.
struct Negated {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  ConventionOptions conventions;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& f, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const {
    Attributions<S> answers = IntegratedGradients{}.attribute(f, inputs, baselines);
    for (auto& answer : answers) {
      if (answer) answer->values = -answer->values;
    }
    return answers;
  }
};

/// The average gradient along the segment: integrated gradients without the factor x - x'.
struct WithoutDifference {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  ConventionOptions conventions;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& f, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const {
    Attributions<S> answers = IntegratedGradients{}.attribute(f, inputs, baselines);
    for (std::size_t k = 0; k < answers.size(); ++k) {
      if (!answers[k]) continue;
      const auto column = static_cast<Index>(k);
      const Segment<S> segment{baselines.col(column), inputs.col(column)};
      const auto pieces = f.linear_pieces(segment).value();
      const auto middles = pieces.midpoints();
      const auto lengths = pieces.lengths();
      const auto sum =
          f.gradient_sum(segment, std::span<const S>(middles), std::span<const S>(lengths));
      answers[k]->values = sum.value().value;
      answers[k]->hung_on |= sum.value().hung_on;  // where nothing moves, on a kink
    }
    return answers;
  }
};

/// The same number for every feature, whatever the function is.
template <int Number>
struct Constant {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  ConventionOptions conventions;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& f, const Batch<S>& inputs,
                                          const Batch<S>&) const {
    return Attributions<S>(
        static_cast<std::size_t>(inputs.cols()),
        Attribution<S>{Vector<S>::Constant(f.dimension(), S(Number)), {}, {}, 0, {}});
  }
};

/// F(x) - F(x') in equal shares.
struct EqualShares {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  ConventionOptions conventions;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& f, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const {
    const Row<S> rise = f.evaluate(inputs).value() - f.evaluate(baselines).value();
    Attributions<S> answers;
    for (Index k = 0; k < inputs.cols(); ++k) {
      const S share = rise(k) / S(static_cast<int>(f.dimension()));
      answers.emplace_back(
          Attribution<S>{Vector<S>::Constant(f.dimension(), share), {}, {}, 0, {}});
    }
    return answers;
  }
};

/// The number of nodes of the network for every feature.
struct CountsNodes {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network,
                                          const Queries<S>& queries) const {
    return Attributions<S>(
        static_cast<std::size_t>(queries.count()),
        Attribution<S>{Vector<S>::Constant(network.input_features(),
                                           S(static_cast<int>(network.nodes().size()))),
                       {},
                       {},
                       0,
                       {}});
  }
};

/// Every answer is a defect.
struct Faulty {
  static constexpr MethodKind kind = MethodKind::one_baseline;
  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>&, const Queries<S>& queries) const {
    return Attributions<S>(static_cast<std::size_t>(queries.count()),
                           fail(ErrorKind::internal, "faulty", "a defect"));
  }
};

[[nodiscard]] inline AnyMethod negated() { return {"negated", Negated{}}; }
[[nodiscard]] inline AnyMethod without_difference() {
  return {"without-difference", WithoutDifference{}};
}
[[nodiscard]] inline AnyMethod zero() { return {"zero", Constant<0>{}}; }
[[nodiscard]] inline AnyMethod ones() { return {"ones", Constant<1>{}}; }
[[nodiscard]] inline AnyMethod equal_shares() { return {"equal-shares", EqualShares{}}; }
[[nodiscard]] inline AnyMethod counts_nodes() { return {"counts-nodes", CountsNodes{}}; }
[[nodiscard]] inline AnyMethod faulty() { return {"faulty", Faulty{}}; }

}  // namespace axiomark::tests
