#include "network/exact_cost.hpp"
#include "network/files/array_file.hpp"
#include "network/files/network_file.hpp"
#include "network/rewrites/rewrite.hpp"
#include "network/rounding.hpp"
#include "tests/property.hpp"
#include "tests/shared_data.hpp"

namespace axiomark::tests {
namespace {

/// A network's outputs in double, and how far each may be from the exact output of the network whose
/// parameters these are, rounded to nearest.
struct Bounded {
  Batch<double> outputs;
  Batch<double> bounds;
};

/// Running error analysis. Each node adds its own roundings twice: once for its arithmetic, once for its
/// parameters, which are off by u relatively: (1 + gamma_n)(1 + u) - 1 <= 2 gamma_n for n >= 1. The bounds
/// themselves are sums of positive numbers, off by far less than the factor 2 allows.
Bounded evaluate_with_bounds(const Network<double>& network, const Batch<double>& points) {
  const Trace<double> values = trace(network, points);
  std::vector<Batch<double>> bounds;
  for (Index t = 0; t < network.tensor_count(); ++t) {
    const Batch<double> none = Batch<double>::Constant(
        values.tensors[static_cast<std::size_t>(t)].rows(), points.cols(), 0.0);
    bounds.push_back(none);
    if (t < network.first_node_tensor()) continue;
    const Node& node = network.node_of(t);
    std::vector<Batch<double>> zeros;
    for (const Index i : node.inputs) {
      zeros.push_back(
          Batch<double>::Constant(bounds[static_cast<std::size_t>(i)].rows(), points.cols(), 0.0));
    }
    std::vector<const Batch<double>*> no_errors;
    for (const Batch<double>& zero : zeros) no_errors.push_back(&zero);
    const NodeOperands<double> operands(node, values.tensors);
    const NodeOperands<double> errors(node, bounds);
    const Operator<double>& op = network.operator_of(t);
    bounds.back() = propagate_error<double>(op, operands.get(), errors.get()) +
                    propagate_error<double>(op, operands.get(), Operands<double>(no_errors));
  }
  const auto output = static_cast<std::size_t>(network.output());
  return {values.tensors[output], bounds[output]};
}

template <class T>
T required(Result<T> result) {
  if (!result) FAIL(message(result.error()));
  return std::move(*result);
}

/// Every rewrite of one network, made in exact arithmetic; at the images of the file in double, and, if the
/// network is small, at the first of them exactly. Returns how many fitted.
int judge(const Network<double>& f, const std::filesystem::path& inputs, const std::string& stem) {
  const auto exact_f = required(convert<Rational>(f));
  Batch<double> points(f.input_features(), 4);
  for (Index k = 0; k < 4; ++k) {
    const auto file = inputs / (std::to_string(k) + ".npy");
    points.col(k) = required(read_batch<double>(file.string(), sample_shape(f))).col(0);
  }
  const Bounded expected = evaluate_with_bounds(f, points);
  const Batch<Rational> point = convert_all<Rational>(Batch<double>(points.leftCols(1)));
  // A second or so for all rewrites of a file.
  const bool small = exact_seconds(exact_f, 1) < 0.05;
  const Batch<Rational> exactly =
      small ? evaluate(exact_f, point) : Batch<Rational>(Batch<Rational>::Constant(1, 1, 0));
  int fitted = 0;
  for (const RewriteKind kind : rewrite_kinds()) {
    // Of large networks one place: their exact copies take seconds.
    for (Index place = 0; place < (f.parameter_count() < 100'000 ? 3 : 1); ++place) {
      INFO(stem << ", " << name(kind) << " at " << place);
      const auto exact_g = rewrite(exact_f, {kind, place, 3});
      if (!exact_g) continue;
      ++fitted;
      if (small) CHECK((evaluate(*exact_g, point) == exactly).all());
      const auto g = convert<double>(*exact_g);
      REQUIRE(g.has_value());
      const Bounded got = evaluate_with_bounds(*g, points);
      CHECK(((got.outputs - expected.outputs).abs() <= got.bounds + expected.bounds).all());
      // The bounds say something: they are far below the outputs.
      CHECK(got.bounds.maxCoeff() <= 1e-6 * (1 + expected.outputs.abs().maxCoeff()));
      // Made in double, the network is this one but for the rounding of sums of parameters.
      const auto rounded = rewrite(f, {kind, place, 3});
      REQUIRE(rounded.has_value());
      CHECK(rounded->nodes() == g->nodes());
    }
  }
  return fitted;
}

}  // namespace

TEST_CASE("rewrites of ONNX networks change their outputs by rounding alone") {
  const auto folder = shared_data("data");
  if (!folder) return skip_without_shared_data();
  int judged = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*folder / "networks")) {
    const std::string stem = entry.path().stem().string();
    const auto f = read_network<double>(entry.path());
    // What cannot be read, or has no rational values, has no exact rewrites either.
    if (!f || !f->piecewise_linear()) continue;
    INFO(stem);
    CHECK(judge(*f, *folder / ("inputs/" + stem), stem) > 10);
    ++judged;
  }
  CHECK(judged >= 10);
}

}  // namespace axiomark::tests
