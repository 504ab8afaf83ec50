// Baselines and maps of images, as users are told.
#include "experiments/claims/baseline_images.hpp"
#include "experiments/claims/random_networks.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/claims/trained_networks.hpp"
#include "experiments/statistics.hpp"

namespace axiomark::claims {
namespace {

constexpr Index kImages = 30;

struct Pictures {
  Network<double> network;  // the one that is asked
  ShapeImages drawn;
};

Pictures pictures_of(Polarity polarity, const Scene& scene) {
  RandomStream stream(1704);
  return {trained_network(polarity), draw_shapes(stream, polarity, scene.full() ? 300 : kImages)};
}

struct Seen {
  double score = 0;  // of the image's shape at the baseline
  double ranks = 0;  // rank correlation with the attributions from black
};

// Means over images of bright shapes, the score being the softmax of the trained network.
Result<Seen> seen_from(const Scene& scene, Baseline baseline) {
  const Pictures all = pictures_of(Polarity::bright_on_dark, scene);
  const Network<double> scores = with_softmax(all.network);
  const Index count = all.drawn.images.cols();
  Seen mean;
  for (Index k = 0; k < count; ++k) {
    const Index shape = all.drawn.shapes[static_cast<std::size_t>(k)];
    const Batch<double> image = all.drawn.images.col(k);
    const Batch<double> from = baseline_image(baseline, all.drawn, k, scores);
    const std::string method = "integrated-gradients:rule=midpoint,steps=100";
    const auto map = attribute_all(scene, scores, method, image, from, shape);
    const auto black = attribute_one(scene, scores, method, image.col(0), shape);
    if (!map) return tl::make_unexpected(map.error());
    if (!black) return tl::make_unexpected(black.error());
    mean.score += evaluate(scores, from)(shape, 0) / static_cast<double>(count);
    mean.ranks += rank_correlation(map->col(0), *black) / static_cast<double>(count);
  }
  return mean;
}

Quantity seen(Baseline baseline, double Seen::*part) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto found = seen_from(scene, baseline);
    if (!found) return tl::make_unexpected(found.error());
    return in_floating_point(*found.*part);
  });
}

// The largest score of a shape at a baseline that is the same for all images.
Quantity largest_score(Baseline baseline) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const Pictures all = pictures_of(Polarity::bright_on_dark, scene);
    const Network<double> scores = with_softmax(all.network);
    const Batch<double> from = baseline_image(baseline, all.drawn, 0, scores);
    return in_floating_point(evaluate(scores, from).maxCoeff());
  });
}

Quantity recognised(Polarity polarity) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const Pictures all = pictures_of(polarity, scene);
    return in_floating_point(accuracy(all.network, all.drawn));
  });
}

Claim s09() {
  Claim c;
  c.id = "S09";
  c.title = "Black as a baseline, and its score near zero";
  c.source = "Sundararajan et al. 2017, section 5, and reading notes on it";
  c.statement =
      "Black may be the baseline of images, as its score is near zero; white, the mean or noise "
      "will do as well.";
  c.says = "the score at black is near zero";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "Scores of a softmax over k classes add up to 1 at every baseline, so that one of them is at "
      "least 1/k: here 1/3. And maps from another baseline are other maps. Thirty images of bright "
      "shapes before a trained network, seeds 1704 and 2017; midpoint rule, 100 steps.";
  c.careful =
      "Report F(x') of the class that is explained beside the map; near zero for most classes is "
      "all that a baseline can be. A blurred image may still be recognised, and a baseline of "
      "score zero can be made from noise, with a map of its own.";
  c.fact("images recognised", recognised(Polarity::bright_on_dark))
      .is_between("0.9", "1", "what training is for: nine in ten")
      .once();
  const std::string third = "three scores add up to 1";
  c.fact("largest score at black", largest_score(Baseline::black))
      .is_between("1/3", "1", third)
      .claimed(Relation::at_most, {"1/10"})
      .once();
  c.fact("largest score at white", largest_score(Baseline::white))
      .is_between("1/3", "1", third)
      .claimed(Relation::at_most, {"1/10"})
      .once();
  c.fact("largest score at the mean image", largest_score(Baseline::mean))
      .is_between("1/3", "1", third)
      .claimed(Relation::at_most, {"1/10"})
      .once();
  c.fact("score of the image's shape at the blurred image", seen(Baseline::blurred, &Seen::score))
      .is_between("1/3", "1", "more than one in three: the shape is still there")
      .once();
  c.fact("score of the image's shape at the baseline made for it",
         seen(Baseline::zero_score, &Seen::score))
      .is_between("0", "0.001", "moved until it is below 1/1000")
      .once();
  const std::string other = "another question, another map: below 1/2";
  struct Asked {
    std::string name;
    Baseline baseline;
  };
  for (const auto& [name, baseline] :
       {Asked{"white", Baseline::white}, Asked{"the mean image", Baseline::mean},
        Asked{"noise", Baseline::noise}, Asked{"the blurred image", Baseline::blurred},
        Asked{"the baseline of score zero", Baseline::zero_score}}) {
    c.fact("rank correlation of maps from black and from " + name, seen(baseline, &Seen::ranks))
        .is_between("-1", "1/2", other)
        .once();
  }
  return c;
}

double share_of(const Vector<double>& map, const Vector<double>& where) {
  return (map.abs() * where).sum() / map.abs().sum();
}

// Means over images, of the logit of the image's shape.
using Measure = std::function<double(const Vector<double>& map, const Vector<double>& other,
                                     const Vector<double>& on_object)>;

struct Map {
  std::string method;
  Baseline baseline = Baseline::black;
};

Quantity mean_of_maps(Polarity polarity, const Map& one, const Map& two, const Measure& measure) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const Pictures all = pictures_of(polarity, scene);
    std::vector<double> measured;
    for (Index k = 0; k < all.drawn.images.cols(); ++k) {
      const Index shape = all.drawn.shapes[static_cast<std::size_t>(k)];
      const Batch<double> image = all.drawn.images.col(k);
      std::vector<Vector<double>> maps;
      for (const Map& asked : {one, two}) {
        const Batch<double> from = baseline_image(asked.baseline, all.drawn, k, all.network);
        const auto map = attribute_all(scene, all.network, asked.method, image, from, shape);
        if (!map) return tl::make_unexpected(map.error());
        maps.emplace_back(map->col(0));
      }
      measured.push_back(measure(maps[0], maps[1], all.drawn.on_object.col(k)));
    }
    return in_floating_point(mean_of(measured));
  });
}

Quantity share_on_object(Polarity polarity, const std::string& method) {
  return mean_of_maps(polarity, {method}, {method},
                      [](const Vector<double>& map, const Vector<double>&,
                         const Vector<double>& on_object) { return share_of(map, on_object); });
}

// The rank correlation of the absolute values of two methods' maps.
Quantity likeness(Polarity polarity, const std::string& one, const std::string& two) {
  return mean_of_maps(polarity, {one}, {two},
                      [](const Vector<double>& a, const Vector<double>& b, const Vector<double>&) {
                        return rank_correlation(a.abs(), b.abs());
                      });
}

Quantity difference(const Quantity& left, const Quantity& right) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    auto found = scene.compute(left);
    const auto other = scene.compute(right);
    if (!found) return found;
    if (!other) return other;
    found->numbers -= other->numbers;
    return found;
  });
}

constexpr const char* kIntegrated = "integrated-gradients:rule=exact";

struct Side {
  std::string name;
  Polarity polarity;
};
const std::vector<Side>& both_sides() {
  static const std::vector<Side> sides = {{"bright shapes", Polarity::bright_on_dark},
                                          {"dark shapes", Polarity::dark_on_bright}};
  return sides;
}

Claim s16() {
  Claim c;
  c.id = "S16";
  c.title = "Integrated gradients, the gradient, and gradient x input";
  c.source = "Reading notes on Sundararajan et al. 2017, two that contradict each other";
  c.statement =
      "Maps of integrated gradients are like those of the gradient; and they are better than "
      "gradient x input, that is, more of them lies on the object.";
  c.says = "like the gradient, better than product";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "Both the other way round: from black, integrated gradients are much nearer to gradient x "
      "input than to the gradient, and have the same share on the object. That share is about a "
      "half for bright objects and near zero for dark ones: the factor x decides it, not the "
      "network. Thirty images for each of two trained networks, seeds 1704 and 2017; 18 percent of "
      "the pixels are on the object.";
  c.careful =
      "From a black baseline both products put on a pixel what its brightness allows; compare "
      "methods on images of both kinds.";
  for (const auto& [name, polarity] : both_sides()) {
    c.fact(name + ": images recognised", recognised(polarity))
        .is_between("0.9", "1", "what training is for: nine in ten")
        .once();
    c.fact(name + ": likeness to the gradient less that to gradient x input",
           difference(likeness(polarity, kIntegrated, "gradient"),
                      likeness(polarity, kIntegrated, "gradient-x-input")))
        .is_between("-1", "0", "nearer to gradient x input")
        .claimed(Relation::at_least, {"0"})
        .once();
    c.fact(name + ": share on the object, integrated gradients less gradient x input",
           difference(share_on_object(polarity, kIntegrated),
                      share_on_object(polarity, "gradient-x-input")))
        .is_between("-0.05", "0.05", "no better by five percent of the map")
        .claimed(Relation::at_least, {"0.05"})
        .once();
  }
  c.fact("bright shapes: share on the object",
         share_on_object(Polarity::bright_on_dark, kIntegrated))
      .is_between("0.18", "1", "more than the object's share of the pixels")
      .once();
  c.fact("dark shapes: share on the object", share_on_object(Polarity::dark_on_bright, kIntegrated))
      .is_between("0", "0.18", "less than the object's share of the pixels")
      .once();
  return c;
}

// Share on edges from one baseline less that from another.
Quantity on_edges(Polarity polarity, Baseline one, Baseline two) {
  return mean_of_maps(
      polarity, {kIntegrated, one}, {kIntegrated, two},
      [](const Vector<double>& a, const Vector<double>& b, const Vector<double>& on_object) {
        return share_of(a, edges(on_object)) - share_of(b, edges(on_object));
      });
}

Claim s17() {
  Claim c;
  c.id = "S17";
  c.title = "Black gives cleaner edges than noise";
  c.source = "Reading notes on Sundararajan et al. 2017";
  c.statement =
      "With a black baseline more of the map lies on the edges of the object than with noise.";
  c.says = "black: cleaner edges";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"bright objects on a dark background"};
  c.why =
      "From black only bright pixels can get much. With dark objects it is the other way round, "
      "and white is the baseline with the clean edges. Thirty images and a trained network for "
      "each, rule=exact, seeds 1704 and 2017; edges are pixels of the object beside the background "
      "and the other way round.";
  c.careful = "... if the object is bright: a baseline gives clean edges to what differs from it.";
  const std::string bright = "bright objects on a dark background";
  const std::string dark = "dark objects on a bright background";
  c.fact("bright: share on edges, black less noise",
         on_edges(Polarity::bright_on_dark, Baseline::black, Baseline::noise))
      .is_between("0", "1", "what the statement says: more")
      .claimed(Relation::at_least, {"0"})
      .under(bright)
      .once();
  c.fact("dark: share on edges, black less noise",
         on_edges(Polarity::dark_on_bright, Baseline::black, Baseline::noise))
      .is_between("-1", "0", "less")
      .claimed(Relation::at_least, {"0"})
      .under(dark)
      .once();
  c.fact("dark: share on edges, white less noise",
         on_edges(Polarity::dark_on_bright, Baseline::white, Baseline::noise))
      .is_between("0", "1", "more, with the colours exchanged")
      .once();
  return c;
}

}  // namespace

std::vector<Claim> pictures() {
  std::vector<Claim> all;
  all.push_back(s09());
  all.push_back(s16());
  all.push_back(s17());
  return all;
}

}  // namespace axiomark::claims
