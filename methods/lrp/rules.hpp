#pragma once

#include <span>
#include <string>
#include <vector>

#include "methods/mapped_weights.hpp"

namespace axiomark {

/// How an affine layer z_j = sum_i a_i w_ij + b_j shares relevance R_j among its inputs. A rule is
/// one or two fractions: R_i = sum_j factor n_ij / z_j R_j, with contributions n_ij and
/// z_j = sum_i n_ij + the bias's contribution (which absorbs its share). w+ = max(w, 0),
/// w- = min(w, 0).
///
///   rule         contributions n_ij                       bias's         factor      source
///   0            a_i w_ij                                 b_j            1           Bach 2015, eq. 56
///   epsilon      as 0; z_j + epsilon sign(z_j), sign(0) = 1                          eq. 58
///   gamma        a_i (w_ij + gamma w_ij+)                 b + gamma b+   1           Montavon 2019, tab. 1
///   z+           (a_i w_ij)+                              b_j+           1           alpha-beta, alpha = 1
///   alpha-beta   (a_i w_ij)+ ; (a_i w_ij)-                b_j+ ; b_j-    alpha ; 1 - alpha   Bach, eq. 60
///   w2           w_ij^2                                   none           1           Montavon 2017
///   flat         1 where w_ij is not 0                    none           1           Lapuschkin 2019
///   zB           a_i w_ij - low_i w_ij+ - high_i w_ij-    none           1           Montavon 2017
///
/// Libraries differ (claim E04). z+ and alpha-beta here go by the sign of the contribution, as in
/// zennit; Captum clamps weights alone, so it loses products of two negatives and keeps a
/// negative bias. gamma is the textbook's for inputs of any sign; zennit's generalises it by the
/// signs of input and result, Captum's leaves the bias as it is. w2 has no bias; zennit's adds b^2.
/// flat counts weights that are not zero, so that a convolution and its dense matrix agree;
/// zennit's counts zero weights, too.
enum class LrpRule : std::uint8_t { zero, epsilon, gamma, z_plus, alpha_beta, w2, flat, z_box };

[[nodiscard]] std::span<const std::string> lrp_rule_names();  ///< in the order of LrpRule
[[nodiscard]] std::string_view name(LrpRule rule);
[[nodiscard]] bool counts_bias(LrpRule rule);  ///< the bias has a share unless ignored

/// The rule of one layer with its parameters.
template <Scalar S>
struct LrpLayer {
  LrpRule rule = LrpRule::zero;
  S epsilon = S(0);
  S gamma = S(0);
  S alpha = S(1);
  bool bias = true;
  Vector<S> low;  ///< zB: one number, or one per value of the operand
  Vector<S> high;
};

/// One fraction of a rule at the operands of a layer.
template <Scalar S>
struct LrpFraction {
  /// n_ij = sum over terms of inputs_i weights_ij.
  struct Term {
    std::vector<Batch<S>> inputs;  ///< per operand
    Operator<S> weights;           ///< linear: no bias
    /// A dense layer whose own weights these are, used where they are in place of `weights`.
    const Dense<S>* layer = nullptr;
  };
  std::vector<Term> terms;
  S factor;
  Vector<S> bias;  ///< the bias's contributions, one per value of the result
  Batch<S> z;      ///< all contributions added up
  S epsilon;       ///< 0: none

  /// z + epsilon sign(z)
  [[nodiscard]] Batch<S> denominator() const;
  /// n_ij for one unit j and sample 0: per operand, one number per value of it.
  [[nodiscard]] std::vector<Vector<S>> contributions(Index unit) const;
};

/// The fractions of a layer's rule, which the layer must outlive. Shift: weights 1 and its offset as bias.
template <Scalar S, class Op>
requires SharesRelevance<Op, S>
[[nodiscard]] std::vector<LrpFraction<S>> lrp_fractions(const Op& op, Operands<S> operands,
                                                        const LrpLayer<S>& layer);

/// Where the relevance of one layer went: all of it is in the operands or absorbed.
template <Scalar S>
struct SharedRelevance {
  std::vector<Batch<S>> at_operands;
  Row<S> absorbed;               ///< by biases, stabilisers and zero denominators
  std::vector<HangSet> hung_on;  ///< per sample; see share_relevance
};

/// Applies the fractions to relevance at the layer's result. A zero denominator passes nothing on,
/// which is a convention where relevance is lost by it, and where contributions that cancel meet
/// relevance 0: n_ij R_j / z_j is 0 / 0 there, with the limit n_ij from one side of a relu's kink or
/// of F = 0. Under epsilon 0 / epsilon is 0; there the sign that it gives to zero is a convention
/// where relevance meets contributions that cancel. All are reported as zero_denominator, also for
/// a unit that nothing depends on: an answer without it is the same under every convention.
template <Scalar S>
[[nodiscard]] SharedRelevance<S> share_relevance(const std::vector<LrpFraction<S>>& fractions,
                                                 const Batch<S>& relevance);

}  // namespace axiomark
