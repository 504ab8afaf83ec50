#pragma once

#include <optional>
#include <variant>

#include "network/operators/rearrange.hpp"
#include "network/operators/windows.hpp"

namespace axiomark {

// What an index map was written as, found again from the map alone. Each answer was compared with
// the map, entry by entry.

/// transpose(in, permutation)
struct TransposeForm {
  std::vector<Index> permutation;
};
/// gather(in, axis, positions)
struct GatherForm {
  Index axis;
  std::vector<Index> positions;
};
/// pad(in, begin, end, fill)
struct PadForm {
  std::vector<Index> begin;
  std::vector<Index> end;
};
/// expand(in, out)
struct ExpandForm {};
/// None of these.
struct NoForm {};

using RearrangeForm = std::variant<NoForm, TransposeForm, GatherForm, PadForm, ExpandForm>;

/// Not for the identity (reshape), which says so itself. Cost: at most 120 maps of the same size.
template <Scalar S>
[[nodiscard]] RearrangeForm form_of(const Rearrange<S>& op);

/// reduction_windows(in, axes, keep_dimensions)
struct ReductionForm {
  std::vector<Index> axes;
  bool keep_dimensions;
};
[[nodiscard]] std::optional<ReductionForm> reduction_form(const Windows& windows);

/// A geometry without ceil_mode, or nothing: some windows have several, and the smallest paddings
/// are found first.
[[nodiscard]] std::optional<WindowGeometry> pool_form(const Windows& windows);

}  // namespace axiomark
