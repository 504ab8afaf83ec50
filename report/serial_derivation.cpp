#include "report/serial_derivation.hpp"

#include <fmt/format.h>

#include <set>

#include "report/formula.hpp"
#include "report/number_text.hpp"

namespace axiomark {
namespace {

// Where all features are once each has moved by t, or as far as it goes.
Vector<Rational> vertex(const Probe<Rational>& probe, const Rational& t) {
  Vector<Rational> point = probe.input;
  for (Index i = 0; i < point.size(); ++i) {
    const Rational difference = probe.input(i) - probe.baseline(i);
    if (difference > t) point(i) = probe.baseline(i) + t;
    if (difference < -t) point(i) = probe.baseline(i) - t;
  }
  return point;
}

}  // namespace

Result<Derived> serial_lines(const Conventions<Rational>& conventions,
                             const Probe<Rational>& probe) {
  std::set<Rational> arrivals;
  for (Index i = 0; i < probe.input.size(); ++i) {
    const Rational way = absolute_value<Rational>(probe.input(i) - probe.baseline(i));
    if (way != 0) arrivals.insert(way);
  }
  Derived out{{}, Vector<Rational>::Constant(probe.input.size(), Rational(0))};
  std::vector<Vector<Rational>> per_leg;
  Probe<Rational> leg = probe;
  leg.input = probe.baseline;
  for (const Rational& t : arrivals) {
    leg.baseline = leg.input;
    leg.input = vertex(probe, t);
    auto lines = path_lines({conventions, std::nullopt}, leg);
    if (!lines) return tl::make_unexpected(lines.error());
    out.lines.push_back({fmt::format("Leg {}: from {} to {}", per_leg.size() + 1,
                                     pretty_point(leg.baseline), pretty_point(leg.input)),
                         {},
                         Emphasis::section});
    for (DerivationLine& line : lines->lines) {
      if (line.emphasis == Emphasis::section) continue;
      line.emphasis = Emphasis::plain;
      line.label += fmt::format(", leg {}", per_leg.size() + 1);
      out.lines.push_back(std::move(line));
    }
    out.result += lines->result;
    per_leg.push_back(lines->result);
  }
  out.lines.push_back({"Attributions: the sum over the legs", {}, Emphasis::section});
  for (Index i = 0; i < probe.input.size(); ++i) {
    std::vector<SignedText> terms;
    for (const Vector<Rational>& part : per_leg) {
      terms.push_back(signed_text(part(i)));
    }
    out.lines.push_back({"A of " + feature_name(i, probe.input.size()),
                         with_sum(std::move(terms), out.result(i)), Emphasis::result});
  }
  return out;
}

}  // namespace axiomark
