#include "network/enclosure/gradient_enclosure.hpp"

#include <functional>

#include "network/builder.hpp"
#include "tests/network/enclosure/high_precision.hpp"
#include "tests/property.hpp"

/// Integrals of gradients along parts of a segment, against the networks' definitions in high
/// precision.
namespace axiomark::tests {
namespace {

double draw_number(int most) { return draw(-100 * most, 100 * most) / 99.0; }

Vector<double> draw_vector(Index size, int most) {
  Vector<double> values(size);
  for (double& v : values) v = draw_number(most);
  return values;
}

Matrix<double> draw_matrix(Index rows, Index cols) {
  Matrix<double> values(rows, cols);
  for (Index k = 0; k < values.size(); ++k) values.data()[k] = draw_number(1);
  return values;
}

// A dense layer, the operators under test, and a target that weighs all outputs.
struct Subject {
  Network<double> network;
  Segment<double> segment;
  Vector<double> target;
};

template <class Apply>
Subject draw_subject(Index features, Index units, const Apply& apply) {
  NetworkBuilder<double> b;
  const Tensor x = b.input({features});
  const Tensor h = b.dense(x, draw_matrix(units, features), draw_vector(units, 1));
  const auto network = b.build(apply(b, h));
  if (!network) RC_FAIL(message(network.error()));
  return {*network,
          {draw_vector(features, 2), draw_vector(features, 2)},
          draw_vector(network->output_features(), 2)};
}

// sum_i (x_i - x'_i) * integral of dF/dx_i = F at the end less F at the beginning.
void check_completeness(const Subject& s, double a, double b) {
  const auto enclosure = GradientEnclosure::make(s.network, s.target, s.segment);
  RC_ASSERT(enclosure.has_value());
  const auto integral = enclosure->integral(a, b);
  if (!integral) return;  // a kink, root or logarithm without a bound on so long a part
  const auto difference = [&](Index i) { return Real(s.segment.to(i)) - s.segment.from(i); };
  Real low = 0;
  Real high = 0;
  for (Index i = 0; i < s.segment.from.size(); ++i) {
    const Real middle = difference(i) * integral->middle(i);
    const Real radius = abs(difference(i)) * integral->radius(i);
    low += middle - radius;
    high += middle + radius;
  }
  const Real rise = definition(s.network, s.target, point_at(s.segment, b)) -
                    definition(s.network, s.target, point_at(s.segment, a));
  RC_LOG() << "from " << a << " to " << b << ": " << low.str(20) << " to " << high.str(20) << ", "
           << rise.str(20) << "\n";
  RC_ASSERT(low <= rise);
  RC_ASSERT(rise <= high);
}

// Each feature alone, by quadrature; only for functions that are smooth from a to b.
void check_features(const Subject& s, double a, double b) {
  const auto integral =
      GradientEnclosure::make(s.network, s.target, s.segment)->integral(a, b).value();
  for (Index i = 0; i < s.segment.from.size(); ++i) {
    const auto reference = [&](int parts) {
      return gradient_integral(s.network, s.target, s.segment, i, a, b, parts);
    };
    const Real exact = reference(2);
    const Real off = abs(exact - reference(1));  // the quadrature's own error, and far above it
    RC_LOG() << "feature " << i << ": " << integral.middle(i) << " +- " << integral.radius(i)
             << ", " << exact.str(20) << " +- " << off.str(3) << "\n";
    RC_ASSERT(abs(exact - integral.middle(i)) <= integral.radius(i) + off);
  }
}

double draw_length() { return std::ldexp(1, -draw(0, 12)); }

struct Case {
  std::string name;
  std::function<Tensor(NetworkBuilder<double>&, Tensor)> apply;
  bool smooth = true;
};

Case one(const std::string& name, Operator<double> op, bool smooth = true) {
  return {name, [op](NetworkBuilder<double>& b, Tensor h) { return b.apply(op, {h}); }, smooth};
}
// An operator with a domain: on numbers above zero.
Case of_positive(const std::string& name, Operator<double> op) {
  return {name, [op](NetworkBuilder<double>& b, Tensor h) {
            return b.apply(op, {b.apply(Operator<double>(Softplus{}), {h})});
          }};
}

std::vector<Case> cases() {
  using B = NetworkBuilder<double>;
  using Op = Operator<double>;
  std::vector<Case> all = {
      one("sigmoid", Op(Sigmoid{})),
      one("tanh", Op(Tanh{})),
      one("softplus", Op(Softplus{})),
      one("gelu", Op(Gelu{})),
      one("exp", Op(Exp{})),
      of_positive("log", Op(Log{})),
      of_positive("sqrt", Op(Sqrt{})),
      of_positive("power -1", Op(Power{-1})),
      of_positive("power -2", Op(Power{-2})),
      one("power 2", Op(Power{2})),
      one("power 11", Op(Power{11})),
      one("elu", Op(Elu<double>{0.3}), false),
      one("relu", Op(Relu{}), false),
      one("leaky relu", Op(LeakyRelu<double>{-0.1}), false),
      one("abs", Op(Abs{}), false),
      one("clip", Op(Clip<double>{-0.7, 0.3}), false),
      {"softmax", [](B& b, Tensor h) { return b.softmax(h, 0); }},
      {"log of softmax", [](B& b, Tensor h) { return b.apply(Op(Log{}), {b.softmax(h, 0)}); }},
      {"product", [](B& b, Tensor h) { return b.product(h, b.apply(Op(Tanh{}), {h})); }},
      {"quotient",
       [](B& b, Tensor h) {
         const Tensor positive = b.apply(Op(Softplus{}), {h});
         const Tensor inverse = b.apply(
             Op(Exp{}), {b.scale(b.apply(Op(Log{}), {positive}), Vector<double>::Constant(4, -1))});
         return b.product(h, inverse);
       }},
      {"max",
       [](B& b, Tensor h) {
         return b.max({h, b.apply(Op(Tanh{}), {h})});
       },
       false},
      {"min",
       [](B& b, Tensor h) {
         return b.min({h, b.apply(Op(Power{2}), {h})});
       },
       false},
      {"max pool",
       [](B& b, Tensor h) {
         const Tensor image = b.apply(reshape<double>({4}, {1, 4}), {h});
         return b.apply(max_pool({1, 4}, plain_window({2})), {image});
       },
       false},
      {"reduce max", [](B& b, Tensor h) { return b.apply(reduce_max({4}, {0}), {h}); }, false},
      {"convolution and pools",
       [](B& b, Tensor h) {
         const Tensor image = b.apply(reshape<double>({4}, {1, 4}), {h});
         const Tensor wide = b.apply(pad<double>({1, 4}, {0, 1}, {0, 1}, 0.3), {image});
         const Convolution<double> convolution{
             {1, 6}, draw_matrix(2, 3), draw_vector(2, 1), 1, plain_window({3})};
         const Tensor c = b.apply(Op(Tanh{}), {b.apply(Op(convolution), {wide})});
         return b.apply(average_pool<double>({2, 4}, plain_window({2})), {c});
       }},
      {"sum, concat, scale and shift",
       [](B& b, Tensor h) {
         const Tensor t = b.apply(Op(Tanh{}), {h});
         const Tensor joined = b.concat({b.sum({h, t}, {0.3, -1.7}), t}, 0);
         return b.apply(Op(Sigmoid{}),
                        {b.shift(b.scale(joined, draw_vector(8, 1)), draw_vector(8, 1))});
       }},
      {"transpose, gather and reductions",
       [](B& b, Tensor h) {
         const Tensor square = b.apply(reshape<double>({4}, {2, 2}), {b.apply(Op(Exp{}), {h})});
         const Tensor turned = b.apply(transpose<double>({2, 2}, {1, 0}), {square});
         const Tensor product = b.product(square, turned);
         const Tensor picked = b.apply(gather<double>({2, 2}, 0, {1, 1, 0}), {product});
         return b.apply(reduce_mean<double>({3, 2}, {0}), {picked});
       }},
  };
  return all;
}

}  // namespace

TEST_CASE("integrals of every operator's gradient are enclosed") {
  for (const Case& c : cases()) {
    property(c.name, [&] {
      const Subject s = draw_subject(2, 4, c.apply);
      const double length = draw_length();
      const double from = length * draw(0, static_cast<int>(1 / length) - 1);
      check_completeness(s, from, from + length);
    });
  }
}

TEST_CASE("each feature's integral is enclosed") {
  for (const Case& c : cases()) {
    if (!c.smooth) continue;
    const auto few = [&] {
      const Subject s = draw_subject(2, 4, c.apply);
      const double length = 1.0 / 32;
      const double from = length * draw(0, 31);
      check_features(s, from, from + length);
    };
    // Thousands of high-precision evaluations each.
    int budget = 10;
    property(c.name, [&] {
      if (budget-- > 0) few();
    });
  }
}

TEST_CASE("on short parts enclosures are narrow") {
  // Otherwise the tests before would be passed by enclosures that say nothing.
  for (const Case& c : cases()) {
    if (!c.smooth) continue;
    property(c.name, [&] {
      const Subject s = draw_subject(2, 4, c.apply);
      const auto enclosure = GradientEnclosure::make(s.network, s.target, s.segment).value();
      const double length = 1.0 / 1024;
      const double from = length * draw(0, 1023);
      const auto integral = enclosure.integral(from, from + length).value();
      const double size = integral.middle.abs().maxCoeff() + length;
      for (const double r : integral.radius) RC_ASSERT(r <= 1e-9 * size);
    });
  }
}

TEST_CASE("two layers of everything are enclosed") {
  const std::vector<Case> all = cases();
  property("completeness of random pairs of operators", [&] {
    const auto pick = [&] { return all[static_cast<std::size_t>(draw(0, 16))].apply; };
    const auto first = pick();
    const auto second = pick();
    const Subject s = draw_subject(3, 4, [&](NetworkBuilder<double>& b, Tensor h) {
      const Tensor y = first(b, h);
      const Tensor again = b.dense(y, draw_matrix(4, b.shape(y)[0]), draw_vector(4, 1));
      return second(b, again);
    });
    const double length = draw_length();
    check_completeness(s, 1 - length, 1);
  });
}

TEST_CASE("parameters that are no doubles are enclosed too") {
  // F = (x / 3 + 1/7) x relu(...): the exact rise is a rational.
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Tensor h = b.dense(x, {{Rational(1, 3), Rational(-2, 7)}, {1, Rational(1, 11)}},
                           {Rational(1, 7), Rational(-1, 3)});
  const Tensor clipped = b.apply(
      Operator<Rational>(Clip<Rational>{Rational(-1, 3), Rational(5, 3)}), {b.feature(h, 1)});
  const auto network = b.build(b.product(b.feature(h, 0), clipped)).value();
  Vector<Rational> from(2);
  from << Rational(1, 9), Rational(-1, 13);
  Vector<Rational> to(2);
  to << Rational(10, 9), Rational(1, 17);
  const Vector<Rational> target = Vector<Rational>::Constant(1, Rational(1, 3));
  const auto enclosure = GradientEnclosure::make<Rational>(network, target, {from, to}).value();
  Batch<Rational> points(2, 2);
  points.col(0) = (from * Rational(1, 2) + to * Rational(1, 2)).eval();
  points.col(1) = to;
  const Batch<Rational> values = evaluate(network, points);
  const auto integral = enclosure.integral(0.5, 1).value();
  Rational middle = 0;
  Rational radius = 0;
  for (Index i = 0; i < 2; ++i) {
    middle += (to(i) - from(i)) * Rational(integral.middle(i));
    radius += abs(to(i) - from(i)) * Rational(integral.radius(i));
  }
  const Rational rise = (values(0, 1) - values(0, 0)) / 3;
  CHECK(abs(middle - rise) <= radius);
  CHECK(radius < Rational(1, 1'000'000'000'000));
  CHECK(middle != rise);  // it was rounded
}

TEST_CASE("a slope without a bound is an error that names the node") {
  NetworkBuilder<double> b;
  const auto network = b.build(b.apply(Operator<double>(Sqrt{}), {b.input({1})})).value();
  const Vector<double> one = Vector<double>::Ones(1);
  const auto enclosure =
      GradientEnclosure::make<double>(network, one, {Vector<double>::Zero(1), one}).value();
  const auto whole = enclosure.integral(0, 1);
  REQUIRE_FALSE(whole.has_value());
  CHECK(whole.error().where == "node 0 (sqrt)");
  CHECK(enclosure.integral(0.5, 1).has_value());
}

TEST_CASE("features that do not matter have integrals of exactly zero") {
  NetworkBuilder<double> b;
  const Tensor x = b.input({2});
  const auto network =
      b.build(b.apply(Operator<double>(Tanh{}), {b.dense(x, {{0.3, 0}}, {0.1})})).value();
  const auto integral =
      GradientEnclosure::make<double>(network, Vector<double>::Ones(1),
                                      {Vector<double>::Zero(2), Vector<double>::Ones(2)})
          ->integral(0, 1)
          .value();
  CHECK(integral.middle(1) == 0);
  CHECK(integral.radius(1) == 0);
  CHECK(integral.radius(0) > 0);
}

TEST_CASE("kinks are said where they are") {
  NetworkBuilder<double> b;
  const Tensor x = b.input({1});
  const auto network = b.build(b.relu(b.dense(x, {{1}, {-2}}, {-0.3, 1.4}))).value();
  const Vector<double> one = Vector<double>::Ones(1);
  const auto integral = GradientEnclosure::make<double>(network, Vector<double>::Ones(2),
                                                        {Vector<double>::Zero(1), one})
                            ->integral(0, 1)
                            .value();
  CHECK(integral.coarse);
  REQUIRE(integral.kinks.size() == 2);
  CHECK(std::fabs(integral.kinks[0] - 0.3) < 1e-12);
  CHECK(std::fabs(integral.kinks[1] - 0.7) < 1e-12);
}

}  // namespace axiomark::tests
