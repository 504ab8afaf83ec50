#include "experiments/convergence/reference_integral.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>

#include "experiments/claims/random_networks.hpp"
#include "experiments/convergence/truth.hpp"
#include "network/builder.hpp"
#include "network/files/network_file.hpp"
#include "tests/catch.hpp"
#include "tests/shared_data.hpp"

/// Tanh-sinh references against closed forms, worked out with 50 digits by another library.
namespace axiomark::tests {
namespace {

using Fifty = boost::multiprecision::cpp_bin_float_50;

Vector<double> point(std::initializer_list<double> values) {
  Vector<double> result(static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), result.data());
  return result;
}

extended::GradientAlong along(const Network<double>& network, const Vector<double>& from,
                              const Vector<double>& to) {
  auto made = extended::GradientAlong::make(
      network, Vector<double>::Ones(network.output_features()), {from, to});
  REQUIRE(made.has_value());
  return std::move(*made);
}

Network<double> unit(const Operator<double>& op, const Matrix<double>& weights, double bias) {
  NetworkBuilder<double> b;
  return b.build(b.apply(op, {b.dense(b.input({weights.cols()}), weights, point({bias}))})).value();
}

// Of one unit g(w x + b) the attribution is (x_i - x'_i) w_i (g(v) - g(u)) / (v - u), with u and v the
// unit's operand at the ends.
template <class G>
void check_unit(const Operator<double>& op, const G& g) {
  Matrix<double> weights(1, 3);
  weights << 3, -2, 0.5;
  const double bias = -0.25;
  const auto from = point({0, 1, -1});
  const auto to = point({1, 0.125, 1});
  const auto found = reference_integral(along(unit(op, weights, bias), from, to));
  REQUIRE(found.has_value());
  Fifty u = bias;
  Fifty v = bias;
  for (Index i = 0; i < 3; ++i) {
    u += Fifty(weights(0, i)) * from(i);
    v += Fifty(weights(0, i)) * to(i);
  }
  for (Index i = 0; i < 3; ++i) {
    const Fifty right = (Fifty(to(i)) - from(i)) * weights(0, i) * (g(v) - g(u)) / (v - u);
    // Rounded to double once: half a unit in the last place, and the long double's own.
    CHECK(abs(found->values(i) - right) <= abs(right) * 0x1.01p-53);
  }
  CHECK(found->estimated_error < 1e-14);
  CHECK(found->gradient_evaluations < 1000);
}

}  // namespace

TEST_CASE("the reference of one smooth unit is its closed form rounded to double") {
  check_unit(Sigmoid{}, [](const Fifty& z) { return Fifty(1 / (1 + exp(-z))); });
  check_unit(Tanh{}, [](const Fifty& z) { return Fifty(tanh(z)); });
  check_unit(Softplus{}, [](const Fifty& z) { return Fifty(log(1 + exp(z))); });
  check_unit(Gelu{}, [](const Fifty& z) { return Fifty(z * erfc(-z / sqrt(Fifty(2))) / 2); });
  check_unit(Exp{}, [](const Fifty& z) { return Fifty(exp(z)); });
  check_unit(Power{3}, [](const Fifty& z) { return Fifty(z * z * z); });
  // A kink in the slope for alpha = 2: the operand goes from -2.75 to 3 and meets 0 on the way.
  check_unit(Elu<double>{2}, [](const Fifty& z) { return z > 0 ? z : Fifty(2 * (exp(z) - 1)); });
}

TEST_CASE("roots and logarithms that begin at their singularity have a reference") {
  // sqrt from 0 to 4: dF/dx is infinite at 0, the attribution is 2.
  const auto root = reference_integral(along(unit(Sqrt{}, {{4}}, 0), point({0}), point({1})));
  REQUIRE(root.has_value());
  CHECK(root->values(0) == Approx(2).epsilon(1e-10));
}

TEST_CASE("a reference is cut at every kink of a network that is smooth between them") {
  // relu(x - 1/3) squared times 3, less |x - 2/3|, from 0 to 1.
  NetworkBuilder<double> b;
  const Tensor x = b.input({1});
  const Tensor kinked = b.relu(b.dense(x, {{1}}, point({-1.0 / 3})));
  const Tensor y = b.sum(
      {b.product(kinked, kinked), b.apply(Abs{}, {b.dense(x, {{1}}, point({-2.0 / 3}))})}, {3, -1});
  const auto found = reference_integral(along(b.build(y).value(), point({0}), point({1})));
  REQUIRE(found.has_value());
  CHECK(found->parts == 3);
  // F(1) - F(0) = 3 (2/3)^2 - 1/3 + 2/3, in the doubles next to the thirds.
  const Fifty third = 1.0 / 3;
  const Fifty two_thirds = 2.0 / 3;
  const Fifty right = 3 * (1 - third) * (1 - third) - (1 - two_thirds) + two_thirds;
  CHECK(abs(found->values(0) - right) <= right * 0x1.01p-53);
}

TEST_CASE("a segment inside a kink has no reference, beside constant units on theirs it has") {
  // relu(x - y) exp(x) along x = y; then the same unit reading two features that do not move.
  NetworkBuilder<double> b;
  const Tensor x = b.input({2});
  const Tensor y =
      b.product(b.relu(b.dense(x, {{1, -1}}, {0})), b.apply(Exp{}, {b.dense(x, {{1, 0}}, {0})}));
  const auto undefined =
      reference_integral(along(b.build(y).value(), point({0, 0}), point({1, 1})));
  REQUIRE_FALSE(undefined.has_value());
  CHECK(message(undefined.error()).find("inside a kink") != std::string::npos);
  NetworkBuilder<double> c;
  const Tensor z = c.input({3});
  const Tensor w =
      c.add(c.relu(c.dense(z, {{1, -1, 0}}, {0})), c.apply(Exp{}, {c.dense(z, {{0, 0, 1}}, {0})}));
  const auto found =
      reference_integral(along(c.build(w).value(), point({2, 2, 0}), point({2, 2, 1})));
  REQUIRE(found.has_value());
  CHECK(found->values(2) == Approx(std::exp(1.0) - 1).epsilon(1e-15));
}

TEST_CASE("a reference lies in the proved enclosure of a deep smooth network") {
  for (const std::uint64_t seed : {1, 2, 3}) {
    RandomStream stream(seed);
    NetworkBuilder<double> b;
    Tensor at = b.input({6});
    Index width = 6;
    for (const Operator<double>& op :
         std::vector<Operator<double>>{Tanh{}, Sigmoid{}, Softplus{}}) {
      at = b.apply(op, {b.dense(at, 2 * claims::random_weights(stream, 12, width),
                                claims::normal_vector(stream, 12))});
      width = 12;
    }
    const auto network =
        b.build(b.softmax(b.dense(at, claims::random_weights(stream, 3, 12), point({0, 0, 0})), 0))
            .value();
    const Segment<double> segment{Vector<double>::Zero(6), claims::normal_vector(stream, 6)};
    const ThreadPool alone(1);
    const auto target = point({1, 0, 0});
    const auto truth =
        integrated_gradients_truth(bind_target<double>(network, target, {}, alone), segment);
    const auto made = extended::GradientAlong::make(network, target, segment);
    REQUIRE(truth.has_value());
    REQUIRE(made.has_value());
    const auto found = reference_integral(*made);
    REQUIRE(found.has_value());
    CHECK(truth->kind == TruthKind::enclosed);
    for (Index i = 0; i < 6; ++i) {
      CHECK(std::abs(found->values(i) - truth->known.values(i)) <= truth->known.bound(i));
    }
  }
}

TEST_CASE("extended gradients are those of double on networks of all kinds") {
  const auto data = shared_data("data/networks");
  if (!data) return skip_without_shared_data();
  // Dense layers and sigmoids; convolutions, residual sums and relus; convolutions and max pools.
  for (const std::string name :
       {"ffnnSIGMOID__Point_6x200", "resnet_2b", "Convnet_maxpool", "ort_mnist"}) {
    CAPTURE(name);
    const auto network = read_network<double>(*data / (name + ".onnx"));
    REQUIRE(network.has_value());
    RandomStream stream(7);
    const Segment<double> segment{claims::normal_vector(stream, network->input_features()),
                                  claims::normal_vector(stream, network->input_features())};
    Vector<double> target = Vector<double>::Zero(network->output_features());
    target(0) = 1;
    const auto made = extended::GradientAlong::make(*network, target, segment);
    REQUIRE(made.has_value());
    const Vector<double> difference = segment.to - segment.from;
    // Normal numbers: no unit is on its kink.
    const auto right = gradient<double>(
        *network, interpolate<double>(segment.from, segment.to, std::vector<double>{0.375}), target,
        {});
    REQUIRE(right.has_value());
    const auto found = made->at(0.375L);
    const Vector<double> products = difference * right->values.col(0);
    for (Index i = 0; i < products.size(); ++i) {
      // Thousands of roundings on either side of numbers that partly cancel.
      CHECK(std::abs(static_cast<double>(found[static_cast<std::size_t>(i)]) - products(i)) <=
            1e-11 * products.abs().maxCoeff());
    }
  }
}

TEST_CASE("a reference that would cost too much is refused") {
  NetworkBuilder<double> b;
  const Index wide = 3000;
  const Tensor x = b.input({wide});
  const auto network =
      b.build(b.apply(Sigmoid{},
                      {b.dense(x, Matrix<double>::Ones(wide, wide), Vector<double>::Zero(wide))}))
          .value();
  const auto made =
      extended::GradientAlong::make(network, Vector<double>::Ones(wide),
                                    {Vector<double>::Zero(wide), Vector<double>::Ones(wide)});
  REQUIRE_FALSE(made.has_value());
  CHECK(message(made.error()).find("more weights than extended precision can afford") !=
        std::string::npos);
}

}  // namespace axiomark::tests
