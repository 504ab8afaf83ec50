#include "cli/display.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "methods/options.hpp"

namespace axiomark::cli {
namespace {

const std::array<std::string, 3> kNames = {"absolute", "channel-sum", "normalized"};

constexpr std::size_t kImageRank = 3;  // channels x height x width, after any leading ones

// The values of one channel: all positions of the last two dimensions.
Index positions(const Shape& sample) { return sample.end()[-1] * sample.end()[-2]; }

template <Scalar S>
Vector<S> channel_sums(const Vector<S>& values, const Shape& sample) {
  const Index count = positions(sample);
  Vector<S> sums = Vector<S>::Constant(count, S(0));
  for (Index first = 0; first < values.size(); first += count) sums += values.segment(first, count);
  return sums;
}

template <Scalar S>
S largest_size(const Vector<S>& values) {
  S largest(0);
  for (const S& value : values) largest = std::max(largest, absolute_value(value));
  return largest;
}

}  // namespace

std::vector<std::string> Display::names() const {
  std::vector<std::string> names;
  for (const DisplayStep step : steps) names.push_back(kNames[static_cast<std::size_t>(step)]);
  return names;
}

Result<Display> parse_display(const std::string& text) {
  Display display;
  if (text == "none") return display;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    const std::string word = text.substr(from, to - from);
    const auto at = std::ranges::find(kNames, word);
    if (at == kNames.end()) {
      return fail(ErrorKind::usage, "--display", with_suggestion(word, kNames),
                  fmt::format("none, or some of: {}", fmt::join(kNames, ", ")));
    }
    const auto step = static_cast<DisplayStep>(at - kNames.begin());
    if (std::ranges::find(display.steps, step) != display.steps.end()) {
      return fail(ErrorKind::usage, "--display", fmt::format("'{}' given twice", word),
                  "each step once");
    }
    display.steps.push_back(step);
    from = to + 1;
  }
  return display;
}

Result<Shape> displayed_shape(const Display& display, const Shape& sample) {
  if (std::ranges::find(display.steps, DisplayStep::channel_sum) == display.steps.end()) {
    return sample;
  }
  const auto rank = static_cast<std::ptrdiff_t>(sample.size());
  const auto image = static_cast<std::ptrdiff_t>(kImageRank);
  const bool is_image = rank >= image && std::all_of(sample.begin(), sample.end() - image,
                                                     [](Index extent) { return extent == 1; });
  if (!is_image) {
    return fail(ErrorKind::usage, "--display channel-sum",
                fmt::format("inputs of shape [{}]", fmt::join(sample, ", ")),
                "inputs of channels x height x width");
  }
  Shape shape = sample;
  shape.end()[-image] = 1;
  return shape;
}

template <Scalar S>
Vector<S> displayed(const Display& display, const Vector<S>& attributions, const Shape& sample) {
  Vector<S> values = attributions;
  for (const DisplayStep step : display.steps) {
    switch (step) {
      case DisplayStep::absolute:
        for (S& value : values) value = absolute_value(value);
        break;
      case DisplayStep::channel_sum:
        values = channel_sums(values, sample);
        break;
      case DisplayStep::normalized:
        if (const S largest = largest_size(values); largest > S(0)) values /= largest;
        break;
    }
  }
  return values;
}

template Vector<float> displayed(const Display&, const Vector<float>&, const Shape&);
template Vector<double> displayed(const Display&, const Vector<double>&, const Shape&);
template Vector<Rational> displayed(const Display&, const Vector<Rational>&, const Shape&);

}  // namespace axiomark::cli
