#pragma once

#include <optional>

#include "methods/lrp/rules.hpp"
#include "methods/registry_entry.hpp"

namespace axiomark {

/// Layer-wise relevance propagation.
/// Computes    relevance R, from target_j output_j at the output back to the inputs. Dense and
///             convolution layers, and scales and shifts that cannot be folded into one, share it by
///             their rule (methods/lrp/rules.hpp); pools, means and sums of operands in proportion
///             to the contributions (rule 0, with epsilon where rule=epsilon). Maxima give it to
///             the winner, rearrangements to what they copied, activations pass it unchanged.
/// Requires    no product, power, exp, log or sqrt: there is no published rule for them alone.
///             zB: low_i <= a_i <= high_i for its meaning, not for its formula.
/// Shapes      inputs [features x queries] -> one value per feature and query.
/// Error       exact in Rational; in floating point, the rounding of some passes, divided by
///             activations that may be small.
/// Cost        one forward and one backward pass over the layers; alpha-beta four, zB three.
/// Satisfies   conservation (the sum is F(x)) where no bias counts, no denominator is zero and the
///             rule is 0, gamma or z+ (claim E01). What was lost is reported: started = sum of
///             values + sum absorbed, exactly in Rational. rule=0, bias=include with relus is
///             gradient x input (claim C01).
/// Violates    sensitivity-a (claim A01), completeness; implementation invariance and sensitivity-b,
///             for rule=0, bias=include with relus only at zero denominators (A05, C01); with
///             alpha > 1 conservation (E02).
/// Source      Bach et al. 2015, eq. 51-60; Montavon et al. 2017 (w2, zB), 2019 (gamma); composites:
///             Anders et al. 2021, zennit, whose epsilon is 1e-6 where ours is epsilon=.
struct Lrp {
  static constexpr MethodKind kind = MethodKind::zero_baseline_implied;

  LrpRule rule = LrpRule::epsilon;
  std::optional<LrpRule> dense;        ///< of dense layers, if another
  std::optional<LrpRule> convolution;  ///< of convolutions, if another
  /// Of layers that no dense or convolution layer lies before.
  std::optional<LrpRule> first;
  /// Of convolutions that no other convolution lies before.
  std::optional<LrpRule> first_convolution;
  Rational epsilon = Rational(1, 1'000'000'000);
  Rational gamma = Rational(1, 4);
  Rational alpha = 2;
  std::vector<Rational> low;
  std::vector<Rational> high;
  bool bias = true;
  Tie tie = Tie::first;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network,
                                          const Queries<S>& queries) const;
};

/// Relevance at every tensor: what a derivation prints, layer by layer.
template <Scalar S>
struct LrpTrace {
  Network<S> network;           ///< scales and shifts folded
  std::vector<Index> original;  ///< its tensors' numbers in the network asked about
  Index folded = 0;
  std::vector<LrpLayer<S>> layers;  ///< the rule of every tensor's node, where it has one
  Trace<S> values;
  std::vector<Batch<S>> relevance;  ///< per tensor
  std::vector<Row<S>> absorbed;     ///< per tensor, by its node; empty: nothing
  std::vector<HangSet> hung_on;     ///< per query
};
template <Scalar S>
[[nodiscard]] Result<LrpTrace<S>> lrp_trace(const Lrp& method, const Network<S>& network,
                                            const Batch<S>& inputs, const Batch<S>& targets);

[[nodiscard]] Result<Lrp> read_lrp(const Options& options);
[[nodiscard]] std::vector<OptionInfo> lrp_options();
[[nodiscard]] RegistryEntry lrp_entry();

}  // namespace axiomark
