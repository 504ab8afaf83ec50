#pragma once

#include <memory>

#include "network/enclosure/jet_batch.hpp"
#include "network/network.hpp"
#include "network/segment.hpp"

namespace axiomark {

/// The integral over a part of a segment of each dF/dx_i, by t: it lies in middle +- radius.
struct EnclosedIntegral {
  Vector<double> middle;
  Vector<double> radius;
  /// What of the radius is rounding, so that shorter parts do not help. 0 if something was
  /// `coarse`.
  Vector<double> rounding;
  /// A kink or a wide range kept some function from being a Taylor polynomial with remainder.
  bool coarse = false;
  /// Where kinks seem to be, in increasing order: a hint where to cut. Of the first node only that
  /// has some, because what lies behind a kink is not known well enough.
  std::vector<double> kinks;
};

/// Encloses the gradient of F = sum_j target_j output_j along a segment, with outward rounding
/// throughout, so that what it says about F as a function of real numbers is proved.
///
/// Every tensor value is a jet in the segment's parameter (see enclosure/jet.hpp), from the inputs
/// to the output; cotangents are jets, too, from the output to the inputs. All operators have a
/// rule. At kinks the slope may be any of a maximum's or relu's, whatever the conventions say.
/// Not enclosed: parts of the segment where a slope has no bound (a root or logarithm at zero).
///
/// Cost of one integral: a forward and a backward pass in which each number is a jet. That is some
/// kOrder + 1 gradients in matrix products, twice that for the radii, and per elementwise unit some
/// kOrder^3 / 2 multiplications.
class GradientEnclosure {
 public:
  /// Refuses networks in Rational with parameters outside the range of doubles.
  template <Scalar S>
  [[nodiscard]] static Result<GradientEnclosure> make(const Network<S>& network,
                                                      const Vector<S>& target,
                                                      const Segment<S>& segment);

  /// 0 <= from < to <= 1, both multiples of kGrid, so that their middle is a double. An error names
  /// the first node without a bound.
  [[nodiscard]] Result<EnclosedIntegral> integral(double from, double to) const;
  static constexpr double kGrid = 0x1p-50;
  /// x_i - x'_i, per feature.
  [[nodiscard]] const std::vector<enclosure::Interval>& difference() const;

 private:
  struct Data;
  struct Rule;
  explicit GradientEnclosure(std::shared_ptr<const Data> data) : data_(std::move(data)) {}
  std::shared_ptr<const Data> data_;
};

}  // namespace axiomark
