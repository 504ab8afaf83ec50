#include "report/coalition_derivation.hpp"

#include <fmt/format.h>

#include <bit>
#include <vector>

#include "axioms/premise.hpp"
#include "methods/coalitions.hpp"
#include "report/formula.hpp"
#include "report/number_text.hpp"

namespace axiomark {
namespace {

// F at every corner, numbered by the bits of the features that are at the input.
class Corners {
 public:
  explicit Corners(const Probe<Rational>& probe) : n_(probe.input.size()) {
    for (Index c = 0; c < (Index{1} << n_); ++c) {
      Vector<Rational> point = probe.baseline;
      for (Index i = 0; i < n_; ++i) {
        if (has_player(c, i)) point(i) = probe.input(i);
      }
      points_.push_back(point);
      values_.push_back(value_at(probe, point));
    }
  }
  [[nodiscard]] Index features() const { return n_; }
  [[nodiscard]] Index everybody() const { return (Index{1} << n_) - 1; }
  [[nodiscard]] const Rational& at(Index c) const { return values_[static_cast<std::size_t>(c)]; }

  void add_lines(DerivationColumn& lines) const {
    lines.push_back(
        {"F at the corners: features named are at x, the others at x′", {}, Emphasis::section});
    for (Index c = 0; c <= everybody(); ++c) {
      lines.push_back(
          {name(c), fmt::format("F at {} = {}", pretty_point(points_[static_cast<std::size_t>(c)]),
                                pretty(at(c)))});
    }
  }
  // "v(x₁, x₃)", "v()"
  [[nodiscard]] std::string name(Index c) const {
    std::string text;
    for (Index i = 0; i < n_; ++i) {
      if (has_player(c, i)) text += (text.empty() ? "" : ", ") + feature_name(i, n_);
    }
    return "v(" + text + ")";
  }

 private:
  Index n_;
  std::vector<Vector<Rational>> points_;
  std::vector<Rational> values_;
};

// |C|! (n - |C| - 1)! / n!
Rational shapley_weight(Index size, Index n) {
  Rational weight(Index{1}, n);
  for (Index k = 1; k <= size; ++k) weight *= Rational(k, n - k);
  return weight;
}

std::vector<Joining> joinings_of(CornerMethod method, Index n, Index i) {
  const Index self = Index{1} << i;
  const Index everybody = (Index{1} << n) - 1;
  switch (method) {
    case CornerMethod::occlusion:
      return {{everybody & ~self, 1}};
    case CornerMethod::one_order_reversed:
      // Those with higher numbers moved before.
      return {{everybody & ~(2 * self - 1), 1}};
    case CornerMethod::shapley:
      break;
  }
  std::vector<Joining> all;
  for (Index c = 0; c <= everybody; ++c) {
    if (has_player(c, i)) continue;
    const auto size = static_cast<Index>(std::popcount(static_cast<std::uint64_t>(c)));
    all.push_back({c, shapley_weight(size, n)});
  }
  return all;
}

}  // namespace

Derived joining_lines(const std::vector<std::vector<Joining>>& joinings,
                      const Probe<Rational>& probe, DerivationColumn lines) {
  const Corners corners(probe);
  const Index n = corners.features();
  Derived out{std::move(lines), Vector<Rational>::Constant(n, Rational(0))};
  corners.add_lines(out.lines);
  out.lines.push_back({"Attributions", {}, Emphasis::section});
  for (Index i = 0; i < n; ++i) {
    std::vector<SignedText> terms;
    for (const auto& [before, weight] : joinings[static_cast<std::size_t>(i)]) {
      const Index after = before | (Index{1} << i);
      const Rational gain = corners.at(after) - corners.at(before);
      out.result(i) += weight * gain;
      const std::string difference =
          fmt::format("({} − {})", pretty(corners.at(after)), factor(corners.at(before)));
      terms.push_back({false, weight == 1 ? difference : pretty(weight) + " · " + difference});
    }
    out.lines.push_back({"A of " + feature_name(i, n),
                         joined(std::move(terms)) + " = " + pretty(out.result(i)),
                         Emphasis::result});
  }
  return out;
}

Derived coalition_lines(CornerMethod method, const Probe<Rational>& probe) {
  const Index n = probe.input.size();
  std::vector<std::vector<Joining>> joinings;
  for (Index i = 0; i < n; ++i) joinings.push_back(joinings_of(method, n, i));
  return joining_lines(joinings, probe);
}

}  // namespace axiomark
