#include "cli/display.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "methods/options.hpp"

namespace axiomark::cli {
namespace {

const std::array<std::string, 3> kNames = {"absolute", "channel-sum", "normalized"};

template <Scalar S>
Vector<S> channel_sums(const Vector<S>& values, const ChannelAxis& axis) {
  Vector<S> sums = Vector<S>::Constant(values.size() / axis.channels, S(0));
  const Index block = axis.channels * axis.inner;
  for (Index k = 0; k < values.size(); ++k) {
    sums(k / block * axis.inner + k % axis.inner) += values(k);
  }
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

bool Display::has(DisplayStep step) const { return std::ranges::find(steps, step) != steps.end(); }

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
    if (display.has(step)) {
      return fail(ErrorKind::usage, "--display", fmt::format("'{}' given twice", word),
                  "each step once");
    }
    display.steps.push_back(step);
    from = to + 1;
  }
  return display;
}

Result<Shape> displayed_shape(const Display& display, const Shape& sample) {
  if (!display.has(DisplayStep::channel_sum)) return sample;
  const auto axis = channel_axis(sample, display.channels, "--display channel-sum");
  if (!axis) return tl::make_unexpected(axis.error());
  return axis->summed;
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
        // displayed_shape has refused shapes without channels.
        values = channel_sums(values, channel_axis(sample, display.channels, "").value());
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
