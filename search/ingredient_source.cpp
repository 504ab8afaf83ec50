#include "search/ingredient_source.hpp"

#include <array>

#include "network/layer_list.hpp"
#include "search/simpler.hpp"

namespace axiomark {
namespace {

// Small integers, zero often: networks that one can read, in which units are shared and cancel.
double draw_weight(RandomStream& stream) {
  constexpr std::array<double, 16> kWeights = {0,  0,  0, 0,  1, 1,  1, -1,
                                               -1, -1, 2, -2, 2, -3, 3, 0.5};
  return kWeights[stream.below(kWeights.size())];
}

double draw_bias(RandomStream& stream) {
  return stream.one_in(2) ? 0.0 : static_cast<double>(stream.between(-3, 3));
}

Layer<double> draw_layer(RandomStream& stream, Index outputs, Index inputs, bool relu) {
  Layer<double> layer{Matrix<double>(outputs, inputs), Vector<double>(outputs), relu};
  for (Index i = 0; i < outputs; ++i) {
    for (Index j = 0; j < inputs; ++j) layer.weights(i, j) = draw_weight(stream);
    layer.bias(i) = draw_bias(stream);
  }
  return layer;
}

LayerList<double> draw_layers(RandomStream& stream, Index inputs) {
  LayerList<double> layers;
  Index width = inputs;
  const auto hidden = stream.between(1, 2);
  for (std::int64_t l = 0; l < hidden; ++l) {
    const Index units = stream.between(1, 4);
    layers.push_back(draw_layer(stream, units, width, true));
    width = units;
  }
  layers.push_back(draw_layer(stream, 1, width, stream.one_in(3)));
  return layers;
}

// relu(c relu(x_a + b) - k - w relu(x_b)): the shape that shift_threshold needs.
LayerList<double> draw_nested_threshold(RandomStream& stream, Index inputs) {
  Layer<double> first{Matrix<double>::Zero(inputs, inputs), Vector<double>(inputs), true};
  for (Index i = 0; i < inputs; ++i) {
    first.weights(i, i) = stream.one_in(4) ? -1 : 1;
    first.bias(i) = stream.one_in(3) ? static_cast<double>(stream.between(-1, 1)) : 0;
  }
  Layer<double> second{Matrix<double>(1, inputs), Vector<double>(1), true};
  for (Index i = 0; i < inputs; ++i) {
    second.weights(0, i) = static_cast<double>(-stream.between(0, 2));
  }
  second.weights(0, static_cast<Index>(stream.below(static_cast<std::uint64_t>(inputs)))) =
      static_cast<double>(stream.between(1, 2));
  second.bias(0) = static_cast<double>(-stream.between(1, 2));
  return {first, second};
}

// Up to three, any of the catalogue: those that fit nowhere are skipped. One in eight is the threshold
// shift, which few networks have a place for and without which DeepLIFT's violation is rarely met.
std::vector<RewriteStep> draw_rewrites(RandomStream& stream) {
  std::vector<RewriteStep> drawn;
  const auto steps = stream.below(4);
  for (std::uint64_t s = 0; s < steps; ++s) {
    const auto kinds = rewrite_kinds();
    const RewriteKind kind =
        stream.one_in(8) ? RewriteKind::shift_threshold : kinds[stream.below(kinds.size())];
    drawn.push_back(
        {kind, static_cast<Index>(stream.below(8)), static_cast<int>(stream.between(1, 3))});
  }
  return drawn;
}

// Another feature, another function of the same features, and the numbers of linear maps. From a
// stream of their own: what else is drawn does not depend on them.
void draw_companions(RandomStream stream, Ingredients<double>& in) {
  const Index inputs = in.input.size();
  in.other = static_cast<Index>(stream.below(static_cast<std::uint64_t>(inputs)));
  in.second = make_network(draw_layers(stream, inputs)).value();
  in.second_target = Vector<double>::Ones(1);
  draw_maps(stream, in);
  // Equally likely for every axiom with one to four kinds of case.
  constexpr std::uint64_t kVariants = 12;
  in.variant = static_cast<Index>(stream.below(kVariants));
}

}  // namespace

void draw_maps(RandomStream& stream, Ingredients<double>& in) {
  constexpr std::array<double, 6> kCoefficients = {2, -1, 3, -2, 0.5, 4};
  const Index inputs = in.input.size();
  for (double& c : in.coefficients) c = kCoefficients[stream.below(kCoefficients.size())];
  in.factors = Vector<double>(inputs);
  in.offsets = Vector<double>(inputs);
  for (double& c : in.factors) c = kCoefficients[stream.below(kCoefficients.size())];
  for (double& d : in.offsets) d = static_cast<double>(stream.between(-3, 3));
}

Ingredients<double> draw_ingredients(RandomStream stream) {
  constexpr std::uint64_t kCompanions = 1'000'003;  // no case number of a split elsewhere
  const RandomStream companions = stream.split(kCompanions);
  const Index inputs = stream.between(1, 3);
  const LayerList<double> layers =
      stream.one_in(4) ? draw_nested_threshold(stream, inputs) : draw_layers(stream, inputs);
  Ingredients<double> in{make_network(layers).value(),
                         Vector<double>(inputs),
                         Vector<double>::Zero(inputs),
                         Vector<double>::Ones(1),
                         0,
                         {}};
  for (Index i = 0; i < inputs; ++i) in.input(i) = static_cast<double>(stream.between(-3, 4));
  if (stream.one_in(2)) {
    for (Index i = 0; i < inputs; ++i) in.baseline(i) = static_cast<double>(stream.between(-2, 2));
  }
  in.feature = static_cast<Index>(stream.below(static_cast<std::uint64_t>(inputs)));
  in.rewrites = draw_rewrites(stream);
  draw_companions(companions, in);
  return in;
}

RandomStream case_stream(std::uint64_t seed, const std::string& axiom, std::uint64_t case_number) {
  RandomStream stream(seed);
  for (const char c : axiom) stream = stream.split(static_cast<unsigned char>(c));
  return stream.split(case_number);
}

rc::Shrinkable<Ingredients<Rational>> shrinkable(Ingredients<Rational> ingredients) {
  return rc::shrinkable::shrinkRecur(
      std::move(ingredients),
      [](const Ingredients<Rational>& larger) { return rc::seq::fromContainer(simpler(larger)); });
}

rc::Gen<Ingredients<Rational>> ingredient_generator() {
  return [](const rc::Random& random, int) {
    rc::Random source = random;
    return shrinkable(convert<Rational>(draw_ingredients(RandomStream(source.next()))).value());
  };
}

}  // namespace axiomark
