// Integrals by linear regions: Sotoudeh & Thakur 2019, and what their program does.
#include <algorithm>

#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"
#include "network/linear_pieces.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

Network<Rational> two_relus() {
  Builder b;
  return b.build(b.relu(b.input({2}))).value();
}

Quantity breakpoints(const std::string& network, const std::string& input,
                     const std::string& baseline) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const Network<Rational>& f = scene.exact_network(network);
    const Segment<Rational> segment{scene.point(baseline, f.input_features()),
                                    scene.point(input, f.input_features())};
    const Vector<Rational> target = Vector<Rational>::Constant(f.output_features(), 1);
    const auto pieces = linear_pieces(f, target, segment);
    if (!pieces) return tl::make_unexpected(pieces.error());
    return exactly(Eigen::Map<const Vector<Rational>>(
        pieces->breakpoints.data(), static_cast<Index>(pieces->breakpoints.size())));
  });
}

// sum over these regions of (gradient at the middle) * length * (x - x').
Result<Values> sum_of_regions(const Scene& scene, const std::string& network,
                              const std::vector<std::pair<Rational, Rational>>& regions) {
  const ClaimNetwork& f = scene.network(network);
  const Index features = input_features(f);
  const Vector<Rational> from = scene.point("x'", features);
  const Vector<Rational> move = scene.point("x", features) - from;
  Values all{Vector<Rational>::Zero(features), true};
  for (const auto& [begin, end] : regions) {
    const Vector<Rational> middle = from + (begin + end) / 2 * move;
    const auto gradient = scene.attribute(f, "gradient", middle, from);
    if (!gradient) return gradient;
    all.numbers += gradient->numbers * (end - begin) * move;
    all.exact = gradient->exact;
  }
  return all;
}

Quantity all_regions(const std::string& network) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto ends = scene.compute(breakpoints(network, "x", "x'"));
    if (!ends) return ends;
    std::vector<std::pair<Rational, Rational>> regions;
    for (Index k = 1; k < ends->numbers.size(); ++k) {
      regions.emplace_back(ends->numbers(k - 1), ends->numbers(k));
    }
    return sum_of_regions(scene, network, regions);
  });
}

Claim g01() {
  Claim c;
  c.id = "G01";
  c.title = "Exact integrals by linear regions";
  c.source = "Sotoudeh & Thakur 2019, Computing linear restrictions of neural networks, section 4";
  c.statement =
      "On a piecewise linear network integrated gradients are a finite sum: over the linear "
      "regions of the segment, length times the gradient at the middle.";
  c.says = "a finite sum over regions";
  c.verdict = ClaimVerdict::holds;
  c.why = "The gradient is constant inside a region; the ends of regions have length zero.";
  c.careful = "... unless a part of the segment runs inside a kink, where no gradient is defined.";
  c.network("r", "(R(x1), R(x2))", two_relus());
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.point("down", {0, -1});
  c.point("up", {0, 1});
  c.point("right", {4, 3});
  c.point("left", {2, 3});
  c.point("x", {3, 1});
  c.fact("breakpoints of r from (0, 1) to (0, -1)", breakpoints("r", "down", "up"))
      .is({"0", "1/2", "1"})
      .as_claimed();
  const std::string exact = "integrated-gradients:rule=exact";
  c.fact("first output", attribution("r", exact, "down", "up", 0)).is({"0", "0"}).as_claimed();
  c.fact("second output", attribution("r", exact, "down", "up", 1)).is({"0", "-1"}).as_claimed();
  c.fact("breakpoints of r from (2, 3) to (4, 3)", breakpoints("r", "right", "left"))
      .is({"0", "1"})
      .as_claimed();
  c.fact("first output on one region", attribution("r", exact, "right", "left", 0))
      .is({"2", "0"})
      .as_claimed();
  c.fact("breakpoints of f from (0, 0) to (3, 1)", breakpoints("f", "x", "x'"))
      .is({"0", "1/2", "1"});
  c.fact("regions of f added up by hand", all_regions("f"))
      .is({"3/2", "-1/2"})
      .claimed_equal_to("rule=exact on f");
  c.fact("rule=exact on f", attribution("f", exact)).is({"3/2", "-1/2"});
  c.supports_cell(exact, "completeness");
  return c;
}

// R(x) + R(x - 1/10) + ... + R(x - 9/10): ten regions of one length from 0 to 1.
Network<Rational> ten_regions() {
  Builder b;
  Vector<Rational> bias(10);
  for (Index k = 0; k < 10; ++k) bias(k) = Rational(-k) / 10;
  const Tensor x = b.input({1});
  const Tensor h = b.relu(b.dense(x, Matrix<Rational>::Constant(10, 1, 1), bias));
  return b.build(b.dense(h, Matrix<Rational>::Constant(1, 10, 1), Vector<Rational>::Zero(1)))
      .value();
}

// The regions that the published program takes: of regions + 1 endpoints, those numbered
// begin, ..., begin + batch - 1 at a time, and the regions between them.
std::vector<Index> regions_taken(Index regions, Index batch) {
  std::vector<Index> taken;
  for (Index begin = 0; begin < regions; begin += batch) {
    const Index end = std::min(begin + batch, regions + 1);
    for (Index k = begin; k + 1 < end; ++k) taken.push_back(k);
  }
  return taken;
}

Quantity covered_length(Index regions, Index batch) {
  return Compute([=](const Scene&) -> Result<Values> {
    return exactly(Rational(static_cast<Index>(regions_taken(regions, batch).size())) /
                   Rational(regions));
  });
}

Quantity sum_in_batches(Index batch) {
  return sum_of(Compute([=](const Scene& scene) -> Result<Values> {
    const auto ends = scene.compute(breakpoints("f", "x", "x'"));
    if (!ends) return ends;
    std::vector<std::pair<Rational, Rational>> regions;
    for (const Index k : regions_taken(ends->numbers.size() - 1, batch)) {
      regions.emplace_back(ends->numbers(k), ends->numbers(k + 1));
    }
    return sum_of_regions(scene, "f", regions);
  }));
}

// Simpson's rule for an odd number of intervals as the published experiment has it: the mean of the
// rule without the last interval and without the first, which are then left out altogether.
Rational odd_simpson_weights(Index intervals) {
  Vector<Rational> weights(intervals + 1);
  for (Index k = 0; k <= intervals; ++k) weights(k) = k % 2 == 1 ? 4 : 2;
  const Rational half = Rational(1) / 2;
  weights(0) = weights(intervals) = half;
  weights(1) = weights(intervals - 1) = Rational(5) / 2;
  return Rational(weights.sum()) / Rational(3 * intervals);
}

Claim g04() {
  Claim c;
  c.id = "G04";
  c.title = "What the published program of ExactLine leaves out";
  c.source =
      "Sotoudeh & Thakur 2019, section 4, and the published program (95616ARG/SyReNN, "
      "pysyrenn/helpers/integrated_gradients.py, experiments/integral_approximations.py)";
  c.statement =
      "The published program computes integrated gradients exactly, whatever the batch size, and "
      "compares with Simpson's rule for any number of intervals.";
  c.says = "exact for any batch size";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "Endpoints are cut into batches that do not overlap, so that the region between two batches "
      "is lost; and for an odd number of intervals the weights of Simpson's rule sum to (n - 1)/n. "
      "The first needs more regions than a batch has endpoints.";
  c.careful = "... if all regions fit into one batch; batches have to share an endpoint.";
  c.network("f", "R(x) + R(x - 1/10) + ... + R(x - 9/10)", ten_regions());
  c.point("x", {1});
  c.fact("covered length, 10 regions in batches of 4", covered_length(10, 4))
      .is({"4/5"})
      .claimed(Relation::equal, {"1"});
  c.fact("covered length, 10 regions in batches of 10", covered_length(10, 10))
      .is({"9/10"})
      .claimed(Relation::equal, {"1"});
  c.fact("covered length, 14064 regions in batches of 256", covered_length(14064, 256))
      .is({"2335/2344"})
      .claimed(Relation::equal, {"1"});
  c.fact("F(1) - F(0)", change("f")).is({"11/2"});
  c.fact("rule=exact", attribution("f", "integrated-gradients:rule=exact")).is({"11/2"});
  c.fact("sum, one batch of 11", sum_in_batches(11)).is({"11/2"});
  c.fact("sum, batches of 4", sum_in_batches(4)).is({"43/10"}).claimed_equal_to("F(1) - F(0)");
  c.fact("sum, batches of 10", sum_in_batches(10)).is({"9/2"}).claimed_equal_to("F(1) - F(0)");
  c.fact("sums of Simpson's weights, 3, 5, 7, 9 intervals",
         Compute([](const Scene&) -> Result<Values> {
           return exactly({odd_simpson_weights(3), odd_simpson_weights(5), odd_simpson_weights(7),
                           odd_simpson_weights(9)});
         }))
      .is({"2/3", "4/5", "6/7", "8/9"})
      .claimed(Relation::equal, {"1", "1", "1", "1"});
  return c;
}

}  // namespace

std::vector<Claim> exact_regions() {
  std::vector<Claim> all;
  all.push_back(g01());
  all.push_back(g04());
  return all;
}

}  // namespace axiomark::claims
