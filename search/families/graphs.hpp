#pragma once

#include "search/families/family.hpp"

namespace axiomark {

// Graphs that are no lists of layers. Attribution code that keeps one value per module, or hangs its
// rule on a module instead of on its uses, breaks on exactly these.

/// relu(z) + k z: a skip connection from a relu's own input.
[[nodiscard]] Network<double> draw_skip(RandomStream& stream, const DrawSize& most);
/// Two activations that read one tensor.
[[nodiscard]] Network<double> draw_two_activations(RandomStream& stream, const DrawSize& most);
/// One module, dense node and relu, used by two branches side by side.
[[nodiscard]] Network<double> draw_shared_in_parallel(RandomStream& stream, const DrawSize& most);
/// One module used twice, on its own result.
[[nodiscard]] Network<double> draw_shared_in_sequence(RandomStream& stream, const DrawSize& most);
/// A branch that nothing reads.
[[nodiscard]] Network<double> draw_unused_branch(RandomStream& stream, const DrawSize& most);
/// Batch norm, folded as it is wherever networks are read: a scale and a shift between a dense node and
/// its relu.
[[nodiscard]] Network<double> draw_batch_norm(RandomStream& stream, const DrawSize& most);
/// Features taken apart, treated differently and joined again.
[[nodiscard]] Network<double> draw_joined_branches(RandomStream& stream, const DrawSize& most);

}  // namespace axiomark
