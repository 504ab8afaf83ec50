#include "network/enclosure/jet.hpp"

#include "network/enclosure/jet_batch.hpp"
#include "network/scalar.hpp"
#include "tests/network/enclosure/high_precision.hpp"
#include "tests/property.hpp"

/// Jets against the polynomials that they contain, in exact arithmetic: doubles are rationals.
namespace axiomark::enclosure {
namespace {

using tests::draw;
using tests::property;

Jet draw_jet(bool wide) {
  Jet a;
  const int last = draw(0, kOrder);
  for (std::size_t k = 0; k <= static_cast<std::size_t>(last); ++k) {
    // Not dyadic, so that sums and products round.
    a.middle[k] = draw(-1000, 1000) / 300.0 * std::ldexp(1, draw(-6, 0));
    a.radius[k] = wide && draw(0, 2) == 0 ? draw(0, 1000) / 3000.0 : 0.0;
  }
  return a;
}

// A polynomial that the jet contains.
std::vector<Rational> draw_member(const Jet& a) {
  std::vector<Rational> member;
  for (std::size_t k = 0; k < Jet::kSize; ++k) {
    member.push_back(Rational(a.middle[k]) + Rational(a.radius[k]) * draw(-2, 2) / 2);
  }
  return member;
}

Rational value(const std::vector<Rational>& polynomial, const Rational& sigma) {
  Rational sum = 0;
  for (std::size_t k = polynomial.size(); k-- > 0;) sum = sum * sigma + polynomial[k];
  return sum;
}

Rational draw_sigma() { return Rational(draw(-6, 6), 6); }

// What a jet says of a function, at one sigma; `value` may be off by `error`.
template <class R>
bool contains(const Jet& a, const R& sigma, const R& value, const R& error = 0) {
  R middle = 0;
  R radius = 0;
  R power = 1;
  for (std::size_t k = 0; k < Jet::kSize; ++k) {
    middle += R(a.middle[k]) * power;
    radius += R(a.radius[k]) * abs(power);
    power *= sigma;
  }
  return abs(value - middle) <= radius + error;
}

}  // namespace

TEST_CASE("sums and products of jets contain those of the functions inside") {
  property("at every sigma", [] {
    const bool wide = draw(0, 1) == 1;
    const Jet a = draw_jet(wide);
    const Jet b = draw_jet(wide);
    const Rational sigma = draw_sigma();
    const Rational x = value(draw_member(a), sigma);
    const Rational y = value(draw_member(b), sigma);
    RC_ASSERT(contains(a, sigma, x));
    RC_ASSERT(contains(a + b, sigma, Rational(x + y)));
    RC_ASSERT(contains(a - b, sigma, Rational(x - y)));
    RC_ASSERT(contains(a * b, sigma, Rational(x * y)));
    const Ball factor{1 / 3.0, draw(0, 1) / 7.0};
    const Rational inside = Rational(factor.middle) - Rational(factor.radius);
    RC_ASSERT(contains(factor * a, sigma, Rational(inside * x)));
  });
}

TEST_CASE("what one jet contains, its sums and products contain too") {
  property("inclusion isotonicity, but for the last digits", [] {
    const Jet wide = draw_jet(true);
    Jet narrow = wide;
    for (double& r : narrow.radius) r *= draw(0, 1);
    const Jet b = draw_jet(true);
    const Jet inner = narrow * b;
    const Jet outer = wide * b;
    for (std::size_t k = 0; k < Jet::kSize; ++k) {
      RC_ASSERT(inner.middle[k] == outer.middle[k]);
      RC_ASSERT(inner.radius[k] <= outer.radius[k]);
    }
    RC_ASSERT(subset(range(narrow), range(wide)));
  });
}

TEST_CASE("zeros stay zeros") {
  const Jet a = constant_jet({3, 0}) * constant_jet({0, 0});
  CHECK(a.constant());
  CHECK(a.middle[0] == 0);
  CHECK(a.radius[0] == 0);
  CHECK((Ball{0, 0} * constant_jet({3, 1})).radius[0] == 0);
  CHECK(mean(Jet{}).radius == 0);
}

TEST_CASE("a range contains all values and is exact for lines and rising polynomials") {
  property("values", [] {
    const Jet a = draw_jet(draw(0, 1) == 1);
    const Interval all = range(a);
    const Rational x = value(draw_member(a), draw_sigma());
    RC_ASSERT(x >= Rational(all.lower()));
    RC_ASSERT(x <= Rational(all.upper()));
  });
  Jet rising;  // (sigma + 1)^2 / 4
  rising.middle = {0.25, 0.5, 0.25};
  CHECK(std::fabs(range(rising).lower()) < 1e-13);
  CHECK(std::fabs(range(rising).upper() - 1) < 1e-13);
}

TEST_CASE("means contain those of functions that change their polynomial half way") {
  property("exactly", [] {
    const Jet a = draw_jet(true);
    const std::vector<Rational> left = draw_member(a);
    const std::vector<Rational> right = draw_member(a);
    Rational exact = 0;
    for (std::size_t k = 0; k < Jet::kSize; ++k) {
      const Rational from_left = k % 2 == 0 ? left[k] : Rational(-left[k]);
      exact += (from_left + right[k]) / (2 * (static_cast<int>(k) + 1));
    }
    const Ball m = mean(a);
    RC_ASSERT(abs(exact - Rational(m.middle)) <= Rational(m.radius));
  });
}

TEST_CASE("a composition contains the function and its slope") {
  using tests::Real;
  property("at every sigma", [] {
    Jet u = draw_jet(draw(0, 1) == 1);
    const double scale = std::ldexp(1, -draw(0, 12));
    for (std::size_t k = 1; k < Jet::kSize; ++k) {
      u.middle[k] *= scale;
      u.radius[k] *= scale;
    }
    const Rational sigma = draw_sigma();
    const Real x = tests::to_real(value(draw_member(u), sigma));
    const Real error = 1e-40;  // of fifty digits
    const auto check = [&](const auto& op, const Real& slope) {
      const Composition c = compose([&](const Interval& z) { return SeriesOf{z}(op); }, u);
      RC_ASSERT(contains(c.value, tests::to_real(sigma), tests::Definition<Real>{x}(op), error));
      RC_ASSERT(contains(c.slope, tests::to_real(sigma), slope, error));
    };
    const Real e = exp(Real(-x));
    const Real density = exp(Real(-x * x / 2)) / sqrt(8 * atan(Real(1)));
    check(Exp{}, exp(x));
    check(Sigmoid{}, Real(e / ((1 + e) * (1 + e))));
    check(Tanh{}, Real(4 * e * e / ((1 + e * e) * (1 + e * e))));
    check(Softplus{}, Real(1 / (1 + e)));
    check(Power{3}, Real(3 * x * x));
    check(Gelu{}, Real(boost::math::erfc(Real(-x / sqrt(Real(2)))) / 2 + x * density));
    check(Relu{}, Real(x > 0 ? 1 : 0));
    check(Abs{}, Real(x > 0 ? 1 : -1));
    check(LeakyRelu<double>{0.1}, x > 0 ? Real(1) : Real(0.1));
    check(Clip<double>{-1, 1.5}, Real(x > -1 && x < 1.5 ? 1 : 0));
    check(Elu<double>{0.7}, x > 0 ? Real(1) : Real(0.7 * exp(x)));
  });
}

TEST_CASE("affine maps of jets contain the exact images and cotangents") {
  const auto draw_numbers = [](Index rows, Index cols) {
    Matrix<double> values(rows, cols);
    for (double& v : values.reshaped()) v = draw(-1000, 1000) / 300.0;
    return values;
  };
  const auto draw_jets = [](Index rows) {
    JetBatch jets = JetBatch::zero(rows);
    for (Index i = 0; i < rows; ++i) jets.set_row(i, draw_jet(draw(0, 1) == 1));
    return jets;
  };
  const auto draw_members = [](const JetBatch& jets) {
    Batch<Rational> members(jets.rows(), jets.cols());
    for (Index i = 0; i < jets.rows(); ++i) {
      const std::vector<Rational> member = draw_member(jets.row(i));
      for (Index k = 0; k < jets.cols(); ++k) members(i, k) = member[static_cast<std::size_t>(k)];
    }
    return members;
  };
  const auto check = [](const JetBatch& jets, const Batch<Rational>& exact) {
    for (Index i = 0; i < jets.rows(); ++i) {
      for (Index k = 0; k < jets.cols(); ++k) {
        RC_ASSERT(abs(exact(i, k) - Rational(jets.middle(i, k))) <= Rational(jets.radius(i, k)));
      }
    }
  };
  property("coefficient by coefficient", [&] {
    const Vector<double> bias = draw_numbers(3, 1).col(0);
    const std::vector<Operator<double>> operators = {
        Dense<double>{draw_numbers(3, 6), bias},
        Scale<double>{draw_numbers(6, 1).col(0)},
        Shift<double>{draw_numbers(6, 1).col(0)},
        Convolution<double>{{1, 6}, draw_numbers(3, 2), bias, 1, plain_window({2})},
        reduce_mean<double>({2, 3}, {0}).value(),
        Sum<double>{draw_numbers(1, 1).col(0)},
    };
    const Operator<double>& op = operators[static_cast<std::size_t>(draw(0, 5))];
    const Batch<double> zeros = Batch<double>::Zero(6, 1);
    const std::vector<const Batch<double>*> sizes = {&zeros};
    const AffineMap map(op, sizes, 0);
    const JetBatch x = draw_jets(6);
    const std::vector<const JetBatch*> operands = {&x};
    const JetBatch y = map.evaluate(operands);
    // In Rational, with the constant in the first column only.
    const Operator<Rational> exact = convert<Rational>(op);
    const auto image = [&](const Batch<Rational>& of) {
      const std::vector<const Batch<Rational>*> pointers = {&of};
      return evaluate<Rational>(exact, pointers);
    };
    const Batch<Rational> constant = image(Batch<Rational>::Constant(6, 1, Rational(0)));
    Batch<Rational> expected = image(draw_members(x));
    for (Index k = 1; k < expected.cols(); ++k) expected.col(k) -= constant.col(0);
    check(y, expected);

    const JetBatch cotangent = draw_jets(y.rows());
    const Batch<Rational> points = Batch<Rational>::Constant(6, cotangent.cols(), Rational(0));
    const std::vector<const Batch<Rational>*> pointers = {&points};
    check(map.pull_back(sizes, cotangent)[0],
          pull_back<Rational>(exact, pointers, draw_members(cotangent), {})[0]);
  });
}

TEST_CASE("the remainder of a composition is of the order that it is said to be") {
  // sigma(u) on intervals of 1 / 16 and of 1 / 32: coefficient kOrder shrinks by 2^kOrder.
  const auto radius = [](double half_width) {
    Jet u = constant_jet({0.3, 0});
    u.middle[1] = half_width;
    const auto series = [](const Interval& z) { return SeriesOf{z}(Sigmoid{}); };
    return compose(series, u).value.radius[kOrder];
  };
  const double ratio = radius(1.0 / 16) / radius(1.0 / 32);
  CHECK(ratio > std::ldexp(1, kOrder));
  CHECK(ratio < std::ldexp(1, kOrder + 3));
}

}  // namespace axiomark::enclosure
