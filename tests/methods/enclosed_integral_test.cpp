#include "methods/adaptive_integral/enclosed_integral.hpp"

#include "methods/adaptive_integral.hpp"
#include "methods/adaptive_integral/kronrod_integral.hpp"
#include "network/builder.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/network/enclosure/high_precision.hpp"
#include "tests/property.hpp"

/// Bounds of integrated gradients on smooth networks, against closed forms and high precision.
namespace axiomark::tests {
namespace {

using Op = Operator<double>;
using Builder = NetworkBuilder<double>;

Vector<double> numbers_of(std::initializer_list<double> values) {
  Vector<double> v(static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), v.data());
  return v;
}

struct Question {
  Network<double> network;
  Vector<double> input;
  Vector<double> baseline;
};

Attribution<double> answer(const Question& q, const std::string& tolerance) {
  Vector<double> target = Vector<double>::Zero(q.network.output_features());
  target(0) = 1;
  auto result = ask(method("integrated-gradients:rule=adaptive,tolerance=" + tolerance), q.network,
                    q.input, q.baseline, target);
  if (!result) FAIL(message(result.error()));
  return *result;
}

// The bound holds, and is within the tolerance.
void check_bound(const Question& q, const Reals& exact, bool reached = true) {
  Real rise = 0;  // the sum of the attributions is the rise of F
  for (const Real& a : exact) rise += a;
  for (const std::string tolerance : {"1e-3", "1e-6", "1e-9"}) {
    INFO(tolerance);
    const Attribution<double> a = answer(q, tolerance);
    INFO(a.notes.front());
    REQUIRE(a.error_bound.has_value());
    for (std::size_t i = 0; i < exact.size(); ++i) {
      const double bound = (*a.error_bound)(static_cast<Index>(i));
      INFO("feature " << i << ": " << a.values(static_cast<Index>(i)) << " +- " << bound << ", "
                      << exact[i].str(20));
      CHECK(abs(exact[i] - a.values(static_cast<Index>(i))) <= bound);
      if (reached) CHECK(bound <= std::stod(tolerance) * abs(rise) * (1 + 1e-9));
    }
  }
}

template <class Apply>
Network<double> built(Index features, const Apply& apply) {
  Builder b;
  const Tensor x = b.input({features});
  return b.build(apply(b, x)).value();
}

Real sigmoid(const Real& z) { return 1 / (1 + exp(Real(-z))); }
Real softplus(const Real& z) { return log(Real(1 + exp(z))); }

double draw_weight() { return draw(-100, 100) / 99.0; }

}  // namespace

TEST_CASE("the bound holds on steep sigmoids") {
  for (const double k : {10.0, 100.0, 1000.0, 1e5}) {
    INFO(k);
    const auto network = built(1, [&](Builder& b, Tensor x) {
      return b.apply(Op(Sigmoid{}), {b.dense(x, {{k}}, {-k / 2})});
    });
    check_bound({network, numbers_of({1}), numbers_of({0})},
                {sigmoid(Real(k) / 2) - sigmoid(-Real(k) / 2)});
  }
}

TEST_CASE("the bound holds on functions of one sum") {
  // F = g(w . x + b): A_i = w_i (x_i - x'_i) (g(u) - g(u')) / (u - u').
  const std::vector<std::pair<Op, double>> operators = {
      {Op(Sigmoid{}), 0.3}, {Op(Tanh{}), -0.2}, {Op(Softplus{}), 0.1},        {Op(Gelu{}), -0.7},
      {Op(Exp{}), 0.5},     {Op(Log{}), 0.25},  {Op(Sqrt{}), 0.25},           {Op(Power{5}), -0.9},
      {Op(Relu{}), -0.61},  {Op(Abs{}), -0.61}, {Op(Elu<double>{1.5}), -0.61}};
  for (const auto& [op, bias] : operators) {
    const Matrix<double> weights = (Matrix<double>(1, 3) << 1.1, -0.4, 0.7).finished();
    INFO(name<double>(op));
    const auto network = built(3, [&, o = op, c = bias](Builder& b, Tensor x) {
      // Smooth behind it, so that piecewise linear ones are no longer.
      const Tensor y = b.apply(o, {b.dense(x, weights, numbers_of({c}))});
      return b.sum({y, b.apply(Op(Tanh{}), {b.scale(y, numbers_of({0}))})}, {1, 1});
    });
    const Question q{network, numbers_of({1, 0.5, 1.5}), numbers_of({0.1, 0.2, 0})};
    Real from = bias;
    Real to = bias;
    for (Index i = 0; i < 3; ++i) {
      from += Real(weights(0, i)) * q.baseline(i);
      to += Real(weights(0, i)) * q.input(i);
    }
    const Real slope = (definition(op, {{to}})[0] - definition(op, {{from}})[0]) / (to - from);
    Reals exact;
    for (Index i = 0; i < 3; ++i) {
      exact.push_back(Real(weights(0, i)) * (Real(q.input(i)) - q.baseline(i)) * slope);
    }
    check_bound(q, exact);
  }
}

TEST_CASE("the sum of two numbers behind a sigmoid shares tanh(1)/2 equally") {
  const auto network = built(2, [](Builder& b, Tensor x) {
    return b.apply(Op(Sigmoid{}), {b.dense(x, {{1, 1}}, {0})});
  });
  const Real each = tanh(Real(1)) / 4;
  check_bound({network, numbers_of({1, 1}), numbers_of({0, 0})}, {each, each});
}

TEST_CASE("the bound holds on products and softmax") {
  // x1^2 x2: homogeneous, so that from the origin the shares are the exponents.
  const auto product = built(2, [](Builder& b, Tensor x) {
    return b.product(b.apply(Op(Power{2}), {b.feature(x, 0)}), b.feature(x, 1));
  });
  const Real f = Real(1.3) * Real(1.3) * Real(-0.7);
  check_bound({product, numbers_of({1.3, -0.7}), numbers_of({0, 0})}, {2 * f / 3, f / 3});
  // The first of two is sigma(x1 - x2).
  const auto softmax = built(2, [](Builder& b, Tensor x) { return b.softmax(x, 0); });
  for (const double size : {1.0, 30.0}) {
    const Vector<double> x = numbers_of({2.5 * size, -1.25 * size});
    const Real share = (sigmoid(Real(x(0)) - x(1)) - Real(0.5)) / (Real(x(0)) - x(1));
    check_bound({softmax, x, numbers_of({0, 0})}, {x(0) * share, -x(1) * share});
  }
}

TEST_CASE("a needle that Gauss-Kronrod rules do not see") {
  // F = x + y (sigma(k (z - a)) - sigma(k (z - b))) at (1, 1, 1): the needle from a to b lies
  // between two of the fifteen nodes, and F is back where it would be without it.
  const double k = 2000;
  const double a = 0.52;
  const double b = 0.56;
  Builder builder;
  const Tensor x = builder.input({3});
  const Tensor steps =
      builder.apply(Op(Sigmoid{}), {builder.dense(x, {{0, 0, k}, {0, 0, k}}, {-k * a, -k * b})});
  const Tensor needle = builder.dense(steps, {{1, -1}}, {0});
  const auto network =
      builder
          .build(builder.add(builder.feature(x, 0), builder.product(builder.feature(x, 1), needle)))
          .value();
  const Vector<double> ones = Vector<double>::Ones(3);
  const Vector<double> zeros = Vector<double>::Zero(3);
  const auto area = [&](double at) {  // integral of sigma(k t + bias) from 0 to 1
    const Real bias = -k * at;        // as rounded in the network
    return Real((softplus(Real(k) + bias) - softplus(bias)) / k);
  };
  const Real second = area(a) - area(b);
  const Real at_end = sigmoid(Real(k) + Real(-k * a)) - sigmoid(Real(k) + Real(-k * b));
  check_bound({network, ones, zeros}, {1, second, at_end - second});

  // The estimate is content at once, and wrong by as much as the needle is wide.
  const ThreadPool pool;
  const auto function = bind_target<double>(network, Vector<double>::Ones(1), {}, pool);
  const Segment<double> segment{zeros, ones};
  Row<double> ends(2);
  ends << 0, 1;
  const auto estimate = kronrod_integral<double>(function, segment, ends, 1e-6);
  REQUIRE(estimate.has_value());
  CHECK(estimate->gradient_evaluations == 15);
  CHECK(std::fabs(estimate->values(1)) < 1e-10);
  CHECK(second > 0.039);
}

TEST_CASE("the bound holds on random smooth networks") {
  int budget = 12;  // a million high-precision operations each
  property("against Gauss-Legendre in fifty digits", [&] {
    if (budget-- <= 0) return;
    Builder b;
    Tensor h = b.input({3});
    const std::vector<Op> all = {Op(Sigmoid{}), Op(Tanh{}), Op(Softplus{}), Op(Gelu{}), Op(Exp{})};
    for (const Index units : {4, 3}) {
      Matrix<double> weights(units, b.shape(h)[0]);
      for (double& w : weights.reshaped()) w = draw_weight();
      Vector<double> bias(units);
      for (double& v : bias) v = draw_weight();
      h = b.apply(all[static_cast<std::size_t>(draw(0, 4))], {b.dense(h, weights, bias)});
    }
    Question q{b.build(b.softmax(h, 0)).value(), Vector<double>(3), Vector<double>(3)};
    for (double& v : q.input) v = draw_weight();
    for (double& v : q.baseline) v = draw_weight();
    const Segment<double> segment{q.baseline, q.input};
    const Vector<double> target = numbers_of({1, 0, 0});
    Reals exact;
    for (Index i = 0; i < 3; ++i) {
      const Real difference = Real(q.input(i)) - q.baseline(i);
      const auto integral = [&](int parts) {
        return Real(difference * gradient_integral(q.network, target, segment, i, 0, 1, parts));
      };
      exact.push_back(integral(2));
      // What the quadrature itself is off, far below what is compared.
      RC_ASSERT(abs(exact.back() - integral(1)) < Real(1e-13));
    }
    const Attribution<double> a = answer(q, "1e-3");
    const Attribution<double> finer = answer(q, "1e-8");
    for (Index i = 0; i < 3; ++i) {
      RC_ASSERT(abs(exact[i] - a.values(i)) <= (*a.error_bound)(i) + 1e-13);
      RC_ASSERT(abs(exact[i] - finer.values(i)) <= (*finer.error_bound)(i) + 1e-13);
    }
  });
}

TEST_CASE("the bound holds with relus, maxima and smooth units together") {
  property("the bounds cover the rise of F and the answers to smaller tolerances", [] {
    Builder b;
    const Tensor x = b.input({4});
    const auto dense = [&](Tensor from, Index units) {
      Matrix<double> weights(units, b.shape(from)[0]);
      for (double& w : weights.reshaped()) w = draw_weight();
      Vector<double> bias(units);
      for (double& v : bias) v = draw_weight() / 2;
      return b.dense(from, weights, bias);
    };
    const Tensor h = b.relu(dense(x, 6));
    const Tensor g = b.apply(Op(Tanh{}), {dense(h, 6)});
    const Tensor m = b.max({dense(g, 4), b.apply(Op(Elu<double>{0.5}), {dense(h, 4)})});
    const Tensor p = b.product(m, b.apply(Op(Abs{}), {dense(g, 4)}));
    Question q{b.build(dense(p, 1)).value(), Vector<double>(4), Vector<double>::Zero(4)};
    for (double& v : q.input) v = draw_weight();
    const Vector<double> target = Vector<double>::Ones(1);
    const Segment<double> segment{q.baseline, q.input};
    const Real rise = definition(q.network, target, point_at(segment, 1)) -
                      definition(q.network, target, point_at(segment, 0));
    const Attribution<double> coarse = answer(q, "1e-2");
    const Attribution<double> fine = answer(q, "1e-5");
    for (const Attribution<double>* a : {&coarse, &fine}) {
      Real low = 0;
      Real high = 0;
      for (Index i = 0; i < 4; ++i) {
        low += Real(a->values(i)) - (*a->error_bound)(i);
        high += Real(a->values(i)) + (*a->error_bound)(i);
      }
      RC_ASSERT(low <= rise);
      RC_ASSERT(rise <= high);
      // Kinks are cut out, not cornered by halving.
      RC_ASSERT(a->gradient_evaluations <= 9 * 400);
    }
    for (Index i = 0; i < 4; ++i) {
      RC_ASSERT(std::fabs(coarse.values(i) - fine.values(i)) <=
                (*coarse.error_bound)(i) + (*fine.error_bound)(i));
      RC_ASSERT((*fine.error_bound)(i) <= 1e-5 * static_cast<double>(abs(rise)) * (1 + 1e-9));
    }
  });
}

TEST_CASE("float has the bound of the answer in double and of its own rounding") {
  const auto network = built(2, [](Builder& b, Tensor x) {
    return b.apply(Op(Sigmoid{}), {b.dense(x, {{1, 1}}, {0})});
  });
  const auto single = convert<float>(network).value();
  const Vector<float> one = Vector<float>::Ones(2);
  const auto answer =
      ask(method("integrated-gradients:rule=adaptive,tolerance=1e-6"), single, one,
          Vector<float>(Vector<float>::Zero(2)), Vector<float>(Vector<float>::Ones(1)));
  REQUIRE(answer.has_value());
  const Real each = tanh(Real(1)) / 4;
  for (Index i = 0; i < 2; ++i) {
    CHECK(abs(each - answer->values(i)) <= (*answer->error_bound)(i));
    CHECK((*answer->error_bound)(i) <= 1e-6F);
  }
}

TEST_CASE("a slope without a bound leaves the estimate, and says which") {
  const auto network = built(1, [](Builder& b, Tensor x) { return b.apply(Op(Sqrt{}), {x}); });
  const Attribution<double> a = answer({network, numbers_of({1}), numbers_of({0})}, "1e-2");
  CHECK_FALSE(a.error_bound.has_value());
  REQUIRE(a.notes.size() == 2);
  CHECK(a.notes[0].find("an estimate, not a bound") != std::string::npos);
  CHECK(a.notes[1].find("no bound: node 0 (sqrt)") != std::string::npos);
}

TEST_CASE("inside a kink the bound covers every slope that a convention may choose") {
  // relu(x1 - x2) tanh(x3) on the diagonal.
  const auto network = built(3, [](Builder& b, Tensor x) {
    return b.product(b.relu(b.dense(x, {{1, -1, 0}}, {0})), b.apply(Op(Tanh{}), {b.feature(x, 2)}));
  });
  const Question q{network, numbers_of({1, 1, 1}), numbers_of({0, 0, 0})};
  const Attribution<double> a = answer(q, "1e-3");
  REQUIRE(a.error_bound.has_value());
  CHECK(a.notes.front().find("was not reached") != std::string::npos);
  // Nothing is spent on what no shorter part can tell.
  CHECK(a.gradient_evaluations <= 9 * 5 + 15 * 5);
  const Real most = log(cosh(Real(1)));  // the integral of tanh: with relu'(0) = 1
  for (const Real& slope : {Real(0), most}) {
    CHECK(abs(slope - a.values(0)) <= (*a.error_bound)(0));
    CHECK(abs(-slope - a.values(1)) <= (*a.error_bound)(1));
  }
}

TEST_CASE("where bounds stay wide the values are the estimate's, and the bound covers the truth") {
  // Forty steep units on each other's shoulders.
  const auto network = built(1, [](Builder& b, Tensor x) {
    Tensor h = x;
    for (int layer = 0; layer < 12; ++layer) {
      h = b.apply(Op(Tanh{}), {b.dense(h, {{9}}, {layer % 2 == 0 ? -2.0 : 0.5})});
    }
    return b.dense(h, {{1}}, {0});
  });
  const Question q{network, numbers_of({1}), numbers_of({0})};
  const Vector<double> one = Vector<double>::Ones(1);
  const Segment<double> segment{q.baseline, q.input};
  const Real rise = definition(network, one, point_at(segment, 1)) -
                    definition(network, one, point_at(segment, 0));
  const Attribution<double> a = answer(q, "1e-6");
  INFO(a.notes.front());
  REQUIRE(a.error_bound.has_value());
  CHECK(abs(rise - a.values(0)) <= (*a.error_bound)(0));
}

}  // namespace axiomark::tests
