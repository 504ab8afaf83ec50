#include "network/network.hpp"

#include <limits>

#include "network/builder.hpp"
#include "network/layer_list.hpp"
#include "tests/catch.hpp"
#include "tests/network/random_network.hpp"

namespace axiomark::tests {
namespace {

template <class T>
Error error_of(const Result<T>& result) {
  if (result) return {ErrorKind::internal, "nothing was refused", {}, {}};
  return result.error();
}

/// A network of one operator on inputs of the given shapes.
template <Scalar S>
Result<Network<S>> alone(Operator<S> op, const std::vector<Shape>& shapes, std::string name = {}) {
  NetworkBuilder<S> b;
  std::vector<Tensor> xs;
  for (const Shape& shape : shapes) xs.push_back(b.input(shape));
  return b.build(b.apply(std::move(op), xs, std::move(name)));
}

Vector<double> numbers(std::initializer_list<double> values) {
  Vector<double> result(static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), result.data());
  return result;
}

/// All parameters of a network, exactly.
template <Scalar S>
std::vector<Rational> parameters_of(const Network<S>& network) {
  std::vector<Rational> all;
  const auto collect = [&]<class P>(const P& p) {
    if constexpr (std::same_as<P, S>) {
      all.push_back(convert<Rational>(p));
    } else {
      for (Index i = 0; i < p.size(); ++i) all.push_back(convert<Rational>(p.data()[i]));
    }
  };
  for (const auto& op : network.operators()) {
    std::visit([&](const auto& o) { for_each_parameter<S>(o, collect); }, op);
  }
  return all;
}

}  // namespace

TEST_CASE("errors name the node, what was found and what was expected") {
  NetworkBuilder<double> b;
  const Tensor x = b.input({2});
  const Tensor h = b.relu(x);
  const Tensor bad = b.dense(h, {{1, 2, 3}}, {0});
  const Error first = error_of(b.build(b.dense(bad, {{1, 2, 3, 4}}, {0})));
  CHECK(first.kind == ErrorKind::input);
  CHECK(message(first) == "node 1 (dense): an operand of shape [2] (2 values); expected 3 values");

  CHECK(message(error_of(alone<double>(Scale<double>{numbers({1, NAN})}, {{2}}, "s"))) ==
        "node 0 's' (scale): a parameter that is not finite; expected numbers");
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(error_of(alone<double>(Clip<double>{0, infinity}, {{1}})).where == "node 0 (clip)");
  CHECK(error_of(alone<double>(Clip<double>{1, 0}, {{1}})).where == "node 0 (clip)");
  CHECK(error_of(alone<double>(LeakyRelu<double>{NAN}, {{1}})).where == "node 0 (leaky-relu)");
  CHECK(error_of(alone<double>(Power{65}, {{1}})).kind == ErrorKind::unsupported);
  CHECK(error_of(alone<double>(Power{-65}, {{1}})).kind == ErrorKind::unsupported);
  CHECK(error_of(alone<double>(Power{0}, {{1}})).where == "node 0 (power)");
  CHECK(error_of(alone<double>(Product{}, {{1}, {1}, {1}})).where == "node 0 (product)");
  CHECK(error_of(alone<double>(Max{}, {{2}, {3}})).where == "node 0 (max)");
  CHECK(error_of(alone<double>(Concat{{{2, 2}, {3, 1}}, 0}, {{2, 2}, {3, 1}})).where ==
        "node 0 (concat)");
  CHECK(error_of(alone<double>(Sum<double>{numbers({1})}, {{2}, {2}})).where == "node 0 (sum)");
  CHECK(alone<double>(Sum<double>{numbers({1, 1})}, {{2}, {2}}).has_value());
}

TEST_CASE("refused factories are remembered by the builder") {
  NetworkBuilder<double> b;
  const Tensor x = b.input({2, 3});
  const Tensor y = b.apply(reshape<double>({2, 3}, {4, -1}), {x});
  CHECK(error_of(b.build(y)).where == "reshape");
  CHECK_FALSE(transpose<double>({2, 3}, {0, 0}).has_value());
  CHECK_FALSE(pad<double>({2}, {-2}, {-1}, 0.0).has_value());
  CHECK_FALSE(slice<double>({2}, 1, 0, 1, 1).has_value());
  CHECK_FALSE(slice<double>({2}, 0, 0, 1, 0).has_value());
  CHECK_FALSE(gather<double>({2}, 0, {2}).has_value());
  CHECK_FALSE(expand<double>({2}, {3}).has_value());
  CHECK_FALSE(reduce_max({2}, {1}).has_value());
  CHECK_FALSE(reduce_mean<double>({0}, {}).has_value());
  CHECK_FALSE(max_pool({2}, plain_window({1})).has_value());
  CHECK_FALSE(max_pool({1, 2}, plain_window({3})).has_value());
}

TEST_CASE("networks refuse tensors that do not exist yet, and outputs that never do") {
  NetworkParts<double> parts{{{1}}, {Relu{}}, {{0, {1}, "loop"}}, 1};
  CHECK(message(error_of(Network<double>::make(parts))) ==
        "node 0 'loop' (relu): tensor 1; expected one made before it, 0 to 0");
  parts.nodes = {{3, {0}, ""}};
  CHECK(error_of(Network<double>::make(parts)).where == "node 0 (unknown operator)");
  parts.nodes = {{0, {0}, ""}};
  CHECK(Network<double>::make(parts).has_value());
  parts.output = 2;
  CHECK(error_of(Network<double>::make(parts)).found == "output tensor 2");
  CHECK(error_of(Network<double>::make({})).where == "network");
  CHECK_FALSE(alone<double>(*slice<double>({2}, 0, 1, 1), {{2}}).has_value());
}

TEST_CASE("builders refuse late inputs, inputs as modules and wrong numbers of operands") {
  NetworkBuilder<double> late;
  (void)late.relu(late.input({1}));
  CHECK(error_of(late.build(late.input({1}))).kind == ErrorKind::usage);
  NetworkBuilder<double> again;
  const Tensor x = again.input({1});
  CHECK(error_of(again.build(again.apply_again(x, {x}))).kind == ErrorKind::usage);
  NetworkBuilder<double> outer;
  const Network<double> inner = alone<double>(Relu{}, {{1}}).value();
  const Tensor y = outer.input({1});
  CHECK(error_of(outer.build(outer.include(inner, {y, y}))).kind == ErrorKind::usage);
}

TEST_CASE("networks in Rational refuse operators without a rational value, naming the node") {
  const Error error = error_of(alone<Rational>(Sigmoid{}, {{1}}, "gate"));
  CHECK(error.kind == ErrorKind::unsupported);
  CHECK(error.where == "node 0 'gate' (sigmoid)");
  const std::vector<Operator<double>> smooth = {Sigmoid{}, Tanh{}, Softplus{}, Elu<double>{1},
                                                Gelu{},    Exp{},  Log{},      Sqrt{}};
  for (const auto& op : smooth) {
    const auto network = alone<double>(op, {{1}}).value();
    CHECK_FALSE(network.piecewise_linear());
    CHECK(error_of(convert<Rational>(network)).kind == ErrorKind::unsupported);
  }
  CHECK(alone<Rational>(Power{3}, {{1}}).has_value());
  CHECK_FALSE(alone<Rational>(Power{3}, {{1}})->piecewise_linear());
  CHECK_FALSE(alone<Rational>(Product{}, {{1}, {1}})->piecewise_linear());
  CHECK(alone<Rational>(Max{}, {{1}, {1}})->piecewise_linear());
  CHECK(alone<Rational>(Abs{}, {{1}})->piecewise_linear());
}

TEST_CASE("a shared operator instance is stored once and used by several nodes") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({1});
  const Tensor first = b.dense(x, {{2}}, {1});
  const Tensor second = b.apply_again(first, {first});
  const auto network = b.build(second).value();
  CHECK(network.operators().size() == 1);
  CHECK(network.nodes().size() == 2);
  CHECK(network.nodes()[0].op == network.nodes()[1].op);
  CHECK(network.parameter_count() == 2);
  CHECK(evaluate<Rational>(network, Batch<Rational>::Constant(1, 1, Rational(5)))(0, 0) == 23);

  // Included in another network twice, it stays shared within each copy.
  NetworkBuilder<Rational> outer;
  const Tensor y = outer.input({1});
  const auto twice = outer.build(outer.include(network, {outer.include(network, {y})})).value();
  CHECK(twice.operators().size() == 2);
  CHECK(twice.nodes().size() == 4);
  CHECK(evaluate<Rational>(twice, Batch<Rational>::Constant(1, 1, Rational(5)))(0, 0) == 95);
}

TEST_CASE("a network knows its tensors, features and last readers") {
  NetworkBuilder<double> b;
  const Tensor x = b.input({2, 2});
  const Tensor y = b.input({});
  const Tensor h = b.dense(x, {{1, 2, 3, 4}}, {5});
  const Tensor flat = b.apply(reshape<double>({}, {1}), {y});
  const Tensor sum = b.add(h, flat);
  const auto network = b.build(b.add(sum, h)).value();
  CHECK(network.input_features() == 5);
  CHECK(network.output_features() == 1);
  CHECK(network.parameter_count() == 5 + 1 + 2 + 2);
  CHECK(network.tensor_count() == 6);
  CHECK(network.last_reader(h.number) == 5);
  CHECK(network.last_reader(x.number) == 2);
  CHECK(network.last_reader(network.output()) == 6);
  CHECK(network.describe(1) == "input 1");
  CHECK(network.describe(2) == "node 0 (dense)");
  Batch<double> point(5, 1);
  point << 1, 10, 100, 1000, 7;
  CHECK(evaluate(network, point)(0, 0) == 2 * 4326 + 7);
}

TEST_CASE("conversion to Rational is exact, and the way back gives the same network") {
  property("parameters, structure and values of random float networks", [] {
    const Blueprint plan = draw_blueprint(kPiecewiseLinear, 3);
    const auto network = convert<float>(build(plan)).value();
    const auto exact = convert<Rational>(network).value();
    const auto back = convert<float>(exact).value();
    RC_ASSERT(back.nodes() == network.nodes());
    RC_ASSERT(back.inputs() == network.inputs());
    RC_ASSERT(back.output() == network.output());
    RC_ASSERT(parameters_of(exact) == parameters_of(network));
    RC_ASSERT(parameters_of(back) == parameters_of(network));
  });
}

TEST_CASE("a layer list survives the way to a network and back") {
  LayerList<Rational> layers(2);
  layers[0].weights = Matrix<Rational>(2, 1);
  layers[0].weights << Rational(1, 3), -1;
  layers[0].bias = Vector<Rational>::Constant(2, Rational(1, 7));
  layers[0].relu = true;
  layers[1].weights = Matrix<Rational>::Constant(1, 2, Rational(2));
  layers[1].bias = Vector<Rational>::Constant(1, Rational(0));
  const auto network = make_network(layers).value();
  CHECK(network.nodes().size() == 3);
  const LayerList<Rational> back = layers_of(network);
  REQUIRE(back.size() == 2);
  for (std::size_t l = 0; l < 2; ++l) {
    CHECK((back[l].weights == layers[l].weights).all());
    CHECK((back[l].bias == layers[l].bias).all());
    CHECK(back[l].relu == layers[l].relu);
  }
  CHECK(error_of(make_network(LayerList<Rational>{})).kind == ErrorKind::input);
  NetworkBuilder<Rational> b;
  CHECK(layers_of(b.build(b.relu(b.input({1}))).value()).empty());
}

TEST_CASE("every operator is listed") {
  std::string all;
  for (const OperatorInfo& info : operator_list()) all += info.name + ", ";
  for (const char* name : {"dense", "convolution", "relu", "max-pool", "gelu", "product"}) {
    CHECK(all.find(name) != std::string::npos);
  }
}

}  // namespace axiomark::tests
