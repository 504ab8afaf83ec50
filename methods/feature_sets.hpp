#pragma once

#include "methods/options.hpp"
#include "network/batch.hpp"

namespace axiomark {

/// Features that move together: the players of a game.
using FeatureSets = std::vector<std::vector<Index>>;

/// Windows that slide over a tensor from its first corner, in row-major order, until it is covered;
/// the last in a direction is cut off at the border (as in Captum's Occlusion).
class SlidingWindows {
 public:
  /// Window and stride are extents of the last dimensions; a window is as large as the tensor in
  /// those before. A stride beyond the window would leave features uncovered and is refused.
  [[nodiscard]] static Result<SlidingWindows> make(const std::string& where, const Shape& shape,
                                                   const Shape& window, const Shape& stride);

  [[nodiscard]] Index features() const { return element_count(shape_); }  ///< of the tensor
  [[nodiscard]] Index count() const { return element_count(counts_); }
  /// What window k covers, in increasing order.
  [[nodiscard]] std::vector<Index> covered(Index k) const;

 private:
  Shape shape_;
  Shape window_;
  Shape stride_;
  Shape counts_;  ///< positions in each dimension
};

/// "3x28x28" -> {3, 28, 28}.
[[nodiscard]] Result<Shape> parse_extents(const std::string& where, std::string_view text);

/// `groups=`: [0,0,1] gives the player of each feature; tiles:4x4:1x28x28 makes every 4x4 tile of a
/// tensor of that shape one player, all channels together.
[[nodiscard]] OptionInfo groups_option();
/// Nothing for groups=none: each feature is a player.
[[nodiscard]] Result<FeatureSets> read_groups(const Options& options);

/// The players of a function of so many features, by the groups given (none: each feature alone).
[[nodiscard]] Result<FeatureSets> players_of(const FeatureSets& groups, Index features);

}  // namespace axiomark
