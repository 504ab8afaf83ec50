#include <cmath>
#include <random>

#include "network/builder.hpp"
#include "network/files/network_file.hpp"
#include "network/files/npy.hpp"
#include "network/files/onnx_export.hpp"
#include "tests/network/files/damage.hpp"
#include "tests/network/files/onnx_models.hpp"

namespace axiomark {
namespace {

using tests::accepted;
using tests::damage;
using tests::OnnxModelText;
using tests::refusal;
using tests::set;

OnnxModelText small_model() {
  OnnxModelText m;
  m.input("x", {1, 2, 1}).numbers("w", {2, 3}, {1, 2, 3, 4, 5, 6}).numbers("b", {3}, {1, 0, -1});
  m.integers("shape", {0, -1});
  m.node("Reshape", {"x", "shape"}, "flat");
  set(m.node("Gemm", {"flat", "w", "b"}, "z"), "alpha", 1.0f);
  m.node("Clip", {"z"}, "a");
  m.node("Mul", {"a", "a"}, "y");
  return m.output("y");
}

constexpr std::string_view kSmallGraph =
    R"({"schema": "axiomark-network/1", "inputs": [[1, 3, 3]], "operators": [
    {"type": "convolution", "in": [1, 3, 3], "weights": [[1, "1/3", -1, 2]], "bias": [0.5],
     "groups": 1, "window": {"kernel": [2, 2], "stride": [1, 1], "dilation": [1, 1],
     "pad_begin": [0, 0], "pad_end": [1, 1], "ceil_mode": false}},
    {"type": "rearrange", "form": "slice", "in": [1, 3, 3], "out": [2], "source": [0, 8],
     "fill": 0},
    {"type": "window-max", "form": "reduce-max", "windows": {"in": [2], "out": [1],
     "begin": [0, 2], "members": [0, 1]}}],
    "nodes": [{"operator": 0, "inputs": [0]}, {"operator": 1, "inputs": [1]},
              {"operator": 2, "inputs": [2], "name": "top"}], "output": 3})";

TEMPLATE_TEST_CASE("No damage to an ONNX file crashes the import", "", float, Rational) {
  using S = TestType;
  const auto parse = [](const std::string& text) { return parse_onnx<S>(text, "damaged"); };
  const std::string bytes = small_model().bytes();
  REQUIRE(parse(bytes));
  const int survived = accepted<S>(bytes, parse, 11, 2000);
  CHECK(survived > 0);  // else the damages were too large to test anything behind the parser
  CHECK(survived < 2000);
}

// A convolution, a pool, a slice, a padding, a reduction and an index map.
std::string written_model() {
  NetworkBuilder<double> b;
  const Tensor x = b.input({2, 4, 4});
  Convolution<double> op{{2, 4, 4},
                         Matrix<double>::Constant(2, 8, 0.5),
                         Vector<double>::Ones(2),
                         1,
                         plain_window({2, 2})};
  const Tensor h = b.apply(Operator<double>(op), {x});
  const Tensor pooled = b.apply(max_pool({2, 3, 3}, plain_window({2, 2})), {h});
  const Tensor cut = b.apply(slice<double>({2, 2, 2}, 2, 0, 2, 1), {pooled});
  const Tensor longer = b.apply(pad<double>({2, 2, 2}, {0, 1, 0}, {0, 0, 1}, 1.5), {cut});
  const Tensor some = b.apply(gather<double>({2, 3, 3}, 1, {2, 0, 0}), {longer});
  return onnx_bytes(b.build(b.apply(reduce_mean<double>({2, 3, 3}, {1, 2}, false), {some})).value())
      ->bytes;
}

TEST_CASE("No damage to a model with windows and index maps crashes the import") {
  const std::string bytes = written_model();
  const auto parse = [](const std::string& text) { return parse_onnx<double>(text, "damaged"); };
  REQUIRE(parse(bytes));
  CHECK(accepted<double>(bytes, parse, 16, 3000) > 0);
}

TEMPLATE_TEST_CASE("No damage to a JSON network crashes the reader", "", double, Rational) {
  using S = TestType;
  const auto parse = [](const std::string& text) { return parse_network<S>(text, "damaged"); };
  REQUIRE(parse(std::string(kSmallGraph)));
  CHECK(accepted<S>(std::string(kSmallGraph), parse, 13, 2000) > 0);
  const std::string layers =
      R"({"layers": [{"W": [[1, "-1/2"], [0.5, 3]], "b": [0, -1], "activation": "relu"},
                     {"W": [[2, 1]], "b": ["1/4"], "activation": "none"}]})";
  CHECK(accepted<S>(layers, parse, 14, 2000) > 0);
}

TEST_CASE("No damage to a .npy file crashes the reader") {
  const NumberArray<double> array{{2, 3}, Vector<double>::LinSpaced(6, -1, 1)};
  const std::string bytes = npy_bytes(array);
  REQUIRE((parse_npy<double>(bytes, "x.npy")->values == array.values).all());
  std::mt19937_64 random(15);
  for (int k = 0; k < 2000; ++k) {
    const auto read = parse_npy<Rational>(damage(bytes, random), "damaged");
    if (!read) CHECK(message(read.error()).starts_with("damaged: "));
  }
}

TEST_CASE("A cut ONNX file is refused at every length") {
  const std::string bytes = small_model().bytes();
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    const auto network = parse_onnx<double>(bytes.substr(0, n), "cut.onnx");
    // Only the operator set at the end of the file may be missing without breaking the parser.
    CHECK_FALSE(network);
  }
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("An ONNX model that cannot be is refused in one line that says why") {
  const auto with = [](const auto& change) {
    OnnxModelText m = small_model();
    change(m);
    return m.bytes();
  };
  using M = OnnxModelText;
  constexpr auto kInput = ErrorKind::input;
  constexpr auto kUnsupported = ErrorKind::unsupported;
  CHECK(contains(refusal("not an onnx file", kInput), "not an ONNX model"));
  CHECK(contains(refusal(with([](M& m) { m.graph().clear_node(); }), kInput), "no graph"));
  CHECK(contains(refusal(with([](M& m) { m.graph().clear_output(); }), kInput), "output"));
  CHECK(contains(refusal(with([](M& m) { m.graph().mutable_output(0)->set_name("q"); }), kInput),
                 "'q'"));
  CHECK(contains(
      refusal(with([](M& m) { m.graph().mutable_output(0)->set_name("w"); }), kUnsupported),
      "does not depend"));
  CHECK(contains(refusal(with([](M& m) { m.graph().clear_input(); }), kInput), "no input"));
  CHECK(contains(refusal(with([](M& m) { m.proto.clear_opset_import(); }), kInput), "opset"));
  CHECK(contains(
      refusal(with([](M& m) { m.proto.mutable_opset_import(0)->set_version(6); }), kUnsupported),
      "opset 6"));
  CHECK(contains(refusal(with([](M& m) {
                           auto& node = *m.graph().mutable_node(1);
                           node.set_op_type("ConvTranspose");
                           node.set_name("c1");
                         }),
                         kUnsupported),
                 "node 1 'c1' (ConvTranspose): operator ConvTranspose"));
  CHECK(contains(
      refusal(with([](M& m) { set(*m.graph().mutable_node(2), "limit", 1.0f); }), kUnsupported),
      "attribute limit of operator Clip"));
  CHECK(contains(refusal(with([](M& m) { m.graph().mutable_node(3)->set_domain("com.example"); }),
                         kUnsupported),
                 "com.example::Mul"));
  CHECK(contains(refusal(with([](M& m) {
                           m.graph().mutable_node(1)->mutable_attribute(0)->set_type(
                               onnx::AttributeProto::INT);
                         }),
                         kInput),
                 "attribute alpha of type INT"));
  // A cycle, an undefined name, a name made twice.
  CHECK(contains(refusal(with([](M& m) { m.graph().mutable_node(1)->set_input(0, "y"); }), kInput),
                 "'y', which no earlier node makes"));
  CHECK(contains(refusal(with([](M& m) { m.graph().mutable_node(1)->set_input(0, "?"); }), kInput),
                 "'?', which no earlier node makes"));
  CHECK(contains(refusal(with([](M& m) { m.graph().mutable_node(3)->set_output(0, "a"); }), kInput),
                 "a second tensor named 'a'"));
  CHECK(contains(refusal(with([](M& m) { m.numbers("w", {1}, {1}); }), kInput), "named 'w'"));
  CHECK(contains(refusal(with([](M& m) { m.input("x", {1}); }), kInput), "declared twice"));
  CHECK(contains(refusal(with([](M& m) { m.graph().mutable_node(1)->clear_input(); }), kInput),
                 "0 inputs"));
}

TEST_CASE("Sizes and data of an ONNX tensor that do not fit are refused") {
  const auto with = [](const auto& change) {
    OnnxModelText m = small_model();
    change(*m.graph().mutable_initializer(0));
    return m.bytes();
  };
  using T = onnx::TensorProto;
  constexpr auto kInput = ErrorKind::input;
  constexpr auto kUnsupported = ErrorKind::unsupported;
  CHECK(contains(refusal(with([](T& t) { t.set_dims(0, -2); }), kInput), "initializer 'w'"));
  CHECK(contains(refusal(with([](T& t) { t.set_dims(0, std::int64_t{1} << 62); }), kInput),
                 "initializer 'w'"));
  CHECK(contains(refusal(with([](T& t) { t.set_dims(0, 3); }), kInput), "6 values; expected 9"));
  CHECK(contains(refusal(with([](T& t) { t.set_raw_data("123"); }), kInput), "3 bytes"));
  CHECK(contains(refusal(with([](T& t) { t.set_float_data(2, NAN); }), kInput), "value 2 is nan"));
  CHECK(contains(refusal<Rational>(with([](T& t) { t.set_float_data(2, INFINITY); }), kInput),
                 "value 2 is inf"));
  CHECK(
      contains(refusal(with([](T& t) { t.set_data_type(T::STRING); }), kUnsupported), "data type"));
  CHECK(contains(refusal(with([](T& t) { t.set_data_location(T::EXTERNAL); }), kUnsupported),
                 "outside the file"));
  const auto huge_input = [](std::int64_t n) {
    OnnxModelText m;
    m.input("x", {n, n}).output("y").node("Relu", {"x"}, "y");
    return m.bytes();
  };
  CHECK(contains(refusal(huge_input(std::int64_t{1} << 40), kInput), "input 'x'"));
  CHECK(contains(refusal(huge_input(0), kInput), "input 'x'"));
  CHECK(contains(refusal(huge_input(-1), kInput), "input 'x'"));
  OnnxModelText outer;  // two long vectors that broadcast to 10^10 values
  outer.input("x", {100000, 1}).numbers("c", {100000}, std::vector<float>(100000, 1)).output("y");
  outer.node("Add", {"x", "c"}, "y");
  CHECK(contains(refusal(outer.bytes(), kInput), "broadcast"));
}

TEST_CASE("Windows and index maps that would fill the memory are refused") {
  constexpr auto kInput = ErrorKind::input;
  constexpr std::int64_t kLarge = std::int64_t{1} << 29;
  OnnxModelText pool;
  pool.input("x", {1, 1, 4}).output("y");
  auto& node = pool.node("MaxPool", {"x"}, "y");
  set(node, "kernel_shape", std::vector<std::int64_t>{kLarge});
  set(node, "pads", std::vector<std::int64_t>{kLarge, kLarge});
  CHECK(contains(refusal(pool.bytes(), kInput), "at most"));
  const auto with_integers = [](const std::string& op, const std::vector<std::int64_t>& numbers) {
    OnnxModelText m;
    m.input("x", {1, 1 << 14}).output("y").integers("i", numbers);
    m.node(op, {"x", "i"}, "y");
    return m.bytes();
  };
  CHECK(contains(refusal(with_integers("Pad", {kLarge, 0, 0, 0}), kInput), "at most"));
  CHECK(
      contains(refusal(with_integers("Pad", {0, std::int64_t{1} << 62, 0, 0}), kInput), "at most"));
  CHECK(contains(refusal(with_integers("Expand", {kLarge, 1}), kInput), "broadcast"));
  const std::vector<std::int64_t> many(1 << 15, 0);
  CHECK(contains(refusal(with_integers("Gather", many), kInput), "at most"));
}

}  // namespace
}  // namespace axiomark
