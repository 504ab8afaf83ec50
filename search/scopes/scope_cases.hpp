#pragma once

#include "axioms/axiom.hpp"
#include "search/scopes/scope.hpp"

namespace axiomark {

// How a scope puts an axiom's question. Some axioms speak of one network, or of two that are one
// function: they are asked about the scope's networks as they are, and what their premises say of the
// function is decided on all of R^n. The others, and sensitivity-b once more, build their cases from a
// network of the scope, as they do in the random search.

/// The axioms of the first sort, by name.
[[nodiscard]] std::vector<std::string> directly_asked_axioms();
[[nodiscard]] bool asked_directly(const std::string& axiom);
/// Whether its cases are about two networks: one of the scope, and the first that is the same function.
[[nodiscard]] bool compares_with_first(const std::string& axiom);

/// One question about a network at a pair of points.
struct DirectCase {
  std::vector<Index> features;
  std::string premise;
};

/// The axiom's cases on network `number` at one pair: none where its premise does not hold.
///   sensitivity-a              the pair differs in one feature, and the outputs differ
///   sensitivity-b              the features that the function does not depend on
///   implementation-invariance  the network and the first of the scope that is the same function
///   completeness               every pair
///   symmetry                   functions symmetric in x1 and x2, points with x1 = x2
///   missingness                each feature that is at its baseline
///   sensitivity-n              n = 1, 2, ...
[[nodiscard]] std::vector<DirectCase> direct_cases(const std::string& axiom, const Scope& scope,
                                                   std::size_t number,
                                                   const IntegerNetwork& network,
                                                   const PointPair& pair);

/// The case as its axiom judges it. `first` is the network itself unless the axiom compares_with_first().
template <Scalar S>
[[nodiscard]] Case<S> assembled(const std::string& axiom, const DirectCase& direct,
                                const Network<S>& first, const Network<S>& network,
                                const PointPair& pair);

template <Scalar S>
[[nodiscard]] Vector<S> as_vector(const std::vector<int>& point);

/// How many networks of the scope, from the first on, a building axiom is asked about.
[[nodiscard]] std::size_t networks_to_build_from(const Axiom& axiom, const Scope& scope);

/// All ingredients on one network, pair by pair and there kind of case by kind of case: each feature, each
/// other feature, no rewrite and the first that fits (for sensitivity-b all of them), two second functions,
/// two maps, as far as that kind reads them. On networks of more than scope.wrapped_relus the last kind
/// only, with a shifted threshold. An axiom with functions of its own is asked with the first
/// network of each number of inputs only.
[[nodiscard]] std::vector<Ingredients<double>> ingredients_on(const Axiom& axiom,
                                                              const Scope& scope,
                                                              std::size_t number,
                                                              const std::vector<PointPair>& pairs);

}  // namespace axiomark
