#include "search/ingredient_source.hpp"

#include <array>

#include "network/balls/enclosed_operator.hpp"
#include "search/drawn_points.hpp"
#include "search/families/layers.hpp"
#include "search/families/smooth.hpp"
#include "search/simpler.hpp"

namespace axiomark {
namespace {

// What the parts of a case are drawn from.
enum class Part : std::uint64_t { network, points, kink, features, rewrites, companions, variant };

RandomStream part(const RandomStream& stream, Part which) {
  return stream.split(static_cast<std::uint64_t>(which));
}

Index draw_feature(RandomStream& stream, Index features) {
  return static_cast<Index>(stream.below(static_cast<std::uint64_t>(features)));
}

// One to three, any of the catalogue: those that fit nowhere are skipped. One in three is the threshold
// shift, which few networks have a place for and without which DeepLIFT's violation is rarely met.
std::vector<RewriteStep> draw_rewrites(RandomStream stream) {
  std::vector<RewriteStep> steps(1 + stream.below(3));
  const auto kinds = rewrite_kinds();
  for (RewriteStep& step : steps) {
    step.kind = stream.one_in(3) ? RewriteKind::shift_threshold : kinds[stream.below(kinds.size())];
    step.place = static_cast<Index>(stream.below(8));
    step.parameter = static_cast<int>(stream.between(1, 3));
  }
  return steps;
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

Ingredients<double> draw_ingredients(RandomStream stream, const DrawSize& most) {
  RandomStream shapes = part(stream, Part::network);
  return draw_ingredients_around(draw_network(shapes, most), stream, most);
}

Ingredients<double> draw_ingredients_around(Network<double> network, const RandomStream& stream,
                                            const DrawSize& most) {
  const Index inputs = network.input_features();
  RandomStream grid = part(stream, Part::points);
  DrawnPoints points = draw_points(grid, inputs);
  RandomStream kink = part(stream, Part::kink);
  const std::uint64_t special = kink.below(8);
  // Between the kinks of a smooth network nothing lies that a point could be moved along exactly.
  const bool movable = !has_enclosed_values<double>(network);
  if (movable && special == 0) network = put_on_kink(network, points, kink);
  if (movable && special == 1) network = put_inside_kink(network, points, kink);
  Ingredients<double> in{std::move(network),
                         std::move(points.input),
                         std::move(points.baseline),
                         Vector<double>::Ones(1),
                         0,
                         draw_rewrites(part(stream, Part::rewrites))};
  RandomStream features = part(stream, Part::features);
  in.feature = draw_feature(features, inputs);
  in.other = draw_feature(features, inputs);
  RandomStream companions = part(stream, Part::companions);
  in.second = draw_layers_of(companions, inputs, most);
  in.second_target = Vector<double>::Ones(1);
  draw_maps(companions, in);
  // Equally likely for every axiom with one to four kinds of case.
  constexpr std::uint64_t kVariants = 12;
  in.variant = static_cast<Index>(part(stream, Part::variant).below(kVariants));
  return in;
}

RandomStream case_stream(std::uint64_t seed, const std::string& axiom, std::uint64_t case_number) {
  RandomStream stream(seed);
  for (const char c : axiom) stream = stream.split(static_cast<unsigned char>(c));
  return stream.split(case_number);
}

Ingredients<double> draw_case(std::uint64_t seed, const std::string& axiom,
                              std::uint64_t case_number) {
  return draw_ingredients(case_stream(seed, axiom, case_number), size_of_case(case_number));
}

Ingredients<double> draw_smooth_case(std::uint64_t seed, const std::string& axiom,
                                     std::uint64_t case_number) {
  const RandomStream stream = case_stream(seed, axiom + "/smooth", case_number);
  const DrawSize most = size_of_case(case_number);
  RandomStream shapes = part(stream, Part::network);
  return draw_ingredients_around(draw_smooth_network(shapes, most), stream, most);
}

rc::Gen<Ingredients<Rational>> ingredient_generator() {
  return [](const rc::Random& random, int) {
    rc::Random source = random;
    auto drawn = rc::shrinkable::shrinkRecur(
        draw_ingredients(RandomStream(source.next())),
        [](const Ingredients<double>& larger) { return rc::seq::fromContainer(simpler(larger)); });
    return rc::shrinkable::map(std::move(drawn), [](const Ingredients<double>& in) {
      return convert<Rational>(in).value();
    });
  };
}

}  // namespace axiomark
