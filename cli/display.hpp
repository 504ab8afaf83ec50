#pragma once

#include <string>
#include <vector>

#include "network/picture_layout.hpp"

namespace axiomark::cli {

/// One step from attributions to a picture of them.
enum class DisplayStep {
  absolute,     ///< |A_i|
  channel_sum,  ///< the sum over the channels of a position (colours of a pixel)
  normalized    ///< divided by the largest |A_i|; all zeros stay
};

/// Display options: what is shown or written in place of attributions. They belong to no method: a
/// size or a sum over channels is no attribution, and no axiom speaks of it.
struct Display {
  std::vector<DisplayStep> steps;  ///< in their order
  ChannelPlace channels = ChannelPlace::automatic;

  [[nodiscard]] bool has(DisplayStep step) const;
  [[nodiscard]] bool empty() const { return steps.empty(); }
  [[nodiscard]] std::vector<std::string> names() const;
};

/// "channel-sum,absolute,normalized", or "none".
[[nodiscard]] Result<Display> parse_display(const std::string& text);

/// The shape of what is displayed of a sample of that shape.
[[nodiscard]] Result<Shape> displayed_shape(const Display& display, const Shape& sample);

/// What is displayed of the attributions of one input of that shape, in row-major order.
template <Scalar S>
[[nodiscard]] Vector<S> displayed(const Display& display, const Vector<S>& attributions,
                                  const Shape& sample);

}  // namespace axiomark::cli
