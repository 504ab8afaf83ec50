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

std::vector<Rational> numbers_of(const Probe<Rational>& probe) {
  std::vector<Rational> all;
  const auto append = [&](const auto& values) {
    all.insert(all.end(), values.data(), values.data() + values.size());
  };
  append(probe.input);
  append(probe.baseline);
  append(probe.target);
  for (const Operator<Rational>& op : probe.network.operators()) {
    std::visit(
        [&](const auto& o) {
          for_each_parameter<Rational>(o, [&]<class P>(const P& parameter) {
            if constexpr (std::same_as<P, Rational>) {
              all.push_back(parameter);
            } else {
              append(parameter);
            }
          });
        },
        op);
  }
  return all;
}

Result<void> same_question(const Case<Rational>& c, std::size_t first, std::size_t second) {
  const Probe<Rational>& a = c.probes[first];
  const Probe<Rational>& b = c.probes[second];
  if (a.network.nodes() != b.network.nodes() || a.input.size() != b.input.size() ||
      a.target.size() != b.target.size() || numbers_of(a) != numbers_of(b)) {
    return premise_fault("the questions are not the same");
  }
  for (const Vector<Rational>& point : sample_points(c)) {
    if (value_at(a, point) != value_at(b, point)) {
      return premise_fault("the questions are about different functions");
    }
  }
  return {};
}

Result<void> asked_alone(const Case<Rational>& c, std::size_t probe, Arithmetic arithmetic,
                         bool made_anew) {
  const Manner<Rational> manner = c.manner(probe);
  if (manner.arithmetic != arithmetic) return premise_fault("asked in another arithmetic");
  if (manner.made_anew != made_anew) return premise_fault("asked of another object");
  if (manner.company.count() > 0) return premise_fault("asked among others");
  return {};
}

}  // namespace axiomark
