#include "methods/in_double.hpp"

#include <cmath>

#include "methods/registry.hpp"
#include "network/builder.hpp"
#include "network/random_stream.hpp"
#include "tests/catch.hpp"

/// What float cannot answer is answered in double, and says so.
namespace axiomark::tests {
namespace {

const ThreadPool kAlone(1);
const std::string kNote = "computed in double on the same weights";

template <Scalar S>
Result<Attribution<S>> ask(const std::string& method, const Network<S>& network,
                           const Batch<S>& input, const Batch<S>& baseline) {
  const Queries<S> queries{input, baseline, Batch<S>::Ones(network.output_features(), 1)};
  return make_method(method)->attribute<S>(network, queries, kAlone).front();
}

template <Scalar S>
bool says(const Attribution<S>& answer, const std::string& words) {
  for (const std::string& note : answer.notes) {
    if (note.find(words) != std::string::npos) return true;
  }
  return false;
}

float drawn(RandomStream& stream, double largest) {
  return static_cast<float>(largest * (2 * stream.unit_interval() - 1));
}

Batch<float> drawn_point(RandomStream& stream, Index features) {
  Batch<float> x(features, 1);
  for (float& value : x.reshaped()) value = drawn(stream, 2);
  return x;
}

/// Dense layers with relus between; signals keep their size on average (He et al. 2015).
Network<float> drawn_network(RandomStream& stream, const std::vector<Index>& widths) {
  NetworkBuilder<float> b;
  Tensor at = b.input({widths.front()});
  for (std::size_t k = 1; k < widths.size(); ++k) {
    Matrix<float> weights(widths[k], widths[k - 1]);
    Vector<float> bias(widths[k]);
    for (float& w : weights.reshaped()) {
      w = drawn(stream, std::sqrt(6.0 / static_cast<double>(widths[k - 1])));
    }
    for (float& v : bias) v = drawn(stream, 0.3);
    at = b.dense(at, weights, bias);
    if (k + 1 < widths.size()) at = b.relu(at);
  }
  return b.build(at).value();
}

/// relu((x + 1) - 1): for x below 2^-24 the sum is 1 in float, and the unit on its kink.
template <Scalar S>
Network<S> absorbed() {
  NetworkBuilder<S> b;
  return b.build(b.relu(b.dense(b.dense(b.input({1}), {{1}}, {1}), {{1}}, {-1}))).value();
}

}  // namespace

TEST_CASE("exact integrated gradients of 50 layers in float are those of double, rounded") {
  // Bounds on rounding grow by the sum of 64 sizes a layer: beyond the range of float.
  RandomStream stream(5);
  std::vector<Index> widths(52, 64);
  widths.back() = 1;
  const auto network = drawn_network(stream, widths);
  const Batch<float> x = drawn_point(stream, 64);
  const Batch<float> zero = Batch<float>::Zero(64, 1);
  const auto in_float = ask<float>("integrated-gradients:rule=exact", network, x, zero);
  const auto in_double =
      ask<double>("integrated-gradients:rule=exact", convert<double>(network).value(),
                  x.cast<double>(), zero.cast<double>());
  REQUIRE(in_float.has_value());
  REQUIRE(in_double.has_value());
  CHECK(says(*in_float, kNote));
  for (Index i = 0; i < 64; ++i) {
    CHECK(in_float->values(i) == static_cast<float>(in_double->values(i)));
    if (!in_float->error_bound) continue;
    const double moved = std::abs(static_cast<double>(in_float->values(i)) - in_double->values(i));
    CHECK(static_cast<double>((*in_float->error_bound)(i)) >= (*in_double->error_bound)(i) + moved);
  }
}

TEST_CASE("a unit that only float puts on its kink is no reason to refuse") {
  const Batch<float> x = Batch<float>::Constant(1, 1, 0x1p-30F);
  const Batch<float> zero = Batch<float>::Zero(1, 1);
  for (const std::string rule : {"exact", "adaptive", "auto"}) {
    const auto found = ask<float>("integrated-gradients:rule=" + rule, absorbed<float>(), x, zero);
    REQUIRE(found.has_value());
    CHECK(says(*found, kNote));
    // F(x) - F(0) = x: in double both sums are exact.
    CHECK(found->values(0) == 0x1p-30F);
  }
}

TEST_CASE("a segment inside a kink is refused in float as in double") {
  NetworkBuilder<float> b;
  const auto network = b.build(b.relu(b.dense(b.input({2}), {{1, -1}}, {0}))).value();
  const auto found = ask<float>("integrated-gradients:rule=exact", network,
                                Batch<float>::Ones(2, 1), Batch<float>::Zero(2, 1));
  REQUIRE_FALSE(found.has_value());
  CHECK(message(found.error()).find("inside its kink") != std::string::npos);
}

TEST_CASE("in float a tolerance is met with a bound that says so") {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5, 6, 7, 8}) {
    RandomStream stream(seed);
    const auto network = drawn_network(stream, {10, 40, 40, 40, 1});
    const Batch<float> x = drawn_point(stream, 10);
    const Batch<float> zero = Batch<float>::Zero(10, 1);
    const auto precise = convert<double>(network).value();
    const auto exact = ask<double>("integrated-gradients:rule=exact", precise, x.cast<double>(),
                                   zero.cast<double>());
    const auto found =
        ask<float>("integrated-gradients:rule=auto,tolerance=1/100", network, x, zero);
    REQUIRE(exact.has_value());
    REQUIRE(found.has_value());
    const double rise = std::abs(exact->values.sum());
    for (Index i = 0; i < 10; ++i) {
      const double error = std::abs(static_cast<double>(found->values(i)) - exact->values(i));
      CHECK(error <= static_cast<double>((*found->error_bound)(i)));
      // F(x) - F(x') itself is rounded in float where it says what is allowed.
      CHECK(static_cast<double>((*found->error_bound)(i)) <= 0.01001 * rise);
    }
  }
}

TEST_CASE("a bound in float that says nothing is called that") {
  RandomStream stream(3);
  const auto network = drawn_network(stream, {10, 60, 60, 60, 60, 1});
  const auto found = ask<float>("integrated-gradients:rule=exact", network, drawn_point(stream, 10),
                                Batch<float>::Zero(10, 1));
  REQUIRE(found.has_value());
  CHECK((found->error_bound->sum() > found->values.abs().sum()) == says(*found, "says nothing"));
  CHECK(says(*found, "says nothing"));
}

}  // namespace axiomark::tests
