#pragma once

#include <optional>

#include "methods/deeplift/pass.hpp"
#include "methods/registry_entry.hpp"

namespace axiomark {

/// DeepLIFT.
/// Computes    A_i = m_i (x_i - x'_i), with the multiplier m of the output by every tensor from the
///             chain rule for multipliers. Rescale: a nonlinearity's multiplier is the difference
///             of its result / the difference of its operand; where that is zero, the slope at
///             the input. RevealCancel: positive and negative parts of differences have multipliers
///             of their own, (f(x'+d+) - f(x') + f(x'+d+ + d-) - f(x'+d-)) / (2 d+) for the
///             positive one, zero for a part of size zero. See DeepLiftPass for all operators.
/// Requires    one baseline; operators with a rule; genomics-default: every nonlinearity fed by a
///             convolution or a dense layer (through scales, shifts and rearrangements).
/// Shapes      inputs, baselines [features x queries] -> one value per feature and query.
/// Error       exact in Rational; in floating point the rounding of two forward passes and one
///             backward pass, and for smooth operators at most sqrt(u) per quotient (see zero_size).
/// Cost        two forward and one backward evaluation per query; with parts about twice that.
/// Satisfies   completeness and sensitivity-a (threshold=auto); integrated gradients' values on one
///             nonlinearity (claim C03).
/// Violates    rescale: implementation invariance and sensitivity-b (claims A04, A20); revealcancel:
///             implementation invariance and symmetry (claim D04).
/// Source      Shrikumar, Greenside & Kundaje 2017, arXiv 1704.02685, sec. 3.
struct DeepLift {
  static constexpr MethodKind kind = MethodKind::one_baseline;

  ConventionOptions conventions;
  DeepLiftRule rule = DeepLiftRule::rescale;
  std::optional<Rational> threshold;  ///< none: see zero_size

  template <Scalar S>
  [[nodiscard]] DeepLiftOptions<S> options() const {
    std::optional<S> size;
    if (threshold) size = convert<S>(*threshold);
    return {rule, conventions.as<S>(), size};
  }
  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network,
                                          const Queries<S>& queries) const;
};

[[nodiscard]] std::vector<OptionInfo> deeplift_options();
/// The options of deeplift and of methods made of it.
[[nodiscard]] Result<DeepLift> read_deeplift(const Options& options);
[[nodiscard]] RegistryEntry deeplift_entry();

}  // namespace axiomark
