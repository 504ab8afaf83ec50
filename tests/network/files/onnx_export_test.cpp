#include "network/files/onnx_export.hpp"

#include <onnx/checker.h>

#include <algorithm>
#include <map>
#include <set>

#include "network/builder.hpp"
#include "network/files/network_file.hpp"
#include "network/files/onnx_import.hpp"
#include "network/layer_list.hpp"
#include "search/families/family.hpp"
#include "tests/network/files/onnx_models.hpp"
#include "tests/shared_data.hpp"

namespace axiomark {
namespace {

// Names that say which node is which, and are found again after a round trip.
template <Scalar S>
Network<S> named(const Network<S>& network) {
  NetworkParts<S> parts = network.parts();
  for (std::size_t k = 0; k < parts.nodes.size(); ++k) {
    parts.nodes[k].name = "node" + std::to_string(k);
  }
  return Network<S>::make(std::move(parts)).value();
}

onnx::ModelProto checked_model(const std::string& bytes) {
  onnx::ModelProto model;
  REQUIRE(model.ParseFromString(bytes));
  CHECK(model.ir_version() == 8);
  REQUIRE_NOTHROW(onnx::checker::check_model(model));
  return model;
}

template <Scalar S>
Network<S> round_trip(const Network<S>& network) {
  const auto written = onnx_bytes(network);
  if (!written) FAIL(message(written.error()));
  checked_model(written->bytes);
  const auto back = parse_onnx<S>(written->bytes, "written.onnx");
  if (!back) FAIL(message(back.error()));
  return *back;
}

template <Scalar S>
Batch<S> points(Index features, Index samples, bool positive = false) {
  RandomStream stream(11);
  Batch<S> x(features, samples);
  for (Index i = 0; i < x.size(); ++i) {
    const auto quarters =
        static_cast<int>(positive ? stream.between(1, 16) : stream.between(-16, 16));
    x.data()[i] = S(quarters) / S(4);
  }
  return x;
}

template <Scalar S>
bool only_renames(const Rearrange<S>& map) {
  if (element_count(map.in) != element_count(map.out)) return false;
  if (map.source.empty()) return true;
  for (std::size_t k = 0; k < map.source.size(); ++k) {
    if (map.source[k] != static_cast<Index>(k)) return false;
  }
  return map.in != map.out;
}

// The operator instances of the nodes named "nodeK" and "nodeK/...", for each K that is there.
template <Scalar S>
std::map<std::string, std::set<Index>> instances(const Network<S>& network) {
  std::map<std::string, std::set<Index>> all;
  for (const Node& node : network.nodes()) {
    const auto& op = network.operators()[static_cast<std::size_t>(node.op)];
    const auto* map = std::get_if<Rearrange<S>>(&op);
    // What only renames positions becomes no node when it is read, and is nothing that is shared.
    if (map != nullptr && only_renames(*map)) continue;
    all[node.name.substr(0, node.name.find('/'))].insert(node.op);
  }
  return all;
}

template <Scalar S>
void same_sharing(const Network<S>& before, const Network<S>& after) {
  const auto a = instances(before);
  const auto b = instances(after);
  for (const auto& [name, ops] : a) {
    REQUIRE(b.contains(name));
    for (const auto& [other, other_ops] : a) {
      CAPTURE(name, other);
      CHECK((ops == other_ops) == (b.at(name) == b.at(other)));
    }
  }
}

template <Scalar S>
void survives(const Network<S>& original, bool positive = false) {
  const Network<S> network = named(original);
  const Network<S> back = round_trip(network);
  const Batch<S> x = points<S>(network.input_features(), 7, positive);
  const Batch<S> expected = evaluate(network, x);
  const Batch<S> found = evaluate(back, x);
  REQUIRE(found.rows() == expected.rows());
  CHECK((found == expected).all());
  same_sharing(network, back);
}

TEST_CASE("A network of any family is read back with equal outputs and its sharing") {
  for (const NetworkFamily& family : network_families()) {
    for (std::uint64_t k = 0; k < 25; ++k) {
      CAPTURE(family.name, k);
      RandomStream stream = RandomStream(2026).split(k);
      const Network<double> network = family.draw(stream, size_of_case(4 * k));
      survives(network);
      survives(convert<float>(network).value());
    }
  }
}

template <Scalar S>
Vector<S> vector(std::initializer_list<S> values) {
  Vector<S> v(static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), v.data());
  return v;
}

// One operator, and the ONNX operators that must come of it, in this order; empty: any.
template <Scalar S>
struct Written {
  Operator<S> op;
  std::vector<Shape> operands;
  std::vector<std::string> as;
};

template <Scalar S>
std::vector<Written<S>> affine_and_elementwise() {
  const S third = S(1) / S(3);
  const Shape pair{2};
  const Shape image{2, 3, 4};
  WindowGeometry window = plain_window({2, 2});
  window.pad_begin = {1, 0};
  window.stride = {2, 3};
  WindowGeometry ceiled = window;
  ceiled.ceil_mode = true;
  const auto weights = [&](Index rows, Index columns) {
    return Matrix<S>(points<S>(rows, columns) / S(3));
  };
  return {{Dense<S>{weights(3, 2), vector<S>({third, S(0), S(1)})}, {pair}, {"Gemm"}},
          {Dense<S>{weights(1, 24), vector<S>({third})}, {image}, {"Flatten", "Gemm"}},
          {Convolution<S>{image, weights(3, 8), vector<S>({third, S(1), S(0)}), 1, window},
           {image},
           {"Conv"}},
          {Convolution<S>{image, weights(4, 4), vector<S>({third, S(1), S(0), S(2)}), 2, ceiled},
           {image},
           {"Conv"}},
          {Convolution<S>{{1, 5}, weights(2, 3), vector<S>({S(0), S(0)}), 1, plain_window({3})},
           {{1, 5}},
           {"Conv"}},
          {Scale<S>{vector<S>({third, S(2)})}, {pair}, {"Mul"}},
          {Scale<S>{points<S>(24, 1).col(0)}, {image}, {"Mul"}},
          {Scale<S>{Vector<S>::Constant(24, third)}, {image}, {"Mul"}},
          {Shift<S>{vector<S>({third, S(2)})}, {pair}, {"Add"}},
          {Sum<S>{vector<S>({S(1), S(1)})}, {pair, pair}, {"Add"}},
          {Sum<S>{vector<S>({S(1), S(-1)})}, {pair, pair}, {"Sub"}},
          {Sum<S>{vector<S>({third, S(1), S(-1)})}, {pair, pair, pair}, {"Mul", "Mul", "Sum"}},
          {Sum<S>{vector<S>({S(1)})}, {pair}, {"Sum"}},
          {Concat{{{2, 1}, {2, 2}}, 1}, {{2, 1}, {2, 2}}, {"Concat"}},
          {Relu{}, {pair}, {"Relu"}},
          {LeakyRelu<S>{S(1) / S(4)}, {pair}, {"LeakyRelu"}},
          {LeakyRelu<S>{third}, {pair}, {}},
          {Abs{}, {image}, {"Abs"}},
          {Clip<S>{-third, S(6)}, {pair}, {"Clip"}},
          {Power{3}, {pair}, {"Pow"}},
          {Power{-2}, {pair}, {"Pow"}},
          {Sigmoid{}, {pair}, {"Sigmoid"}},
          {Tanh{}, {pair}, {"Tanh"}},
          {Softplus{}, {pair}, {"Softplus"}},
          {Elu<S>{S(2)}, {pair}, {"Elu"}},
          {Elu<S>{third}, {pair}, {}},
          {Gelu{}, {pair}, {"Gelu"}},
          {Exp{}, {pair}, {"Exp"}},
          {Log{}, {pair}, {"Log"}},
          {Sqrt{}, {pair}, {"Sqrt"}},
          {Max{}, {pair, pair, pair}, {"Max"}},
          {Min{}, {pair, pair}, {"Min"}},
          {Product{}, {pair, pair}, {"Mul"}},
          {Softmax{image, 1}, {image}, {"Softmax"}},
          {Softmax{pair, 0}, {pair}, {"Softmax"}}};
}

template <Scalar S>
std::vector<Written<S>> index_maps() {
  const Shape image{2, 3, 4};
  const S third = S(1) / S(3);
  const std::vector<std::string> any{"Flatten", "Gather", "Reshape"};
  const std::vector<std::string> filled{"Flatten", "Pad", "Gather", "Reshape"};
  return {{*reshape<S>(image, {4, 6}), {image}, {"Reshape"}},
          {*reshape<S>(image, {24}), {image}, {"Reshape"}},
          {*transpose<S>(image, {2, 0, 1}), {image}, {"Transpose"}},
          {*slice<S>(image, 1, 1, 3, 1), {image}, {"Slice"}},
          {*slice<S>(image, 2, 3, -5, -1), {image}, {"Slice"}},
          {*slice<S>(image, 2, 0, 4, 3), {image}, {"Slice"}},
          {*slice<S>({3}, 0, 1, 2, 1), {{3}}, {"Slice"}},
          {*gather<S>(image, 2, {3, 0, 0, 1, 2}), {image}, {"Gather"}},
          {*gather<S>(image, 0, {1, 1}), {image}, {"Gather"}},
          {*pad<S>(image, {0, 1, 0}, {1, 0, 2}, third), {image}, {"Pad"}},
          {*pad<S>(image, {0, -1, 1}, {0, 2, -1}, S(0)), {image}, {"Pad"}},
          {*expand<S>({3, 1}, {2, 3, 4}), {{3, 1}}, {"Reshape", "Expand"}},
          {*expand<S>({1, 3}, {2, 3}), {{1, 3}}, {}},
          {Rearrange<S>{"shuffle", {2, 2}, {3, 2}, {3, 0, 1, 1, 2, 0}, S(0)}, {{2, 2}}, any},
          {Rearrange<S>{"holes", {4}, {2, 2}, {3, -1, 1, -1}, third},
           {{4}},
           {"Pad", "Gather", "Reshape"}},
          {Rearrange<S>{"holes", {2, 2}, {2, 2}, {3, -1, -1, 0}, third}, {{2, 2}}, filled},
          {Rearrange<S>{"nothing", {2}, {2}, {-1, -1}, third}, {{2}}, {"Pad", "Gather"}}};
}

template <Scalar S>
std::vector<Written<S>> windows() {
  const Shape image{2, 4, 5};
  std::vector<Written<S>> all;
  const auto pools = [&](WindowGeometry geometry, bool dilated) {
    all.push_back({*max_pool(image, geometry), {image}, {"MaxPool"}});
    if (dilated) return;  // means are dilated from opset 19 on
    all.push_back({*average_pool<S>(image, geometry, false), {image}, {"AveragePool"}});
  };
  WindowGeometry geometry = plain_window({2, 3});
  pools(geometry, false);
  geometry.stride = {2, 1};
  pools(geometry, false);
  geometry.pad_begin = {1, 2};
  geometry.pad_end = {0, 1};
  pools(geometry, false);
  all.push_back({*average_pool<S>(image, geometry, true), {image}, {"AveragePool"}});
  geometry.stride = {2, 3};
  geometry.ceil_mode = true;
  pools(geometry, false);
  geometry.dilation = {2, 1};
  pools(geometry, true);
  all.push_back({*average_pool<S>(image, geometry, false), {image}, {}});
  pools(plain_window({4, 5}), false);
  all.push_back({*reduce_sum<S>(image, {1}, true), {image}, {"ReduceSum"}});
  all.push_back({*reduce_sum<S>(image, {0, 2}, false), {image}, {"ReduceSum"}});
  all.push_back({*reduce_mean<S>(image, {1, 2}, false), {image}, {"ReduceMean"}});
  all.push_back({*reduce_mean<S>({3}, {}, true), {{3}}, {"ReduceMean"}});
  all.push_back({*reduce_max(image, {}, false), {image}, {"ReduceMax"}});
  all.push_back({*reduce_max(image, {2}, true), {image}, {"ReduceMax"}});
  const Windows uneven{{2, 2}, {3}, {0, 1, 4, 6}, {3, 0, 1, 3, 2, 0}};
  const Windows even{{2, 2}, {1, 2}, {0, 2, 4}, {3, 0, 1, 3}};
  const Windows empty{{2, 2}, {2}, {0, 0, 2}, {0, 1}};
  const S third = S(1) / S(3);
  all.push_back({WindowMax{"max-pool", uneven}, {{2, 2}}, {}});
  all.push_back({WindowMax{"reduce-max", even}, {{2, 2}}, {}});
  all.push_back(
      {WindowSum<S>{"average-pool", uneven, vector<S>({third, S(2), S(1)})}, {{2, 2}}, {}});
  all.push_back({WindowSum<S>{"reduce-sum", even, vector<S>({third, S(2)})}, {{2, 2}}, {}});
  all.push_back({WindowSum<S>{"reduce-sum", empty, vector<S>({third, S(2)})}, {{2, 2}}, {}});
  // A sum over pairs that is weighted like no mean.
  auto weighted = *average_pool<S>(image, plain_window({2, 2}));
  weighted.weight(1) = S(3);
  all.push_back({weighted, {image}, {}});
  return all;
}

// The operator alone, and one instance of it twice.
template <Scalar S>
void check(const Written<S>& one, std::vector<bool>& seen) {
  CAPTURE(name<S>(one.op), one.operands.front(), one.as);
  seen[one.op.index()] = true;
  NetworkBuilder<S> b;
  std::vector<Tensor> first;
  std::vector<Tensor> second;
  for (const Shape& shape : one.operands) first.push_back(b.input(shape));
  for (const Shape& shape : one.operands) second.push_back(b.input(shape));
  const Tensor y = b.apply(one.op, first);
  const Network<S> alone = b.build(y).value();
  const auto written = onnx_bytes(alone);
  REQUIRE(written);
  CHECK(written->rounded == 0);
  const auto model = checked_model(written->bytes);
  std::vector<std::string> as;
  for (const auto& node : model.graph().node()) as.push_back(node.op_type());
  if (!one.as.empty()) CHECK(as == one.as);
  // Logarithms and roots are finite for positive numbers.
  survives(alone, true);
  survives(b.build(b.subtract(b.apply_again(y, second), y)).value(), true);
}

TEMPLATE_TEST_CASE("Every operator is read back with equal outputs, alone and shared", "", float,
                   double) {
  std::vector<bool> seen(std::variant_size_v<Operator<TestType>>, false);
  for (const auto& one : affine_and_elementwise<TestType>()) check(one, seen);
  for (const auto& one : index_maps<TestType>()) check(one, seen);
  for (const auto& one : windows<TestType>()) check(one, seen);
  CHECK(std::ranges::all_of(seen, [](bool s) { return s; }));
}

TEST_CASE("A written model has names for people and each shared parameter once") {
  NetworkBuilder<double> b;
  const Tensor x1 = b.input({2});
  const Tensor x2 = b.input({2});
  const Tensor h = b.dense(x1, {{1, 2}, {0, -1}}, {1, 0});
  const Tensor again = b.apply_again(h, {x2});
  const Tensor y = b.apply(Operator<double>(Relu{}), {b.add(h, again)}, "top");
  const auto written = onnx_bytes(b.build(y).value()).value();
  const auto model = checked_model(written.bytes);
  const auto& graph = model.graph();
  std::vector<std::string> lines;
  for (const auto& node : graph.node()) {
    std::string line = node.name() + ": " + node.output(0) + " = " + node.op_type() + "(";
    for (const auto& input : node.input()) line += input + " ";
    lines.push_back(line + ")" + node.doc_string());
  }
  CHECK(lines ==
        std::vector<std::string>{
            "dense_1: dense_1 = Gemm(x1 dense_1.weight dense_1.bias )shared module: dense_1",
            "dense_2: dense_2 = Gemm(x2 dense_1.weight dense_1.bias )shared module: dense_1",
            "sum_1: sum_1 = Add(dense_1 dense_2 )", "top: y = Relu(sum_1 )"});
  CHECK(graph.initializer_size() == 2);
  CHECK(graph.input(0).type().tensor_type().shape().dim(0).dim_param() == "batch");
  CHECK(graph.input(0).type().tensor_type().elem_type() == onnx::TensorProto::DOUBLE);
  CHECK(graph.output(0).name() == "y");
}

TEST_CASE("A rational network is written in double and says how much was rounded") {
  NetworkBuilder<Rational> b;
  const Tensor h = b.dense(b.input({2}), {{Rational(1, 3), Rational(1, 2)}}, {Rational(1, 10)});
  const auto written = onnx_bytes(b.build(b.relu(h)).value()).value();
  CHECK(written.rounded == 2);
  const auto back = parse_onnx<double>(written.bytes, "written.onnx").value();
  CHECK(evaluate(back, Batch<double>{{3}, {1}})(0, 0) == 3 * (1.0 / 3) + 0.5 + 0.1);
  NetworkBuilder<Rational> huge;
  const Tensor beyond = huge.dense(huge.input({1}), {{*parse_rational("1e400")}}, {0});
  CHECK_FALSE(onnx_bytes(huge.build(beyond).value()));
}

TEST_CASE("A network that does nothing is written as an identity") {
  NetworkBuilder<double> b;
  const Tensor x = b.input({2});
  const Network<double> nothing = b.build(x).value();
  const auto model = checked_model(onnx_bytes(nothing)->bytes);
  CHECK(model.graph().node(0).op_type() == "Identity");
  survives(nothing);
}

TEST_CASE("A leading one that says one sample becomes the batch") {
  NetworkBuilder<double> b;
  const Tensor x = b.input({1, 3, 1});
  const Tensor shifted = b.shift(x, vector<double>({1, 2, 3}));
  const auto flat = b.dense(shifted, {{1, -1, 2}}, {0});
  const auto model = checked_model(onnx_bytes(b.build(flat).value())->bytes);
  CHECK(model.graph().input(0).type().tensor_type().shape().dim_size() == 3);  // batch, 3, 1
  survives(b.build(flat).value());
  // A pool looks at all dimensions.
  const auto pool = b.apply(max_pool({1, 3, 1}, plain_window({2, 1})), {shifted});
  const auto image = checked_model(onnx_bytes(b.build(pool).value())->bytes);
  CHECK(image.graph().input(0).type().tensor_type().shape().dim_size() == 4);
  survives(b.build(pool).value());
}

TEST_CASE("Published networks survive being written and read") {
  const auto folder = tests::shared_data("data/networks");
  if (!folder) return tests::skip_without_shared_data();
  int loaded = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    const auto network = read_network<float>(entry.path());
    if (!network) continue;
    CAPTURE(entry.path().filename().string());
    survives(*network);
    ++loaded;
  }
  CHECK(loaded > 14);  // those that the import test names, and more
}

}  // namespace
}  // namespace axiomark
