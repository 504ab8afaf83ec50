#include "network/operators/windows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "network/list_of.hpp"
#include "network/operators/selection.hpp"

namespace axiomark {
namespace {

Shape position_of(Index flat, const Shape& shape) {
  Shape at(shape.size());
  for (std::size_t d = shape.size(); d-- > 0;) {
    at[d] = flat % shape[d];
    flat /= shape[d];
  }
  return at;
}

Result<void> check_windows(std::string_view op, const Windows& windows,
                           std::span<const Shape> operands, bool empty_allowed) {
  if (auto ok = expect_operands(op, operands, 1); !ok) return ok;
  if (operands[0] != windows.in) {
    return fail(ErrorKind::input, std::string(op), "an operand of shape " + to_text(operands[0]),
                to_text(windows.in));
  }
  const Index count = element_count(windows.in);
  const auto& begin = windows.begin;
  const bool lists = static_cast<Index>(begin.size()) == element_count(windows.out) + 1 &&
                     begin.front() == 0 && std::ranges::is_sorted(begin) &&
                     begin.back() == static_cast<Index>(windows.members.size());
  const bool members =
      std::ranges::all_of(windows.members, [&](Index m) { return m >= 0 && m < count; });
  if (!lists || !members) {
    return fail(ErrorKind::input, std::string(op), "windows that leave the operand",
                fmt::format("{} lists of positions below {}", element_count(windows.out), count));
  }
  if (!empty_allowed && std::ranges::adjacent_find(begin) != begin.end()) {
    return fail(ErrorKind::input, std::string(op), "an empty window", "at least one value in each");
  }
  return {};
}

template <Scalar S>
Result<WindowSum<S>> equal_weights(std::string form, Result<Windows> windows, bool mean) {
  if (!windows) return tl::make_unexpected(windows.error());
  WindowSum<S> op{std::move(form), std::move(*windows), {}};
  op.weight.resize(element_count(op.windows.out));
  for (Index k = 0; k < op.weight.size(); ++k) {
    const auto members = static_cast<int>(op.windows[k].size());
    if (mean && members == 0) {
      return fail(ErrorKind::input, op.form, "an empty window", "at least one value in each");
    }
    op.weight(k) = mean ? S(1) / S(members) : S(1);
  }
  return op;
}

}  // namespace

Result<Windows> pool_windows(std::string_view op, const Shape& in, const WindowGeometry& geometry) {
  if (in.size() < 2) {
    return fail(ErrorKind::input, std::string(op), "an operand of shape " + to_text(in),
                "[channels, spatial...]");
  }
  const Shape spatial(in.begin() + 1, in.end());
  const auto counts = window_counts(op, geometry, spatial);
  if (!counts) return tl::make_unexpected(counts.error());
  Windows windows{in, {in[0]}, {0}, {}};
  windows.out.insert(windows.out.end(), counts->begin(), counts->end());
  for (Index channel = 0; channel < in[0]; ++channel) {
    for (Index w = 0; w < element_count(*counts); ++w) {
      const Shape window = position_of(w, *counts);
      for (Index k = 0; k < element_count(geometry.kernel); ++k) {
        const Shape offset = position_of(k, geometry.kernel);
        Index position = 0;
        bool inside = true;
        for (std::size_t d = 0; d < spatial.size() && inside; ++d) {
          const Index at = window[d] * geometry.stride[d] + offset[d] * geometry.dilation[d] -
                           geometry.pad_begin[d];
          inside = at >= 0 && at < spatial[d];
          position = position * spatial[d] + at;
        }
        if (inside) windows.members.push_back(channel * element_count(spatial) + position);
      }
      windows.begin.push_back(static_cast<Index>(windows.members.size()));
    }
  }
  return windows;
}

Result<Windows> reduction_windows(std::string_view op, const Shape& in, std::vector<Index> axes,
                                  bool keep_dimensions) {
  const auto rank = static_cast<Index>(in.size());
  std::vector<bool> reduced(in.size(), axes.empty());
  for (const Index axis : axes) {
    if (axis < -rank || axis >= rank) {
      return fail(ErrorKind::input, std::string(op), fmt::format("axis {}", axis),
                  fmt::format("-{} to {}", rank, rank - 1));
    }
    reduced[static_cast<std::size_t>(axis < 0 ? axis + rank : axis)] = true;
  }
  Shape kept(in.size());
  Shape out;
  for (std::size_t d = 0; d < in.size(); ++d) {
    kept[d] = reduced[d] ? 1 : in[d];
    if (!reduced[d] || keep_dimensions) out.push_back(kept[d]);
  }
  std::vector<std::vector<Index>> lists(static_cast<std::size_t>(element_count(kept)));
  for (Index flat = 0; flat < element_count(in); ++flat) {
    const Shape at = position_of(flat, in);
    Index k = 0;
    for (std::size_t d = 0; d < in.size(); ++d) k = k * kept[d] + (reduced[d] ? 0 : at[d]);
    lists[static_cast<std::size_t>(k)].push_back(flat);
  }
  Windows windows{in, std::move(out), {0}, {}};
  for (const auto& list : lists) {
    windows.members.insert(windows.members.end(), list.begin(), list.end());
    windows.begin.push_back(static_cast<Index>(windows.members.size()));
  }
  return windows;
}

template <Scalar S>
Result<WindowSum<S>> average_pool(const Shape& in, const WindowGeometry& geometry,
                                  bool count_include_pad) {
  auto op = equal_weights<S>("average-pool", pool_windows("average-pool", in, geometry),
                             !count_include_pad);
  if (!op || !count_include_pad) return op;
  // The divisor counts the part of the window that lies on the input or its padding.
  const Shape counts(op->windows.out.begin() + 1, op->windows.out.end());
  for (Index k = 0; k < op->weight.size(); ++k) {
    const Shape window = position_of(k % element_count(counts), counts);
    Index divisor = 1;
    for (std::size_t d = 0; d < counts.size(); ++d) {
      const Index padded = in[d + 1] + geometry.pad_begin[d] + geometry.pad_end[d];
      Index present = 0;
      for (Index o = 0; o < geometry.kernel[d]; ++o) {
        if (window[d] * geometry.stride[d] + o * geometry.dilation[d] < padded) ++present;
      }
      divisor *= present;
    }
    op->weight(k) = S(1) / S(static_cast<int>(divisor));
  }
  return op;
}

template <Scalar S>
Result<WindowSum<S>> reduce_sum(const Shape& in, std::vector<Index> axes, bool keep_dimensions) {
  return equal_weights<S>(
      "reduce-sum", reduction_windows("reduce-sum", in, std::move(axes), keep_dimensions), false);
}

template <Scalar S>
Result<WindowSum<S>> reduce_mean(const Shape& in, std::vector<Index> axes, bool keep_dimensions) {
  return equal_weights<S>(
      "reduce-mean", reduction_windows("reduce-mean", in, std::move(axes), keep_dimensions), true);
}

Result<WindowMax> max_pool(const Shape& in, const WindowGeometry& geometry) {
  auto windows = pool_windows("max-pool", in, geometry);
  if (!windows) return tl::make_unexpected(windows.error());
  return WindowMax{"max-pool", std::move(*windows)};
}

Result<WindowMax> reduce_max(const Shape& in, std::vector<Index> axes, bool keep_dimensions) {
  auto windows = reduction_windows("reduce-max", in, std::move(axes), keep_dimensions);
  if (!windows) return tl::make_unexpected(windows.error());
  return WindowMax{"reduce-max", std::move(*windows)};
}

template <Scalar S>
Result<Shape> output_shape(const WindowSum<S>& op, std::span<const Shape> operands) {
  if (auto ok = check_windows(op.name(), op.windows, operands, true); !ok) {
    return tl::make_unexpected(ok.error());
  }
  if (op.weight.size() != element_count(op.windows.out)) {
    return fail(ErrorKind::input, std::string(op.name()),
                fmt::format("{} weights", op.weight.size()),
                fmt::format("{}", element_count(op.windows.out)));
  }
  return op.windows.out;
}

template <Scalar S>
Batch<S> evaluate(const WindowSum<S>& op, Operands<S> operands) {
  const Batch<S>& x = *operands[0];
  Batch<S> y = Batch<S>::Constant(op.weight.size(), x.cols(), S(0));
  for (Index k = 0; k < y.rows(); ++k) {
    for (const Index member : op.windows[k]) y.row(k) += x.row(member);
    y.row(k) *= op.weight(k);
  }
  return y;
}

template <Scalar S>
std::vector<Batch<S>> pull_back(const WindowSum<S>& op, Operands<S> operands,
                                const Batch<S>& cotangent, const Conventions<S>&) {
  Batch<S> at_operand = Batch<S>::Constant(operands[0]->rows(), cotangent.cols(), S(0));
  for (Index k = 0; k < cotangent.rows(); ++k) {
    for (const Index member : op.windows[k])
      at_operand.row(member) += op.weight(k) * cotangent.row(k);
  }
  return list_of(std::move(at_operand));
}

template <Scalar S>
Result<Shape> output_shape(const WindowMax& op, std::span<const Shape> operands) {
  if (auto ok = check_windows(op.name(), op.windows, operands, false); !ok) {
    return tl::make_unexpected(ok.error());
  }
  return op.windows.out;
}

template <Scalar S>
Batch<S> evaluate(const WindowMax& op, Operands<S> operands) {
  const Batch<S>& x = *operands[0];
  Batch<S> y(element_count(op.windows.out), x.cols());
  for (Index k = 0; k < y.rows(); ++k) {
    const auto window = op.windows[k];
    y.row(k) = x.row(window[0]);
    // "not (x <= y)" rather than "x > y": a NaN must reach the result, where it is reported.
    for (const Index member : window.subspan(1)) {
      y.row(k) = (x.row(member) <= y.row(k)).select(y.row(k), x.row(member));
    }
  }
  return y;
}

template <Scalar S>
std::vector<Batch<S>> pull_back(const WindowMax& op, Operands<S> operands,
                                const Batch<S>& cotangent, const Conventions<S>& conventions) {
  const Batch<S>& x = *operands[0];
  Batch<S> at_operand = Batch<S>::Constant(x.rows(), cotangent.cols(), S(0));
  for (Index k = 0; k < cotangent.rows(); ++k) {
    const auto window = op.windows[k];
    for (Index n = 0; n < cotangent.cols(); ++n) {
      share_among_largest<S>(
          static_cast<Index>(window.size()), conventions.tie,
          [&](Index j) -> const S& { return x(window[static_cast<std::size_t>(j)], n); },
          [&](Index j, const S& share) {
            at_operand(window[static_cast<std::size_t>(j)], n) += share * cotangent(k, n);
          });
    }
  }
  return list_of(std::move(at_operand));
}

template <Scalar S>
std::vector<HangSet> hung_on(const WindowMax& op, Operands<S> operands, const Batch<S>& cotangent) {
  const Batch<S>& x = *operands[0];
  std::vector<HangSet> hung(static_cast<std::size_t>(cotangent.cols()));
  for (Index k = 0; k < cotangent.rows(); ++k) {
    const auto window = op.windows[k];
    for (Index n = 0; n < cotangent.cols(); ++n) {
      if (cotangent(k, n) == S(0)) continue;
      const bool tied = share_among_largest<S>(
          static_cast<Index>(window.size()), Tie::first,
          [&](Index j) -> const S& { return x(window[static_cast<std::size_t>(j)], n); },
          [](Index, const S&) {});
      if (tied) hung[static_cast<std::size_t>(n)] |= Hang::tie;
    }
  }
  return hung;
}

#define AXIOMARK_INSTANTIATE(S)                                                             \
  template Result<WindowSum<S>> average_pool<S>(const Shape&, const WindowGeometry&, bool); \
  template Result<WindowSum<S>> reduce_sum<S>(const Shape&, std::vector<Index>, bool);      \
  template Result<WindowSum<S>> reduce_mean<S>(const Shape&, std::vector<Index>, bool);     \
  template std::vector<HangSet> hung_on<S>(const WindowMax&, Operands<S>, const Batch<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

AXIOMARK_INSTANTIATE_FOR_ALL(WindowSum);
AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(WindowMax);

}  // namespace axiomark
