#include "report/plot_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "report/number_text.hpp"

namespace axiomark {
namespace {

// Of the range, at each end: so that a marker there does not stand on the frame.
constexpr double kRoom = 0.04;
// Written out in full between these sizes, else with a power of ten.
constexpr double kSmallest = 1e-3;
constexpr double kLargest = 1e5;

std::string power_of_ten(int exponent) {
  static constexpr std::array<std::string_view, 10> kDigits = {"⁰", "¹", "²", "³", "⁴",
                                                               "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = exponent < 0 ? "10⁻" : "10";
  for (const char digit : std::to_string(std::abs(exponent))) {
    text += kDigits[static_cast<std::size_t>(digit - '0')];
  }
  return text;
}

// The largest of 1, 2, 5 times a power of ten that is not above, or the smallest that is not below.
double round_step(double at_least) {
  const double power = std::pow(10.0, std::floor(std::log10(at_least)));
  for (const double digit : {1.0, 2.0, 5.0}) {
    // A hair of tolerance: 0.2 / 0.02 must not miss its own power of ten.
    if (digit * power >= at_least * (1 - 1e-9)) return digit * power;
  }
  return 10 * power;
}

std::vector<PlotTick> even_ticks(double low, double high, std::size_t most) {
  const double step = round_step((high - low) / static_cast<double>(most));
  std::vector<PlotTick> ticks;
  const double first = std::ceil(low / step - 1e-9);
  for (double k = first; k * step <= high + 1e-9 * step; ++k) {
    // Multiples, not sums, so that zero is zero.
    ticks.push_back({k * step, plot_number(k * step)});
  }
  return ticks;
}

std::vector<PlotTick> power_ticks(double low, double high, std::size_t most) {
  const int first = static_cast<int>(std::ceil(std::log10(low) - 1e-9));
  const int last = static_cast<int>(std::floor(std::log10(high) + 1e-9));
  const int count = last - first + 1;
  std::vector<PlotTick> ticks;
  if (count >= 3) {
    const int every = (count + static_cast<int>(most) - 1) / static_cast<int>(most);
    // All of them as powers, or none: 0.01, 0.1, 1 or 10⁻⁵, 10⁻³, 10⁻¹.
    const bool powers = first < -3 || last > 4;
    for (int k = first; k <= last; ++k) {
      if (k % every != 0) continue;  // so that 1 is among them
      const double value = std::pow(10.0, k);
      ticks.push_back({value, powers ? power_of_ten(k) : plot_number(value)});
    }
    return ticks;
  }
  // The finest that has room; steps of one size look wrong on this axis, and may leave one mark alone.
  static const std::array<std::vector<double>, 3> kDigits = {
      {std::vector<double>{1, 2, 5}, std::vector<double>{1, 3}, std::vector<double>{1}}};
  for (const std::vector<double>& digits : kDigits) {
    ticks.clear();
    for (int k = first - 1; k <= last + 1; ++k) {
      for (const double digit : digits) {
        const double value = digit * std::pow(10.0, k);
        if (value >= low && value <= high) ticks.push_back({value, plot_number(value)});
      }
    }
    if (ticks.size() >= 2 && ticks.size() <= most) return ticks;
  }
  return even_ticks(low, high, most);
}

}  // namespace

std::string plot_number(double value) {
  const double size = std::abs(value);
  if (size == 0) return "0";
  if (size >= kSmallest && size < kLargest) return with_minus_sign(fmt::format("{:.6g}", value));
  const std::string text = fmt::format("{:.3e}", value);
  const std::size_t e = text.find('e');
  std::string digits = text.substr(0, e);
  while (digits.ends_with('0')) digits.pop_back();
  if (digits.ends_with('.')) digits.pop_back();
  const std::string power = power_of_ten(std::stoi(text.substr(e + 1)));
  if (digits == "1") return power;
  if (digits == "-1") return "−" + power;
  return with_minus_sign(digits) + "·" + power;
}

double PlotAxis::place(double value) const {
  if (logarithmic) return std::log(value / low) / std::log(high / low);
  return (value - low) / (high - low);
}

bool PlotAxis::shows(double value) const {
  return std::isfinite(value) && (!logarithmic || value > 0);
}

PlotAxis plot_axis_between(double low, double high, bool logarithmic, std::size_t most_ticks) {
  const std::size_t most = std::max<std::size_t>(most_ticks, 2);
  return {low, high, logarithmic,
          logarithmic ? power_ticks(low, high, most) : even_ticks(low, high, most)};
}

PlotAxis plot_axis(std::span<const double> values, bool logarithmic, std::size_t most_ticks) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const double value : values) {
    if (!std::isfinite(value) || (logarithmic && value <= 0)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (low > high) low = high = 1;
  if (logarithmic) {
    if (low == high) return plot_axis_between(low / 2, high * 2, true, most_ticks);
    const double room = std::pow(high / low, kRoom);
    return plot_axis_between(low / room, high * room, true, most_ticks);
  }
  // A level line is drawn at half height.
  const double room = high > low ? kRoom * (high - low) : std::max(std::abs(low) / 2, 0.5);
  return plot_axis_between(low - room, high + room, false, most_ticks);
}

}  // namespace axiomark
