#include <onnx/checker.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "network/files/file_bytes.hpp"
#include "network/files/onnx/import/tensor.hpp"
#include "network/files/onnx_export.hpp"
#include "network/gradient.hpp"
#include "network/random_stream.hpp"
#include "tests/network/files/onnx_models.hpp"
#include "tests/shared_data.hpp"

namespace axiomark {
namespace {

using Json = nlohmann::json;
using tests::OnnxModelText;

// Operators whose operands are all data: both variable and constant operands have to work.
const std::set<std::string> kOnlyData{"Add", "Div", "Gemm", "MatMul", "Max",
                                      "Min", "Mul", "Sub",  "Sum",    "Concat"};
// Operators without a rational value for a rational operand.
const std::set<std::string> kIrrational{
    "Elu",     "Exp",      "Gelu", "LRN", "LayerNormalization", "Log", "LogSoftmax", "Sigmoid",
    "Softmax", "Softplus", "Sqrt", "Tanh"};

onnx::TensorProto tensor(const std::filesystem::path& file) {
  onnx::TensorProto proto;
  const auto bytes = read_bytes(file);
  REQUIRE((bytes && proto.ParseFromString(*bytes)));
  return proto;
}

// A model with the operands that are not data as constants, and a point of what is left.
struct Question {
  OnnxModelText model;
  std::vector<double> point;
};

// `all_data`: the later operands stay variable, if they hold floats.
Question question(const std::filesystem::path& folder, const Json& test, bool all_data) {
  Question q;
  REQUIRE(q.model.proto.ParseFromString(read_bytes(folder / "model.onnx").value()));
  for (std::size_t i = 0; i < test["inputs"].size(); ++i) {
    const Json& input = test["inputs"][i];
    auto proto = tensor(folder / input["file"].get<std::string>());
    const auto values = read_tensor<double>(proto, "input");
    REQUIRE(values);
    if (i > 0 && (!all_data || values->whole)) {
      proto.set_name(input["name"].get<std::string>());
      *q.model.graph().add_initializer() = proto;
    } else {
      q.point.insert(q.point.end(), values->values.begin(), values->values.end());
    }
  }
  // A model without an input is no function that can be explained: a zero is added to the result.
  if (test["inputs"].empty()) {
    const std::string result = q.model.graph().output(0).name();
    q.model.input("zero", {1}).node("Add", {result, "zero"}, "sum");
    q.model.graph().mutable_output(0)->set_name("sum");
    q.point = {0};
  }
  return q;
}

// |found - expected| <= 1e-3 |expected| + 1e-7 is the ONNX project's own tolerance. Ours besides:
// the expected values were summed in float over at most 64 terms, and rounded, so that they are off
// by at most 64 * 2^-24 of the largest number that took part, for which the largest result stands;
// our float results by as much again. 2^-17 is both.
template <Scalar S>
void compare(const Vector<S>& found, const Vector<double>& expected) {
  REQUIRE(found.size() == expected.size());
  const double largest = expected.abs().maxCoeff();
  for (Index i = 0; i < found.size(); ++i) {
    const double off = std::abs(convert<double>(found(i)) - expected(i));
    INFO("value " << i << " is " << convert<double>(found(i)) << ", not " << expected(i));
    if (off <= 1e-3 * std::abs(expected(i)) + 1e-7 && off <= 0x1p-17 * largest) continue;
    CHECK(off <= 1e-3 * std::abs(expected(i)) + 1e-7);
    CHECK(off <= 0x1p-17 * largest);
    return;
  }
}

template <Scalar S>
void run(const std::filesystem::path& folder, const Json& test, bool all_data) {
  CAPTURE(test["folder"].get<std::string>(), name(scalar_type<S>), all_data);
  const Question q = question(folder, test, all_data);
  const auto network = parse_onnx<S>(q.model.bytes(), "model.onnx");
  if (is_exact<S> && kIrrational.contains(test["op"].get<std::string>())) {
    REQUIRE_FALSE(network);
    CHECK(network.error().kind == ErrorKind::unsupported);
    return;
  }
  if (!network) {
    FAIL_CHECK(message(network.error()));
    return;
  }
  REQUIRE(network->input_features() == static_cast<Index>(q.point.size()));
  const Batch<S> x =
      convert_all<S>(Eigen::Map<const Vector<double>>(q.point.data(), network->input_features()));
  const auto file = test["outputs"][0]["file"].get<std::string>();
  const auto expected = read_tensor<double>(tensor(folder / file), "output");
  REQUIRE(expected);
  compare<S>(evaluate(*network, x).col(0), expected->values);
}

// Written in our own form, accepted by ONNX's checker, and read again.
template <Scalar S>
void survive(const std::filesystem::path& folder, const Json& test) {
  CAPTURE(test["folder"].get<std::string>(), name(scalar_type<S>));
  const Question q = question(folder, test, kOnlyData.contains(test["op"].get<std::string>()));
  const auto network = parse_onnx<S>(q.model.bytes(), "model.onnx");
  REQUIRE(network);
  const auto written = onnx_bytes(*network);
  REQUIRE(written);
  onnx::ModelProto model;
  REQUIRE(model.ParseFromString(written->bytes));
  REQUIRE_NOTHROW(onnx::checker::check_model(model));
  const auto back = parse_onnx<S>(written->bytes, "written.onnx");
  if (!back) {
    FAIL_CHECK(message(back.error()));
    return;
  }
  const Batch<S> x =
      convert_all<S>(Eigen::Map<const Vector<double>>(q.point.data(), network->input_features()));
  CHECK((evaluate(*back, x) == evaluate(*network, x)).all());
}

// The slope of a weighted sum of the outputs along some direction d, by the gradient and by central
// differences. With h = 2^-20 these are off by h^2 f''' / 6, 1e-12 of numbers of size one that are
// cubed a few times, and by the rounding of f, 2^-53 f n / h = 1e-10 n of them with n terms: 1e-6
// is both for all functions here, whose sums have at most some thousand terms.
void compare_slopes(const std::filesystem::path& folder, const Json& test) {
  CAPTURE(test["folder"].get<std::string>());
  const Question q = question(folder, test, kOnlyData.contains(test["op"].get<std::string>()));
  const auto network = parse_onnx<double>(q.model.bytes(), "model.onnx");
  REQUIRE(network);
  RandomStream stream(7);
  const auto draw = [&](Index count) {
    Vector<double> v(count);
    for (double& value : v) value = static_cast<double>(stream.between(-8, 8)) / 8;
    return v;
  };
  const Vector<double> x =
      Eigen::Map<const Vector<double>>(q.point.data(), network->input_features());
  const Vector<double> weights = draw(network->output_features());
  const Vector<double> d = draw(x.size());
  const auto at = gradient(*network, Batch<double>(x), weights, {});
  REQUIRE(at);
  const double h = 0x1p-20;
  const auto f = [&](const Vector<double>& z) {
    return (evaluate(*network, Batch<double>(z)).col(0) * weights).sum();
  };
  const double by_differences = (f(x + h * d) - f(x - h * d)) / (2 * h);
  const double by_gradient = (at->values.col(0) * d).sum();
  CHECK(std::abs(by_gradient - by_differences) <=
        1e-6 * std::max(1.0, (at->values.col(0) * d).abs().sum()));
}

// All outputs, not only the first; a dropout's mask is no number.
void compare_outputs(const std::filesystem::path& folder, const Json& test) {
  const Question q = question(folder, test, false);
  for (std::size_t k = 0; k < test["outputs"].size(); ++k) {
    CAPTURE(test["folder"].get<std::string>(), k);
    const auto expected =
        read_tensor<double>(tensor(folder / test["outputs"][k]["file"].get<std::string>()), "y");
    REQUIRE(expected);
    if (expected->whole) continue;
    OnnxPart<double> part;
    part.output = q.model.proto.graph().output(static_cast<int>(k)).name();
    const auto network = parse_onnx<double>(q.model.bytes(), "model.onnx", part);
    if (!network) FAIL(message(network.error()));
    const Batch<double> x =
        Eigen::Map<const Vector<double>>(q.point.data(), network->input_features());
    compare<double>(evaluate(*network, x).col(0), expected->values);
  }
}

Json list_of_tests(const std::filesystem::path& folder) {
  return Json::parse(read_bytes(folder / "node_tests.json").value())["tests"];
}

TEMPLATE_TEST_CASE("The ONNX project's own operator tests pass", "", float, double, Rational) {
  const auto folder = tests::shared_data("data/onnx_node_tests");
  if (!folder) return tests::skip_without_shared_data();
  const Json list = list_of_tests(*folder);
  CHECK(list.size() == 147);
  for (const Json& test : list) {
    const auto place = *folder / test["folder"].get<std::string>();
    run<TestType>(place, test, false);
    if (test["inputs"].size() > 1 && kOnlyData.contains(test["op"].get<std::string>())) {
      run<TestType>(place, test, true);
    }
  }
}

TEST_CASE("What the operator tests become has the slopes of central differences") {
  const auto folder = tests::shared_data("data/onnx_node_tests");
  if (!folder) return tests::skip_without_shared_data();
  for (const Json& test : list_of_tests(*folder)) {
    compare_slopes(*folder / test["folder"].get<std::string>(), test);
  }
}

TEST_CASE("Every output of the operator tests can be chosen by its name") {
  const auto folder = tests::shared_data("data/onnx_node_tests");
  if (!folder) return tests::skip_without_shared_data();
  int several = 0;
  for (const Json& test : list_of_tests(*folder)) {
    if (test["outputs"].size() < 2) continue;
    compare_outputs(*folder / test["folder"].get<std::string>(), test);
    ++several;
  }
  CHECK(several > 5);  // splits, layer norms
}

TEMPLATE_TEST_CASE("What the operator tests become is written and read with equal outputs", "",
                   float, double) {
  const auto folder = tests::shared_data("data/onnx_node_tests");
  if (!folder) return tests::skip_without_shared_data();
  for (const Json& test : list_of_tests(*folder)) {
    survive<TestType>(*folder / test["folder"].get<std::string>(), test);
  }
}

}  // namespace
}  // namespace axiomark
