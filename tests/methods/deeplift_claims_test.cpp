#include "network/builder.hpp"
#include "network/examples.hpp"
#include "tests/methods/layered_draws.hpp"
#include "tests/methods/one_answer.hpp"

/// Statements about DeepLIFT and DeepSHAP with their exact values, as catalogued: A is Sundararajan,
/// Taly & Yan 2017, C Ancona et al. 2018, D Shrikumar et al. 2017, I Lundberg & Lee 2017.
namespace axiomark::tests {
namespace {

using namespace examples;

const std::string kRescale = "deeplift:rule=rescale";
const std::string kRevealCancel = "deeplift:rule=revealcancel";
const std::string kExact = "integrated-gradients:rule=exact";

Rational q(int numerator, int denominator) { return Rational(numerator, denominator); }

/// min(min(x_a, x_b), x_c) of three inputs from relus alone (claim D04).
Network<Rational> minimum_of_three(Index first, Index second, Index third) {
  NetworkBuilder<Rational> b;
  Matrix<Rational> inner = Matrix<Rational>::Constant(5, 3, Rational(0));
  inner(0, first) = 1;
  inner(0, second) = -1;
  inner(1, first) = 1;
  inner(2, first) = -1;
  inner(3, third) = 1;
  inner(4, third) = -1;
  const Tensor h = b.relu(b.dense(b.input({3}), inner, Vector<Rational>::Constant(5, Rational(0))));
  // m = h1 - h2 - h0 is the inner minimum, c = h3 - h4 the third input.
  const Tensor l =
      b.relu(b.dense(h, {{-1, 1, -1, -1, 1}, {-1, 1, -1, 0, 0}, {1, -1, 1, 0, 0}}, {0, 0, 0}));
  return b.build(b.dense(l, {{-1, 1, -1}}, {0})).value();
}

}  // namespace

TEST_CASE("A01 on 1 - relu(1 - x) at 2 DeepLIFT sees the rise") {
  CHECK(attributions(kRescale, saturation(), {2}) == Numbers{1});
  CHECK(attributions(kRevealCancel, saturation(), {2}) == Numbers{1});
}

TEST_CASE("A04 DeepLIFT tells the networks of figure 7 apart by rescale and not by revealcancel") {
  CHECK(attributions(kRescale, figure_7_f(), {3, 1}) == Numbers{q(3, 2), q(-1, 2)});
  CHECK(attributions(kRescale, figure_7_g(), {3, 1}) == Numbers{2, -1});
  CHECK(attributions(kRevealCancel, figure_7_f(), {3, 1}) == Numbers{q(3, 2), q(-1, 2)});
  CHECK(attributions(kRevealCancel, figure_7_g(), {3, 1}) == Numbers{q(3, 2), q(-1, 2)});
  // A03: integrated gradients do not.
  CHECK(attributions(kExact, figure_7_f(), {3, 1}) == Numbers{q(3, 2), q(-1, 2)});
  CHECK(attributions(kExact, figure_7_g(), {3, 1}) == Numbers{q(3, 2), q(-1, 2)});
}

TEST_CASE("A06 DeepLIFT sees x2 of figure 7 where guided backpropagation does not") {
  CHECK(attributions(kRescale, figure_7_f(), {3, 1}, {3, 0}) == Numbers{0, -1});
  CHECK(attributions(kRevealCancel, figure_7_f(), {3, 1}, {3, 0}) == Numbers{0, -1});
}

TEST_CASE("A20 rescale attributes f - g of figure 7 that is zero everywhere") {
  CHECK(attributions(kRescale, figure_7_difference(), {3, 1}) == Numbers{q(-1, 2), q(1, 2)});
  CHECK(attributions(kRevealCancel, figure_7_difference(), {3, 1}) == Numbers{0, 0});
  CHECK(ask(kRescale, figure_7_difference(), {3, 1}, {0, 0})->hung_on.empty());
}

TEST_CASE("C02 without biases and from zero rescale is gradient x input") {
  property("networks that are homogeneous", [] {
    LayeredQuestion question = draw_question();
    for (auto& layer : question.layers) layer.b.assign(layer.b.size(), Rational(0));
    const Network<Rational> network = build(question.layers);
    const Vector<Rational> x = vector(question.x);
    const Vector<Rational> zero = Vector<Rational>::Constant(x.size(), Rational(0));
    const auto deeplift = ask(method(kRescale), network, x, zero, question.target_weights());
    const auto product =
        ask(method("gradient-x-input"), network, x, zero, question.target_weights());
    RC_ASSERT(deeplift.has_value() && product.has_value());
    RC_ASSERT(numbers(deeplift->values) == numbers(product->values));
  });
}

TEST_CASE("C03 on one nonlinearity rescale is integrated gradients") {
  NetworkBuilder<Rational> b;
  const Network<Rational> unit = b.build(b.relu(b.dense(b.input({2}), {{1, 1}}, {-1}))).value();
  CHECK(attributions(kRescale, unit, {2, 1}) == Numbers{q(4, 3), q(2, 3)});
  CHECK(attributions(kRescale, unit, {3, q(1, 2)}) == Numbers{q(15, 7), q(5, 14)});
  property("any weights and points", [] {
    NetworkBuilder<Rational> builder;
    const Network<Rational> network =
        builder
            .build(builder.relu(builder.dense(builder.input({2}), {{draw_number(), draw_number()}},
                                              {draw_number()})))
            .value();
    const Numbers x = draw_numbers(2);
    const Numbers baseline = draw_numbers(2);
    const auto exact = ask(kExact, network, x, baseline);
    if (!exact) return;  // the segment runs inside the kink
    RC_ASSERT(attributions(kRescale, network, x, baseline) == numbers(exact->values));
  });
}

TEST_CASE("D01 both rules see through the saturated sum of figure 1") {
  CHECK(attributions(kRescale, saturated_sum(), {1, 1}) == Numbers{q(1, 2), q(1, 2)});
  CHECK(attributions(kRevealCancel, saturated_sum(), {1, 1}) == Numbers{q(1, 2), q(1, 2)});
}

TEST_CASE("D02 DeepLIFT does not jump at the threshold of figure 2") {
  for (const std::string& text : {kRescale, kRevealCancel}) {
    CHECK(attributions(text, thresholded(), {q(101, 10)}) == Numbers{q(1, 10)});
    CHECK(attributions(text, thresholded(), {q(99, 10)}) == Numbers{0});
    CHECK(attributions(text, thresholded(), {10}) == Numbers{0});
  }
}

TEST_CASE("D03 rescale gives a minimum to the smaller input and revealcancel halves it") {
  CHECK(attributions(kRescale, minimum(), {1, 3}) == Numbers{1, 0});
  CHECK(attributions(kRescale, minimum(), {3, 1}) == Numbers{0, 1});
  CHECK(attributions(kRevealCancel, minimum(), {1, 3}) == Numbers{q(1, 2), q(1, 2)});
  CHECK(attributions(kRevealCancel, minimum(), {3, 1}) == Numbers{q(1, 2), q(1, 2)});
  CHECK(attributions(kRescale, minimum(), {-1, 2}) == Numbers{-1, 0});
  CHECK(attributions(kRevealCancel, minimum(), {-1, 2}) == Numbers{-1, 0});
  CHECK(attributions(kExact, minimum(), {-1, 2}) == Numbers{-1, 0});
}

TEST_CASE("D04 revealcancel tells two nestings of the minimum of three inputs apart") {
  const Network<Rational> f = minimum_of_three(0, 1, 2);
  const Network<Rational> g = minimum_of_three(1, 2, 0);
  CHECK(attributions(kRevealCancel, f, {1, 2, 3}) == Numbers{q(5, 12), q(1, 12), q(1, 2)});
  CHECK(attributions(kRevealCancel, g, {1, 2, 3}) == Numbers{q(1, 2), q(5, 8), q(-1, 8)});
  CHECK(attributions(kRevealCancel, f, {1, 1, 1}) == Numbers{q(1, 2), 0, q(1, 2)});
  CHECK(attributions(kRevealCancel, g, {1, 1, 1}) == Numbers{q(1, 2), q(1, 2), 0});
}

TEST_CASE("D05 a term belongs to the part that weight times the whole difference has") {
  // relu(h - 3/4), h = relu(2 x1 - x2) at (1, 1): the operand of h has parts (2, -1), h itself
  // (3/2, -1/2), contributed by x1 and x2. The outer relu sees the one term h of difference 1, with
  // multiplier 1/4; if the parts were sent on as they are, multipliers 1/3 and 1/2 would give
  // (1/2, -1/4).
  NetworkBuilder<Rational> b;
  const Tensor h = b.relu(b.dense(b.input({2}), {{2, -1}}, {0}));
  const Network<Rational> network = b.build(b.relu(b.dense(h, {{1}}, {q(-3, 4)}))).value();
  CHECK(attributions(kRevealCancel, network, {1, 1}) == Numbers{q(3, 8), q(-1, 8)});
}

TEST_CASE("I01 DeepSHAP with one baseline is DeepLIFT and not the Shapley value") {
  CHECK(attributions("deep-shap", figure_7_g(), {3, 1}) == Numbers{2, -1});
  CHECK(attributions("deep-shap", figure_7_f(), {3, 1}) == Numbers{q(3, 2), q(-1, 2)});
  CHECK(attributions("deep-shap:rule=revealcancel", figure_7_g(), {3, 1}) ==
        Numbers{q(3, 2), q(-1, 2)});
}

TEST_CASE("I02 DeepSHAP is the mean of DeepLIFT over the baselines and sums to the mean rise") {
  property("two inputs, several baselines each", [] {
    const LayeredQuestion question = draw_question();
    const Network<Rational> network = build(question.layers);
    const Index features = network.input_features();
    const Index members = draw(1, 4);
    Queries<Rational> queries{Batch<Rational>(features, 2), Batch<Rational>(features, 2 * members),
                              Batch<Rational>(network.output_features(), 2), members};
    for (Index k = 0; k < 2; ++k) {
      queries.inputs.col(k) = vector(draw_numbers(static_cast<std::size_t>(features)));
      queries.targets.col(k) = question.target_weights();
    }
    for (Index b = 0; b < 2 * members; ++b) {
      queries.baselines.col(b) = vector(draw_numbers(static_cast<std::size_t>(features)));
    }
    const ThreadPool alone;
    for (const std::string rule : {"rescale", "revealcancel"}) {
      const auto answers =
          method("deep-shap:rule=" + rule).attribute<Rational>(network, queries, alone);
      RC_ASSERT(answers.size() == 2U);
      for (Index k = 0; k < 2; ++k) {
        Vector<Rational> mean = Vector<Rational>::Constant(features, Rational(0));
        Rational rise = 0;
        const Vector<Rational> x = queries.inputs.col(k);
        for (Index m = 0; m < members; ++m) {
          const Vector<Rational> baseline = queries.baselines.col(k * members + m);
          mean +=
              ask(method("deeplift:rule=" + rule), network, x, baseline, question.target_weights())
                  ->values;
          Batch<Rational> points(features, 2);
          points.col(0) = x;
          points.col(1) = baseline;
          const Row<Rational> f =
              (evaluate(network, points).colwise() * question.target_weights()).colwise().sum();
          rise += f(0) - f(1);
        }
        const auto& answer = answers[static_cast<std::size_t>(k)];
        RC_ASSERT(answer.has_value());
        RC_ASSERT(numbers(answer->values) == numbers(Vector<Rational>(mean / Rational(members))));
        RC_ASSERT(answer->values.sum() == rise / members);
        RC_ASSERT(answer->gradient_evaluations == members);
      }
    }
  });
}

TEST_CASE("D07 DeepLIFT has no rule for softmax and says so, whatever else is in the batch") {
  NetworkBuilder<double> b;
  const auto network = b.build(b.softmax(b.input({2}), 0)).value();
  const ThreadPool alone;
  for (const Index queries : {1, 2}) {
    const Queries<double> asked{Batch<double>::Constant(2, queries, 1.0),
                                Batch<double>::Constant(2, queries, 0.0),
                                Batch<double>::Constant(2, queries, 1.0)};
    for (const std::string rule : {"rescale", "revealcancel", "genomics-default"}) {
      const auto answers = method("deeplift:rule=" + rule).attribute<double>(network, asked, alone);
      for (const auto& answer : answers) {
        REQUIRE_FALSE(answer.has_value());
        CHECK(answer.error().kind == ErrorKind::unsupported);
        CHECK(answer.error().where == "node 0 (softmax)");
      }
    }
  }
}

}  // namespace axiomark::tests
