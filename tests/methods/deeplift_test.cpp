#include "methods/deeplift.hpp"

#include <cmath>

#include "network/builder.hpp"
#include "tests/methods/layered_draws.hpp"
#include "tests/methods/number_graph.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/methods/refusal.hpp"

namespace axiomark::tests {
namespace {

using reference::NumberRule;

const std::vector<std::pair<std::string, NumberRule>> kRules = {
    {"deeplift:rule=rescale", NumberRule::kRescale},
    {"deeplift:rule=revealcancel", NumberRule::kRevealCancel}};

Vector<Rational> draw_vector(Index size) {
  return vector(draw_numbers(static_cast<std::size_t>(size)));
}

Matrix<Rational> draw_matrix(Index rows, Index columns) {
  Matrix<Rational> m(rows, columns);
  for (Index i = 0; i < rows; ++i) m.row(i) = draw_vector(columns).transpose();
  return m;
}

/// Three features all along: every operator reads any earlier tensors, several readers of one
/// tensor and shared modules included.
Network<Rational> draw_graph() {
  NetworkBuilder<Rational> b;
  std::vector<Tensor> tensors = {b.input({3})};
  const auto any = [&] {
    return tensors[static_cast<std::size_t>(draw(0, static_cast<int>(tensors.size()) - 1))];
  };
  std::optional<Tensor> module;
  for (int step = draw(3, 8); step > 0; --step) {
    switch (draw(0, 12)) {
      case 0:
        tensors.push_back(b.apply(Operator<Rational>(Abs{}), {any()}));
        break;
      case 1:
        tensors.push_back(
            b.apply(Operator<Rational>(LeakyRelu<Rational>{Rational(1, 2)}), {any()}));
        break;
      case 2:
        tensors.push_back(b.product(any(), any()));
        break;
      case 3:
        tensors.push_back(b.max({any(), any(), any()}));
        break;
      case 4:
        tensors.push_back(b.min({any(), any()}));
        break;
      case 5:
        tensors.push_back(b.scale(any(), draw_vector(3)));
        break;
      case 6:
        tensors.push_back(b.shift(any(), draw_vector(3)));
        break;
      case 7:
        tensors.push_back(b.sum({any(), any()}, {draw_number(), draw_number()}));
        break;
      case 8:
        tensors.push_back(b.apply(gather<Rational>({3}, 0, {2, 0, 0}), {any()}));
        break;
      case 9:
        if (module) {
          tensors.push_back(b.apply_again(*module, {any()}));
          break;
        }
        [[fallthrough]];
      case 10:
        module = b.dense(any(), draw_matrix(3, 3), draw_vector(3));
        tensors.push_back(*module);
        break;
      default:
        tensors.push_back(b.relu(any()));
    }
  }
  return b.build(b.dense(b.concat({any(), tensors.back()}, 0), draw_matrix(1, 6), draw_vector(1)))
      .value();
}

/// Convolution, relu, a pool, and a residual addition around a convolution.
Network<Rational> draw_convolutional() {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({1, 3, 3});
  const auto convolve = [&](Tensor from, Index channels, Index side, Index pad) {
    WindowGeometry window = plain_window({2, 2});
    window.pad_begin = {pad, pad};
    return b.apply(
        Operator<Rational>(Convolution<Rational>{
            {channels, side, side}, draw_matrix(2, 4 * channels), draw_vector(2), 1, window}),
        {from});
  };
  Tensor h = b.relu(convolve(x, 1, 3, 1));  // [2, 3, 3]
  if (draw(0, 1) == 0) h = b.add(h, b.relu(convolve(h, 2, 3, 1)));
  const WindowGeometry pool = plain_window({2, 2});
  h = draw(0, 1) == 0 ? b.apply(max_pool({2, 3, 3}, pool), {h})
                      : b.apply(average_pool<Rational>({2, 3, 3}, pool), {h});
  if (draw(0, 1) == 0) h = b.relu(b.shift(h, draw_vector(8)));
  h = b.apply(reshape<Rational>({2, 2, 2}, {8}), {h});
  return b
      .build(b.dense(b.relu(b.dense(h, draw_matrix(2, 8), draw_vector(2))), draw_matrix(1, 2),
                     draw_vector(1)))
      .value();
}

Rational rise(const Network<Rational>& network, const Numbers& x, const Numbers& baseline) {
  Batch<Rational> points(static_cast<Index>(x.size()), 2);
  points.col(0) = vector(x);
  points.col(1) = vector(baseline);
  const Batch<Rational> values = evaluate(network, points);
  return values(0, 0) - values(0, 1);
}

Numbers answer_of(const std::string& text, const Network<Rational>& network, const Numbers& x,
                  const Numbers& baseline) {
  Vector<Rational> target = Vector<Rational>::Constant(network.output_features(), Rational(0));
  target(0) = 1;
  const auto answer = ask(method(text), network, vector(x), vector(baseline), target);
  if (!answer) RC_FAIL(text + ": " + message(answer.error()));
  return numbers(answer->values);
}

Rational sum(const Numbers& values) {
  Rational total = 0;
  for (const Rational& v : values) total += v;
  return total;
}

/// A point near the baseline in some features, so that differences of zero occur.
Numbers draw_near(const Numbers& baseline) {
  Numbers x = draw_numbers(baseline.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (draw(0, 3) == 0) x[i] = baseline[i];
  }
  return x;
}

void check_against_reference(const Network<Rational>& network) {
  const auto baseline = draw_numbers(static_cast<std::size_t>(network.input_features()));
  const Numbers x = draw_near(baseline);
  for (const auto& [text, rule] : kRules) {
    const GraphOfNumbers graph(network,
                               [rule = rule](Index) { return rule == NumberRule::kRevealCancel; });
    const Numbers values = answer_of(text, network, x, baseline);
    RC_ASSERT(values == graph.deeplift(x, baseline));
    RC_ASSERT(sum(values) == rise(network, x, baseline));
  }
}

/// function(x)
template <Scalar S>
Network<S> one_unit(const Operator<S>& op) {
  NetworkBuilder<S> b;
  return b.build(b.apply(op, {b.dense(b.input({1}), {{S(1)}}, {S(0)})})).value();
}

}  // namespace

TEST_CASE("deeplift equals the reference on layered networks at every kink convention") {
  property("multipliers carried forwards", [] {
    const LayeredQuestion q = draw_question();
    const Network<Rational> network = build(q.layers);
    for (const std::string kink : {"0", "1", "1/2"}) {
      const auto answer = ask(method("deeplift:kink=" + kink), network, vector(q.x),
                              vector(q.baseline), q.target_weights());
      RC_ASSERT(answer.has_value());
      RC_ASSERT(numbers(answer->values) == reference::deeplift(q.layers, q.target, q.baseline, q.x,
                                                               NumberRule::kRescale,
                                                               Rational(kink)));
    }
    const auto answer = ask(method("deeplift:rule=revealcancel"), network, vector(q.x),
                            vector(q.baseline), q.target_weights());
    RC_ASSERT(answer.has_value());
    RC_ASSERT(numbers(answer->values) ==
              reference::deeplift(q.layers, q.target, q.baseline, q.x, NumberRule::kRevealCancel));
  });
}

TEST_CASE("deeplift equals the reference and is complete on graphs of all operators") {
  property("products, maxima, minima, residuals, shared modules",
           [] { check_against_reference(draw_graph()); });
}

TEST_CASE("deeplift equals the reference and is complete on convolutional networks") {
  property("convolutions, pools, residual additions",
           [] { check_against_reference(draw_convolutional()); });
}

TEST_CASE("genomics-default rescales behind convolutions and reveals behind dense layers") {
  property("a rule per nonlinearity", [] {
    NetworkBuilder<Rational> b;
    WindowGeometry window = plain_window({2, 2});
    Tensor h = b.apply(Operator<Rational>(Convolution<Rational>{
                           {1, 3, 3}, draw_matrix(2, 4), draw_vector(2), 1, window}),
                       {b.input({1, 3, 3})});
    h = b.relu(b.shift(b.scale(h, draw_vector(8)), draw_vector(8)));
    const Tensor hidden = b.dense(h, draw_matrix(3, 8), draw_vector(3));
    const Tensor last = b.relu(b.scale(hidden, draw_vector(3)));
    const Network<Rational> network =
        b.build(b.dense(last, draw_matrix(1, 3), draw_vector(1))).value();
    const Numbers baseline = draw_numbers(9);
    const Numbers x = draw_near(baseline);
    const GraphOfNumbers graph(network, [&](Index t) { return t == last.number; });
    const Numbers values = answer_of("deeplift:rule=genomics-default", network, x, baseline);
    RC_ASSERT(values == graph.deeplift(x, baseline));
    RC_ASSERT(sum(values) == rise(network, x, baseline));
  });
  // A nonlinearity behind neither is refused.
  NetworkBuilder<Rational> b;
  const Tensor h = b.relu(b.dense(b.input({1}), {{1}}, {0}));
  const Network<Rational> network =
      b.build(b.apply(Operator<Rational>(Abs{}), {h}, "bare")).value();
  const auto answer = ask("deeplift:rule=genomics-default", network, {1}, {0});
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().kind == ErrorKind::unsupported);
  CHECK(answer.error().where == "node 2 'bare' (abs)");
}

TEST_CASE("deeplift answers many queries as it does one at a time") {
  property("independence of batch mates", [] {
    const Network<Rational> network = draw_graph();
    const Index count = draw(2, 5);
    Queries<Rational> queries{Batch<Rational>(3, count), Batch<Rational>(3, count),
                              Batch<Rational>::Constant(1, count, Rational(1))};
    for (Index k = 0; k < count; ++k) {
      queries.inputs.col(k) = draw_vector(3);
      queries.baselines.col(k) = draw_vector(3);
      queries.targets(0, k) = draw_number();
    }
    const ThreadPool alone;
    for (const auto& [text, rule] : kRules) {
      const auto together = method(text).attribute<Rational>(network, queries, alone);
      for (Index k = 0; k < count; ++k) {
        const auto single = ask<Rational>(method(text), network, queries.inputs.col(k),
                                          queries.baselines.col(k), queries.targets.col(k));
        const auto& mate = together[static_cast<std::size_t>(k)];
        RC_ASSERT(single.has_value() && mate.has_value());
        RC_ASSERT(numbers(single->values) == numbers(mate->values));
        RC_ASSERT(single->hung_on == mate->hung_on);
      }
    }
  });
}

TEST_CASE("without the hang on a convention no convention changes deeplift's answer") {
  int free = 0;
  property("kink and tie", [&] {
    const Network<Rational> network = draw_graph();
    const Numbers baseline = draw_numbers(3);
    const Numbers x = draw_near(baseline);
    const auto answer = ask("deeplift", network, x, baseline);
    RC_ASSERT(answer.has_value());
    if (!answer->hung_on.contains(Hang::kink)) {
      RC_ASSERT(numbers(answer->values) ==
                numbers(ask("deeplift:kink=1", network, x, baseline)->values));
    }
    if (answer->hung_on.contains(Hang::tie)) return;
    ++free;
    for (const std::string tie : {"last", "split"}) {
      for (const auto& [text, rule] : kRules) {
        RC_ASSERT(answer_of(text + ",tie=" + tie, network, x, baseline) ==
                  answer_of(text, network, x, baseline));
      }
    }
  });
  CHECK(free > 20);
}

TEST_CASE("a maximum gives its difference to the winner of the larger of both values") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Network<Rational> larger = b.build(b.max({b.feature(x, 0), b.feature(x, 1)})).value();
  const Network<Rational> smaller = b.build(b.min({b.feature(x, 0), b.feature(x, 1)})).value();
  for (const auto& [text, rule] : kRules) {
    CHECK(attributions(text, larger, {5, 2}, {1, 3}) == Numbers{2, 0});   // 5 wins over 3
    CHECK(attributions(text, larger, {1, 3}, {5, 2}) == Numbers{-2, 0});  // 5 won over 3
    CHECK(attributions(text, smaller, {5, 2}, {1, 3}) == Numbers{1, 0});  // 1 won over 2
    CHECK(attributions(text, larger, {2, 1}, {1, 2}) == Numbers{0, 0});   // 2 as before
  }
  CHECK(attributions("deeplift:tie=last", larger, {4, 4}) == Numbers{0, 4});
  CHECK(attributions("deeplift:tie=split", larger, {4, 4}) == Numbers{2, 2});
  CHECK(ask("deeplift", larger, {4, 4}, {0, 0})->hung_on == HangSet(Hang::tie));
  CHECK(ask("deeplift", larger, {4, 3}, {0, 0})->hung_on.empty());
}

TEST_CASE("a product gives either operand the mean of both orders") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Network<Rational> product = b.build(b.product(b.feature(x, 0), b.feature(x, 1))).value();
  for (const auto& [text, rule] : kRules) {
    CHECK(attributions(text, product, {3, 5}, {1, 2}) == Numbers{7, 6});
  }
}

TEST_CASE("a difference of zero takes the slope at the input and says so") {
  // relu(x1 - x2 + bias): both inputs move, their difference does not.
  const auto network = [](const Rational& bias) {
    NetworkBuilder<Rational> b;
    return b.build(b.relu(b.dense(b.input({2}), {{1, -1}}, {bias}))).value();
  };
  HangSet both = Hang::kink;
  both |= Hang::zero_difference;
  CHECK(attributions("deeplift", network(1), {2, 2}) == Numbers{2, -2});
  CHECK(attributions("deeplift", network(-1), {2, 2}) == Numbers{0, 0});
  CHECK(attributions("deeplift:kink=1/2", network(0), {2, 2}) == Numbers{1, -1});
  CHECK(ask("deeplift", network(1), {2, 2}, {0, 0})->hung_on == HangSet(Hang::zero_difference));
  CHECK(ask("deeplift", network(0), {2, 2}, {0, 0})->hung_on == both);
  // Nothing moves: the convention decides nothing.
  CHECK(ask("deeplift", network(0), {2, 2}, {2, 2})->hung_on.empty());
  CHECK(ask("deeplift", network(0), {3, 2}, {0, 0})->hung_on.empty());
  // A threshold widens zero: from -1/2 to 1/2 the quotient is 1/2, the slope at the input 1.
  const Numbers x = {Rational(3, 2), 0};
  const Numbers baseline = {0, Rational(-1, 2)};
  CHECK(attributions("deeplift:threshold=1/2", network(-1), x, baseline) ==
        Numbers{Rational(3, 4), Rational(-1, 4)});
  CHECK(attributions("deeplift:threshold=1", network(-1), x, baseline) ==
        Numbers{Rational(3, 2), Rational(-1, 2)});
}

TEST_CASE("deeplift refuses options that have no effect and thresholds below zero") {
  CHECK(refusal("deeplift:rule=revealcancel,kink=0").find("option 'kink'") != std::string::npos);
  CHECK(refusal("deeplift:threshold=-1").find("a number from 0") != std::string::npos);
  CHECK(refusal("deeplift:threshold=small").find("option 'threshold'") != std::string::npos);
  CHECK(refusal("deeplift:rule=reveal").find("did you mean 'revealcancel'?") != std::string::npos);
  CHECK(contains(refusal("deep-shap:rule=genomics-default,kink=1"), "accepted"));
}

}  // namespace axiomark::tests
