#include "methods/path.hpp"

#include <cmath>

#include "methods/path_integral.hpp"
#include "methods/serial_cost.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/methods/power_function.hpp"
#include "tests/methods/refusal.hpp"
#include "tests/reference/shapley.hpp"

/// Path methods: published values, and random networks and polynomials against the definition.
namespace axiomark::tests {
namespace {

Rational q(int numerator, int denominator) { return Rational(numerator, denominator); }

Result<Attribution<Rational>> along(const Path& path, const LayeredQuestion& question) {
  const ThreadPool alone;
  const auto f = bind_target(build(question.layers), question.target_weights(),
                             Conventions<Rational>{}, alone);
  return path
      .attribute(f, Batch<Rational>(vector(question.x)), Batch<Rational>(vector(question.baseline)))
      .front();
}

Rational rise(const LayeredQuestion& question) {
  return reference::evaluate(question.layers, question.x).at(question.target) -
         reference::evaluate(question.layers, question.baseline).at(question.target);
}

/// Vertices in absolute coordinates, the ends included.
std::vector<Numbers> absolute(const std::vector<Numbers>& inner, const Numbers& baseline,
                              const Numbers& x) {
  std::vector<Numbers> vertices = {baseline};
  for (const Numbers& v : inner) {
    Numbers vertex;
    for (std::size_t i = 0; i < x.size(); ++i) {
      vertex.push_back(baseline[i] + v[i] * (x[i] - baseline[i]));
    }
    vertices.push_back(vertex);
  }
  vertices.push_back(x);
  return vertices;
}

}  // namespace

TEST_CASE("exact integrals along random polylines equal the reference and are complete") {
  int compared = 0;
  int undefined = 0;
  property("monotone or not", [&] {
    const LayeredQuestion question = draw_question();
    const bool monotone = draw(0, 1) == 0;
    Path path;
    Path::Points points;
    Numbers at(question.x.size(), Rational(0));
    const int count = draw(1, 3);
    for (int k = 0; k < count; ++k) {
      for (Rational& v : at) {
        v = monotone ? v + (1 - v) * q(draw(0, 3), 3) : q(draw(-6, 9), 3);
      }
      points.vertices.push_back(at);
    }
    path.shape = points;
    const auto answer = along(path, question);
    const auto expected = reference::polyline_integral(
        question.layers, question.target, absolute(points.vertices, question.baseline, question.x));
    if (!answer) {
      ++undefined;
      RC_ASSERT(answer.error().kind == ErrorKind::unsupported);
      RC_ASSERT(contains(message(answer.error()), "leg "));
      RC_ASSERT(!expected.defined);
      return;
    }
    RC_ASSERT(answer->values.sum() == rise(question));
    if (!expected.defined) return;
    ++compared;
    RC_ASSERT(numbers(answer->values) == expected.attributions);
  });
  CHECK(compared > 2 * undefined);
}

TEST_CASE("the straight path is integrated gradients, whatever the rule") {
  property("values, evaluations and refusals", [] {
    const LayeredQuestion question = draw_question();
    for (const std::string rule : {"exact", "left,steps=3", "trapezoid,steps=2,kink=1/2",
                                   "random,steps=3,seed=4", "gauss-legendre,steps=2"}) {
      const auto ask_for = [&](const std::string& name) {
        return ask(method(name + ":rule=" + rule), build(question.layers), vector(question.x),
                   vector(question.baseline), question.target_weights());
      };
      const auto path = ask_for("path");
      const auto straight = ask_for("integrated-gradients");
      RC_ASSERT(path.has_value() == straight.has_value());
      if (!path) {
        RC_ASSERT(message(path.error()) == message(straight.error()));
        continue;
      }
      RC_ASSERT(numbers(path->values) == numbers(straight->values));
      RC_ASSERT(path->gradient_evaluations == straight->gradient_evaluations);
      RC_ASSERT(path->hung_on == straight->hung_on);
    }
  });
}

TEST_CASE("the mean over all orders equals the reference's Shapley values") {
  property("any relu network, kinks or not", [] {
    const auto features = static_cast<std::size_t>(draw(1, 5));
    LayeredQuestion question{draw_layered(features, 2), static_cast<std::size_t>(draw(0, 1)),
                             draw_numbers(features), draw_numbers(features)};
    const auto answer = ask(method("path:order=all"), build(question.layers), vector(question.x),
                            vector(question.baseline), question.target_weights());
    RC_ASSERT(answer.has_value());
    RC_ASSERT(numbers(answer->values) ==
              reference::shapley(question.layers, question.target, question.baseline, question.x));
    RC_ASSERT(answer->gradient_evaluations == 0);
    RC_ASSERT(answer->hung_on.empty());
  });
}

TEST_CASE("one order equals its polyline and the mean over all orders that of single ones") {
  property("by values and by quadrature", [] {
    const Numbers x = draw_numbers(3);
    const Numbers baseline = draw_numbers(3);
    const Function<Rational> f(PowerFunction<Rational>{draw_power_sum(3, 3), 3});
    const auto answer = [&](const Path& path) {
      return numbers(
          path.attribute(f, Batch<Rational>(vector(x)), Batch<Rational>(vector(baseline)))
              .front()
              .value()
              .values);
    };
    // Along an axis a cubic has a quadratic derivative: Simpson's rule is exact.
    for (const auto& rule :
         {std::optional<QuadratureRule>{}, std::optional(QuadratureRule::simpson)}) {
      Numbers mean(3, Rational(0));
      std::vector<Index> order = {0, 1, 2};
      do {
        Path one{{}, rule, 2, 0, Path::Order{Path::Order::Which::given, order}};
        Numbers corner(3, Rational(0));
        Path::Points corners;
        for (int k = 0; k < 2; ++k) {
          corner[static_cast<std::size_t>(order[static_cast<std::size_t>(k)])] = 1;
          corners.vertices.push_back(corner);
        }
        const Numbers values = answer(one);
        RC_ASSERT(values == answer({{}, rule, 2, 0, corners}));
        for (std::size_t i = 0; i < 3; ++i) mean[i] += values[i] / 6;
      } while (std::next_permutation(order.begin(), order.end()));
      RC_ASSERT(answer({{}, rule, 2, 0, Path::Order{Path::Order::Which::all}}) == mean);
    }
  });
}

TEST_CASE("curves through a polynomial equal the integral multiplied out") {
  property("quadratic curves, products of different features, Simpson's rule", [] {
    const auto features = static_cast<std::size_t>(draw(1, 3));
    // dF/dx_i along the curve has degree 2 (n - 1), times a velocity of degree 1.
    const std::size_t moving = std::min<std::size_t>(features, 2);
    const reference::PowerSum f = draw_power_sum(moving, 1);
    const Numbers x = draw_numbers(moving);
    const Numbers baseline = draw_numbers(moving);
    std::string text = "[";
    std::vector<reference::Powers> curve;
    for (std::size_t i = 0; i < moving; ++i) {
      const Rational a = draw_number();
      const Rational way = x[i] - baseline[i];
      text += (i == 0 ? "" : ",") + ("(" + to_text(a) + ")*t^2+(1-(" + to_text(a) + "))*t");
      curve.push_back({baseline[i], way * (1 - a), way * a});
    }
    const auto path = parse_path(text + "]");
    RC_ASSERT(path.has_value());
    const Path asked{{}, QuadratureRule::simpson, 2 * draw(1, 2), 0, Path::Expressions{*path}};
    const Function<Rational> function(PowerFunction<Rational>{f, static_cast<Index>(moving)});
    const auto answer =
        asked.attribute(function, Batch<Rational>(vector(x)), Batch<Rational>(vector(baseline)));
    RC_ASSERT(answer.front().has_value());
    RC_ASSERT(numbers(answer.front()->values) == reference::path_integral(f, curve));
  });
}

TEST_CASE("serial-cost paths equal the reference's polyline") {
  int compared = 0;
  property("exactly on relu networks and by Simpson's rule on polynomials", [&] {
    const LayeredQuestion question = draw_question();
    const auto vertices = reference::serial_cost_vertices(question.baseline, question.x);
    const auto expected = reference::polyline_integral(question.layers, question.target, vertices);
    const auto answer =
        ask(method("serial-cost:rule=exact"), build(question.layers), vector(question.x),
            vector(question.baseline), question.target_weights());
    RC_ASSERT(answer.has_value() || !expected.defined);
    if (answer) {
      ++compared;
      RC_ASSERT(numbers(answer->values) == expected.attributions);
      RC_ASSERT(answer->values.sum() == rise(question));
    }
    const std::size_t n = question.x.size();
    const reference::PowerSum f = draw_power_sum(n, 1);
    if (n > 3) return;
    const SerialCost serial{{}, QuadratureRule::simpson, 2, 0};
    const auto smooth = serial.attribute(
        Function<Rational>(PowerFunction<Rational>{f, static_cast<Index>(n)}),
        Batch<Rational>(vector(question.x)), Batch<Rational>(vector(question.baseline)));
    RC_ASSERT(numbers(smooth.front()->values) == reference::polyline_integral(f, vertices));
  });
  CHECK(compared > 50);
}

TEST_CASE("a callable path needs no expressions") {
  const Function<double> f(PowerFunction<double>{{{Rational(1), {1, 1}}}, 2});
  // A quarter of a circle from (0, 0) to (1, 1); velocity of t.
  const Curve<double> arc{[](const double& t) {
                            Vector<double> p(2);
                            p << std::sin(t * std::acos(0.0)), 1 - std::cos(t * std::acos(0.0));
                            return p;
                          },
                          [](const double& t) {
                            Vector<double> v(2);
                            v << std::cos(t * std::acos(0.0)), std::sin(t * std::acos(0.0));
                            return Vector<double>(v * std::acos(0.0));
                          }};
  const auto rule = make_quadrature<double>(QuadratureRule::gauss_legendre, 20).value();
  const auto answer = integral_by_quadrature(f, arc, rule);
  REQUIRE(answer.has_value());
  // integral of (1 - cos u) cos u du from 0 to pi/2 = 1 - pi/4. Twenty nodes integrate sines of up
  // to two halves of a turn to the last place; some ten roundings of numbers up to 2.
  CHECK(std::fabs(answer->values(0) - (1 - std::acos(0.0) / 2)) < 1e-14);
  CHECK(std::fabs(answer->values(1) - std::acos(0.0) / 2) < 1e-14);
  CHECK(answer->gradient_evaluations == 20);
}

TEST_CASE("the error bound of exact integrals along polylines holds in double and in float") {
  int bounded = 0;
  property("|computed - exact| <= error_bound on polylines of exact vertices", [&] {
    const LayeredQuestion question = draw_question();
    const auto check = [&]<Scalar S>(S) {
      const auto network = convert<S>(build(question.layers)).value();
      // Halves between small integers: the vertices are the same in every scalar.
      const auto features = static_cast<std::size_t>(question.x.size());
      Path path;
      Path::Points points;
      Numbers x;
      Numbers baseline;
      Numbers middle;
      for (std::size_t i = 0; i < features; ++i) {
        x.push_back(draw(-4, 4));
        baseline.push_back(draw(-4, 4));
        middle.push_back(q(draw(-2, 4), 2));
      }
      points.vertices = {middle};
      path.shape = points;
      const ThreadPool alone;
      const auto f = bind_target<S>(network, convert_all<S>(question.target_weights()), {}, alone);
      const auto exactly = bind_target<Rational>(convert<Rational>(network).value(),
                                                 question.target_weights(), {}, alone);
      const auto rounded = path.attribute(f, Batch<S>(convert_all<S>(vector(x))),
                                          Batch<S>(convert_all<S>(vector(baseline))))
                               .front();
      const auto truth =
          path.attribute(exactly, Batch<Rational>(vector(x)), Batch<Rational>(vector(baseline)))
              .front();
      if (!rounded || !truth || !rounded->error_bound) return;
      ++bounded;
      for (Index i = 0; i < rounded->values.size(); ++i) {
        const Rational off = convert<Rational>(S(rounded->values(i))) - truth->values(i);
        RC_ASSERT(abs(off) <= convert<Rational>(S((*rounded->error_bound)(i))));
      }
    };
    check(double{});
    check(float{});
  });
  CHECK(bounded >= 60);
}

TEST_CASE("the number of threads changes no bit of a path integral") {
  const auto layers = [] {
    NetworkBuilder<double> b;
    const Tensor x = b.input({3});
    Matrix<double> w(40, 3);
    for (Index k = 0; k < w.size(); ++k) w.data()[k] = std::sin(static_cast<double>(k * k));
    const Tensor h = b.relu(b.dense(x, w, Vector<double>::Constant(40, 0.1)));
    Matrix<double> v(1, 40);
    for (Index k = 0; k < v.size(); ++k) v.data()[k] = std::cos(static_cast<double>(k * k));
    return b.build(b.dense(h, v, Vector<double>::Zero(1))).value();
  }();
  Queries<double> queries{Batch<double>::Constant(3, 1, 1.3), Batch<double>::Constant(3, 1, -0.7),
                          Batch<double>::Constant(1, 1, 1.0)};
  queries.inputs(1, 0) = 0.4;
  const ThreadPool one(1);
  const ThreadPool two(2);
  for (const std::string text :
       {"path:curve=[t,t^2,t^3],steps=3000", "path:points=[[1,0,1/3]],rule=exact", "path:order=all",
        "serial-cost:rule=right,steps=5000", "idgi:steps=3000", "guided-ig",
        "integrated-gradients:rule=adaptive,tolerance=1/100"}) {
    INFO(text);
    const auto alone = method(text).attribute<double>(layers, queries, one);
    const auto shared = method(text).attribute<double>(layers, queries, two);
    REQUIRE(alone.front().has_value());
    REQUIRE(shared.front().has_value());
    CHECK(numbers(alone.front()->values) == numbers(shared.front()->values));
  }
}

}  // namespace axiomark::tests
