#include "methods/occlusion.hpp"

#include <fmt/format.h>

#include "methods/coalitions.hpp"

namespace axiomark {
namespace {

// F(x) - F(x with a set of features at x') for each set; a feature gets the mean over its sets.
template <Scalar S, class Covered>
Result<Attribution<S>> mean_falls(const Function<S>& function, const Vector<S>& x,
                                  const Vector<S>& baseline, Index sets, const Covered& covered) {
  // Point 0 is x itself.
  const auto values = evaluate_points(function, sets + 1, [&](Index first, Batch<S>& points) {
    points.colwise() = x;
    for (Index k = first == 0 ? 1 : 0; k < points.cols(); ++k) {
      for (const Index i : covered(first + k - 1)) points(i, k) = baseline(i);
    }
  });
  if (!values) return tl::make_unexpected(values.error());
  std::vector<Accumulator<S>> sums(static_cast<std::size_t>(x.size()), Accumulator<S>(0));
  std::vector<Index> counts(sums.size(), 0);
  for (Index set = 0; set < sets; ++set) {
    const Accumulator<S> fall = Accumulator<S>((*values)(0)) - Accumulator<S>((*values)(set + 1));
    for (const Index i : covered(set)) {
      sums[static_cast<std::size_t>(i)] += fall;
      ++counts[static_cast<std::size_t>(i)];
    }
  }
  Attribution<S> answer;
  answer.values = Vector<S>(x.size());
  for (std::size_t i = 0; i < sums.size(); ++i) {
    answer.values(static_cast<Index>(i)) =
        convert<S>(Accumulator<S>(sums[i] / Accumulator<S>(counts[i])));
  }
  answer.function_evaluations = sets + 1;
  return answer;
}

// window=, stride= and shape=; nothing if none of them was given.
Result<std::optional<SlidingWindows>> read_windows(const Options& given) {
  const auto is_set = [&](std::string_view key) { return given.text(key) != "none"; };
  if (!is_set("window")) {
    for (const std::string key : {"stride", "shape"}) {
      if (!is_set(key)) continue;
      return fail(ErrorKind::usage, given.place(key), "given without window=", "window= beside it");
    }
    return std::nullopt;
  }
  if (!is_set("shape")) {
    return fail(ErrorKind::usage, given.place("window"),
                "given without shape=", "the shape of the input, such as shape=1x28x28");
  }
  if (given.text("groups") != "none") {
    return fail(ErrorKind::usage, given.place("groups"), "given with window=", "one of the two");
  }
  const auto shape = parse_extents(given.place("shape"), given.text("shape"));
  if (!shape) return tl::make_unexpected(shape.error());
  const std::string where = given.place("window");
  const auto window = parse_extents(where, given.text("window"));
  if (!window) return tl::make_unexpected(window.error());
  Shape stride(window->size(), 1);
  if (is_set("stride")) {
    const auto read = parse_extents(given.place("stride"), given.text("stride"));
    if (!read) return tl::make_unexpected(read.error());
    stride = *read;
  }
  const auto windows = SlidingWindows::make(where, *shape, *window, stride);
  if (!windows) return tl::make_unexpected(windows.error());
  return *windows;
}

Result<AnyMethod> make_occlusion(const Options& given) {
  auto groups = read_groups(given);
  if (!groups) return tl::make_unexpected(groups.error());
  auto windows = read_windows(given);
  if (!windows) return tl::make_unexpected(windows.error());
  return AnyMethod(given.canonical(), Occlusion{std::move(*groups), std::move(*windows)});
}

}  // namespace

template <Scalar S>
Attributions<S> Occlusion::attribute(const Function<S>& function, const Batch<S>& inputs,
                                     const Batch<S>& baselines) const {
  const auto refuse = [&](const Error& error) {
    return Attributions<S>(static_cast<std::size_t>(inputs.cols()), tl::make_unexpected(error));
  };
  const auto sets = players_of(groups, function.dimension());
  if (!sets) return refuse(sets.error());
  if (windows && windows->features() != function.dimension()) {
    return refuse({ErrorKind::usage, "option 'shape'",
                   fmt::format("a tensor of {} features", windows->features()),
                   fmt::format("the function's {}", function.dimension())});
  }
  Attributions<S> answers;
  for (Index k = 0; k < inputs.cols(); ++k) {
    const Vector<S> x = inputs.col(k);
    const Vector<S> baseline = baselines.col(k);
    if (windows) {
      answers.push_back(mean_falls(function, x, baseline, windows->count(),
                                   [&](Index set) { return windows->covered(set); }));
    } else {
      answers.push_back(mean_falls(function, x, baseline, static_cast<Index>(sets->size()),
                                   [&](Index set) -> const std::vector<Index>& {
                                     return (*sets)[static_cast<std::size_t>(set)];
                                   }));
    }
  }
  return answers;
}

RegistryEntry occlusion_entry() {
  return {"occlusion",
          "Occlusion",
          "A_i = F(x) - F(x with i at x'_i)",
          "Zeiler & Fergus 2014, sec. 4.2",
          Occlusion::kind,
          {{"window", "none, or extents such as 3x3", "none",
            "a window of the shape's last dimensions that slides over the input"},
           {"stride", "none, or extents such as 2x2", "none", "its steps; none: 1"},
           {"shape", "none, or extents such as 1x28x28", "none", "of the input, for windows"},
           groups_option()},
          make_occlusion};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(Occlusion);

}  // namespace axiomark
