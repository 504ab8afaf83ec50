#include "tests/reference/check_claims.hpp"

#include <iostream>
#include <string>
#include <vector>

#include "tests/reference/exact_integrated_gradients.hpp"
#include "tests/reference/gradient_methods.hpp"
#include "tests/reference/riemann_sums.hpp"
#include "tests/reference/shapley.hpp"

namespace axiomark::reference {
namespace {

using Network = LayeredNetwork<Rational>;
using Vector = std::vector<Rational>;
constexpr Activation kRelu = Activation::kRelu;
constexpr Activation kNone = Activation::kNone;

struct Check {
  int failures = 0;

  void operator()(const std::string& what, bool holds) {
    if (holds) return;
    ++failures;
    std::cerr << "claim " << what << " disagrees\n";
  }
};

Rational q(int numerator, int denominator) { return Rational(numerator, denominator); }

int check_quadrature_of_a_kink() {
  Check check;
  const Network f = {{{{-1}}, {1}, kRelu}, {{{-1}}, {1}, kNone}};  // 1 - relu(1 - x)
  const auto ig = [&](RiemannRule rule, int m, int kink) {
    return integrated_gradients(f, 0, Vector{0}, Vector{2}, rule, m, Rational(kink)).at(0);
  };
  check("A01 exact", integrated_gradients_exact(f, 0, {0}, {2}) == Vector{1});
  check("A01 gradient", gradient(f, 0, Vector{2}) == Vector{0});
  for (const int m : {10, 20, 40, 50}) {
    check("A02 right even", ig(RiemannRule::kRight, m, 0) == 1 - q(2, m));
    check("A02 right even d0=1", ig(RiemannRule::kRight, m, 1) == 1);
    check("A02 left even", ig(RiemannRule::kLeft, m, 0) == 1);
    check("A02 left even d0=1", ig(RiemannRule::kLeft, m, 1) == 1 + q(2, m));
    check("A02 trapezoid even", ig(RiemannRule::kTrapezoid, m, 0) == 1 - q(1, m));
    check("A02 midpoint even", ig(RiemannRule::kMidpoint, m, 0) == 1);
  }
  for (const int m : {5, 21}) {
    check("A02 right odd", ig(RiemannRule::kRight, m, 0) == 1 - q(1, m));
    check("A02 left odd", ig(RiemannRule::kLeft, m, 0) == 1 + q(1, m));
    check("A02 trapezoid odd", ig(RiemannRule::kTrapezoid, m, 0) == 1);
    check("A02 midpoint odd", ig(RiemannRule::kMidpoint, m, 0) == 1 - q(1, m));
  }
  return check.failures;
}

int check_figure_7() {
  Check check;
  // f = relu(relu(x1) - 1 - relu(x2)), g = relu(relu(x1 - 1) - relu(x2))
  const Network f = {{{{1, 0}, {0, 1}}, {0, 0}, kRelu}, {{{1, -1}}, {-1}, kRelu}};
  const Network g = {{{{1, 0}, {0, 1}}, {-1, 0}, kRelu}, {{{1, -1}}, {0}, kRelu}};
  for (int i = -32; i <= 32; ++i) {
    for (int j = -32; j <= 32; ++j) {
      const Vector p = {q(i, 8), q(j, 8)};
      check("A03 f = g", evaluate(f, p) == evaluate(g, p));
      check("A06 guided", guided_backprop(f, 0, p).at(1) == 0);
      check("A06 deconvnet", deconvnet(f, 0, p).at(1) == 0);
    }
  }
  const Vector x = {3, 1};
  const Vector ig = {q(3, 2), q(-1, 2)};
  for (const Network& net : {f, g}) {
    const LinearPieces pieces = linear_pieces(net, 0, {0, 0}, x);
    check("A03 value", evaluate(net, x) == Vector{1});
    check("A03 attribution", attributions(pieces, {0, 0}, x) == ig);
    check("A04 shapley", shapley(net, 0, {0, 0}, x) == ig);
  }
  check("A03 kink of f", linear_pieces(f, 0, {0, 0}, x).breakpoints() == Vector{0, q(1, 2), 1});
  check("A06 guided at x", guided_backprop(f, 0, x) == Vector{1, 0});
  check("A06 deconvnet at x", deconvnet(f, 0, x) == Vector{1, 0});
  check("A06 gradient at x", gradient(f, 0, x) == Vector{1, -1});
  check("A06 witness f", evaluate(f, Vector{3, 0}) == Vector{2});
  check("A06 witness", integrated_gradients_exact(f, 0, {3, 0}, x) == Vector{0, -1});
  const Network shifted = {{{{1}}, {-1}, kRelu}};
  check("A07 guided", guided_backprop(shifted, 0, Vector{0}) == Vector{0});
  check("A07 deconvnet", deconvnet(shifted, 0, Vector{0}) == Vector{1});
  const Network zero = {{{{1, 0}, {0, 1}, {1, 0}}, {0, 0, -1}, kRelu},
                        {{{1, -1, 0}, {0, -1, 1}}, {-1, 0}, kRelu},
                        {{{1, -1}}, {0}, kNone}};  // f - g
  check("A20 exact", integrated_gradients_exact(zero, 0, {0, 0}, x) == Vector{0, 0});
  check("A20 guided", guided_backprop(zero, 0, x) == Vector{1, 0});
  check("A20 deconvnet", deconvnet(zero, 0, x) == Vector{1, 0});
  return check.failures;
}

int check_minimum() {
  Check check;
  // x1 - relu(x1 - x2), x2 - relu(x2 - x1) with x_i as relu(x_i) - relu(-x_i)
  const Network first = {{{{1, 0}, {-1, 0}, {1, -1}}, {0, 0, 0}, kRelu},
                         {{{1, -1, -1}}, {0}, kNone}};
  const Network second = {{{{0, 1}, {0, -1}, {-1, 1}}, {0, 0, 0}, kRelu},
                          {{{1, -1, -1}}, {0}, kNone}};
  const Vector o = {0, 0};
  const Vector x = {1, 3};
  const Vector ones = {1, 1};
  const auto ig = [&](RiemannRule rule, int kink) {
    return integrated_gradients(first, 0, o, x, rule, 10, Rational(kink));
  };
  for (const Network& net : {first, second}) {
    check("A08 exact", integrated_gradients_exact(net, 0, o, x) == Vector{1, 0});
    check("A08 shapley", shapley(net, 0, o, x) == Vector{q(1, 2), q(1, 2)});
    const LinearPieces inside = linear_pieces(net, 0, o, ones, q(1, 2));
    check("A18 d0=1/2", attributions(inside, o, ones) == Vector{q(1, 2), q(1, 2)});
    check("A18 one kink", inside.kinks.size() == 1 && inside.kinks[0].layer == 0 &&
                              inside.kinks[0].unit == 2 && inside.kinks[0].reaches_target);
  }
  check("A08 left", ig(RiemannRule::kLeft, 0) == Vector{q(9, 10), 0});
  check("A08 left d0=1", ig(RiemannRule::kLeft, 1) == Vector{1, q(3, 10)});
  check("A08 trapezoid", ig(RiemannRule::kTrapezoid, 0) == Vector{q(19, 20), 0});
  check("A08 right", ig(RiemannRule::kRight, 0) == Vector{1, 0});
  check("A08 midpoint", ig(RiemannRule::kMidpoint, 0) == Vector{1, 0});
  check("A18 d0=0", integrated_gradients_exact(first, 0, o, ones) == Vector{1, 0});
  check("A18 d0=1", integrated_gradients_exact(first, 0, o, ones, 1) == Vector{0, 1});
  check("A18 twin", integrated_gradients_exact(second, 0, o, ones) == Vector{0, 1});
  return check.failures;
}

}  // namespace

int check_claims() { return check_quadrature_of_a_kink() + check_figure_7() + check_minimum(); }

}  // namespace axiomark::reference
