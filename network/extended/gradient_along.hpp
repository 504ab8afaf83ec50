#pragma once

#include <memory>

#include "network/extended/operators.hpp"
#include "network/network.hpp"
#include "network/segment.hpp"

namespace axiomark::extended {

/// The gradient of F = sum_j target_j output_j along a segment, in extended precision: an evaluator of its
/// own beside the scalars, one sample at a time, for references that double cannot give.
class GradientAlong {
 public:
  /// Refuses networks with more weights (every convolution written out) than kMostWeights or
  /// kMostProbing allow, and where `Real` has no more digits than double.
  /// Cost: each affine operator at as many unit vectors as its operands have features.
  [[nodiscard]] static Result<GradientAlong> make(const Network<double>& network,
                                                  const Vector<double>& target,
                                                  const Segment<double>& segment);

  static constexpr double kMostWeights = 0x1p23;  ///< 128 MB of them
  static constexpr double kMostProbing = 0x1p35;  ///< products to find them: some seconds

  /// (x_i - x'_i) dF/dx_i at x' + t (x - x'), t in [0, 1].
  /// Error: rounding of one pass; not finite where F is not. Cost: weights() products, twice.
  [[nodiscard]] Values at(Real t, OnKink on_kink = OnKink::below_and_first) const;
  /// F itself.
  [[nodiscard]] Real value(Real t) const;
  /// Which smooth piece each kinked or selecting unit is on: the same numbers, the same formula for F.
  /// Cost: weights() products.
  [[nodiscard]] std::vector<Index> pieces(Real t) const;
  /// Whether any unit can change its piece.
  [[nodiscard]] bool has_kinks() const;

  [[nodiscard]] Index weights() const;
  [[nodiscard]] Index features() const;

 private:
  struct Data;
  explicit GradientAlong(std::shared_ptr<const Data> data) : data_(std::move(data)) {}
  std::shared_ptr<const Data> data_;
};

}  // namespace axiomark::extended
