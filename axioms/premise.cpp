#include "axioms/premise.hpp"

namespace axiomark {

Result<void> premise_fault(const std::string& what) {
  return fail(ErrorKind::input, "case", what, "a case whose premise holds");
}

std::vector<Vector<Rational>> sample_points(const Case<Rational>& c) {
  constexpr int kPoints = 64;
  std::vector<Vector<Rational>> points = {c.probes[0].input, c.probes[0].baseline};
  RandomStream stream(0);
  for (int k = 0; k < kPoints; ++k) {
    Vector<Rational> point(c.probes[0].input.size());
    for (Rational& value : point) value = Rational(stream.between(-8, 8)) / 2;
    points.push_back(std::move(point));
  }
  return points;
}

Result<void> same_points(const Case<Rational>& c) {
  for (const Probe<Rational>& probe : c.probes) {
    if ((probe.input != c.probes[0].input).any() ||
        (probe.baseline != c.probes[0].baseline).any()) {
      return premise_fault("the functions are asked at different points");
    }
  }
  return {};
}

}  // namespace axiomark
