#include "methods/feature_sets.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace axiomark {
namespace {

// Larger tensors are no image; a number per feature of them would not fit the memory either.
constexpr Index kMostFeatures = 1'000'000'000;

std::string as_extents(const Shape& shape) { return fmt::format("{}", fmt::join(shape, "x")); }

Result<FeatureSets> sets_by_label(const std::string& where, const Options& options) {
  const auto rows = options.rows("groups");
  if (!rows) return tl::make_unexpected(rows.error());
  const auto refuse = [&] {
    return fail(ErrorKind::usage, where, fmt::format("'{}'", options.text("groups")),
                "the player of each feature, such as [0,0,1]: whole numbers from 0 on, none left "
                "out");
  };
  if (rows->size() != 1) return refuse();
  const auto& labels = rows->front();
  FeatureSets sets(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!labels[i].is_whole() || labels[i] < 0 || labels[i] >= labels.size()) return refuse();
    sets[numerator(labels[i]).convert_to<std::size_t>()].push_back(static_cast<Index>(i));
  }
  while (!sets.empty() && sets.back().empty()) sets.pop_back();
  if (sets.empty() || std::ranges::any_of(sets, &std::vector<Index>::empty)) return refuse();
  return sets;
}

Result<FeatureSets> tiles(const std::string& where, std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    return fail(ErrorKind::usage, where, fmt::format("'tiles:{}'", text),
                "tiles:HEIGHTxWIDTH:SHAPE, such as tiles:4x4:1x28x28");
  }
  const auto tile = parse_extents(where, text.substr(0, colon));
  if (!tile) return tl::make_unexpected(tile.error());
  const auto shape = parse_extents(where, text.substr(colon + 1));
  if (!shape) return tl::make_unexpected(shape.error());
  const auto windows = SlidingWindows::make(where, *shape, *tile, *tile);
  if (!windows) return tl::make_unexpected(windows.error());
  FeatureSets sets;
  for (Index k = 0; k < windows->count(); ++k) sets.push_back(windows->covered(k));
  return sets;
}

}  // namespace

Result<SlidingWindows> SlidingWindows::make(const std::string& where, const Shape& shape,
                                            const Shape& window, const Shape& stride) {
  if (window.size() > shape.size() || stride.size() != window.size()) {
    return fail(ErrorKind::usage, where,
                fmt::format("a window {} with stride {} on a tensor {}", as_extents(window),
                            as_extents(stride), as_extents(shape)),
                "extents of the tensor's last dimensions, as many for both");
  }
  SlidingWindows windows;
  windows.shape_ = windows.window_ = windows.stride_ = shape;
  windows.counts_.assign(shape.size(), 1);
  const std::size_t skipped = shape.size() - window.size();
  for (std::size_t d = 0; d < window.size(); ++d) {
    const Index rest = shape[skipped + d] - window[d];
    if (rest < 0 || (rest > 0 && stride[d] > window[d])) {
      return fail(ErrorKind::usage, where,
                  fmt::format("a window {} with stride {} on a tensor {}", as_extents(window),
                              as_extents(stride), as_extents(shape)),
                  "a window inside the tensor and a stride no larger than the window");
    }
    windows.window_[skipped + d] = window[d];
    windows.stride_[skipped + d] = stride[d];
    windows.counts_[skipped + d] = (rest + stride[d] - 1) / stride[d] + 1;
  }
  return windows;
}

std::vector<Index> SlidingWindows::covered(Index k) const {
  std::vector<Index> features = {0};
  Index step = 1;  // between neighbours of dimension d
  for (std::size_t d = shape_.size(); d-- > 0;) {
    const Index first = k % counts_[d] * stride_[d];
    k /= counts_[d];
    std::vector<Index> wider;
    for (Index at = first; at < std::min(first + window_[d], shape_[d]); ++at) {
      for (const Index feature : features) wider.push_back(at * step + feature);
    }
    features = std::move(wider);
    step *= shape_[d];
  }
  return features;
}

Result<Shape> parse_extents(const std::string& where, std::string_view text) {
  const auto refuse = [&] {
    return fail(ErrorKind::usage, where, fmt::format("'{}'", text),
                fmt::format("extents from 1 on such as 3x28x28, at most {} features in all",
                            kMostFeatures));
  };
  Shape shape;
  Index product = 1;
  for (const char* at = text.data(); true; ++at) {
    Index extent = 0;
    const char* const end = text.data() + text.size();
    const auto [next, fault] = std::from_chars(at, end, extent);
    if (fault != std::errc() || extent < 1 || extent > kMostFeatures / product) return refuse();
    product *= extent;
    shape.push_back(extent);
    if (next == end) return shape;
    if (*next != 'x') return refuse();
    at = next;
  }
}

OptionInfo groups_option() {
  return {"groups", "none, [0,0,1,...], tiles:4x4:1x28x28", "none",
          "features that move together: the player of each feature, or tiles of a tensor's shape"};
}

Result<FeatureSets> read_groups(const Options& options) {
  const std::string text = options.text("groups");
  const std::string where = options.place("groups");
  const std::string_view prefix = "tiles:";
  if (text == "none") return FeatureSets{};
  if (text.starts_with(prefix)) return tiles(where, std::string_view(text).substr(prefix.size()));
  return sets_by_label(where, options);
}

Result<FeatureSets> players_of(const FeatureSets& groups, Index features) {
  if (groups.empty()) {
    FeatureSets alone;
    for (Index i = 0; i < features; ++i) alone.push_back({i});
    return alone;
  }
  std::size_t grouped = 0;
  for (const auto& group : groups) grouped += group.size();
  if (static_cast<Index>(grouped) == features) return groups;
  return fail(ErrorKind::usage, "option 'groups'", fmt::format("{} features in groups", grouped),
              fmt::format("each of the function's {} features in one", features));
}

}  // namespace axiomark
