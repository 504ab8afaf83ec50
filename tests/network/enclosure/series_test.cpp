#include "network/enclosure/series.hpp"

#include <functional>

#include "network/enclosure/elementary.hpp"
#include "tests/network/enclosure/high_precision.hpp"
#include "tests/property.hpp"

/// Taylor coefficients of elementwise operators on intervals, against finite differences with so
/// many digits that these are exact for all that doubles can see.
namespace axiomark::enclosure {
namespace {

using tests::draw;
using tests::property;
using Long = tests::HighPrecision<160>;

struct Case {
  std::string name;
  std::function<Series(const Interval&)> series;
  std::function<Long(const Long&)> value;
  double low;
  double high;
};

template <class Op>
Case make_case(const std::string& name, const Op& op, double low, double high) {
  return {name, [op](const Interval& z) { return SeriesOf{z}(op); },
          [op](const Long& z) { return tests::Definition<Long>{z}(op); }, low, high};
}

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      make_case("sigmoid", Sigmoid{}, -40, 40),
      make_case("tanh", Tanh{}, -20, 20),
      make_case("softplus", Softplus{}, -40, 40),
      make_case("gelu", Gelu{}, -6, 6),
      make_case("exp", Exp{}, -40, 40),
      make_case("log", Log{}, 0.01, 40),
      make_case("sqrt", Sqrt{}, 0.01, 40),
      make_case("power 1", Power{1}, -5, 5),
      make_case("power 3", Power{3}, -5, 5),
      make_case("power 12", Power{12}, -3, 3),
      make_case("power -1", Power{-1}, 0.01, 40),
      make_case("power -3", Power{-3}, -40, -0.01),
      make_case("elu, below 0", Elu<double>{0.7}, -20, -0.01),
      make_case("elu, above 0", Elu<double>{0.7}, 0.01, 5),
      make_case("relu, below 0", Relu{}, -5, -0.01),
      make_case("relu, above 0", Relu{}, 0.01, 5),
      make_case("leaky relu, below 0", LeakyRelu<double>{0.1}, -5, -0.01),
      make_case("abs, below 0", Abs{}, -5, -0.01),
      make_case("clip, inside", Clip<double>{-1, 2}, -0.99, 1.99),
      make_case("clip, above", Clip<double>{-1, 2}, 2.01, 5),
      {"reciprocal", reciprocal_series, [](const Long& z) { return Long(1 / z); }, -40, -0.01},
  };
  return all;
}

// g^(k)(z) / k! for k = 0, ..., kOrder + 1 by central differences: off by some h^2, and of 160
// digits the ninth difference leaves fifty.
std::vector<Long> coefficients(const Case& c, const Long& z) {
  const Long h("1e-12");
  std::vector<Long> result;
  Long scale = 1;  // h^k k!
  for (int k = 0; k <= kOrder + 1; ++k) {
    Long sum = 0;
    Long binomial = 1;
    for (int j = 0; j <= k; ++j) {
      sum += (j % 2 == 0 ? binomial : Long(-binomial)) * c.value(z + (Long(k) / 2 - j) * h);
      binomial = binomial * (k - j) / (j + 1);
    }
    result.push_back(sum / scale);
    scale *= h * (k + 1);
  }
  return result;
}

// From a point to the whole range.
Interval draw_interval(const Case& c) {
  static const double widths[] = {0, 0, 1e-14, 1e-6, 0.01, 0.3, 2, 100};
  const double middle = c.low + (c.high - c.low) * draw(0, 1'000'003) / 1'000'003;
  const double width = widths[draw(0, 7)];
  return {std::max(c.low, middle - width), std::min(c.high, middle + width)};
}

}  // namespace

TEST_CASE("Taylor coefficients on an interval contain those at its points") {
  for (const Case& c : cases()) {
    // So many digits take their time, above all the error function.
    int budget = c.name == "gelu" ? 4 : 30;
    property(c.name, [&] {
      if (budget-- <= 0) return;
      const Interval z = draw_interval(c);
      const Series s = c.series(z);
      RC_ASSERT(s.smooth);
      const Long at = Long(z.lower()) + (Long(z.upper()) - z.lower()) * draw(0, 4) / 4;
      const std::vector<Long> expected = coefficients(c, at);
      Long size = 0;
      for (std::size_t k = 1; k < expected.size(); ++k) {
        size = std::max(size, Long(abs(expected[k])));
      }
      for (std::size_t k = 0; k < expected.size(); ++k) {
        RC_LOG() << "z = " << z.lower() << " to " << z.upper() << ", k = " << k << ": "
                 << s.coefficient[k].lower() << " to " << s.coefficient[k].upper() << " and "
                 << expected[k].str(20) << "\n";
        const Long off = k == 0 ? Long(0) : Long(size * Long("1e-20"));
        RC_ASSERT(expected[k] >= s.coefficient[k].lower() - off);
        RC_ASSERT(expected[k] <= s.coefficient[k].upper() + off);
      }
    });
  }
}

TEST_CASE("Taylor coefficients at a point are known to nearly all digits") {
  // Otherwise the test before would be passed by intervals that say nothing.
  for (const Case& c : cases()) {
    property(c.name, [&] {
      const double z = c.low + (c.high - c.low) * draw(0, 1000) / 1000;
      const Series s = c.series(Interval(z));
      double size = 0;
      for (const Interval& a : s.coefficient) size = std::max(size, magnitude(a));
      for (const Interval& a : s.coefficient) RC_ASSERT(width(a) <= 1e-11 * size);
    });
  }
}

TEST_CASE("a part of an interval has no more coefficients than the whole") {
  for (const Case& c : cases()) {
    property(c.name, [&] {
      const Interval outer = draw_interval(c);
      const double third = width(outer) / 3;
      const Series whole = c.series(outer);
      const Series part = c.series({outer.lower() + third, outer.upper() - third});
      for (std::size_t k = 0; k < whole.coefficient.size(); ++k) {
        RC_ASSERT(subset(part.coefficient[k], whole.coefficient[k]));
      }
    });
  }
}

TEST_CASE("with a kink inside, values and slopes are those of all pieces") {
  const auto check = [](const Series& s, const Interval& value, const Interval& slope) {
    CHECK_FALSE(s.smooth);
    CHECK(s.coefficient[0].lower() == value.lower());
    CHECK(s.coefficient[0].upper() == value.upper());
    CHECK(s.coefficient[1].lower() == slope.lower());
    CHECK(s.coefficient[1].upper() == slope.upper());
  };
  const SeriesOf at{{-2, 3}};
  check(at(Relu{}), {0, 3}, {0, 1});
  check(at(Abs{}), {0, 3}, {-1, 1});
  check(at(Clip<double>{-1, 1}), {-1, 1}, {0, 1});
  check(at(Clip<double>{0, 8}), {0, 3}, {0, 1});
  const Series leaky = at(LeakyRelu<double>{-0.5});
  check(leaky, {0, 3}, {-0.5, 1});
  const Series elu = at(Elu<double>{2});
  CHECK_FALSE(elu.smooth);
  CHECK(std::fabs(elu.coefficient[0].lower() - 2 * std::expm1(-2)) < 1e-14);
  CHECK(elu.coefficient[0].upper() == 3);
  CHECK(std::fabs(elu.coefficient[1].lower() - 2 * std::exp(-2)) < 1e-14);
  CHECK(std::fabs(elu.coefficient[1].upper() - 2) < 1e-14);
  // A kink at an end counts as inside: rounding decides on which side of it a value is.
  CHECK_FALSE(SeriesOf{Interval(0, 1)}(Relu{}).smooth);
  CHECK_FALSE(SeriesOf{Interval(-1, 0)}(Relu{}).smooth);
}

TEST_CASE("outside of their domain functions have no bound") {
  for (const Interval& z : {Interval(-1, 1), Interval(0, 1), Interval(-2, -1)}) {
    CHECK_FALSE(std::isfinite(magnitude(SeriesOf{z}(Log{}).coefficient[1]) +
                              magnitude(SeriesOf{z}(Log{}).coefficient[0])));
    CHECK_FALSE(std::isfinite(magnitude(SeriesOf{z}(Sqrt{}).coefficient[1])));
  }
  CHECK_FALSE(std::isfinite(magnitude(reciprocal_series({-1, 1}).coefficient[0])));
  CHECK_FALSE(std::isfinite(magnitude(SeriesOf{Interval(0, 800)}(Exp{}).coefficient[0])));
  CHECK(SeriesOf{Interval(800)}(Exp{}).coefficient[0].lower() > 1e308);
}

TEST_CASE("elementary functions contain their values and no more than a few units beside them") {
  const auto check = [](const char* name, const std::function<Interval(const Interval&)>& enclosed,
                        const std::function<tests::Real(const tests::Real&)>& exact, double low,
                        double high) {
    property(name, [&] {
      const double z = low + (high - low) * draw(0, 1'000'003) / 1'000'003;
      const Interval e = enclosed(Interval(z));
      const tests::Real value = exact(z);
      RC_LOG() << name << "(" << z << ")\n";
      RC_ASSERT(value >= e.lower());
      RC_ASSERT(value <= e.upper());
      RC_ASSERT(width(e) <= 1e-13 * magnitude(e) + 1e-322);
    });
  };
  using tests::Real;
  check(
      "exp", exp_of, [](const Real& z) { return Real(exp(z)); }, -745, 700);
  check(
      "expm1", expm1_of, [](const Real& z) { return Real(boost::math::expm1(z)); }, -1, 1);
  check(
      "log", log_of, [](const Real& z) { return Real(log(z)); }, 1e-9, 3);
  check(
      "sigmoid", sigmoid_of, [](const Real& z) { return Real(1 / (1 + exp(-z))); }, -700, 40);
  check(
      "tanh", tanh_of, [](const Real& z) { return Real(tanh(z)); }, -1e-3, 20);
  check(
      "softplus", softplus_of, [](const Real& z) { return Real(boost::math::log1p(Real(exp(z)))); },
      -700, 50);
  check(
      "Phi", normal_distribution_of,
      [](const Real& z) { return Real(boost::math::erfc(Real(-z / sqrt(Real(2)))) / 2); }, -5, 8);
}

}  // namespace axiomark::enclosure
