#include "network/files/network_file.hpp"

#include <fstream>

#include "network/builder.hpp"
#include "network/files/file_bytes.hpp"
#include "network/files/operator_json.hpp"
#include "network/layer_list.hpp"
#include "tests/catch.hpp"
#include "tests/network/files/temporary_folder.hpp"
#include "tests/shared_data.hpp"

namespace axiomark {
namespace {

template <Scalar S>
Vector<S> vector(std::initializer_list<S> values) {
  Vector<S> v(static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), v.data());
  return v;
}

// Every alternative of the variant once, with a shape for each of its operands.
template <Scalar S>
std::vector<std::pair<Operator<S>, std::vector<Shape>>> one_of_each() {
  const S third = S(1) / S(3);
  const Shape pair{2};
  const Shape image{1, 3, 3};
  WindowGeometry window = plain_window({2, 2});
  window.pad_begin = {1, 0};
  window.ceil_mode = true;
  return {
      {Dense<S>{Matrix<S>{{third, S(-2)}}, vector<S>({S(1) / S(10)})}, {pair}},
      {Convolution<S>{image, Matrix<S>{{1, third, -1, 2}}, vector<S>({third}), 1, window}, {image}},
      {Scale<S>{vector<S>({third, S(2)})}, {pair}},
      {Shift<S>{vector<S>({third, S(2)})}, {pair}},
      {*pad<S>(pair, {1}, {1}, third), {pair}},
      {*reshape<S>(pair, {1, 2}), {pair}},
      {*average_pool<S>(image, window, true), {image}},
      {Sum<S>{vector<S>({third, S(-1)})}, {pair, pair}},
      {Concat{{{2, 1}, {2, 2}}, 1}, {{2, 1}, {2, 2}}},
      {Relu{}, {pair}},
      {LeakyRelu<S>{third}, {pair}},
      {Abs{}, {pair}},
      {Clip<S>{-third, S(6)}, {pair}},
      {Power{3}, {pair}},
      {Power{-2}, {pair}},
      {Sigmoid{}, {pair}},
      {Tanh{}, {pair}},
      {Softplus{}, {pair}},
      {Elu<S>{third}, {pair}},
      {Gelu{}, {pair}},
      {Exp{}, {pair}},
      {Log{}, {pair}},
      {Sqrt{}, {pair}},
      {*max_pool(image, window), {image}},
      {Max{}, {pair, pair}},
      {Min{}, {pair, pair}},
      {Product{}, {pair, pair}},
      {Softmax{pair, 0}, {pair}}};
}

TEMPLATE_TEST_CASE("Every operator is read back from its JSON with equal parts", "", float, double,
                   Rational) {
  using S = TestType;
  std::vector<bool> seen(std::variant_size_v<Operator<S>>, false);
  for (const auto& [op, operands] : one_of_each<S>()) {
    const std::string text = operator_json<S>(op).dump();
    CAPTURE(text);
    const auto back = read_operator<S>(parse_json(text, "op.json").value(), {"op.json", ""});
    REQUIRE(back);
    CHECK(back->index() == op.index());
    CHECK(name<S>(*back) == name<S>(op));
    CHECK(operator_json<S>(*back).dump() == text);
    CHECK(output_shape<S>(*back, std::span<const Shape>(operands)).value() ==
          output_shape<S>(op, std::span<const Shape>(operands)).value());
    // Equal values, not equal texts only: Elu and the like have no rational value, but parameters.
    std::visit(
        [&]<class Op>(const Op& before) {
          std::vector<S> a;
          std::vector<S> b;
          const auto into = [](std::vector<S>& list) {
            return [&list]<class P>(const P& p) {
              if constexpr (std::same_as<P, S>) {
                list.push_back(p);
              } else {
                for (Index i = 0; i < p.rows(); ++i) {
                  for (Index j = 0; j < p.cols(); ++j) list.push_back(p(i, j));
                }
              }
            };
          };
          for_each_parameter<S>(before, into(a));
          for_each_parameter<S>(std::get<Op>(*back), into(b));
          CHECK(a == b);
        },
        op);
    seen[op.index()] = true;
  }
  CHECK(std::ranges::all_of(seen, [](bool s) { return s; }));
}

template <Scalar S>
Network<S> network_with_sharing() {
  NetworkBuilder<S> b;
  const Tensor x = b.input({2});
  const Tensor y = b.input({2});
  const Tensor first = b.dense(x, {{S(1) / S(3), 2}, {0, -1}}, {S(1) / S(7), 0});
  const Tensor again = b.apply_again(first, {y});
  const Tensor named = b.apply(Operator<S>(Relu{}), {b.add(first, again)}, "a \"name\"");
  return b.build(named).value();
}

TEMPLATE_TEST_CASE("A written network is read back with its sharing and its values", "", float,
                   double, Rational) {
  using S = TestType;
  const tests::TemporaryFolder folder("network-file");
  const Network<S> network = network_with_sharing<S>();
  REQUIRE(write_network(folder / "net.json", network));
  const auto back = read_network<S>(folder / "net.json");
  REQUIRE(back);
  CHECK(back->inputs() == network.inputs());
  CHECK(back->nodes() == network.nodes());
  CHECK(back->output() == network.output());
  CHECK(back->operators().size() == 3);
  CHECK(network_json(*back) == network_json(network));
  const Batch<S> x = Batch<S>{{3}, {S(1) / S(3)}, {-2}, {5}};
  CHECK((evaluate(*back, x) == evaluate(network, x)).all());
}

TEMPLATE_TEST_CASE("A layer list is a network, with and without an object around it", "", float,
                   double, Rational) {
  using S = TestType;
  const std::string list = R"([{"W": [[1, "-1/2"], [0.5, 3]], "b": [0, -1], "activation": "relu"},
                               {"W": [[2, 1]], "b": ["1/4"], "activation": "none"}])";
  for (const std::string& text :
       {list, R"({"x": [1, 2], "target": 0, "expect": {}, "layers": )" + list + "}"}) {
    const auto network = parse_network<S>(text, "layers.json");
    REQUIRE(network);
    // relu(4 - 1) = 3, relu(2 + 6 - 1) = 7, 6 + 7 + 1/4
    CHECK(evaluate(*network, Batch<S>{{4}, {2}})(0, 0) == S(53) / S(4));
    CHECK(layers_of(*network).size() == 2);
  }
}

TEST_CASE("The golden networks are layer lists with the outputs they state") {
  const auto file = tests::shared_data("golden/relu_nets.json");
  if (!file) return tests::skip_without_shared_data();
  const auto document = parse_json(read_bytes(*file).value(), "golden");
  REQUIRE(document);
  REQUIRE(document->items.size() == 60);
  for (const JsonValue& item : document->items) {
    const auto network = parse_network<Rational>(item, "golden");
    REQUIRE(network);
    const auto target = read_index(*item.find("target"), {}, 0).value();
    for (const auto& [point, value] : {std::pair{"x", "f_x"}, {"baseline", "f_baseline"}}) {
      const Batch<Rational> x = read_vector<Rational>(*item.find(point), {}).value();
      CHECK(evaluate(*network, x)(target, 0) ==
            read_number<Rational>(*item.find(value), {}).value());
    }
  }
}

template <Scalar S = double>
std::string refusal(std::string_view text) {
  const auto network = parse_network<S>(text, "net.json");
  REQUIRE_FALSE(network);
  const std::string said = message(network.error());
  CHECK(said.find('\n') == std::string::npos);
  CHECK(said.starts_with("net.json"));
  return said;
}

TEST_CASE("A JSON network that cannot be is refused in one line that says why") {
  const auto says = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  CHECK(says(refusal(R"({"schema": "axiomark-network/2"})"), "axiomark-network/2"));
  CHECK(says(refusal("3"), "expected a list of layers"));
  CHECK(says(refusal("[]"), "no layer"));
  CHECK(says(refusal("{}"), "a list of layers"));
  CHECK(says(refusal(R"([{"layers": []}])"), "a list of networks"));
  CHECK(says(refusal(R"([{"W": [[1]], "b": [0]}])"), "\"activation\""));
  CHECK(says(refusal(R"([{"W": [[1]], "b": [0], "activation": "tanh"}])"), "tanh"));
  CHECK(says(refusal(R"([{"W": [[1],[2,3]], "b": [0], "activation": "relu"}])"), "row 1"));
  CHECK(says(refusal(R"([{"W": [[1]], "b": [0, 1], "activation": "relu"}])"), "2 biases"));
  CHECK(says(refusal(R"([{"W": [[1]], "b": ["x"], "activation": "relu"}])"), "layer 0 b"));
  const auto graph = [](const std::string& operators, const std::string& nodes,
                        const std::string& output) {
    return R"({"schema": "axiomark-network/1", "inputs": [[2]], "operators": [)" + operators +
           R"(], "nodes": [)" + nodes + R"(], "output": )" + output + "}";
  };
  const std::string relu = R"({"type": "relu"})";
  const std::string node = R"({"operator": 0, "inputs": [0]})";
  CHECK(parse_network<double>(graph(relu, node, "1"), "net.json"));
  CHECK(says(refusal(graph(relu, node, "2")), "output tensor 2"));
  CHECK(says(refusal(graph(relu, R"({"operator": 1, "inputs": [0]})", "1")), "operator number 1"));
  CHECK(says(refusal(graph(relu, R"({"operator": 0, "inputs": [1]})", "1")), "tensor 1"));
  CHECK(says(refusal(graph(R"({"type": "magic"})", node, "1")), "magic"));
  CHECK(says(refusal(graph(R"({"type": "scale"})", node, "1")), "\"factor\""));
  CHECK(says(refusal(graph(R"({"type": "power", "exponent": 65})", node, "1")), "node 0"));
  CHECK(says(refusal<Rational>(graph(R"({"type": "sigmoid"})", node, "1")), "no rational value"));
  // A window over 2^62 padded positions must not be counted out.
  CHECK(says(refusal(graph(R"({"type": "convolution", "in": [2, 1, 1], "weights": [[1, 1]],
    "bias": [0], "groups": 1, "window": {"kernel": [1, 1], "stride": [1, 1], "dilation": [1, 1],
    "pad_begin": [2000000000, 2000000000], "pad_end": [2000000000, 2000000000],
    "ceil_mode": false}})",
                           node, "1")),
             "node 0"));
}

TEST_CASE("A path that is no readable file is an error of input and output") {
  const tests::TemporaryFolder folder("unreadable");
  std::ofstream(folder / "empty.onnx").flush();
  for (const auto& path : {folder.path(), folder / "missing.onnx", folder / "empty.onnx"}) {
    const auto network = read_network<double>(path);
    REQUIRE_FALSE(network);
    CHECK(network.error().kind == ErrorKind::io);
    CHECK(message(network.error()).starts_with(path.string()));
  }
}

}  // namespace
}  // namespace axiomark
