#include <cmath>

#include "network/builder.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/property.hpp"

/// DeepLIFT where quotients of differences cancel: smooth operators in floating point.
namespace axiomark::tests {
namespace {

/// function(x)
template <Scalar S>
Network<S> one_unit(const Operator<S>& op) {
  NetworkBuilder<S> b;
  return b.build(b.apply(op, {b.dense(b.input({1}), {{S(1)}}, {S(0)})})).value();
}

}  // namespace

TEST_CASE("revealcancel names the node where a root has no value between the points") {
  NetworkBuilder<double> b;
  const Tensor z = b.dense(b.input({2}), {{1, -1}}, {1});
  const Network<double> network = b.build(b.apply(Operator<double>(Sqrt{}), {z}, "root")).value();
  const Vector<double> x = Vector<double>::Constant(2, 3);
  const Vector<double> zero = Vector<double>::Zero(2);
  const Vector<double> one = Vector<double>::Ones(1);
  const auto answer = ask(method("deeplift:rule=revealcancel"), network, x, zero, one);
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().kind == ErrorKind::numeric);
  CHECK(answer.error().where == "node 1 'root' (sqrt)");
  CHECK(ask(method("deeplift"), network, x, zero, one).has_value());
}

TEST_CASE("D06 below the threshold the slope is nearer than the quotient of rounded values") {
  const Network<float> network = one_unit<float>(Sigmoid{});
  const auto relative_error = [&](const std::string& text, float difference) {
    const Vector<float> x = Vector<float>::Constant(1, 0.3F + difference);
    const Vector<float> baseline = Vector<float>::Constant(1, 0.3F);
    const auto answer = ask<float>(method(text), network, x, baseline, Vector<float>::Ones(1));
    REQUIRE(answer.has_value());
    const double multiplier =
        static_cast<double>(answer->values(0)) / static_cast<double>(x(0) - baseline(0));
    const double e = std::exp(-0.3);
    const double slope = e / ((1 + e) * (1 + e));
    return std::abs(multiplier / slope - 1);
  };
  // Against the slope at the baseline, |f''| / f' = 0.149 there. The quotient: two values of the
  // sigmoid, each within 2 u of 0.574, over difference * slope 0.244, and half of f'' difference.
  // The slope at the input, below the threshold: all of f'' difference and a few roundings.
  const double u = unit_roundoff<float>;
  for (const float d : {1e-3F, 1e-4F, 1e-5F, 1e-6F, 1e-7F}) {
    INFO(d);
    CHECK(relative_error("deeplift:threshold=0", d) <=
          4 * u * 0.574 / (0.244 * d) + 4 * u + 0.08 * d);
    const bool below = d <= 2 * std::sqrt(u);
    CHECK(relative_error("deeplift", d) <=
          (below ? 0.15 * d + 8 * u : 4 * u * 0.574 / (0.244 * d) + 4 * u + 0.08 * d));
  }
  // The catalogued sizes of the quotient's error. At 1e-6 the difference of the values is a few units
  // in the last place, and hangs on the exponential: 0.037 where that is correctly rounded, the
  // catalogued 0.20 where e^-0.300001 comes out one unit lower.
  const auto exponential = [](float z) {
    return static_cast<float>(std::exp(-static_cast<double>(z)));
  };
  const auto written_out = [&](float difference, float e_at_input) {
    const double rise = static_cast<double>(1 / (1 + e_at_input) - 1 / (1 + exponential(0.3F)));
    const double e = std::exp(-0.3);
    const double slope = e / ((1 + e) * (1 + e));
    return std::abs(rise / static_cast<double>(0.3F + difference - 0.3F) / slope - 1);
  };
  CHECK(written_out(1e-5F, exponential(0.3F + 1e-5F)) == Approx(1.7e-3).epsilon(0.05));
  const float e = exponential(0.3F + 1e-6F);
  CHECK(written_out(1e-6F, e) == Approx(0.037).epsilon(0.05));
  CHECK(written_out(1e-6F, std::nextafter(e, 0.0F)) == Approx(0.20).epsilon(0.05));
  CHECK(written_out(1e-7F, exponential(0.3F + 1e-7F)) == Approx(1.7).epsilon(0.05));
  CHECK(relative_error("deeplift:threshold=0", 1e-5F) == Approx(1.7e-3).epsilon(0.05));
  CHECK(relative_error("deeplift:threshold=0", 1e-7F) == Approx(1.7).epsilon(0.05));
  CHECK(relative_error("deeplift:threshold=1e-10", 1e-7F) > 1);  // Captum's threshold
}

TEST_CASE("deeplift of smooth networks is complete in double on either side of the threshold") {
  property("sigmoid, tanh, softplus, elu, gelu, exp", [] {
    NetworkBuilder<double> b;
    const auto number = [] { return draw(-8, 8) / 7.0; };
    const auto layer = [&](Tensor from, Index rows) {
      Matrix<double> w(rows, 2);
      for (double& entry : w.reshaped()) entry = number();
      Vector<double> bias(rows);
      for (double& entry : bias) entry = number();
      return b.dense(from, w, bias);
    };
    const std::vector<Operator<double>> smooth = {Sigmoid{},     Tanh{}, Softplus{},
                                                  Elu<double>{}, Gelu{}, Exp{}};
    const auto squash = [&](Tensor z, int last) {
      return b.apply(smooth[static_cast<std::size_t>(draw(0, last))], {z});
    };
    const Tensor first = squash(layer(b.input({2}), 2), 5);
    const Network<double> network = b.build(layer(squash(layer(first, 2), 4), 1)).value();
    const double scale = std::pow(10.0, -draw(0, 9));
    Batch<double> points(2, 2);
    points.col(1) << number(), number();
    points.col(0) = points.col(1) + scale * Vector<double>::NullaryExpr(2, number);
    const Batch<double> f = evaluate(network, points);
    for (const std::string text : {"deeplift:rule=rescale", "deeplift:rule=revealcancel"}) {
      const auto answer =
          ask<double>(method(text), network, points.col(0), points.col(1), Vector<double>::Ones(1));
      RC_ASSERT(answer.has_value());
      // First layer: operands below 6.4, values below e^6.4 = 600 within some 30 u; a slope in place
      // of a quotient adds 2 u f'', less than that. What follows stretches by at most 16/7 * 1.13 *
      // 16/7 = 6, and parts are made of four such values: 30 * 600 * 6 * 4 u = 5e-11.
      RC_ASSERT(std::abs(answer->values.sum() - (f(0, 0) - f(0, 1))) <= 5e-11);
    }
  });
}

}  // namespace axiomark::tests
