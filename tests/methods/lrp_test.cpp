#include "methods/lrp.hpp"

#include "network/builder.hpp"
#include "tests/methods/lrp_draws.hpp"
#include "tests/methods/refusal.hpp"

namespace axiomark::tests {
namespace {

using reference::LrpOfLayer;

}  // namespace

TEST_CASE("the sign that epsilon gives to zero is a convention where something is passed on") {
  // Clipped to at least 1, so that relevance 1 meets the sum x1 - x2 = 0.
  NetworkBuilder<Rational> b;
  const Tensor z = b.dense(b.input({2}), {{1, -1}}, {0});
  const Tensor y = b.apply(Operator<Rational>(Clip<Rational>{1, 2}), {z});
  const Network<Rational> network = b.build(y).value();
  CHECK(lrp("epsilon=1/2", network, {1, 1}) == Numbers{2, -2});
  CHECK(ask("lrp:epsilon=1/2", network, {1, 1}, {0, 0})->hung_on ==
        HangSet(Hang::zero_denominator));
  CHECK(lrp("rule=0", network, {1, 1}) == Numbers{0, 0});
  CHECK(ask("lrp:rule=0", network, {1, 1}, {0, 0})->hung_on == HangSet(Hang::zero_denominator));
  // Nothing to pass on: either sign gives the same.
  CHECK(ask("lrp:epsilon=1/2", network, {0, 0}, {0, 0})->hung_on.empty());
}

TEST_CASE("every rule equals the reference with the bias and without") {
  property("messages by recursion over units", [] {
    const LayeredQuestion question = draw_question();
    const Rational f = reference::evaluate(question.layers, question.x).at(question.target);
    for (Both both : every_rule()) {
      for (const bool bias : {true, false}) {
        both.rule.bias = bias;
        std::string text = "rule=" + both.text;
        if (takes_bias(both.rule)) text += bias ? ",bias=include" : ",bias=ignore";
        RC_LOG() << text << "\n";
        const auto answer = lrp_answer(text, question);
        RC_ASSERT(numbers(answer->values) ==
                  reference::lrp(question.layers, question.target, question.x, both.rule));
        require_conservation(answer, f);
      }
    }
  });
}

TEST_CASE("a rule of its own for the first layer equals the reference") {
  property("first=, and rule= for the others", [] {
    const LayeredQuestion question = draw_question();
    for (const Both& first : every_rule()) {
      const std::size_t comma = first.text.find(',');
      std::string text = "rule=0,first=" + first.text.substr(0, comma);
      if (comma != std::string::npos) text += first.text.substr(comma);
      std::vector<LrpOfLayer<Rational>> rules(question.layers.size());
      rules.front() = first.rule;
      RC_LOG() << text << "\n";
      RC_ASSERT(numbers(lrp_answer(text, question)->values) ==
                reference::lrp(question.layers, question.target, question.x, rules));
    }
  });
}

TEST_CASE("bounds of zB may be one number or one per input") {
  for (const std::string low : {"-2", "[-2,-2,-2]"}) {
    for (const std::string high : {"2", "[2,2,2]"}) {
      const std::string text = "rule=0,first=zB,low=" + low + ",high=" + high;
      CHECK(lrp(text, small(false), kPoint) == Numbers{1, q(8, 3), q(7, 3)});
    }
  }
  // 2 - 1 low w+ ...: with other bounds for x2 only its shares of the denominators change.
  CHECK(lrp("rule=0,first=zB,low=[-2,0,-2],high=[2,4,2]", small(false), kPoint) !=
        Numbers{1, q(8, 3), q(7, 3)});
  const auto wrong = ask("lrp:rule=0,first=zB,low=[0,0],high=1", small(false), kPoint, kPoint);
  REQUIRE_FALSE(wrong.has_value());
  CHECK(message(wrong.error()) ==
        "node 0 (dense): 2 bounds for rule zB; expected one, or 3, one per value of its operand");
}

TEST_CASE("float and double give the rational answer up to rounding") {
  // Sums of at most 4 products of small numbers, three layers, denominators not below 3^-4: some
  // 30 roundings of numbers at most 1e6 times the answer's scale.
  property("fractions of small numbers", [] {
    const LayeredQuestion question = draw_question();
    if (!without_zero_sums(question)) return;
    const Network<Rational> network = build(question.layers);
    const auto as_double = convert<double>(network).value();
    for (const std::string text : {"lrp", "lrp:rule=alpha-beta", "lrp:rule=gamma", "lrp:rule=z+",
                                   "lrp:rule=w2", "lrp:rule=flat"}) {
      const auto exact = ask(method(text), network, vector(question.x), vector(question.x),
                             question.target_weights());
      // An exact zero denominator may be a rounding error in double.
      if (!exact->hung_on.empty()) continue;
      const auto rounded =
          ask(method(text), as_double, Vector<double>(convert_all<double>(vector(question.x))),
              Vector<double>(convert_all<double>(vector(question.x))),
              Vector<double>(convert_all<double>(question.target_weights())));
      RC_ASSERT(rounded.has_value());
      for (Index i = 0; i < exact->values.size(); ++i) {
        const double right = convert<double>(exact->values(i));
        RC_ASSERT(std::abs(rounded->values(i) - right) <= 1e-8 * (1 + std::abs(right)));
      }
    }
  });
}

TEST_CASE("LRP reports values and parameters that are not finite") {
  NetworkBuilder<double> b;
  const Tensor big = b.dense(b.input({1}), {{1e300}}, {0});
  const Network<double> overflows = b.build(b.dense(b.relu(big), {{1e300}}, {0})).value();
  const Vector<double> one = Vector<double>::Ones(1);
  const auto answer = ask(method("lrp"), overflows, one, one, one);
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().kind == ErrorKind::numeric);
  CHECK(answer.error().where == "node 2 (dense)");
  // The values are small, the folded weight is not.
  NetworkBuilder<double> c;
  const Tensor h = c.dense(c.input({1}), {{1e300}}, {0});
  const Network<double> folds = c.build(c.scale(h, Vector<double>::Constant(1, 1e300))).value();
  const Vector<double> tiny = Vector<double>::Constant(1, 1e-320);
  const auto folded = ask(method("lrp"), folds, tiny, tiny, one);
  REQUIRE_FALSE(folded.has_value());
  CHECK(folded.error().kind == ErrorKind::numeric);
}

TEST_CASE("many LRP queries at once get the same answers as one at a time") {
  property("relevance, conservation and conventions", [] {
    const LayeredQuestion question = draw_question();
    const Network<Rational> network = build(question.layers);
    const Index count = 4;
    Queries<Rational> queries{Batch<Rational>(network.input_features(), count),
                              Batch<Rational>(network.input_features(), count),
                              Batch<Rational>(network.output_features(), count)};
    for (Rational& v : queries.inputs.reshaped()) v = draw_number();
    for (Rational& v : queries.targets.reshaped()) v = draw(-1, 1);
    queries.baselines.setConstant(Rational(0));
    for (const std::string text : {"lrp", "lrp:rule=0,bias=ignore", "lrp:rule=alpha-beta"}) {
      const auto together = method(text).attribute<Rational>(network, queries, ThreadPool(1));
      for (Index k = 0; k < count; ++k) {
        const auto alone = ask<Rational>(method(text), network, queries.inputs.col(k),
                                         queries.baselines.col(k), queries.targets.col(k));
        const auto& same = together[static_cast<std::size_t>(k)];
        RC_ASSERT(numbers(same->values) == numbers(alone->values));
        RC_ASSERT(same->hung_on == alone->hung_on);
        const Rational f = (evaluate(network, Batch<Rational>(queries.inputs.col(k))).col(0) *
                            queries.targets.col(k))
                               .sum();
        require_conservation(same, f);
      }
    }
  });
}

TEST_CASE("LRP options that have no effect or no sense are refused") {
  CHECK(contains(refusal("lrp:rule=eps"), "one of: 0, epsilon, gamma, z+, alpha-beta, w2"));
  CHECK(contains(refusal("lrp:rule=0,epsilon=1"), "option 'epsilon': given without a layer"));
  CHECK(contains(refusal("lrp:gamma=1"), "option 'gamma': given without a layer"));
  CHECK(contains(refusal("lrp:rule=z+,alpha=2"), "option 'alpha': given without a layer"));
  CHECK(contains(refusal("lrp:low=0"), "option 'low': given without a layer"));
  CHECK(contains(refusal("lrp:rule=zB"), "option 'low': missing"));
  CHECK(contains(refusal("lrp:rule=zB,low=0"), "option 'high': missing"));
  CHECK(contains(refusal("lrp:rule=zB,low=1,high=0"), "low <= high"));
  CHECK(contains(refusal("lrp:rule=zB,low=[0,0],high=[1,1,1]"), "3 numbers for 2 of low"));
  CHECK(contains(refusal("lrp:rule=zB,low=[[0],[0]],high=1"), "one list of numbers"));
  CHECK(contains(refusal("lrp:rule=flat,bias=ignore"), "option 'bias': given without a rule"));
  CHECK(contains(refusal("lrp:epsilon=0"), "a number above 0"));
  CHECK(contains(refusal("lrp:rule=alpha-beta,alpha=1/2"), "a number not below 1"));
  CHECK(contains(refusal("lrp:rule=gamma,gamma=-1"), "a number not below 0"));
  CHECK(
      contains(refusal("lrp:composite=epsilon-plus,rule=0"), "given with composite=epsilon-plus"));
  CHECK(contains(refusal("lrp:composite=epsilon-alpha2-beta1,alpha=3"), "the composite says it"));
  CHECK(contains(refusal("lrp:composite=epsilon-gamma-box"), "option 'low': missing"));
  CHECK(make_method("lrp:tie=last,bias=ignore,rule=0").value().name() ==
        "lrp:rule=0,bias=ignore,tie=last");
}

TEST_CASE("LRP has no rule for softmax and says so, naming the node") {
  NetworkBuilder<double> b;
  const auto network = b.build(b.softmax(b.input({2}), 0)).value();
  const ThreadPool alone;
  const Queries<double> asked{Batch<double>::Constant(2, 1, 1.0),
                              Batch<double>::Constant(2, 1, 0.0),
                              Batch<double>::Constant(2, 1, 1.0)};
  const auto answers = method("lrp").attribute<double>(network, asked, alone);
  REQUIRE_FALSE(answers.front().has_value());
  CHECK(answers.front().error().kind == ErrorKind::unsupported);
  CHECK(answers.front().error().where == "node 0 (softmax)");
}

}  // namespace axiomark::tests
