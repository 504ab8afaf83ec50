#include <algorithm>
#include <set>

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

/// The smallest network of each kind: convolutions, pools, residual sums.
bool exactly_judged(const std::string& stem) {
  return stem == "cifar10_small" || stem == "Convnet_maxpool" || stem == "resnet_2b";
}

/// What became of the rewrites of one network.
struct Judged {
  int fitted = 0;
  std::set<RewriteKind> exactly;  ///< kinds that were found to preserve the output in Rational, too
};

/// Every rewrite of one network, made in exact arithmetic; at images of the file in double, and, where
/// an evaluation takes no longer than kExactSeconds by estimate, at the first of them exactly.
Judged judge(const Network<double>& f, const std::filesystem::path& inputs,
             const std::string& stem) {
  const auto exact_f = required(convert<Rational>(f));
  const bool large = f.parameter_count() >= 50'000;
  Batch<double> points(f.input_features(), large || exactly_judged(stem) ? 1 : 4);
  for (Index k = 0; k < points.cols(); ++k) {
    const auto file = inputs / (std::to_string(k) + ".npy");
    points.col(k) = required(read_batch<double>(file.string(), sample_shape(f))).col(0);
  }
  const Bounded expected = evaluate_with_bounds(f, points);
  const Batch<Rational> point = convert_all<Rational>(Batch<double>(points.leftCols(1)));
  // A second or so for all rewrites of a file; some more at the first place of a kind, if it is asked for.
  constexpr double kExactSeconds = 0.05;
  constexpr double kExactSecondsOnce = 1;
  const double seconds = exact_seconds(exact_f, 1);
  const double most_once = exactly_judged(stem) ? kExactSecondsOnce : kExactSeconds;
  const Batch<Rational> exactly = seconds < most_once
                                      ? evaluate(exact_f, point)
                                      : Batch<Rational>(Batch<Rational>::Constant(1, 1, 0));
  Judged judged;
  for (const RewriteKind kind : rewrite_kinds()) {
    // Of large networks one place: their exact copies take seconds.
    for (Index place = 0; place < (large ? 1 : 3); ++place) {
      INFO(stem << ", " << name(kind) << " at " << place);
      const auto exact_g = rewrite(exact_f, {kind, place, 3});
      if (!exact_g) continue;
      ++judged.fitted;
      const double most = place == 0 ? most_once : kExactSeconds;
      if (std::max(seconds, exact_seconds(*exact_g, 1)) < most) {
        CHECK((evaluate(*exact_g, point) == exactly).all());
        judged.exactly.insert(kind);
      }
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
  return judged;
}

/// What at least must be judged exactly on networks of convolutions: of those with a residual sum, and of those
/// in which a pool stands behind every relu (so that no layer reads units, and they cannot be exchanged).
std::set<RewriteKind> exactly_on(const std::string& stem) {
  using enum RewriteKind;
  const std::set<RewriteKind> anywhere = {insert_relu_pair, split_affine, insert_add_zero,
                                          split_by_sign};
  std::set<RewriteKind> kinds;
  if (!exactly_judged(stem)) return kinds;
  kinds = anywhere;
  if (stem == "Convnet_maxpool") {
    kinds.insert(pool_as_max);
  } else {
    kinds.merge(std::set{permute_units, scale_unit});
  }
  if (stem == "resnet_2b") {
    kinds.merge(std::set{split_unit, duplicate_unit, reverse_operands, compute_twice});
  }
  return kinds;
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
    const Judged found = judge(*f, *folder / ("inputs/" + stem), stem);
    CHECK(found.fitted > 10);
    CHECK(std::ranges::includes(found.exactly, exactly_on(stem)));
    ++judged;
  }
  CHECK(judged >= 10);
}

}  // namespace axiomark::tests
