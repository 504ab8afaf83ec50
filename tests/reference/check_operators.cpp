#include "tests/reference/check_operators.hpp"

#include <cmath>
#include <iostream>
#include <string>
#include <vector>

#include "tests/reference/operators.hpp"
#include "tests/reference/riemann_sums.hpp"

namespace axiomark::reference {
namespace {

using Exact = Tensor<Rational>;
using Wide = long double;

struct Check {
  int failures = 0;

  void operator()(const std::string& what, bool holds) {
    if (holds) return;
    ++failures;
    std::cerr << "operator " << what << " disagrees\n";
  }
  void equal(const std::string& what, const Exact& got, const Exact& expected) {
    (*this)(what, got.shape == expected.shape && got.data == expected.data);
  }
};

Exact counting(const Index& shape) {
  Exact x{shape, {}};
  for (int k = 1; k <= element_count(shape); ++k) x.data.emplace_back(k);
  return x;
}

int check_values() {
  Check check;
  const Exact x = counting({2, 3});
  const Exact row = {{3}, {1, 0, -1}};
  check.equal("dense", dense(x, Exact{{1, 3}, {1, 0, 2}}, Exact{{1}, {-1}}), {{2, 1}, {6, 15}});
  check.equal("mean", reduce_mean(x, {0}, false),
              {{3}, {Rational(5, 2), Rational(7, 2), Rational(9, 2)}});
  check.equal("max", reduce_max(x, {-1}, true), {{2, 1}, {3, 6}});
  check.equal("sum", reduce_sum(x, {}, false), {{}, {21}});
  check.equal("transpose", transpose(counting({1, 2, 3}), {2, 0, 1}),
              {{3, 1, 2}, {1, 4, 2, 5, 3, 6}});
  check.equal("pad", pad(x, {0, 1, -1, 0}, Rational(9)), {{1, 4}, {9, 1, 2, 3}});
  check.equal("slice", slice(x, {-1}, {-100}, {1}, {-2}), {{2, 2}, {3, 1, 6, 4}});
  check.equal("concat", concat<Rational>({row, row}, 0), {{6}, {1, 0, -1, 1, 0, -1}});
  check.equal("gather", gather(x, {{2}, {-1, 0}}, 1), {{2, 2}, {3, 1, 6, 4}});
  check.equal("expand", expand(row, {2, 1}), {{2, 3}, {1, 0, -1, 1, 0, -1}});
  check.equal("difference", difference(x, row), {{2, 3}, {0, 2, 4, 3, 5, 7}});
  check.equal("product", product_of<Rational>({x, row}), {{2, 3}, {1, 0, -3, 4, 0, -6}});

  // one window of two rows and two columns, dilated by 2 in rows, shifted down by one row of
  // padding
  const Exact image = counting({1, 2, 3, 2});
  const Window window = {{2, 2}, {1, 1}, {2, 1}, {1, 0, 0, 0}};
  const Exact weights = {{2, 1, 2, 2}, {1, 10, 100, 1000, 1, 1, 1, 1}};
  check.equal("convolution", convolution(image, weights, Exact{{2}, {0, 5}}, window, 2),
              {{1, 2, 2, 1}, {4300, 6521, 24, 43}});
  check.equal("average pool", average_pool(image, window, true),
              {{1, 2, 2, 1}, {Rational(7, 4), Rational(7, 2), Rational(19, 4), Rational(19, 2)}});
  check.equal("average pool without padding", average_pool(image, window, false),
              {{1, 2, 2, 1}, {Rational(7, 2), Rational(7, 2), Rational(19, 2), Rational(19, 2)}});
  check.equal("max pool", max_pool(image, window), {{1, 2, 2, 1}, {4, 6, 10, 12}});
  check("power", integer_power(Rational(2), -3) == Rational(1, 8));
  check("clip", clip(Rational(7), Rational(0), Rational(2)) == 2);
  check("leaky relu", leaky_relu(Rational(-4), Rational(1, 4)) == -1);

  // Simpson's rule is exact for cubics: F = x^4 has gradient 4 x^3
  const auto quartic = [](const std::vector<Rational>& p) {
    return std::vector<Rational>{4 * p[0] * p[0] * p[0]};
  };
  check("simpson", path_sum(quartic, std::vector<Rational>{1}, std::vector<Rational>{3},
                            riemann_nodes<Rational>(RiemannRule::kSimpson, 4))
                           .at(0) == 80);
  return check.failures;
}

int check_conventions() {
  Check check;
  const auto slope = [](const auto& op, const Rational& at) {
    return jacobian_column(op, Operands<Rational>{{{1}, {at}}}, 0, 0).data[0];
  };
  const auto each = [](auto f) { return [f](const auto& xs) { return elementwise(xs[0], f); }; };
  const Rational half(1, 2);
  check("relu' at 0", slope(each([](const auto& v) { return relu(v); }), 0) == 0);
  check("relu' at 0, kink 1/2",
        slope(each([&](const auto& v) { return relu(v, half); }), 0) == half);
  check("abs' at 0", slope(each([](const auto& v) { return absolute(v); }), 0) == 0);
  check("leaky' at 0", slope(each([&](const auto& v) { return leaky_relu(v, half); }), 0) == half);
  const Operands<Rational> tie = {{{3}, {2, 5, 5}}};
  const auto largest = [](const auto& xs) { return reduce_max(xs[0], {}, false); };
  check.equal("a tie goes to the first", cotangent_times_jacobian(largest, tie, {{}, {3}})[0],
              {{3}, {0, 3, 0}});
  return check.failures;
}

/// An operator's exact derivative against its central differences, at a point without ties.
template <class Operator>
bool derivatives_agree(const Operator& op, const Operands<Rational>& xs) {
  Exact cotangent = op(xs);
  for (std::size_t o = 0; o < cotangent.data.size(); ++o) cotangent.data[o] = int(o % 5) - 2;
  const Operands<Rational> exact = cotangent_times_jacobian(op, xs, cotangent);
  Operands<Wide> wide;
  for (const Exact& x : xs) wide.push_back(as<Wide>(x));
  const auto numeric = numeric_cotangent_times_jacobian(op, wide, as<Wide>(cotangent));
  bool agree = true;
  for (std::size_t k = 0; k < xs.size(); ++k) {
    for (std::size_t e = 0; e < xs[k].data.size(); ++e) {
      const auto expected = static_cast<Wide>(exact[k].data[e]);
      agree &= std::fabs(numeric[k][e].slope - expected) <= numeric[k][e].error;
    }
  }
  return agree;
}

int check_derivatives() {
  Check check;
  const Exact image = counting({1, 2, 3, 2});
  const Exact a = {{2, 2}, {-3, Rational(1, 2), 2, -1}};
  const Exact b = {{2}, {Rational(1, 3), 4}};
  const Window window = {{2, 2}, {1, 1}, {2, 1}, {1, 0, 0, 0}};
  const auto one = [](auto f) { return [f](const auto& xs) { return elementwise(xs[0], f); }; };
  check("max pool'",
        derivatives_agree([&](const auto& xs) { return max_pool(xs[0], window); }, {image}));
  check(
      "convolution'",
      derivatives_agree([&](const auto& xs) { return convolution(xs[0], xs[1], xs[2], window, 2); },
                        {image, {{2, 1, 2, 2}, {1, -2, 3, 5, 2, 7, 1, 1}}, b}));
  check("product'", derivatives_agree([](const auto& xs) { return product_of(xs); }, {a, b}));
  check("quotient'",
        derivatives_agree([](const auto& xs) { return quotient(xs[0], xs[1]); }, {a, b}));
  check("min'", derivatives_agree([](const auto& xs) { return min_of(xs); }, {a, b}));
  check("power'", derivatives_agree(one([](const auto& v) { return integer_power(v, -2); }), {a}));
  // the derivatives of smooth functions in closed form
  const auto near = [&](const std::string& what, const NumericSlope& got, Wide expected) {
    check(what, std::fabs(got.slope - expected) <= got.error && got.error < 1e-10L);
  };
  const Wide x = -0.7L;
  const Wide s = sigmoid(x);
  const Wide pi = std::acos(-1.0L);
  const Wide density = std::exp(-x * x / 2) / std::sqrt(2 * pi);
  near("sigmoid'", central_difference([](Wide v) { return sigmoid(v); }, x), s * (1 - s));
  near("softplus'", central_difference([](Wide v) { return softplus(v); }, x), s);
  near("elu'", central_difference([](Wide v) { return elu(v); }, x), std::exp(x));
  near("gelu'", central_difference([](Wide v) { return gelu(v); }, x),
       std::erfc(-x / std::sqrt(2.0L)) / 2 + x * density);
  return check.failures;
}

}  // namespace

int check_operators() { return check_values() + check_conventions() + check_derivatives(); }

}  // namespace axiomark::reference
