#include <array>

#include "search/families/family.hpp"
#include "search/families/gadgets.hpp"
#include "search/families/graphs.hpp"
#include "search/families/layers.hpp"
#include "search/families/windows.hpp"

namespace axiomark {
namespace {

// Plain layers and nested thresholds convict most methods with the smallest networks; the others
// are there for what only they can show.
// clang-format off
constexpr std::array kFamilies = {
    NetworkFamily{"layers", 24, "dense layers and relus", &draw_plain_layers},
    NetworkFamily{"nested-threshold", 14, "relu(c relu(x) - k - w relu(y))", &draw_nested_threshold},
    NetworkFamily{"one-feature", 3, "layers of a single feature", &draw_one_feature},
    NetworkFamily{"constant", 1, "layers of which nothing reaches the output", &draw_constant},
    NetworkFamily{"units-2^24-apart", 1, "layers with one unit 2^24 times larger", &draw_far_apart},
    NetworkFamily{"units-2^40-apart", 1, "layers with one unit 2^40 times larger", &draw_farther_apart},
    NetworkFamily{"minimum-of-relus", 4, "min(p, q), of relus", &draw_minimum_of_relus},
    NetworkFamily{"minimum-of-three", 3, "min(min(p, q), r), of relus", &draw_minimum_of_three},
    NetworkFamily{"selection", 4, "max and min of two or three forms", &draw_selection},
    NetworkFamily{"saturation", 4, "c - k relu(t - p)", &draw_saturation},
    NetworkFamily{"cancellation", 3, "pairs of units that cancel", &draw_cancellation},
    NetworkFamily{"product", 2, "the product of two branches", &draw_product},
    NetworkFamily{"other-kinks", 3, "abs, clip, leaky relu", &draw_other_kinks},
    NetworkFamily{"skip", 4, "a skip from a relu's own input", &draw_skip},
    NetworkFamily{"two-activations", 3, "two activations on one tensor", &draw_two_activations},
    NetworkFamily{"shared-in-parallel", 3, "one module in two branches", &draw_shared_in_parallel},
    NetworkFamily{"shared-in-sequence", 3, "one module twice in a row", &draw_shared_in_sequence},
    NetworkFamily{"unused-branch", 2, "a branch that nothing reads", &draw_unused_branch},
    NetworkFamily{"batch-norm", 3, "scale and shift before the relu", &draw_batch_norm},
    NetworkFamily{"joined-branches", 3, "features taken apart and joined", &draw_joined_branches},
    NetworkFamily{"overlapping-pool", 3, "a max pool whose windows overlap", &draw_overlapping_pool},
    NetworkFamily{"dilated-pool", 2, "a dilated max pool", &draw_dilated_pool},
    NetworkFamily{"convolution", 3, "convolution, relu, average or max pool", &draw_convolution},
};
// clang-format on

constexpr std::uint64_t sum_of_shares() {
  std::uint64_t sum = 0;
  for (const NetworkFamily& family : kFamilies) sum += static_cast<std::uint64_t>(family.share);
  return sum;
}

}  // namespace

std::span<const NetworkFamily> network_families() { return kFamilies; }

Network<double> draw_network(RandomStream& stream, const DrawSize& most) {
  auto left = static_cast<int>(stream.below(sum_of_shares()));
  std::size_t k = 0;
  while (left >= kFamilies[k].share) left -= kFamilies[k++].share;
  return kFamilies[k].draw(stream, most);
}

DrawSize size_of_case(std::uint64_t case_number) {
  if (case_number < 64) return {2, 2, 1};
  if (case_number < 2048) return {3, 4, 2};
  return {4, 5, 3};
}

}  // namespace axiomark
