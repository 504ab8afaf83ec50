#include "methods/method.hpp"

#include <set>

#include "methods/registry.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"
#include "network/random_stream.hpp"
#include "tests/methods/layered_draws.hpp"
#include "tests/methods/one_answer.hpp"

namespace axiomark::tests {
namespace {

const std::vector<std::string> kMethods = {
    "gradient",
    "gradient-x-input",
    "guided-backprop",
    "deconvnet",
    "deeplift:rule=rescale",
    "deeplift:rule=revealcancel",
    "integrated-gradients:rule=left,steps=3",
    "integrated-gradients:rule=gauss-legendre,steps=4",
    "integrated-gradients:rule=exact",
    "integrated-gradients:rule=adaptive",
    "integrated-gradients:rule=auto",
    "path:rule=exact",
    "serial-cost:rule=exact",
    "guided-ig:steps=3",
    "idgi:steps=3",
};

/// Points for one network of two or three outputs; targets are unit vectors and one mixture.
Queries<Rational> draw_queries(Index inputs, Index outputs) {
  const Index count = draw(2, 7);
  Queries<Rational> queries{Batch<Rational>(inputs, count), Batch<Rational>(inputs, count),
                            Batch<Rational>::Constant(outputs, count, Rational(0))};
  for (Index k = 0; k < count; ++k) {
    queries.inputs.col(k) = vector(draw_numbers(static_cast<std::size_t>(inputs)));
    queries.baselines.col(k) = vector(draw_numbers(static_cast<std::size_t>(inputs)));
    queries.targets(draw(0, static_cast<int>(outputs) - 1), k) = 1;
    if (draw(0, 3) == 0) queries.targets(0, k) = Rational(-1, 3);
  }
  return queries;
}

void require_same(const Result<Attribution<Rational>>& one,
                  const Result<Attribution<Rational>>& other) {
  RC_ASSERT(one.has_value() == other.has_value());
  if (!one) {
    RC_ASSERT(message(one.error()) == message(other.error()));
    return;
  }
  RC_ASSERT(numbers(one->values) == numbers(other->values));
  RC_ASSERT(one->hung_on == other->hung_on);
  RC_ASSERT(one->gradient_evaluations == other->gradient_evaluations);
}

/// Large enough for several chunks of a segment.
Network<double> wide_network(RandomStream stream) {
  LayerList<double> layers;
  Index width = 6;
  for (const Index units : {24, 24, 3}) {
    Layer<double> layer{Matrix<double>(units, width), Vector<double>(units), units != 3};
    for (double& w : layer.weights.reshaped()) w = stream.unit_interval() - 0.5;
    for (double& b : layer.bias) b = stream.unit_interval() - 0.5;
    layers.push_back(std::move(layer));
    width = units;
  }
  return make_network(layers).value();
}

Batch<double> draw_batch(RandomStream stream, Index rows, Index columns) {
  Batch<double> batch(rows, columns);
  for (double& v : batch.reshaped()) v = 4 * stream.unit_interval() - 2;
  return batch;
}

}  // namespace

TEST_CASE("many queries at once get the same answers as one at a time") {
  property("different targets in one call", [] {
    const auto inputs = static_cast<std::size_t>(draw(1, 3));
    const auto outputs = static_cast<std::size_t>(draw(2, 3));
    const Network<Rational> network = build(draw_layered(inputs, outputs));
    const Queries<Rational> queries =
        draw_queries(static_cast<Index>(inputs), static_cast<Index>(outputs));
    const ThreadPool alone;
    for (const std::string& text : kMethods) {
      const AnyMethod asked = method(text);
      const auto together = asked.attribute<Rational>(network, queries, alone);
      RC_ASSERT(static_cast<Index>(together.size()) == queries.count());
      for (Index k = 0; k < queries.count(); ++k) {
        const Queries<Rational> one{queries.inputs.col(k), queries.baselines.col(k),
                                    queries.targets.col(k)};
        const auto single = asked.attribute<Rational>(network, one, alone);
        RC_ASSERT(single.size() == 1U);
        require_same(together[static_cast<std::size_t>(k)], single.front());
      }
    }
  });
}

TEST_CASE("one query that is refused does not lose the others") {
  // At (1, 1) the segment runs inside a kink, at (1, 3) it does not.
  Batch<Rational> inputs(2, 2);
  inputs << 1, 1, 1, 3;
  const Queries<Rational> queries{inputs, Batch<Rational>::Constant(2, 2, Rational(0)),
                                  Batch<Rational>::Constant(1, 2, Rational(1))};
  const ThreadPool alone;
  const auto answers = method("integrated-gradients:rule=exact")
                           .attribute<Rational>(examples::minimum(), queries, alone);
  REQUIRE(answers.size() == 2);
  CHECK_FALSE(answers[0].has_value());
  REQUIRE(answers[1].has_value());
  CHECK(numbers(answers[1]->values) == Numbers{1, 0});
}

TEST_CASE("the number of threads changes no bit of a double") {
  const std::uint64_t seed = 2026;
  INFO("seed " << seed);
  const RandomStream stream(seed);
  const Network<double> network = wide_network(stream.split(0));
  Queries<double> queries{draw_batch(stream.split(1), 6, 5), draw_batch(stream.split(2), 6, 5),
                          Batch<double>::Zero(3, 5)};
  for (Index k = 0; k < 5; ++k) queries.targets(k % 3, k) = 1;
  const ThreadPool one(1);
  const ThreadPool two(2);
  std::vector<std::string> methods = kMethods;
  methods.emplace_back("integrated-gradients:rule=right,steps=20000");
  methods.emplace_back("integrated-gradients:rule=random,steps=3000,seed=5");
  for (const std::string& text : methods) {
    INFO(text);
    const auto alone = method(text).attribute<double>(network, queries, one);
    const auto shared = method(text).attribute<double>(network, queries, two);
    for (std::size_t k = 0; k < 5; ++k) {
      REQUIRE(alone[k].has_value());
      REQUIRE(shared[k].has_value());
      CHECK(numbers(alone[k]->values) == numbers(shared[k]->values));
    }
  }
}

TEST_CASE("guided backpropagation and DeConvNet refuse other nonlinearities and name the node") {
  NetworkBuilder<double> b;
  const Tensor h = b.relu(b.dense(b.input({1}), {{1}, {-1}}, {0, 0}));
  const Network<double> network =
      b.build(b.dense(b.apply(Operator<double>(Sigmoid{}), {h}, "squash"), {{1, 1}}, {0})).value();
  const Vector<double> x = Vector<double>::Ones(1);
  for (const std::string text : {"guided-backprop", "deconvnet"}) {
    INFO(text);
    const auto answer = ask(method(text), network, x, x, x);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().kind == ErrorKind::unsupported);
    CHECK(message(answer.error()) == "node 2 'squash' (sigmoid): " + text +
                                         " has no rule for sigmoid; expected relu as the only "
                                         "nonlinearity");
  }
  const auto exact = ask(method("integrated-gradients:rule=exact"), network, x, x, x);
  REQUIRE_FALSE(exact.has_value());
  CHECK(exact.error().where == "node 2 'squash' (sigmoid)");
  CHECK(ask(method("gradient"), network, x, x, x).has_value());
}

// What float cannot hold these ask in double, and round once.
const std::set<std::string> kAskInDouble = {"integrated-gradients:rule=exact",
                                            "integrated-gradients:rule=adaptive",
                                            "integrated-gradients:rule=auto"};

TEST_CASE("an attribution that is not finite is an error, whatever the method") {
  NetworkBuilder<float> b;
  const Tensor x = b.input({1});
  // The value 1e20 is finite, the slope 1e60 is not: the input is small.
  const Tensor h = b.relu(b.dense(x, {{1e30F}}, {0.0F}));
  const auto network = b.build(b.dense(h, {{1e30F}}, {0.0F})).value();
  const Queries<float> queries{Batch<float>::Constant(1, 1, 1e-40F),
                               Batch<float>::Constant(1, 1, 0.0F),
                               Batch<float>::Constant(1, 1, 1.0F)};
  for (const std::string& text : kMethods) {
    INFO(text);
    const auto answers = make_method(text)->attribute<float>(network, queries, ThreadPool(1));
    if (kAskInDouble.contains(text)) {
      const double right = static_cast<double>(1e-40F) * double{1e30F} * double{1e30F};
      REQUIRE(answers.front().has_value());
      CHECK(answers.front()->values(0) == static_cast<float>(right));
      continue;
    }
    REQUIRE_FALSE(answers.front().has_value());
    CHECK(answers.front().error().kind == ErrorKind::numeric);
  }
}

TEST_CASE("a value that is not finite is an error that names the node") {
  NetworkBuilder<double> b;
  const Tensor big = b.dense(b.input({1}), {{1e300}}, {0});
  const Network<double> network = b.build(b.dense(b.relu(big), {{1e300}}, {0})).value();
  const Vector<double> x = Vector<double>::Ones(1);
  const Vector<double> zero = Vector<double>::Zero(1);
  for (const std::string& text : kMethods) {
    INFO(text);
    const auto answer = ask(method(text), network, x, zero, x);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().kind == ErrorKind::numeric);
  }
}

}  // namespace axiomark::tests
