#include "methods/path.hpp"

#include <cmath>

#include "methods/path_integral.hpp"
#include "methods/serial_cost.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/methods/power_function.hpp"
#include "tests/reference/shapley.hpp"

/// Path methods: published values, and random networks and polynomials against the definition.
namespace axiomark::tests {
namespace {

Rational q(int numerator, int denominator) { return Rational(numerator, denominator); }

/// x1 x2 with x2 in units of its own: F(y) = y1 * unit * y2.
Network<Rational> product_of_two(const Rational& unit = 1) {
  NetworkBuilder<Rational> b;
  const Tensor x = b.scale(b.input({2}), vector({1, unit}));
  return b.build(b.product(b.feature(x, 0), b.feature(x, 1))).value();
}

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

std::string refusal(const std::string& text) {
  const auto made = make_method(text);
  return made ? "accepted" : message(made.error());
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("A08 the mean over both orders gives each input half of the minimum") {
  for (const auto& network : {examples::minimum(), examples::minimum_mirrored()}) {
    CHECK(attributions("path:order=all", network, {1, 3}) == Numbers{q(1, 2), q(1, 2)});
    CHECK(attributions("path:order=all,rule=midpoint,steps=3", network, {1, 3}).size() == 2);
  }
}

TEST_CASE("A09 curves and polylines off the diagonal treat symmetric inputs differently") {
  CHECK(attributions("path:curve=[t,t^2],rule=simpson,steps=2", product_of_two(), {1, 1}) ==
        Numbers{q(1, 3), q(2, 3)});
  CHECK(attributions("path:curve=[t^2,t],rule=simpson,steps=4", product_of_two(), {1, 1}) ==
        Numbers{q(2, 3), q(1, 3)});
  const std::string polyline = "path:points=[[1/2,2/5],[9/10,2/5]],rule=";
  for (const std::string rule : {"midpoint,steps=1", "trapezoid,steps=1", "simpson,steps=2"}) {
    CHECK(attributions(polyline + rule, product_of_two(), {1, 1}) ==
          Numbers{q(33, 100), q(67, 100)});
  }
}

TEST_CASE("A10 every path is complete and one that turns back gives a negative attribution") {
  const auto network = product_of_two();
  CHECK(attributions("path:order=[0,1]", network, {1, 1}) == Numbers{0, 1});
  CHECK(attributions("path:order=[1,0]", network, {1, 1}) == Numbers{1, 0});
  CHECK(attributions("path:order=reverse", network, {1, 1}) == Numbers{1, 0});
  CHECK(attributions("path:rule=midpoint,steps=1", network, {1, 1}) == Numbers{q(1, 2), q(1, 2)});
  CHECK(attributions("path:order=all", network, {1, 1}) == Numbers{q(1, 2), q(1, 2)});
  // P1, back along P3, P1.
  const std::string back = "path:points=[[1,0],[1,1],[0,1],[0,0],[1,0]],rule=";
  CHECK(attributions(back + "exact", network, {1, 1}) == Numbers{-1, 2});
  CHECK(attributions(back + "midpoint,steps=1", network, {1, 1}) == Numbers{-1, 2});
}

TEST_CASE("A15 the serial-cost path treats symmetric inputs alike and is not the straight path") {
  for (const std::string rule : {"midpoint,steps=1", "simpson,steps=2"}) {
    CHECK(attributions("serial-cost:rule=" + rule, product_of_two(), {1, 3}) ==
          Numbers{q(1, 2), q(5, 2)});
    CHECK(attributions("integrated-gradients:rule=" + rule, product_of_two(), {1, 3}) ==
          Numbers{q(3, 2), q(3, 2)});
    CHECK(attributions("serial-cost:rule=" + rule, product_of_two(), {2, 2}) == Numbers{2, 2});
  }
}

TEST_CASE("B04 a change of units moves the serial-cost answer and no other") {
  const auto in_thirds = product_of_two(3);
  CHECK(attributions("serial-cost:rule=midpoint,steps=1", in_thirds, {1, 1}) ==
        Numbers{q(3, 2), q(3, 2)});
  for (const std::string text : {"integrated-gradients:rule=midpoint,steps=1", "path:order=all",
                                 "path:order=[1,0]", "path:curve=[t,t^2],rule=simpson,steps=2"}) {
    INFO(text);
    CHECK(attributions(text, in_thirds, {1, 1}) == attributions(text, product_of_two(), {1, 3}));
    CHECK(attributions(text, in_thirds, {2, 1}, {1, -1}) ==
          attributions(text, product_of_two(), {2, 3}, {1, -3}));
  }
}

TEST_CASE("G01 a layer of relus has the pieces and integrated gradients of the published example") {
  NetworkBuilder<Rational> b;
  const auto layer = b.build(b.relu(b.input({2}))).value();
  const auto pieces =
      linear_pieces<Rational>(layer, vector({1, 1}), {vector({0, 1}), vector({0, -1})});
  REQUIRE(pieces.has_value());
  CHECK(pieces->breakpoints == Numbers{0, q(1, 2), 1});
  const auto answer = [&](const Numbers& x, const Numbers& baseline, const Numbers& target) {
    const auto exact = method("integrated-gradients:rule=exact");
    return numbers(ask(exact, layer, vector(x), vector(baseline), vector(target))->values);
  };
  CHECK(answer({0, -1}, {0, 1}, {1, 0}) == Numbers{0, 0});
  CHECK(answer({0, -1}, {0, 1}, {0, 1}) == Numbers{0, -1});
  CHECK(answer({4, 3}, {2, 3}, {1, 0}) == Numbers{2, 0});
}

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

TEST_CASE("paths that are no paths are refused when they are named") {
  CHECK(contains(refusal("path:points=[[1,0]],curve=[t,t]"), "one of points, order and curve"));
  CHECK(contains(refusal("path:points=[[1,0]],order=all"), "given with points"));
  CHECK(contains(refusal("path:curve=[t,t^2+t]"), "coordinate 1: 2 at t = 1"));
  CHECK(contains(refusal("path:curve=[1-t,t]"), "coordinate 0: 1 at t = 0"));
  CHECK(contains(refusal("path:curve=[t,t],rule=exact"), "a quadrature rule"));
  CHECK(contains(refusal("path:curve=t"), "a list such as [t, t^2]"));
  CHECK(contains(refusal("path:order=[0,2]"), "every feature once"));
  CHECK(contains(refusal("path:order=[0,1/2]"), "every feature once"));
  CHECK(contains(refusal("path:order=[1,1]"), "every feature once"));
  CHECK(contains(refusal("path:order=revers"), "did you mean 'reverse'?"));
  CHECK(contains(refusal("path:order=all,steps=5"), "given with rule=exact"));
  CHECK(contains(refusal("path:order=reverse,seed=5"), "option 'seed'"));
  CHECK(contains(refusal("path:points=[[1,0],[1]]"), "option 'points'"));
  CHECK(refusal("path:order=random,seed=5") == "accepted");
  CHECK(refusal("path:order=all,rule=left,steps=5") == "accepted");
  CHECK(refusal("path:points=none,order=none,curve=none") == "accepted");
}

TEST_CASE("a path for another number of features is refused where it is asked") {
  for (const std::string option : {"points=[[1/2,1/2,1/2]]", "order=[0,2,1]", "curve=[t]"}) {
    INFO(option);
    const auto answer = ask("path:" + option, product_of_two(), {1, 1}, {0, 0});
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().kind == ErrorKind::usage);
    CHECK(contains(message(answer.error()), "expected 2, one per feature"));
  }
}

TEST_CASE("all orders of nine features are refused and features that do not move cost nothing") {
  NetworkBuilder<Rational> b;
  const auto network = b.build(b.dense(b.input({9}), {{1, 1, 1, 1, 1, 1, 1, 1, 1}}, {0})).value();
  const auto nine =
      ask("path:order=all", network, Numbers(9, Rational(1)), Numbers(9, Rational(0)));
  REQUIRE_FALSE(nine.has_value());
  CHECK(contains(message(nine.error()), "at most 8"));
  Numbers x(9, Rational(0));
  x[4] = 3;
  const auto one = ask("path:order=all", network, x, Numbers(9, Rational(0)));
  REQUIRE(one.has_value());
  CHECK(numbers(one->values) == x);
  CHECK(one->function_evaluations == 2);
  CHECK(numbers(ask("path:order=all", network, x, x)->values) == Numbers(9, Rational(0)));
}

TEST_CASE("a random order is a function of its seed and every order comes up") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({3});
  const auto network =
      b.build(b.product(b.product(b.feature(x, 0), b.feature(x, 1)), b.feature(x, 2))).value();
  // The last feature to move gets everything.
  std::vector<int> last(3, 0);
  for (int seed = 0; seed < 60; ++seed) {
    const std::string text = "path:order=random,seed=" + std::to_string(seed);
    const Numbers a = attributions(text, network, {1, 1, 1});
    CHECK(a == attributions(text, network, {1, 1, 1}));
    for (std::size_t i = 0; i < 3; ++i) last[i] += a[i] == 1 ? 1 : 0;
  }
  CHECK(last[0] + last[1] + last[2] == 60);
  // Twenty on average with a standard deviation of 3.7.
  for (const int count : last) CHECK(count > 5);
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
