#include "tests/methods/lrp_draws.hpp"

/// LRP through convolutions, pools, residual sums, maxima, batch norm and activations.
namespace axiomark::tests {
namespace {

Convolution<Rational> draw_convolution() {
  const Index channels = draw(1, 2);
  const Index groups = channels == 2 && draw(0, 1) == 0 ? 2 : 1;
  WindowGeometry window = plain_window({2, draw(1, 2)});
  window.pad_begin = {draw(0, 1), 0};
  window.pad_end = {0, draw(0, 1)};
  window.stride = {1, draw(1, 2)};
  const Index outputs = 2;
  Convolution<Rational> made{{channels, 3, 3},
                             Matrix<Rational>(outputs, channels / groups * 2 * window.kernel[1]),
                             vector(draw_numbers(static_cast<std::size_t>(outputs))),
                             groups,
                             window};
  for (Rational& w : made.weights.reshaped()) w = draw_number();
  return made;
}

/// The dense layer that computes the same, from the images of the unit vectors.
Dense<Rational> as_dense(const Operator<Rational>& op, Index features) {
  Batch<Rational> points = Batch<Rational>::Constant(features, features + 1, Rational(0));
  for (Index i = 0; i < features; ++i) points(i, i + 1) = 1;
  const Batch<Rational>* operand = &points;
  const Batch<Rational> images = evaluate<Rational>(op, Operands<Rational>(std::span(&operand, 1)));
  Dense<Rational> made{images.rightCols(features), images.col(0)};
  made.weights.colwise() -= made.bias;
  return made;
}

/// relu(op(x)), then a dense layer.
Network<Rational> with_head(const Operator<Rational>& op, const Shape& in,
                            const Numbers& last_weights) {
  NetworkBuilder<Rational> b;
  const Tensor h = b.relu(b.apply(op, {b.input(in)}));
  Matrix<Rational> weights(1, element_count(b.shape(h)));
  for (Index i = 0; i < weights.size(); ++i)
    weights(0, i) = last_weights[static_cast<std::size_t>(i)];
  return b.build(b.dense(h, weights, Vector<Rational>{{q(1, 2)}})).value();
}

}  // namespace

TEST_CASE("a convolution and its dense matrix get the same relevance under every rule") {
  property("shared weights, padding and groups change nothing", [] {
    const Convolution<Rational> convolution = draw_convolution();
    const Index features = element_count(convolution.in);
    const Dense<Rational> dense = as_dense(convolution, features);
    const Numbers last = draw_numbers(static_cast<std::size_t>(dense.bias.size()));
    const Network<Rational> f = with_head(convolution, convolution.in, last);
    const Network<Rational> g = with_head(dense, convolution.in, last);
    const Numbers x = draw_numbers(static_cast<std::size_t>(features));
    const Rational at_x = evaluate(f, Batch<Rational>(vector(x)))(0, 0);
    for (const Both& both : every_rule()) {
      for (const std::string bias : {"include", "ignore"}) {
        if (!takes_bias(both.rule) && bias == "ignore") continue;
        std::string text = "lrp:rule=" + both.text;
        if (takes_bias(both.rule)) text += ",bias=" + bias;
        RC_LOG() << text << "\n";
        const auto one = ask(text, f, x, x);
        const auto other = ask(text, g, x, x);
        RC_ASSERT(numbers(one->values) == numbers(other->values));
        RC_ASSERT(one->hung_on == other->hung_on);
        require_conservation(one, at_x);
      }
    }
  });
}

TEST_CASE("pools and sums share in proportion, as the dense matrix by rule 0 does") {
  property("average pool, sum of operands", [] {
    const Shape in = {1, 2, 4};
    const auto pool = average_pool<Rational>(in, plain_window({2, 2})).value();
    const Numbers last = draw_numbers(3);
    const Network<Rational> f = with_head(pool, in, last);
    const Network<Rational> g = with_head(as_dense(pool, 8), in, last);
    const Numbers x = draw_numbers(8);
    for (const std::string text : {"rule=0", "epsilon=1/4"}) {
      RC_ASSERT(numbers(ask("lrp:" + text, f, x, x)->values) ==
                numbers(ask("lrp:" + text, g, x, x)->values));
    }
    // The dense layer by z+, the pool in proportion all the same.
    RC_ASSERT(numbers(ask("lrp:rule=z+", f, x, x)->values) ==
              numbers(ask("lrp:rule=z+,first=0", g, x, x)->values));
  });
}

TEST_CASE("a residual sum gives each branch its part") {
  // h = relu(x1 + x2, x1 - x2 - 1) + x at (3, 1): (4, 1) + (3, 1) = (7, 2); F = h1 - h2 = 5.
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Tensor branch = b.relu(b.dense(x, {{1, 1}, {1, -1}}, {0, -1}));
  const Network<Rational> network = b.build(b.dense(b.add(branch, x), {{1, -1}}, {0})).value();
  // At the sum R = (7, -2): to the branch (4, -1), to x (3, -1). The branch's second unit
  // 1 = 3 - 1 - 1 gives x (-3, 1) of -1 and its bias 1; its first gives (3, 1).
  CHECK(lrp("rule=0", network, {3, 1}) == Numbers{3, 1});
  const auto answer = ask("lrp:rule=0", network, {3, 1}, {0, 0});
  REQUIRE(answer->conservation->absorbed.size() == 1);
  CHECK(answer->conservation->absorbed[0].node == "node 0 (dense)");
  CHECK(answer->conservation->absorbed[0].relevance == 1);
  // Without the bias the second unit's -1 goes to x1 and x2 as 3 to -1: (-3/2, 1/2).
  CHECK(lrp("rule=0,bias=ignore", network, {3, 1}) == Numbers{q(9, 2), q(1, 2)});
  // By z+ at the dense layers: of F = 5 all to h1, 20/7 to the branch, 15/7 to x1.
  CHECK(lrp("rule=z+", network, {3, 1}) == Numbers{q(30, 7), q(5, 7)});
}

TEST_CASE("a maximum gives all to the winner and a tie is a convention") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({1, 4});
  const Tensor h = b.apply(max_pool({1, 4}, plain_window({4})), {x});
  const Network<Rational> network = b.build(b.dense(h, {{2}}, {1})).value();
  CHECK(lrp("rule=0", network, {1, 5, 3, 5}) == Numbers{0, 10, 0, 0});
  CHECK(lrp("rule=0,tie=last", network, {1, 5, 3, 5}) == Numbers{0, 0, 0, 10});
  CHECK(lrp("rule=0,tie=split", network, {1, 5, 3, 5}) == Numbers{0, 5, 0, 5});
  CHECK(ask("lrp:rule=0", network, {1, 5, 3, 5}, Numbers(4, 0))->hung_on == HangSet(Hang::tie));
  CHECK(ask("lrp:rule=0", network, {1, 5, 3, 4}, Numbers(4, 0))->hung_on.empty());
}

TEST_CASE("batch norm is folded into the layer beside it") {
  property("scale and shift around a convolution and a dense layer", [] {
    const Convolution<Rational> convolution = draw_convolution();
    const Index features = element_count(convolution.in);
    const Numbers factor = draw_numbers(2);
    const Numbers offset = draw_numbers(2);
    Convolution<Rational> folded = convolution;
    folded.weights.colwise() *= vector(factor);
    folded.bias = folded.bias * vector(factor) + vector(offset);
    NetworkBuilder<Rational> b;
    NetworkBuilder<Rational> c;
    const Tensor y = b.apply(Operator<Rational>(convolution), {b.input(convolution.in)});
    const Tensor z = c.apply(Operator<Rational>(folded), {c.input(convolution.in)});
    const Index outputs = element_count(b.shape(y));
    const auto spread = [&](const Numbers& values) {
      Vector<Rational> v(outputs);
      for (Index i = 0; i < outputs; ++i)
        v(i) = values[static_cast<std::size_t>(i / (outputs / 2))];
      return v;
    };
    Matrix<Rational> last(1, outputs);
    for (Rational& w : last.reshaped()) w = draw_number();
    const Tensor n = b.shift(b.scale(y, spread(factor)), spread(offset));
    const auto f = b.build(b.dense(b.relu(n), last, Vector<Rational>{{1}})).value();
    const auto g = c.build(c.dense(c.relu(z), last, Vector<Rational>{{1}})).value();
    const Numbers x = draw_numbers(static_cast<std::size_t>(features));
    for (const Both& both : every_rule()) {
      const auto one = ask("lrp:rule=" + both.text, f, x, x);
      RC_ASSERT(numbers(one->values) == numbers(ask("lrp:rule=" + both.text, g, x, x)->values));
      RC_ASSERT(one->notes ==
                std::vector<std::string>{"scales and shifts folded into the layer beside them: 2"});
    }
  });
}

TEST_CASE("a scale and a shift with nothing to fold them into are layers of their own") {
  // relu(2 x + 1) at 3: the scale's unit passes all, the shift's keeps 1/7.
  NetworkBuilder<Rational> b;
  const Tensor scaled = b.scale(b.input({1}), Vector<Rational>{{2}});
  const Network<Rational> network = b.build(b.relu(b.shift(scaled, Vector<Rational>{{1}}))).value();
  CHECK(lrp("rule=0", network, {3}) == Numbers{6});
  CHECK(lrp("rule=0,bias=ignore", network, {3}) == Numbers{7});
  CHECK(lrp("rule=w2", network, {3}) == Numbers{7});
  CHECK(lrp("rule=alpha-beta,alpha=2", network, {3}) == Numbers{24});
  CHECK(ask("lrp:rule=0", network, {3}, {0})->conservation->absorbed[0].node == "node 1 (shift)");
}

TEST_CASE("relevance is conserved with what was absorbed in any graph under every rule") {
  property("started = sum + absorbed, exactly", [] {
    const LayeredQuestion question = draw_question();
    // Pads with a constant, copies, joins, and a branch read twice.
    NetworkBuilder<Rational> b;
    const auto n = static_cast<Index>(question.x.size());
    const Tensor x = b.input({n});
    const Tensor padded = b.apply(pad<Rational>({n}, {1}, {1}, Rational(draw(0, 2))), {x});
    const Tensor copies = b.apply(gather<Rational>({n + 2}, 0, {0, 1, 1}), {padded});
    const Tensor twice = b.concat({copies, b.relu(copies)}, 0);
    Matrix<Rational> weights(2, 6);
    for (Rational& w : weights.reshaped()) w = draw_number();
    const Tensor h = b.dense(twice, weights, vector(draw_numbers(2)));
    const Tensor y = b.max({b.apply(Operator<Rational>(Abs{}), {h}), b.relu(h)});
    const Network<Rational> network = b.build(b.apply(reduce_sum<Rational>({2}, {0}), {y})).value();
    const Rational f = evaluate(network, Batch<Rational>(vector(question.x)))(0, 0);
    for (const Both& both : every_rule()) {
      RC_LOG() << both.text << "\n";
      require_conservation(ask("lrp:rule=" + both.text, network, question.x, question.x), f);
    }
  });
}

TEST_CASE("composites choose rules by kind of layer as zennit does") {
  // A convolution, another, and a dense layer; the composite against its rules written out.
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({1, 4});
  const auto convolution = [&](Tensor in, std::initializer_list<Rational> w, Rational bias) {
    Matrix<Rational> weights(1, static_cast<Index>(w.size()));
    std::copy(w.begin(), w.end(), weights.data());
    const auto kernel = static_cast<Index>(w.size());
    return b.apply(Operator<Rational>(Convolution<Rational>{
                       b.shape(in), weights, Vector<Rational>{{bias}}, 1, plain_window({kernel})}),
                   {in});
  };
  const Tensor first = b.relu(convolution(x, {1, -2}, q(1, 2)));
  const Tensor second = b.relu(convolution(first, {3, -1}, 1));
  const Network<Rational> network = b.build(b.dense(second, {{1, 2}}, {-1})).value();
  const Numbers point = {5, 1, 2, -1};
  const auto same = [&](const std::string& composite, const std::string& written) {
    INFO(composite);
    const Numbers values = lrp("epsilon=1/4," + composite, network, point);
    CHECK(values == lrp("epsilon=1/4," + written, network, point));
    return values;
  };
  same("composite=epsilon-plus", "convolution=z+");
  same("composite=epsilon-plus-flat", "convolution=z+,first=flat");
  same("composite=epsilon-alpha2-beta1", "convolution=alpha-beta,alpha=2");
  same("composite=epsilon-alpha2-beta1-flat", "convolution=alpha-beta,alpha=2,first=flat");
  same("composite=epsilon-gamma-box,low=-1,high=6,gamma=1/2",
       "convolution=gamma,gamma=1/2,first=zB,low=-1,high=6");
  // Behind a dense layer, the box is still for the first convolution; flat is not for it.
  NetworkBuilder<Rational> c;
  const Tensor h = c.relu(c.dense(c.input({2}), {{1, 1}, {2, -1}}, {0, 1}));
  const Tensor image = c.apply(reshape<Rational>({2}, {1, 2}), {h});
  const Tensor y =
      c.apply(Operator<Rational>(Convolution<Rational>{
                  {1, 2}, Matrix<Rational>{{2, -1}}, Vector<Rational>{{1}}, 1, plain_window({2})}),
              {image});
  const Network<Rational> dense_first = c.build(y).value();
  CHECK(lrp("composite=epsilon-gamma-box,low=0,high=9,epsilon=1/4", dense_first, {3, 1}) ==
        lrp("convolution=zB,low=0,high=9,epsilon=1/4", dense_first, {3, 1}));
  CHECK(lrp("composite=epsilon-plus-flat,epsilon=1/4", dense_first, {3, 1}) ==
        lrp("convolution=z+,dense=flat,rule=epsilon,epsilon=1/4", dense_first, {3, 1}));
}

TEST_CASE("activations pass relevance and operators without a published rule are refused") {
  NetworkBuilder<double> b;
  const Tensor x = b.input({2});
  const Tensor h = b.dense(x, {{1, 1}, {1, -1}}, {0, 0});
  for (const Operator<double>& activation :
       {Operator<double>(Sigmoid{}), Operator<double>(Tanh{}), Operator<double>(Softplus{}),
        Operator<double>(Elu<double>{1}), Operator<double>(Gelu{}),
        Operator<double>(LeakyRelu<double>{0.5}), Operator<double>(Abs{})}) {
    NetworkBuilder<double> copy = b;
    const Network<double> network = copy.build(copy.apply(activation, {h})).value();
    Vector<double> point(2);
    point << 2, 1;
    Vector<double> target(2);
    target << 1, 0;
    const double y = evaluate(network, Batch<double>(point))(0, 0);
    const auto answer = ask(method("lrp:rule=0"), network, point, point, target);
    REQUIRE(answer.has_value());
    // 3 = 2 + 1; two roundings on either side.
    CHECK(answer->values(0) == Approx(y * 2 / 3));
    CHECK(answer->values(1) == Approx(y / 3));
  }
  for (const Operator<double>& other : {Operator<double>(Power{2}), Operator<double>(Exp{}),
                                        Operator<double>(Log{}), Operator<double>(Sqrt{})}) {
    NetworkBuilder<double> copy = b;
    const Network<double> network = copy.build(copy.apply(other, {h}, "odd")).value();
    const Vector<double> point = Vector<double>::Ones(2);
    const auto answer = ask(method("lrp"), network, point, point, point);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().kind == ErrorKind::unsupported);
    CHECK(answer.error().where.starts_with("node 1 'odd'"));
  }
  NetworkBuilder<Rational> c;
  const Tensor a = c.input({1});
  const Network<Rational> square = c.build(c.product(a, a)).value();
  const auto answer = ask("lrp", square, {2}, {0});
  REQUIRE_FALSE(answer.has_value());
  CHECK(message(answer.error()) ==
        "node 0 (product): lrp has no rule for product; expected no products of variables: the "
        "published rules need to know which operand is the gate");
}

}  // namespace axiomark::tests
