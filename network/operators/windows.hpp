#pragma once

#include "network/operators/convolution.hpp"
#include "network/operators/operands.hpp"

namespace axiomark {

/// Lists of operand values, one list per output value: window k reads
/// x_{members[begin[k]]}, ..., x_{members[begin[k + 1] - 1]}, in row-major order of the window.
/// Pools and reductions are all of this form; the functions below work out the lists.
struct Windows {
  Shape in;
  Shape out;
  std::vector<Index> begin;    ///< one more than output values
  std::vector<Index> members;  ///< positions in the operand

  [[nodiscard]] std::span<const Index> operator[](Index k) const {
    const auto first = static_cast<std::size_t>(begin[static_cast<std::size_t>(k)]);
    const auto last = static_cast<std::size_t>(begin[static_cast<std::size_t>(k) + 1]);
    return std::span(members).subspan(first, last - first);
  }
};

/// Windows of a pool over a [channels, spatial...] tensor; padding contributes no member.
[[nodiscard]] Result<Windows> pool_windows(std::string_view op, const Shape& in,
                                           const WindowGeometry& geometry);
/// Windows of a reduction over `axes` (all of them if empty); negative axes count from the end.
[[nodiscard]] Result<Windows> reduction_windows(std::string_view op, const Shape& in,
                                                std::vector<Index> axes, bool keep_dimensions);

/// y_k = weight_k * (sum of window k): average pool, reduce-sum and reduce-mean.
template <Scalar S>
struct WindowSum {
  static constexpr OperatorKind kind = OperatorKind::affine;
  [[nodiscard]] std::string_view name() const { return form; }

  std::string form;  ///< "average-pool", "reduce-sum", "reduce-mean"
  Windows windows;
  Vector<S> weight;  ///< one per output value
};

/// y_k = max of window k: max pool and reduce-max.
struct WindowMax {
  static constexpr OperatorKind kind = OperatorKind::selecting;
  [[nodiscard]] std::string_view name() const { return form; }

  std::string form;  ///< "max-pool", "reduce-max"
  Windows windows;
};

/// count_include_pad: divide by the whole window, padding included (but never by the values that
/// ceil_mode adds beyond the padding).
template <Scalar S>
[[nodiscard]] Result<WindowSum<S>> average_pool(const Shape& in, const WindowGeometry& geometry,
                                                bool count_include_pad = false);
template <Scalar S>
[[nodiscard]] Result<WindowSum<S>> reduce_sum(const Shape& in, std::vector<Index> axes,
                                              bool keep_dimensions = true);
template <Scalar S>
[[nodiscard]] Result<WindowSum<S>> reduce_mean(const Shape& in, std::vector<Index> axes,
                                               bool keep_dimensions = true);
[[nodiscard]] Result<WindowMax> max_pool(const Shape& in, const WindowGeometry& geometry);
[[nodiscard]] Result<WindowMax> reduce_max(const Shape& in, std::vector<Index> axes,
                                           bool keep_dimensions = true);

AXIOMARK_DECLARE_OPERATOR(WindowSum<S>);
AXIOMARK_DECLARE_OPERATOR(WindowMax);
template <Scalar S>
[[nodiscard]] std::vector<HangSet> hung_on(const WindowMax& op, Operands<S> operands,
                                           const Batch<S>& cotangent);

}  // namespace axiomark
