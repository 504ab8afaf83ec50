#include "network/files/onnx_import.hpp"

#include <array>

#include "network/files/array_file.hpp"
#include "network/files/network_file.hpp"
#include "network/files/onnx/import/tensor.hpp"
#include "tests/network/files/onnx_models.hpp"
#include "tests/shared_data.hpp"

namespace axiomark {
namespace {

using tests::OnnxModelText;
using tests::outputs;
using tests::refusal;
using tests::set;

constexpr std::array kPiecewiseLinear{
    "mnist-net_256x2", "mnist-net_256x4", "mnist_relu_9_200", "acasxu_1_1", "acasxu_1_2",
    "acasxu_2_1",      "acasxu_2_5",      "acasxu_3_3",       "acasxu_4_2", "acasxu_5_1",
    "acasxu_5_9",      "test_nano",       "test_tiny",        "test_small"};
constexpr auto kSigmoid = "ffnnSIGMOID__Point_6x200";

// Largest distance of the outputs from the reference arrays, in units of the largest output.
template <Scalar S>
double distance_from_reference(const std::filesystem::path& data, const std::string& name) {
  const auto network = read_network<S>(data / "networks" / (name + ".onnx"));
  if (!network) FAIL(message(network.error()));
  double worst = 0;
  int inputs = 0;
  for (int k = 0; exists(data / "inputs" / name / (std::to_string(k) + ".npy")); ++k, ++inputs) {
    const auto x = read_batch<S>((data / "inputs" / name / (std::to_string(k) + ".npy")).string(),
                                 sample_shape(*network));
    if (!x) FAIL(message(x.error()));
    const std::string array = std::is_same_v<S, float> ? "output_f32.npy" : "output_f64.npy";
    const auto expected =
        read_batch<double>((data / "references" / name / std::to_string(k) / array).string(),
                           {1, network->output_features()});
    if (!expected) FAIL(message(expected.error()));
    const Batch<double> found = convert_all<double>(evaluate(*network, *x));
    REQUIRE(found.rows() == expected->rows());
    const double scale = expected->abs().maxCoeff();
    const double off = (found - *expected).abs().maxCoeff();
    worst = std::max(worst, scale > 0 ? off / scale : off);
  }
  REQUIRE(inputs > 0);
  return worst;
}

TEST_CASE("Published fully connected networks give the reference outputs in double") {
  const auto data = tests::shared_data("data");
  if (!data) return tests::skip_without_shared_data();
  for (const char* name : kPiecewiseLinear) {
    CAPTURE(name);
    // The references were summed in another order: 1e-12 by their own statement.
    CHECK(distance_from_reference<double>(*data, name) < 1e-10);
  }
  CHECK(distance_from_reference<double>(*data, kSigmoid) < 1e-10);
}

TEST_CASE("Published fully connected networks give the reference outputs in float") {
  const auto data = tests::shared_data("data");
  if (!data) return tests::skip_without_shared_data();
  for (const char* name : kPiecewiseLinear) {
    CAPTURE(name);
    CHECK(distance_from_reference<float>(*data, name) < 1e-5);
  }
  CHECK(distance_from_reference<float>(*data, kSigmoid) < 1e-5);
}

TEST_CASE("Published piecewise linear networks load in exact arithmetic") {
  const auto data = tests::shared_data("data");
  if (!data) return tests::skip_without_shared_data();
  for (const char* name : kPiecewiseLinear) {
    CAPTURE(name);
    const auto path = *data / "networks" / (std::string(name) + ".onnx");
    const auto exact = read_network<Rational>(path);
    if (!exact) FAIL(message(exact.error()));
    const auto rounded = read_network<double>(path).value();
    CHECK(exact->parameter_count() == rounded.parameter_count());
    CHECK(exact->nodes() == rounded.nodes());
  }
  for (const char* name : {"acasxu_1_1", "test_nano", "test_tiny", "test_small"}) {
    CHECK(distance_from_reference<Rational>(*data, name) < 1e-10);
  }
}

TEST_CASE("A published sigmoid network is refused in exact arithmetic, naming the node") {
  const auto data = tests::shared_data("data");
  if (!data) return tests::skip_without_shared_data();
  const auto network =
      read_network<Rational>(*data / "networks" / (std::string(kSigmoid) + ".onnx"));
  REQUIRE_FALSE(network);
  CHECK(network.error().kind == ErrorKind::unsupported);
  const std::string text = message(network.error());
  CAPTURE(text);
  CHECK(text.find("(sigmoid)") != std::string::npos);
  CHECK(text.find("no rational value") != std::string::npos);
}

TEST_CASE("The input keeps its declared shape and flattening makes no node") {
  const auto data = tests::shared_data("data");
  if (!data) return tests::skip_without_shared_data();
  const auto network = read_network<float>(*data / "networks/mnist-net_256x2.onnx").value();
  CHECK(network.inputs() == std::vector<Shape>{{1, 784, 1}});
  CHECK(network.nodes().size() == 5);
  CHECK(network.shape(network.output()) == Shape{10});
}

TEMPLATE_TEST_CASE("Matrix products promote vectors and take the constant on either side", "",
                   float, double, Rational) {
  using S = TestType;
  const auto product = [](const std::vector<std::int64_t>& x, const std::vector<std::int64_t>& w,
                          bool left) {
    OnnxModelText m;
    m.input("x", x).numbers("w", w, {1, 2, 3, 4, 5, 6}).output("y");
    m.node("MatMul", left ? std::vector<std::string>{"w", "x"} : std::vector<std::string>{"x", "w"},
           "y");
    const Vector<S> y = outputs<S>(m, left ? std::vector<S>{1, 0, -1} : std::vector<S>{1, -1});
    return std::vector<S>(y.begin(), y.end());
  };
  const std::vector<S> right{-3, -3, -3};
  const std::vector<S> left{-2, -2};
  CHECK(product({2}, {2, 3}, false) == right);
  CHECK(product({1, 2}, {2, 3}, false) == right);
  CHECK(product({1, 1, 2}, {1, 2, 3}, false) == right);
  CHECK(product({3}, {2, 3}, true) == left);
  CHECK(product({3, 1}, {2, 3}, true) == left);
  CHECK(product({1, 3, 1}, {2, 3}, true) == left);
}

TEST_CASE("Gemm applies alpha, beta and its transpositions exactly") {
  OnnxModelText m;
  m.input("x", {2, 1}).numbers("w", {3, 2}, {1, 2, 3, 4, 5, 6}).numbers("c", {1, 3}, {1, 2, 3});
  auto& node = m.node("Gemm", {"x", "w", "c"}, "y");
  set(node, "alpha", 0.1f);
  set(node, "beta", 0.5f);
  set(node, "transA", std::int64_t{1});
  set(node, "transB", std::int64_t{1});
  m.output("y");
  const auto y = outputs<Rational>(m, {2, 1});
  CHECK(y(0) == Rational(0.1f) * 4 + Rational(1, 2));
  CHECK(y(2) == Rational(0.1f) * 16 + Rational(3, 2));
}

TEST_CASE("Division by a constant is exact in Rational and by zero refused") {
  const auto model = [](float divisor) {
    OnnxModelText m;
    m.input("x", {1, 2}).numbers("c", {}, {divisor}).output("y");
    m.node("Div", {"x", "c"}, "y").set_name("normalise");
    return m;
  };
  CHECK(outputs<Rational>(model(3), {1, 2})(0) == Rational(1, 3));
  CHECK(refusal(model(0).bytes(), ErrorKind::input).find("'normalise' (Div)") != std::string::npos);
}

TEMPLATE_TEST_CASE("Constants broadcast, and so does the input", "", float, double, Rational) {
  using S = TestType;
  OnnxModelText m;
  m.input("x", {1, 2, 1}).numbers("c", {3}, {10, 20, 30}).numbers("d", {2, 1}, {1, 2}).output("y");
  m.node("Add", {"x", "c"}, "s");
  m.node("Sub", {"d", "s"}, "y");
  const Vector<S> y = outputs<S>(m, {1, 2});
  CHECK(std::vector<S>(y.begin(), y.end()) == std::vector<S>{-10, -20, -30, -10, -20, -30});
}

TEST_CASE("Operators on constants are computed at import") {
  OnnxModelText m;
  m.input("x", {1, 2}).numbers("a", {4}, {1, 2, 3, 4}).numbers("two", {}, {2}).output("y");
  m.integers("shape", {2, -1});
  m.node("Reshape", {"a", "shape"}, "w");
  m.node("Div", {"w", "two"}, "half");
  m.node("Identity", {"shape"}, "unused");
  m.node("MatMul", {"x", "half"}, "y");
  const auto network = parse_onnx<Rational>(m.bytes(), "model.onnx").value();
  CHECK(network.nodes().size() == 1);
  CHECK(outputs<Rational>(m, {1, 1})(0) == 2);
}

TEST_CASE("Initialisers may be listed as inputs, and symbolic dimensions are 1") {
  OnnxModelText m;
  m.input("x", {1, 2}).input("w", {2, 1}).numbers("w", {2, 1}, {1, 2}).output("y");
  m.graph()
      .mutable_input(0)
      ->mutable_type()
      ->mutable_tensor_type()
      ->mutable_shape()
      ->mutable_dim(0)
      ->set_dim_param("batch");
  m.node("MatMul", {"x", "w"}, "y");
  const auto network = parse_onnx<double>(m.bytes(), "model.onnx").value();
  CHECK(network.inputs() == std::vector<Shape>{{1, 2}});
}

TEST_CASE("Half precision, double and raw data are read exactly") {
  CHECK(half_to_float(0x3c00) == 1.0f);
  CHECK(half_to_float(0xc000) == -2.0f);
  CHECK(half_to_float(0x3555) == 0.333251953125f);
  CHECK(half_to_float(0x0001) == 0x1p-24f);
  CHECK(half_to_float(0x7bff) == 65504.0f);
  onnx::TensorProto tensor;
  tensor.set_data_type(onnx::TensorProto::DOUBLE);
  tensor.add_dims(1);
  const double tenth = 0.1;
  tensor.set_raw_data(std::string(reinterpret_cast<const char*>(&tenth), sizeof tenth));
  CHECK(read_tensor<Rational>(tensor, "t")->values(0) == Rational(0.1));
  tensor.set_data_type(onnx::TensorProto::FLOAT16);
  tensor.clear_raw_data();
  tensor.add_int32_data(0x3555);
  CHECK(read_tensor<Rational>(tensor, "t")->values(0) == Rational(0.333251953125));
}

// As exporters write a flattening: the batch read from the shape, the rest worked out.
TEST_CASE("Shapes are computed in whole numbers") {
  OnnxModelText m;
  m.input("x", {1, 2, 3}).integers("zero", {0}).integers("rest", {-1}).output("y");
  m.integers("seven", {7}).integers("two", {2}).integers("large", {9223372036854775807});
  m.node("Shape", {"x"}, "shape");
  m.node("Gather", {"shape", "zero"}, "batch");
  set(m.node("Concat", {"batch", "rest"}, "target"), "axis", std::int64_t{0});
  m.node("Reshape", {"x", "target"}, "flat");
  // Cut off: 7 / 2 = 3, and 2^63 - 1 is kept to the last digit.
  m.node("Div", {"seven", "two"}, "three");
  m.node("Div", {"large", "large"}, "one");
  m.node("Mul", {"large", "one"}, "end");
  m.node("Slice", {"flat", "three", "end", "one"}, "y");
  const auto y = outputs<float>(m, {1, 2, 3, 4, 5, 6});
  CHECK(std::vector<float>(y.begin(), y.end()) == std::vector<float>{4, 5, 6});
}

TEST_CASE("Casts and filled constants are constants, and a cast between floats does nothing") {
  OnnxModelText m;
  m.input("x", {3}).integers("three", {3}).output("y");
  m.node("ConstantOfShape", {"three"}, "zeros");
  set(m.node("Cast", {"three"}, "factor"), "to", std::int64_t{onnx::TensorProto::DOUBLE});
  m.node("Mul", {"x", "factor"}, "tripled");
  set(m.node("Concat", {"zeros", "tripled"}, "joined"), "axis", std::int64_t{-1});
  set(m.node("Cast", {"joined"}, "y"), "to", std::int64_t{onnx::TensorProto::FLOAT16});
  const auto y = outputs<Rational>(m, {1, 2, Rational(1, 7)});
  CHECK(std::vector<Rational>(y.begin(), y.end()) ==
        std::vector<Rational>{0, 0, 0, 3, 6, Rational(3, 7)});
}

TEST_CASE("Batches of matrices are multiplied as NumPy does, exactly") {
  // x: two matrices [[1, 2], [3, 4]] and [[0, 1], [-1, 0]]
  const std::vector<Rational> x{1, 2, 3, 4, 0, 1, -1, 0};
  const auto product = [&](const std::vector<std::int64_t>& shape, const std::vector<float>& values,
                           bool left) {
    OnnxModelText m;
    m.input("x", {2, 2, 2}).numbers("w", shape, values).output("y");
    m.node("MatMul", left ? std::vector<std::string>{"w", "x"} : std::vector<std::string>{"x", "w"},
           "y");
    const auto y = outputs<Rational>(m, x);
    return std::vector<Rational>(y.begin(), y.end());
  };
  using V = std::vector<Rational>;
  CHECK(product({2, 1}, {1, 10}, false) == V{21, 43, 10, -1});
  CHECK(product({2}, {1, 10}, false) == V{21, 43, 10, -1});
  CHECK(product({1, 2}, {1, 10}, true) == V{31, 42, -10, 1});
  // A matrix of its own for each: the first doubled, of the second the rows exchanged.
  CHECK(product({2, 2, 2}, {2, 0, 0, 2, 0, 1, 1, 0}, true) == V{2, 4, 6, 8, -1, 0, 0, 1});
  CHECK(product({2, 2, 2}, {2, 0, 0, 2, 0, 1, 1, 0}, false) == V{2, 4, 6, 8, 1, 0, 0, -1});
  // Two pairs of batches: [2, 1, ...] against [2, ...].
  CHECK(product({2, 1, 1, 2}, {1, 0, 0, 1}, true) == V{1, 2, 0, 1, 3, 4, -1, 0});
}

TEST_CASE("A convolution treats the samples of a declared batch alike") {
  const auto model = [](std::int64_t samples) {
    OnnxModelText m;
    m.input("x", {samples, 2, 3}).numbers("w", {2, 1, 2}, {1, 2, 3, 4}).output("y");
    auto& node = m.node("Conv", {"x", "w"}, "y");
    set(node, "group", std::int64_t{2});
    set(node, "pads", std::vector<std::int64_t>{1, 0});
    return m;
  };
  const std::vector<Rational> first{1, 2, 3, 4, 5, 6};
  const std::vector<Rational> second{-1, 0, 7, 2, 2, 9};
  std::vector<Rational> both = first;
  both.insert(both.end(), second.begin(), second.end());
  const auto y = outputs<Rational>(model(2), both);
  const auto a = outputs<Rational>(model(1), first);
  const auto b = outputs<Rational>(model(1), second);
  REQUIRE(y.size() == a.size() + b.size());
  CHECK((y.head(a.size()) == a).all());
  CHECK((y.tail(b.size()) == b).all());
}

// Of an even number of channels the odd one is behind: s_c = 1 + (x_c^2 + x_{c+1}^2), y = x / s.
TEST_CASE("Local response normalisation of two channels reads the next one") {
  OnnxModelText m;
  m.input("x", {1, 3, 1}).output("y");
  auto& node = m.node("LRN", {"x"}, "y");
  set(node, "size", std::int64_t{2});
  set(node, "alpha", 2.0f);
  set(node, "beta", 1.0f);
  const auto y = outputs<double>(m, {1, 2, 3});
  // A logarithm below 3 is off by 3 * 2^-53, which the exponential makes relative; with the other
  // roundings less than 32 * 2^-53.
  CHECK(y(0) == Approx(1.0 / 6).epsilon(4e-15));
  CHECK(y(1) == Approx(2.0 / 14).epsilon(4e-15));
  CHECK(y(2) == Approx(3.0 / 10).epsilon(4e-15));
}

TEST_CASE("The logarithm of a softmax is finite where the softmax is not") {
  OnnxModelText m;
  m.input("x", {1, 3}).output("y");
  m.node("LogSoftmax", {"x"}, "y");
  const auto y = outputs<float>(m, {0, 2000, -2000});
  CHECK(y(0) == -2000);
  CHECK(y(1) == 0);
  CHECK(y(2) == -4000);
}

TEST_CASE("Of several outputs the first is the network's, and the others need not be supported") {
  OnnxModelText m;
  m.input("x", {2}).output("y").output("z");
  m.node("Relu", {"x"}, "y");
  m.node("Unheard", {"x"}, "z");
  CHECK(outputs<double>(m, {-1, 2})(1) == 2);
  OnnxPart<double> part;
  part.output = "z";
  const auto other = parse_onnx<double>(m.bytes(), "model.onnx", part);
  REQUIRE_FALSE(other);
  CHECK(other.error().kind == ErrorKind::unsupported);
}

TEST_CASE("A model is cut at a tensor: what it is made from is not read") {
  OnnxModelText m;
  m.input("x", {2}).numbers("two", {}, {2}).output("y");
  m.node("Exp", {"x"}, "h");  // no rational value, and not needed
  m.node("Mul", {"h", "two"}, "double");
  m.node("Add", {"double", "h"}, "y");
  OnnxPart<Rational> part;
  part.cut = "h";
  part.cut_shape = {2};
  const auto network = parse_onnx<Rational>(m.bytes(), "model.onnx", part);
  if (!network) FAIL(message(network.error()));
  CHECK(network->inputs() == std::vector<Shape>{{2}});
  Batch<Rational> h(2, 1);
  h << Rational(1, 3), Rational(5);
  CHECK(evaluate(*network, h)(0, 0) == 1);
  CHECK(evaluate(*network, h)(1, 0) == 15);
  const OnnxTensorValue<double> x{"x", {{2}, Vector<double>::Constant(2, 0)}};
  const auto value = onnx_tensor<double>(m.bytes(), "model.onnx", "double", {x});
  REQUIRE(value);
  CHECK(value->shape == Shape{2});
  CHECK((value->values == 2.0).all());
}

}  // namespace
}  // namespace axiomark
