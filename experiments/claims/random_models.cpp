// Sanity checks on random networks: Adebayo et al. 2018, Sixt et al. 2020.
#include <fmt/format.h>

#include <cmath>

#include "experiments/claims/random_networks.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/statistics.hpp"

namespace axiomark::claims {
namespace {

constexpr Index kWidth = 64;
constexpr Index kLayers = 7;
constexpr Index kDeep = 16;

RandomStream draw_number(std::uint64_t seed, Index k) {
  return RandomStream(seed).split(static_cast<std::uint64_t>(k));
}

enum class Ranked { sizes, values };

// The mean rank correlation between the maps before and after 1, ..., 7 layers were drawn again.
Result<std::vector<double>> kept_by_cascade(const Scene& scene, const std::string& method,
                                            Ranked ranked) {
  std::vector<double> kept(kLayers, 0.0);
  const Index count = scene.full() ? 400 : 40;
  for (Index k = 0; k < count; ++k) {
    RandomStream stream = draw_number(2018, k);
    std::vector<Index> widths(kLayers, kWidth);
    widths.push_back(10);
    const Network<double> original = random_relu_network(stream, widths);
    const Vector<double> x = normal_vector(stream, kWidth);
    std::vector<Vector<double>> maps;
    for (const Network<double>& network : cascade(original, stream)) {
      auto map = attribute_one(scene, network, method, x);
      if (!map) return tl::make_unexpected(map.error());
      maps.push_back(ranked == Ranked::sizes ? Vector<double>(map->abs()) : *map);
    }
    for (std::size_t layers = 1; layers < maps.size(); ++layers) {
      kept[layers - 1] += rank_correlation(maps[0], maps[layers]) / static_cast<double>(count);
    }
  }
  return kept;
}

Quantity kept_after(const std::string& method, std::size_t layers, Ranked ranked = Ranked::sizes) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto kept = kept_by_cascade(scene, method, ranked);
    if (!kept) return tl::make_unexpected(kept.error());
    return in_floating_point((*kept)[layers - 1]);
  });
}

Result<std::vector<Plot>> cascade_plot(const Scene& scene) {
  Plot plot;
  plot.title = "What is left of a map when layers are drawn again";
  plot.caption =
      "Guided backprop and z+ hardly notice the upper layers; gradient x input keeps more than two "
      "fifths even when nothing of the network is left.";
  plot.x_label = "layers drawn again, from the output down";
  plot.y_label = "rank correlation of absolute values";
  for (const std::string method :
       {"gradient", "gradient-x-input", "guided-backprop", "deconvnet", "lrp:rule=z+"}) {
    const auto kept = kept_by_cascade(scene, method, Ranked::sizes);
    if (!kept) return tl::make_unexpected(kept.error());
    PlotSeries series;
    series.name = method;
    series.x = {0};
    series.y = {1};
    for (std::size_t k = 0; k < kept->size(); ++k) {
      series.x.push_back(static_cast<double>(k + 1));
      series.y.push_back((*kept)[k]);
    }
    plot.series.push_back(std::move(series));
  }
  return std::vector{plot};
}

Claim f02() {
  Claim c;
  c.id = "F02";
  c.title = "Rank correlation when layers are drawn again";
  c.source = "Adebayo et al. 2018, Sanity checks for saliency maps, cascading randomization";
  c.statement =
      "Drawing the layers of a network again, from the output down, tells methods that look at the "
      "network from those that do not: the gradient changes with the last layer, guided backprop "
      "hardly with the last three, and where every layer is new, the rank correlation of absolute "
      "values with the original map is gone.";
  c.says = "all layers new: correlation gone";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"maps without the input as a factor"};
  c.why =
      "Maps that are multiplied by the input share the sizes of the input: two networks that have "
      "nothing in common keep a rank correlation of 0.47 under gradient x input (and integrated "
      "gradients from zero, the same here), and more under z+. Forty random networks without "
      "biases, 64 inputs, six hidden layers of 64, 10 outputs, seed 2018; gone: below 1/4, kept: "
      "above 1/2.";
  c.careful =
      "For maps with the input as a factor the level of comparison is not zero but what two "
      "unrelated networks give: 0.47 for normal inputs.";
  const std::string maps = "maps without the input as a factor";
  const std::string products = "maps multiplied by the input";
  const std::string changed = "what the statement says: changed, below 1/4";
  const std::string same = "what the statement says: kept, above 1/2";
  // 0.126 = 1 / sqrt(63) is the deviation of Spearman's correlation of 64 unrelated pairs.
  const std::string unrelated =
      "unrelated maps: 0, and four times the standard error 0.126 / sqrt(40)";
  c.fact("gradient, last layer new", kept_after("gradient", 1))
      .is_between("-1/4", "1/4", changed)
      .claimed(Relation::at_most, {"1/4"})
      .under(maps)
      .once();
  c.fact("guided backprop, last layer new", kept_after("guided-backprop", 1))
      .is_between("1/2", "1", same)
      .claimed(Relation::at_least, {"1/2"})
      .under(maps)
      .once();
  c.fact("guided backprop, last three layers new", kept_after("guided-backprop", 3))
      .is_between("1/2", "1", same)
      .claimed(Relation::at_least, {"1/2"})
      .under(maps)
      .once();
  c.fact("gradient, all layers new", kept_after("gradient", kLayers))
      .is_between("-0.08", "0.08", unrelated)
      .claimed(Relation::at_most, {"1/4"})
      .under(maps)
      .once();
  c.fact("guided backprop, all layers new", kept_after("guided-backprop", kLayers))
      .is_between("-1/4", "1/4", changed)
      .claimed(Relation::at_most, {"1/4"})
      .under(maps)
      .once();
  c.fact("DeConvNet, all layers new", kept_after("deconvnet", kLayers))
      .is_between("-0.08", "0.08", unrelated)
      .claimed(Relation::at_most, {"1/4"})
      .under(maps)
      .once();
  // x, g and h independent and normal: Spearman's correlation of |x g| and |x h| is
  // 12 E[m(x)^2] - 3 = 0.4760 with m(x) = E[2/pi atan |x/y|], Kendall's is 1/3, and of 64 pairs one
  // expects 3/65 (1/3 + 62/3 0.4760) = 0.469.
  const std::string shared =
      "0.469 for independent normal gradients, four times the standard error 0.017, and 1/64 for "
      "the direction of the input, along which every gradient follows F";
  c.fact("gradient x input, all layers new", kept_after("gradient-x-input", kLayers))
      .is_between("0.385", "0.555", shared)
      .claimed(Relation::at_most, {"1/4"})
      .under(products)
      .once();
  c.fact("integrated gradients, all layers new",
         kept_after("integrated-gradients:rule=midpoint,steps=2", kLayers))
      .is_between("0.385", "0.555", shared)
      .claimed(Relation::at_most, {"1/4"})
      .under(products)
      .once();
  c.fact("z+, all layers new", kept_after("lrp:rule=z+", kLayers))
      .is_between("0.555", "1", "more than gradient x input: z+ is hardly more than |x|")
      .claimed(Relation::at_most, {"1/4"})
      .under(products)
      .once();
  c.fact("gradient x input with its signs, all layers new",
         kept_after("gradient-x-input", kLayers, Ranked::values))
      .is_between("-0.12", "0.12",
                  "signs of unrelated gradients are unrelated: 0, and six times 0.126 / sqrt(40)")
      .once();
  c.plots = cascade_plot;
  return c;
}

// The median 1 - |cos| between the maps of two outputs of a network with so many hidden layers.
Result<double> parting(const Scene& scene, const std::string& method, Index depth) {
  std::vector<double> all;
  for (Index k = 0; k < (scene.full() ? 400 : 40); ++k) {
    RandomStream stream = draw_number(2020, k);
    std::vector<Index> widths(static_cast<std::size_t>(depth) + 1, kWidth);
    widths.push_back(2);
    const Network<double> network = random_relu_network(stream, widths);
    const Vector<double> x = normal_vector(stream, kWidth);
    const auto map = attribute_one(scene, network, method, x, 0);
    const auto other = attribute_one(scene, network, method, x, 1);
    if (!map) return tl::make_unexpected(map.error());
    if (!other) return tl::make_unexpected(other.error());
    all.push_back(one_minus_cosine(*map, *other));
  }
  return median_of(all);
}

Quantity parting_at(const std::string& method, Index depth) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto found = parting(scene, method, depth);
    if (!found) return tl::make_unexpected(found.error());
    return in_floating_point(*found);
  });
}

Quantity contraction_per_layer(const std::string& method) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto shallow = parting(scene, method, 1);
    const auto deep = parting(scene, method, 8);
    if (!shallow) return tl::make_unexpected(shallow.error());
    if (!deep) return tl::make_unexpected(deep.error());
    return in_floating_point(std::pow(*deep / *shallow, 1.0 / 7));
  });
}

Result<std::vector<Plot>> parting_plot(const Scene& scene) {
  Plot plot;
  plot.title = "How far the maps of two outputs differ";
  plot.caption =
      "Under z+ the maps of two outputs become one, a factor of about twenty closer with every "
      "layer; under the gradient and DeepLIFT-Rescale they stay apart.";
  plot.x_label = "hidden layers";
  plot.y_label = "1 - |cos|";
  plot.log_y = true;
  for (const std::string method :
       {"lrp:rule=z+", "guided-backprop", "deconvnet", "lrp:rule=alpha-beta,alpha=2",
        "deeplift:rule=revealcancel", "deeplift:rule=rescale", "gradient"}) {
    PlotSeries series;
    series.name = method;
    for (const Index depth : {1, 2, 3, 4, 6, 8, 12, 16}) {
      const auto found = parting(scene, method, depth);
      if (!found) return tl::make_unexpected(found.error());
      series.x.push_back(static_cast<double>(depth));
      series.y.push_back(*found);
    }
    plot.series.push_back(std::move(series));
  }
  return std::vector{plot};
}

Claim f04() {
  Claim c;
  c.id = "F04";
  c.title = "Later layers do not matter to modified backpropagation";
  c.source = "Sixt, Granz & Landgraf 2020, When explanations lie, abstract";
  c.statement =
      "The maps of modified backpropagation (LRP, guided backprop, DeConvNet, but not DeepLIFT) "
      "are independent of the later layers: those of two outputs become one with depth.";
  c.says = "maps of all outputs become one";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"LRP by rule z+, DeepLIFT by rescale"};
  c.why =
      "Products of non-negative matrices tend to rank one, for z+ by a factor of about twenty per "
      "layer at this width. LRP-0 uses no such matrix (here it is gradient x input), and "
      "DeepLIFT-RevealCancel, which keeps positive and negative parts apart, converges as well. "
      "Medians of forty random networks without biases, 64 units in every layer, seed 2020; become "
      "one: 1 - |cos| below 1/4 at sixteen hidden layers. Depth and limit were chosen after a look "
      "at the results (at eight layers RevealCancel stands on the limit), and of the "
      "contraction per layer only the upper end of the interval was derived.";
  c.careful =
      "The maps of z+, alpha-beta, guided backprop and DeepLIFT-RevealCancel become one with "
      "depth, those of DeConvNet slowly (0.04 at sixteen layers); LRP-0 and DeepLIFT-Rescale keep "
      "the outputs apart.";
  const std::string exempt = "LRP by rule z+, DeepLIFT by rescale";
  const std::string zero = "LRP by rule 0";
  const std::string cancel = "DeepLIFT by RevealCancel";
  const std::string one = "what the statement says: one direction, below 1/4";
  const std::string apart = "what the statement says: apart, above 1/4";
  // To leading order in 1 / width a layer shrinks the squared angle by s^2/m^2 E[d^2]/E[d]^2 / 64:
  // the positive parts of the weights have s^2/m^2 = 5/3, and d = relu(z)/z+, half of them zero, the
  // others nearly half-normal, has E[d^2]/E[d]^2 = pi. That is 0.082.
  c.fact("z+, contraction per layer", contraction_per_layer("lrp:rule=z+"))
      .is_between(
          "0", "0.164",
          "the mean square shrinks by 0.082 to leading order in 1 / width, the median by no less, "
          "and a factor of 2 for higher orders")
      .once();
  c.fact("z+, one hidden layer", parting_at("lrp:rule=z+", 1)).is_between("0", "1/4", one).once();
  c.fact("z+, sixteen hidden layers", parting_at("lrp:rule=z+", kDeep))
      .is_between("0", "1/4", one)
      .claimed(Relation::at_most, {"1/4"})
      .under(exempt)
      .once();
  c.fact("LRP-0, sixteen hidden layers", parting_at("lrp:rule=0", kDeep))
      .is_between("1/4", "1", apart)
      .claimed(Relation::at_most, {"1/4"})
      .under(zero)
      .once();
  for (const auto& [name, method] :
       {std::pair{"guided backprop", "guided-backprop"}, std::pair{"DeConvNet", "deconvnet"},
        std::pair{"LRP-alpha2-beta1", "lrp:rule=alpha-beta,alpha=2"}}) {
    c.fact(fmt::format("{}, sixteen hidden layers", name), parting_at(method, kDeep))
        .is_between("0", "1/4", one)
        .claimed(Relation::at_most, {"1/4"})
        .once();
  }
  c.fact("DeepLIFT-Rescale, sixteen hidden layers", parting_at("deeplift:rule=rescale", kDeep))
      .is_between("1/4", "1", apart)
      .claimed(Relation::at_least, {"1/4"})
      .under(exempt)
      .once();
  c.fact("DeepLIFT-RevealCancel, sixteen hidden layers",
         parting_at("deeplift:rule=revealcancel", kDeep))
      .is_between("0", "1/4", "products of matrices that share out positive and negative parts")
      .claimed(Relation::at_least, {"1/4"})
      .under(cancel)
      .once();
  c.fact("gradient, sixteen hidden layers", parting_at("gradient", kDeep))
      .is_between("1/4", "1", apart)
      .once();
  c.plots = parting_plot;
  return c;
}

}  // namespace

std::vector<Claim> random_models() {
  std::vector<Claim> all;
  all.push_back(f02());
  all.push_back(f04());
  return all;
}

}  // namespace axiomark::claims
