#include <cmath>
#include <limits>

#include "network/builder.hpp"
#include "network/rounding.hpp"
#include "tests/catch.hpp"
#include "tests/network/operator_check.hpp"

namespace axiomark::tests {
namespace {

using Wide = long double;

constexpr int kLargest = 8;  // |z| of the drawn numbers

/// The definition at [outer][i][inner], in long double.
struct Reference {
  Shape in;
  std::vector<Wide> z;

  [[nodiscard]] std::size_t place(Index outer, Index i, Index inner) const {
    return static_cast<std::size_t>((outer * in[1] + i) * in[2] + inner);
  }
  [[nodiscard]] Wide sum(Index outer, Index inner) const {
    Wide total = 0;
    for (Index j = 0; j < in[1]; ++j) total += std::exp(z[place(outer, j, inner)]);
    return total;
  }
  [[nodiscard]] Wide value(Index outer, Index i, Index inner) const {
    return std::exp(z[place(outer, i, inner)]) / sum(outer, inner);
  }
  /// d value_i / d z_j by the quotient rule.
  [[nodiscard]] Wide slope(Index outer, Index i, Index j, Index inner) const {
    const Wide total = sum(outer, inner);
    const Wide e_i = std::exp(z[place(outer, i, inner)]);
    const Wide e_j = std::exp(z[place(outer, j, inner)]);
    return ((i == j ? e_i * total : Wide(0)) - e_i * e_j) / (total * total);
  }
};

}  // namespace

TEMPLATE_TEST_CASE("softmax equals its definition along a middle axis", "", float, double) {
  using S = TestType;
  property("values and every entry of the Jacobian", [] {
    Reference reference{{draw(1, 2), draw(1, 4), draw(1, 3)}, {}};
    const Index count = element_count(reference.in);
    Batch<S> x(count, 2);
    for (Index k = 0; k < count; ++k) {
      reference.z.push_back(static_cast<Wide>(draw(-64 * kLargest, 64 * kLargest)) / 64);
      x(k, 0) = static_cast<S>(reference.z.back());
      x(k, 1) = static_cast<S>(draw(-8, 8));  // a neighbour in the batch
    }
    const Operator<S> op = Softmax{reference.in, 1};
    const std::vector<const Batch<S>*> operands = {&x};
    const Batch<S> y = evaluate<S>(op, operands);
    // Per value: the rounded difference from the largest, amplified by exp, exp itself (1 ulp), the
    // sum of so many of these, the quotient.
    const Wide u = std::numeric_limits<S>::epsilon() / 2;
    const Wide relative = (2 * (2 * kLargest + 2) + static_cast<Wide>(reference.in[1]) + 2) * u;
    for (Index o = 0; o < reference.in[0]; ++o) {
      for (Index n = 0; n < reference.in[2]; ++n) {
        for (Index i = 0; i < reference.in[1]; ++i) {
          const auto at = static_cast<Index>(reference.place(o, i, n));
          const Wide exact = reference.value(o, i, n);
          RC_ASSERT(std::fabs(y(at, 0) - exact) <= relative * exact);
          Batch<S> cotangent = Batch<S>::Constant(count, 2, S(0));
          cotangent(at, 0) = S(1);
          const Batch<S> pulled = pull_back<S>(op, operands, cotangent, {})[0];
          RC_ASSERT((pulled.col(1) == S(0)).all());
          for (Index j = 0; j < reference.in[1]; ++j) {
            const auto from = static_cast<Index>(reference.place(o, j, n));
            // y_j ([i = j] - y_i): two values' errors, a difference of numbers below 1, a product.
            const Wide allowed = (3 * relative + 4 * u) * reference.value(o, j, n);
            RC_ASSERT(std::fabs(pulled(from, 0) - reference.slope(o, i, j, n)) <= allowed);
          }
        }
      }
    }
  });
}

TEMPLATE_TEST_CASE("softmax does not depend on batch mates and does not overflow", "", float,
                   double) {
  using S = TestType;
  Batch<S> both(2, 2);
  both << S(1000), S(3), S(999), S(-200);
  const Operator<S> op = Softmax{{2}, 0};
  const Batch<S> alone = both.leftCols(1);
  const std::vector<const Batch<S>*> one = {&alone};
  const std::vector<const Batch<S>*> two = {&both};
  const Batch<S> y = evaluate<S>(op, one);
  CHECK((y == evaluate<S>(op, two).leftCols(1)).all());
  CHECK(std::fabs(y(0, 0) - S(1) / (S(1) + std::exp(S(-1)))) <=
        4 * std::numeric_limits<S>::epsilon());
}

TEST_CASE("softmax refuses other shapes, other axes and rationals") {
  const std::vector<Shape> pair = {{2}};
  CHECK_FALSE(output_shape<double>(Operator<double>(Softmax{{3}, 0}), std::span(pair)));
  CHECK_FALSE(output_shape<double>(Operator<double>(Softmax{{2}, 1}), std::span(pair)));
  CHECK_FALSE(output_shape<double>(Operator<double>(Softmax{{2}, -1}), std::span(pair)));
  NetworkBuilder<double> b;
  const auto network = b.build(b.softmax(b.input({2}), 0)).value();
  CHECK_FALSE(network.piecewise_linear());
  const auto exact = convert<Rational>(network);
  REQUIRE_FALSE(exact);
  CHECK(exact.error().kind == ErrorKind::unsupported);
}

TEST_CASE("a change of softmax's operands moves no result further than the bound says") {
  property("by at most the largest change in the group", [] {
    Batch<double> x(3, 1);
    Batch<double> change(3, 1);
    for (Index i = 0; i < 3; ++i) {
      x(i, 0) = draw(-4, 4);
      change(i, 0) = draw(0, 8) / 4.0;
    }
    const Operator<double> op = Softmax{{3}, 0};
    const std::vector<const Batch<double>*> changes = {&change};
    const Batch<double> bound = propagate_change<double>(op, changes);
    Batch<double> moved = x;
    for (Index i = 0; i < 3; ++i) moved(i, 0) += (draw(0, 1) == 1 ? 1 : -1) * change(i, 0);
    const std::vector<const Batch<double>*> from = {&x};
    const std::vector<const Batch<double>*> to = {&moved};
    const Batch<double> difference = (evaluate<double>(op, to) - evaluate<double>(op, from)).abs();
    RC_ASSERT((difference <= bound).all());
  });
}

}  // namespace axiomark::tests
