#pragma once

#include <rapidcheck.h>

#include "axioms/case.hpp"
#include "network/random_stream.hpp"

namespace axiomark {

/// Draws one set of ingredients: a small layered network with integer and half-integer weights,
/// points on an integer grid (so that kinks are hit often), a feature, up to three rewrites, and which
/// of an axiom's kinds of case to build.
/// One network in four is a nested threshold, relu(c relu(x) - k - relu(y)), which independent
/// weights almost never form. Sizes: at most 3 inputs, 3 layers, 4 units a layer.
[[nodiscard]] Ingredients<double> draw_ingredients(RandomStream stream);

/// Coefficients, factors and offsets: halves and small whole numbers, no factor 0.
void draw_maps(RandomStream& stream, Ingredients<double>& in);

/// Case k of a campaign: a function of the seed, the axiom's name and k alone.
[[nodiscard]] RandomStream case_stream(std::uint64_t seed, const std::string& axiom,
                                       std::uint64_t case_number);

/// Exact ingredients with the tree of everything simpler, for shrinking.
[[nodiscard]] rc::Shrinkable<Ingredients<Rational>> shrinkable(Ingredients<Rational> ingredients);

/// The same ingredients for property tests: rc::check draws and shrinks them.
[[nodiscard]] rc::Gen<Ingredients<Rational>> ingredient_generator();

}  // namespace axiomark
