#include "network/function.hpp"

#include "network/builder.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

/// x^2 + 3 y, a black box with nothing but values and gradients; d/dx fails below 0.
struct Parabola {
  [[nodiscard]] Index dimension() const { return 2; }
  [[nodiscard]] Result<Row<double>> evaluate(const Batch<double>& points) const {
    return Row<double>(points.row(0).square() + 3 * points.row(1));
  }
  [[nodiscard]] Result<Gradients<double>> gradient(const Batch<double>& points) const {
    if ((points.row(0) < 0).any()) return fail(ErrorKind::numeric, "parabola", "x below 0");
    Gradients<double> at{Batch<double>::Constant(2, points.cols(), 3.0), evaluate(points).value(),
                         std::vector<HangSet>(static_cast<std::size_t>(points.cols()))};
    at.values.row(0) = 2 * points.row(0);
    at.hung_on.back() |= Hang::tie;
    return at;
  }
};

Vector<double> point(double x, double y) {
  Vector<double> p(2);
  p << x, y;
  return p;
}

}  // namespace

TEST_CASE("a black box gets its gradient sum by a loop, and has no linear pieces") {
  const Function<double> f(Parabola{});
  CHECK(f.dimension() == 2);
  CHECK(f.evaluate(point(3, 1)).value()(0) == 12);
  const Segment<double> segment{point(0, 0), point(4, 2)};
  const std::vector<double> ts = {0.25, 0.5};
  const std::vector<double> weights = {2, -1};
  const auto sum = f.gradient_sum(segment, ts, weights).value();
  CHECK((sum.value == point(2 * 2 - 4, 3 * (2 - 1))).all());
  CHECK(sum.evaluations == 2);
  CHECK(sum.hung_on == HangSet(Hang::tie));
  const auto pieces = f.linear_pieces(segment);
  REQUIRE_FALSE(pieces.has_value());
  CHECK(pieces.error().kind == ErrorKind::unsupported);
  const auto failed = f.gradient_sum({point(-1, 0), point(1, 0)}, ts, weights);
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().where == "parabola");
}

TEST_CASE("a bound network is the weighted sum of its outputs") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const auto network = b.build(b.relu(b.dense(x, {{1, -1}, {0, 2}}, {0, 0}))).value();
  Vector<Rational> target(2);
  target << 5, 7;
  const ThreadPool pool;
  const auto f = bind_target(network, target, Conventions<Rational>{1, 0, Tie::first}, pool);
  CHECK(f.dimension() == 2);
  Batch<Rational> points(2, 2);
  points << 3, 2,  //
      1, 2;
  const auto values = f.evaluate(points).value();
  CHECK(values(0) == 5 * 2 + 7 * 2);
  CHECK(values(1) == 7 * 4);
  const auto at = f.gradient(points).value();
  CHECK(at.values(0, 1) == 5);  // relu'(0) = 1
  CHECK(at.values(1, 1) == -5 + 14);
  CHECK(at.hung_on[1] == HangSet(Hang::kink));
  const Segment<Rational> segment{points.col(1), points.col(0)};
  const std::vector<Rational> ts = {Rational(1, 2), 1};
  const std::vector<Rational> weights = {1, 3};
  const auto sum = f.gradient_sum(segment, ts, weights).value();
  CHECK(sum.value(0) == 4 * 5);
  CHECK(sum.value(1) == 4 * (-5 + 14));
  CHECK(f.linear_pieces(segment).value().count() == 1);
}

}  // namespace axiomark::tests
