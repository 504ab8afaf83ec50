#pragma once

#include <rapidcheck.h>

#include "axioms/case.hpp"
#include "network/random_stream.hpp"
#include "search/families/family.hpp"

namespace axiomark {

/// Draws one set of ingredients: a small network of one of the families, points (now and then with a
/// unit exactly on its kink), a feature and another one, one to three rewrites, a second function of
/// plain layers, the numbers of linear maps, and which of an axiom's kinds of case to build. Each part comes
/// from a stream of its own, so that a new family or rewrite changes nothing else.
[[nodiscard]] Ingredients<double> draw_ingredients(RandomStream stream, const DrawSize& most = {});

/// The same for a network drawn before; one with smooth operators is not moved onto a kink.
[[nodiscard]] Ingredients<double> draw_ingredients_around(Network<double> network,
                                                          const RandomStream& stream,
                                                          const DrawSize& most);

/// Coefficients, factors and offsets: halves and small whole numbers, no factor 0.
void draw_maps(RandomStream& stream, Ingredients<double>& in);

/// The stream of case k of a campaign: a function of the seed, the axiom's name and k alone.
[[nodiscard]] RandomStream case_stream(std::uint64_t seed, const std::string& axiom,
                                       std::uint64_t case_number);
/// What is drawn from it, in the size of that case.
[[nodiscard]] Ingredients<double> draw_case(std::uint64_t seed, const std::string& axiom,
                                            std::uint64_t case_number);

/// Case k of those on smooth networks: streams of their own, so that they disturb no other case.
[[nodiscard]] Ingredients<double> draw_smooth_case(std::uint64_t seed, const std::string& axiom,
                                                   std::uint64_t case_number);

/// Ingredients for property tests, exactly: rc::check draws them and shrinks them by simpler().
[[nodiscard]] rc::Gen<Ingredients<Rational>> ingredient_generator();

}  // namespace axiomark
