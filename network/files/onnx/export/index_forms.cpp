#include "network/files/onnx/export/index_forms.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace axiomark {
namespace {

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

Shape position_of(Index flat, const Shape& shape) {
  Shape position(shape.size());
  for (std::size_t d = shape.size(); d-- > 0;) {
    position[d] = flat % shape[d];
    flat /= shape[d];
  }
  return position;
}

// Distance of neighbours along dimension d.
Index stride_of(const Shape& shape, std::size_t d) {
  return element_count({shape.begin() + static_cast<std::ptrdiff_t>(d) + 1, shape.end()});
}

template <Scalar S>
bool same_map(const Result<Rearrange<S>>& made, const Rearrange<S>& op) {
  return made && made->out == op.out && made->source == op.source;
}

template <Scalar S>
std::optional<GatherForm> gather_form(const Rearrange<S>& op) {
  if (op.in.size() != op.out.size()) return std::nullopt;
  for (std::size_t d = 0; d < op.in.size(); ++d) {
    GatherForm form{static_cast<Index>(d), {}};
    for (Index p = 0; p < op.out[d]; ++p) {
      const Index from = op.source[at(p * stride_of(op.out, d))];
      if (from < 0) return std::nullopt;
      form.positions.push_back(position_of(from, op.in)[d]);
    }
    if (same_map(gather<S>(op.in, form.axis, form.positions), op)) return form;
  }
  return std::nullopt;
}

template <Scalar S>
std::optional<TransposeForm> transpose_form(const Rearrange<S>& op) {
  constexpr std::size_t kMostDimensions = 5;  // 120 permutations
  if (op.in.size() != op.out.size() || op.in.size() > kMostDimensions) return std::nullopt;
  TransposeForm form;
  form.permutation.resize(op.in.size());
  std::iota(form.permutation.begin(), form.permutation.end(), 0);
  // Not the first permutation, which moves nothing: that is a slice of everything.
  while (std::ranges::next_permutation(form.permutation).found) {
    bool fits = true;
    for (std::size_t d = 0; d < op.in.size(); ++d) {
      fits = fits && op.out[d] == op.in[at(form.permutation[d])];
    }
    if (fits && same_map(transpose<S>(op.in, form.permutation), op)) return form;
  }
  return std::nullopt;
}

// The first copied value says how far the operand was moved.
template <Scalar S>
std::optional<PadForm> pad_form(const Rearrange<S>& op) {
  const auto copied = std::ranges::find_if(op.source, [](Index s) { return s >= 0; });
  if (op.in.size() != op.out.size() || copied == op.source.end()) return std::nullopt;
  const Shape from = position_of(*copied, op.in);
  const Shape to = position_of(copied - op.source.begin(), op.out);
  PadForm form;
  for (std::size_t d = 0; d < op.in.size(); ++d) {
    form.begin.push_back(to[d] - from[d]);
    form.end.push_back(op.out[d] - op.in[d] - form.begin[d]);
  }
  if (same_map(pad<S>(op.in, form.begin, form.end, op.fill), op)) return form;
  return std::nullopt;
}

// The positions that windows read along one dimension: those of the windows whose other positions
// are zero. Empty where such a window lies on padding.
std::vector<std::vector<Index>> positions_along(const Windows& windows, std::size_t d) {
  std::vector<std::vector<Index>> all;
  for (Index w = 0; w < windows.out[d]; ++w) {
    std::set<Index> positions;
    for (const Index member : windows[w * stride_of(windows.out, d)]) {
      positions.insert(position_of(member, windows.in)[d]);
    }
    all.emplace_back(positions.begin(), positions.end());
  }
  return all;
}

struct OneDimension {
  Index kernel;
  Index stride;
  Index dilation;
  Index begin;
  Index end;
};

bool reads(const OneDimension& g, Index size, const std::vector<std::vector<Index>>& positions) {
  for (std::size_t w = 0; w < positions.size(); ++w) {
    auto next = positions[w].begin();
    for (Index o = 0; o < g.kernel; ++o) {
      const Index p = static_cast<Index>(w) * g.stride + o * g.dilation - g.begin;
      if (p < 0 || p >= size) continue;
      if (next == positions[w].end() || *next++ != p) return false;
    }
    if (next != positions[w].end()) return false;
  }
  return true;
}

std::optional<OneDimension> window_along(Index size,
                                         const std::vector<std::vector<Index>>& positions) {
  const auto longest = std::ranges::max_element(
      positions, {}, [](const std::vector<Index>& list) { return list.size(); });
  const auto members = static_cast<Index>(longest->size());
  if (members == 0) return std::nullopt;
  const Index dilation = members > 1 ? (*longest)[1] - (*longest)[0] : 1;
  const auto count = static_cast<Index>(positions.size());
  // Windows that never lie on the input as a whole are longer than what they read: by a few values
  // only, since pools that are padded on both sides by more than that are none that anyone uses.
  constexpr Index kLongerBy = 4;
  for (Index kernel = members; kernel <= members + kLongerBy; ++kernel) {
    const Index extent = (kernel - 1) * dilation + 1;
    for (Index begin = 0; begin < extent; ++begin) {
      for (Index stride = 1; stride <= (count == 1 ? 1 : size); ++stride) {
        OneDimension g{kernel, stride, dilation, begin, 0};
        g.end = std::max<Index>(0, (count - 1) * stride + extent - size - begin);
        const Index room = size + begin + g.end - extent;
        if (room < 0 || g.end >= extent || room / stride + 1 != count) continue;
        if (reads(g, size, positions)) return g;
      }
    }
  }
  // A single window over a part of the operand: its stride keeps a second one from fitting.
  if (count == 1 && longest->front() == 0) {
    return OneDimension{members, size, dilation, 0, 0};
  }
  return std::nullopt;
}

}  // namespace

template <Scalar S>
RearrangeForm form_of(const Rearrange<S>& op) {
  const bool filled = std::ranges::find(op.source, Rearrange<S>::kFill) != op.source.end();
  if (filled) {
    if (auto form = pad_form(op)) return *form;
    return NoForm{};
  }
  if (op.source.empty()) return NoForm{};
  if (auto form = transpose_form(op)) return *form;
  if (auto form = gather_form(op)) return *form;
  if (same_map(expand<S>(op.in, op.out), op)) return ExpandForm{};
  return NoForm{};
}

std::optional<ReductionForm> reduction_form(const Windows& windows) {
  constexpr std::size_t kMostDimensions = 8;  // 255 sets of axes
  const std::size_t rank = windows.in.size();
  if (rank > kMostDimensions) return std::nullopt;
  for (unsigned set = 1; set < 1u << rank; ++set) {
    ReductionForm form{{}, false};
    Shape kept;
    Shape rest;
    for (std::size_t d = 0; d < rank; ++d) {
      const bool reduced = (set >> d & 1u) != 0;
      if (reduced) form.axes.push_back(static_cast<Index>(d));
      if (!reduced) rest.push_back(windows.in[d]);
      kept.push_back(reduced ? 1 : windows.in[d]);
    }
    form.keep_dimensions = windows.out == kept;
    if (!form.keep_dimensions && windows.out != rest) continue;
    const auto made = reduction_windows("reduction", windows.in, form.axes, form.keep_dimensions);
    if (made && made->begin == windows.begin && made->members == windows.members) return form;
  }
  return std::nullopt;
}

std::optional<WindowGeometry> pool_form(const Windows& windows) {
  const std::size_t rank = windows.in.size();
  if (rank < 2 || windows.out.size() != rank || windows.out[0] != windows.in[0]) {
    return std::nullopt;
  }
  WindowGeometry geometry;
  for (std::size_t d = 1; d < rank; ++d) {
    if (windows.out[d] < 1) return std::nullopt;
    const auto found = window_along(windows.in[d], positions_along(windows, d));
    if (!found) return std::nullopt;
    geometry.kernel.push_back(found->kernel);
    geometry.stride.push_back(found->stride);
    geometry.dilation.push_back(found->dilation);
    geometry.pad_begin.push_back(found->begin);
    geometry.pad_end.push_back(found->end);
  }
  const auto made = pool_windows("pool", windows.in, geometry);
  if (made && made->out == windows.out && made->begin == windows.begin &&
      made->members == windows.members) {
    return geometry;
  }
  return std::nullopt;
}

template RearrangeForm form_of<float>(const Rearrange<float>&);
template RearrangeForm form_of<double>(const Rearrange<double>&);

}  // namespace axiomark
