#pragma once

#include "network/layer_list.hpp"
#include "search/families/family.hpp"

namespace axiomark {

// Plain layers: dense nodes and relus one after the other.

/// One to `most.hidden` layers of relus and an output, with or without a relu.
[[nodiscard]] Network<double> draw_plain_layers(RandomStream& stream, const DrawSize& most);
/// The same of so many inputs.
[[nodiscard]] Network<double> draw_layers_of(RandomStream& stream, Index inputs,
                                             const DrawSize& most);
/// Of a single feature.
[[nodiscard]] Network<double> draw_one_feature(RandomStream& stream, const DrawSize& most);
/// relu(c relu(x_a + b) - k - w relu(x_b)): the shape that the rewrite shift_threshold needs, which
/// independent weights almost never form.
[[nodiscard]] Network<double> draw_nested_threshold(RandomStream& stream, const DrawSize& most);
/// Nothing reaches the output but its bias.
[[nodiscard]] Network<double> draw_constant(RandomStream& stream, const DrawSize& most);
/// One hidden unit larger than the others by a factor of 2^24, where float loses what the others
/// say; its readers divide by it again, or do not.
[[nodiscard]] Network<double> draw_far_apart(RandomStream& stream, const DrawSize& most);
/// The same by 2^40: the sum of both still is exact in double.
[[nodiscard]] Network<double> draw_farther_apart(RandomStream& stream, const DrawSize& most);

}  // namespace axiomark
