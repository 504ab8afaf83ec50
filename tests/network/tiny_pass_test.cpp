#include "network/tiny/pass.hpp"

#include <cstring>

#include "network/pull_back.hpp"
#include "network/tiny/gradient.hpp"
#include "tests/catch.hpp"
#include "tests/network/random_network.hpp"

namespace axiomark::tests {
namespace {

/// Bit by bit: signs of zeros count.
template <class A, class B>
bool same_bits(const A& a, const B& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() &&
         std::memcmp(a.data(), b.data(), sizeof(*a.data()) * static_cast<std::size_t>(a.size())) ==
             0;
}

template <Scalar S>
Conventions<S> draw_conventions() {
  const Tie ties[] = {Tie::first, Tie::last, Tie::split};
  return {static_cast<S>(draw(0, 2)) / 2, static_cast<S>(draw(-2, 2)) / 2, ties[draw(0, 2)]};
}

/// Thirds, so that every operation rounds; small ones, so that many units are on a kink.
template <Scalar S>
Batch<S> draw_rounded_points(Index rows, Index columns) {
  return convert_all<S>(draw_points(rows, columns, 3));
}

template <Scalar S>
void require_same_passes(const Network<S>& network) {
  const Index columns = draw(1, 21);
  RC_ASSERT(TinyPass<S>::fits(network, columns));
  const Batch<S> points = draw_rounded_points<S>(network.input_features(), columns);
  const Vector<S> target = draw_rounded_points<S>(network.output_features(), 1).col(0);
  const Conventions<S> conventions = draw_conventions<S>();
  const Trace<S> values = trace(network, points);
  const std::vector<Batch<S>> cotangents = pull_back(
      network, values, Batch<S>(target.replicate(1, columns)), GradientRule<S>{conventions});

  TinyPass<S> pass(network, columns);
  pass.set_inputs(points);
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) pass.evaluate(t);
  pass.seed(network.output()).colwise() = target;
  for (Index t = network.tensor_count() - 1; t >= network.first_node_tensor(); --t) {
    pass.pull_back(t, conventions);
  }
  for (Index t = 0; t < network.tensor_count(); ++t) {
    RC_ASSERT(same_bits(pass.values(t), values.tensors[static_cast<std::size_t>(t)]));
    if (!pass.reached(t)) continue;
    RC_ASSERT(same_bits(pass.cotangents(t), cotangents[static_cast<std::size_t>(t)]));
  }
  RC_ASSERT(same_bits(pass.input_cotangents(), input_part(network, cotangents)));
  std::vector<HangSet> hung(static_cast<std::size_t>(columns));
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    pass.add_hung_on(t, hung);
  }
  RC_ASSERT(hung == hung_on_along(network, values, cotangents, [](Index) { return true; }));
}

template <Scalar S>
void require_same_sum(const Network<S>& network) {
  const Vector<S> target = draw_rounded_points<S>(network.output_features(), 1).col(0);
  const Conventions<S> conventions = draw_conventions<S>();
  const Segment<S> segment{draw_rounded_points<S>(network.input_features(), 1).col(0),
                           draw_rounded_points<S>(network.input_features(), 1).col(0)};
  std::vector<S> nodes;
  std::vector<S> weights;
  const int steps = draw(1, 50);
  for (int k = 0; k <= steps; ++k) {
    nodes.push_back(static_cast<S>(k) / static_cast<S>(steps));
    weights.push_back(static_cast<S>(draw(0, 3)) / 7);
  }
  const ThreadPool alone;
  const auto expected = SegmentPlan<S>(network).gradient_sum(network, target, conventions, segment,
                                                             nodes, weights, alone);
  const auto got = tiny_gradient_sum<S>(network, target, conventions, segment, nodes, weights);
  RC_ASSERT(expected.has_value());
  RC_ASSERT(got.has_value());
  RC_ASSERT(same_bits(got->value, expected->value));
  RC_ASSERT(got->hung_on == expected->hung_on);
  RC_ASSERT(got->evaluations == expected->evaluations);
}

template <Scalar S>
Network<S> draw_graph() {
  return convert<S>(build(draw_blueprint(kEveryKind, 3))).value();
}

/// The operators that random graphs leave out.
template <Scalar S>
Network<S> pooled_and_smooth() {
  NetworkBuilder<S> b;
  const Tensor x = b.input({2, 3});
  const auto with = [&](Operator<S> op, Tensor t) { return b.apply(std::move(op), {t}); };
  const auto flat = [&](Tensor t) { return b.apply(reshape<S>(b.shape(t), {-1}), {t}); };
  const Tensor means = flat(b.apply(reduce_mean<S>(b.shape(x), {1}), {x}));
  const Tensor row = flat(with(Elu<S>{S(1) / S(3)}, x));
  const Tensor some = b.apply(gather<S>(b.shape(row), 0, {5, 0, 0, 2}), {row});
  const Tensor all =
      b.concat({with(Tanh{}, means), with(Sigmoid{}, some), flat(with(Gelu{}, x))}, 0);
  const auto numbers = [](Index rows, Index columns) {
    return convert_all<S>(draw_points(rows, columns, 3));
  };
  return b.build(b.dense(with(Softplus{}, all), numbers(2, 12), Vector<S>(numbers(2, 1).col(0))))
      .value();
}

}  // namespace

TEMPLATE_TEST_CASE("a tiny pass gives the doubles of separate arrays, bit by bit", "", float,
                   double) {
  property("graphs of every kind", [] { require_same_passes(draw_graph<TestType>()); });
  property("smooth operators, means and index maps",
           [] { require_same_passes(pooled_and_smooth<TestType>()); });
}

TEMPLATE_TEST_CASE("a tiny sum along a segment is that of the plan, bit by bit", "", float,
                   double) {
  property("graphs of every kind", [] { require_same_sum(draw_graph<TestType>()); });
  property("smooth operators, means and index maps",
           [] { require_same_sum(pooled_and_smooth<TestType>()); });
}

TEST_CASE("a tiny pass leaves large networks and values that are not finite to the plain way") {
  NetworkBuilder<double> b;
  const Tensor x = b.input({1});
  const auto root = b.build(b.apply(Operator<double>(Log{}), {x})).value();
  const Batch<double> zero = Batch<double>::Zero(1, 1);
  const Vector<double> target = Vector<double>::Ones(1);
  CHECK_FALSE(tiny_gradient<double>(root, zero, target, {}).has_value());
  CHECK(tiny_gradient<double>(root, zero + 2, target, {})->values(0, 0) == 0.5);

  NetworkBuilder<double> wide;
  const Tensor y = wide.input({32});
  const auto dense =
      wide.build(wide.dense(y, Matrix<double>::Ones(16, 32), Vector<double>::Zero(16))).value();
  CHECK_FALSE(TinyPass<double>::fits(dense, 1));
  CHECK_FALSE(TinyPass<double>::fits(root, 100'000));
}

TEST_CASE("a tiny pass sees units on a kink and tied maxima, whether or not a signal passes them") {
  NetworkBuilder<double> b;
  const Tensor x = b.input({2});
  const Tensor larger = b.max({b.feature(x, 0), b.feature(x, 1)});
  // relu(max(x_0, x_1)) times zero
  const auto network = b.build(b.scale(b.relu(larger), Vector<double>::Zero(1))).value();
  Batch<double> points(2, 3);
  points << 1, 2, -1,  //
      2, 1, -2;
  CHECK(tiny_off_kinks<double>(network, points));
  points(1, 1) = 2;  // a tie
  CHECK_FALSE(tiny_off_kinks<double>(network, points));
  points(1, 1) = 1;
  points(0, 2) = 0;  // a kink
  CHECK_FALSE(tiny_off_kinks<double>(network, points));
}

}  // namespace axiomark::tests
