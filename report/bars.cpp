#include "report/bars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "report/case_words.hpp"
#include "report/html_text.hpp"
#include "report/number_text.hpp"

namespace axiomark {
namespace {

constexpr std::size_t kMostGroups = 12;
constexpr double kWidth = 430;
constexpr double kNumberRoom = 62;  // beside the longest bar

// The table beside the chart has the exact value; here it must fit.
std::string short_number(const Rational& value) {
  std::string exact = pretty(value);
  if (display_width(exact) <= 8) return exact;
  return fmt::format("≈ {}", with_minus_sign(fmt::format("{:.4g}", convert<double>(value))));
}

struct Bar {
  Rational value;
  bool filled;
};
struct Group {
  std::string label;
  std::vector<Bar> bars;
};

class Chart {
 public:
  explicit Chart(std::vector<Group> groups) : groups_(std::move(groups)) {
    double widest = 0;
    for (const Group& group : groups_) {
      widest = std::max(widest, 7.2 * static_cast<double>(display_width(group.label)));
      for (const Bar& bar : group.bars) {
        low_ = std::min(low_, convert<double>(bar.value));
        high_ = std::max(high_, convert<double>(bar.value));
      }
    }
    left_ = widest + 12 + (low_ < 0 ? kNumberRoom : 0);
    right_ = kWidth - (high_ > 0 ? kNumberRoom : 20);
    if (high_ == low_) high_ = low_ + 1;
  }

  // Hidden from those who listen: the table beside it has the same numbers, exactly.
  [[nodiscard]] std::string svg() const {
    std::string body;
    double y = 8;
    for (const Group& group : groups_) {
      if (!group.label.empty()) {
        const double middle = y + (group.bars.size() > 1 ? 17.5 : 8);
        body += fmt::format(R"(<text class="lab" x="{}" y="{}">{}</text>)", coordinate(label_end()),
                            coordinate(middle + 4), escaped(group.label));
      }
      for (const Bar& bar : group.bars) {
        body += one(bar, y);
        y += 19;
      }
      y += 12;
    }
    const double height = y - 4;
    return fmt::format(R"(<svg class="bars" viewBox="0 0 {0:.0f} {1:.0f}" aria-hidden="true">{2})"
                       R"(<path class="ax0" d="M{3} 2V{4}"/></svg>)",
                       kWidth, height, body, coordinate(x(0)), coordinate(height - 4));
  }

 private:
  [[nodiscard]] double x(double value) const {
    return left_ + (value - low_) / (high_ - low_) * (right_ - left_);
  }
  [[nodiscard]] double label_end() const { return left_ - (low_ < 0 ? kNumberRoom : 0) - 8; }

  [[nodiscard]] std::string one(const Bar& bar, double y) const {
    const double value = convert<double>(bar.value);
    const double begin = std::min(x(0), x(value));
    const double width = std::abs(x(value) - x(0));
    std::string svg;
    if (value != 0) {
      // The outline lies inside, so that both kinds measure the same.
      const double in = bar.filled ? 0 : 1;
      svg = fmt::format(R"(<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>)",
                        bar.filled ? "a" : "b", coordinate(begin + in), coordinate(y + in),
                        coordinate(std::max(width - 2 * in, 0.5)), coordinate(15 - 2 * in));
    }
    const double text = value < 0 ? begin - 6 : begin + width + 6;
    return svg + fmt::format(R"(<text{} x="{}" y="{}">{}</text>)",
                             value < 0 ? R"( class="end")" : "", coordinate(text),
                             coordinate(y + 12), escaped(short_number(bar.value)));
  }

  std::vector<Group> groups_;
  double low_ = 0;
  double high_ = 0;
  double left_ = 0;
  double right_ = 0;
};

std::string legend(const std::array<std::string, 2>& names) {
  return fmt::format(
      R"(<figcaption><i class="ka"></i> {} &nbsp; <i class="kb"></i> {}</figcaption>)",
      escaped(names[0]), escaped(names[1]));
}

}  // namespace

std::string bars(const Counterexample& c) {
  const auto& sides = c.judgement.sides;
  const auto labels = side_labels(c);
  std::vector<Group> groups;
  if (labels.empty()) {
    if (sides.left.size() != 1 || sides.right.size() != 1) return {};
    groups.push_back({"", {{sides.left(0), true}, {sides.right(0), false}}});
  }
  for (std::size_t k = 0; k < labels.size() && k < kMostGroups; ++k) {
    const auto i = static_cast<Index>(k);
    groups.push_back({labels[k], {{sides.left(i), true}}});
    if (i < sides.right.size()) groups.back().bars.push_back({sides.right(i), false});
  }
  const std::array<std::string, 2> names = {case_text(c, sides.left_name),
                                            case_text(c, sides.right_name)};
  return "<figure>" + Chart(std::move(groups)).svg() + legend(names) + "</figure>";
}

}  // namespace axiomark
