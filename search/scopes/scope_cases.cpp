#include "search/scopes/scope_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace axiomark {
namespace {

std::vector<Index> features_apart(const PointPair& pair) {
  std::vector<Index> apart;
  for (std::size_t i = 0; i < pair.input.size(); ++i) {
    if (pair.input[i] != pair.baseline[i]) apart.push_back(static_cast<Index>(i));
  }
  return apart;
}

// A question about one network at a pair of points.
struct Question {
  const FunctionFacts& function;
  std::size_t number;
  const IntegerNetwork& network;
  const PointPair& pair;
};

std::vector<DirectCase> one_feature_moves(const Question& question) {
  const PointPair& pair = question.pair;
  const IntegerNetwork& network = question.network;
  const std::vector<Index> apart = features_apart(pair);
  if (apart.size() != 1 || value_at(network, pair.input) == value_at(network, pair.baseline)) {
    return {};
  }
  return {{apart, fmt::format("Input and baseline differ in x{} only, and F differs between them.",
                              apart[0] + 1)}};
}

std::vector<DirectCase> features_without_effect(const Question& question) {
  const FunctionFacts& function = question.function;
  DirectCase all;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < function.depends_on.size(); ++i) {
    if (function.depends_on[i]) continue;
    all.features.push_back(static_cast<Index>(i));
    names.push_back(fmt::format("x{}", i + 1));
  }
  if (all.features.empty()) return {};
  all.premise = fmt::format("The slope of F in {} is 0 on each of its linear regions.",
                            fmt::join(names, " and "));
  return {all};
}

std::vector<DirectCase> features_at_baseline(const Question& question) {
  const PointPair& pair = question.pair;
  std::vector<DirectCase> cases;
  for (std::size_t i = 0; i < pair.input.size(); ++i) {
    if (pair.input[i] != pair.baseline[i]) continue;
    cases.push_back({{static_cast<Index>(i)},
                     fmt::format("x{} has the same value in input and baseline.", i + 1)});
  }
  return cases;
}

std::vector<DirectCase> numbers_of_features(const Question& question) {
  std::vector<DirectCase> cases;
  for (std::size_t n = 0; n < question.pair.input.size(); ++n) {
    cases.push_back({{static_cast<Index>(n)}, fmt::format("No premise; n = {}.", n + 1)});
  }
  return cases;
}

std::vector<DirectCase> same_function_again(const Question& question) {
  if (question.function.first == question.number) return {};
  return {{{}, "f and g are one affine function wherever linear regions of both overlap."}};
}

std::vector<DirectCase> every_pair(const Question&) {
  return {{{}, "Completeness has no premise: it is asked of every network, input and baseline."}};
}

std::vector<DirectCase> symmetric_functions(const Question& question) {
  const PointPair& pair = question.pair;
  const bool equal = pair.input.size() == 2 && pair.input[0] == pair.input[1] &&
                     pair.baseline[0] == pair.baseline[1];
  if (!equal || !question.function.symmetric) return {};
  return {{{0, 1}, "F is the same on each of its linear regions when x1 and x2 are exchanged."}};
}

// The axioms whose premises are decided on all of R^n from the network's linear regions, and the cases of
// each at one pair of points. The others build their cases.
struct DirectAxiom {
  std::string_view name;
  std::vector<DirectCase> (*cases)(const Question&);
  bool compares_with_first = false;  // two networks: the scope's first of the same function as well
  bool builds_as_well = false;       // asked about built cases, too
};
constexpr std::array<DirectAxiom, 7> kDirectAxioms = {{
    {"sensitivity-a", one_feature_moves},
    {"sensitivity-b", features_without_effect, false, true},
    {"implementation-invariance", same_function_again, true},
    {"completeness", every_pair},
    {"symmetry", symmetric_functions},
    {"missingness", features_at_baseline},
    {"sensitivity-n", numbers_of_features},
}};

const DirectAxiom* find_direct(std::string_view name) {
  const auto* const found = std::ranges::find(kDirectAxioms, name, &DirectAxiom::name);
  return found != kDirectAxioms.end() ? &*found : nullptr;
}

// Other functions for axioms about two: one that is off at zero and reads the last feature alone, and one
// that falls.
std::vector<Network<double>> second_functions(int inputs) {
  const auto n = static_cast<std::size_t>(inputs);
  std::vector<int> last(n, 0);
  last.back() = 1;
  const IntegerLayer rising{inputs, last, {-1}, true};
  const IntegerLayer relu{inputs, std::vector<int>(n, 1), {0}, true};
  const IntegerLayer minus{1, {-1}, {0}, false};
  return {as_network<double>({rising}), as_network<double>({relu, minus})};
}

struct Map {
  double factor;
  double offset;
};
constexpr std::array<Map, 2> kMaps = {{{2, 1}, {-1, 0}}};

bool is_small(const Scope& scope, std::size_t number) {
  return number < scope.networks().count_up_to(scope.limits().wrapped_relus);
}

// A kind of case that an axiom builds from one network of a scope.
struct BuiltKind {
  const Axiom& axiom;
  Index variant;
  [[nodiscard]] const Uses& uses() const { return axiom.info.uses_of(variant); }
};

std::vector<std::vector<RewriteStep>> rewrites_for(const BuiltKind& kind, bool small,
                                                   const Network<double>& network) {
  const Uses& uses = kind.uses();
  std::vector<std::vector<RewriteStep>> lists;
  if (small) lists.emplace_back();
  if (!uses.rewrites) return lists;
  for (const RewriteKind rewriting : rewrite_kinds()) {
    if (!small && rewriting != RewriteKind::shift_threshold) continue;
    const RewriteStep step{rewriting, 0, 1};
    if (!uses.network || rewrite(network, step)) lists.push_back({step});
    // To other axioms it matters only that the twin is wired otherwise.
    if (uses.network && !asked_directly(kind.axiom.info.name) && lists.size() == 2) break;
  }
  return lists;
}

// Every list with one more choice made: `change(ingredients, choice)` for each choice.
template <class Choices, class Change>
void for_each_choice(std::vector<Ingredients<double>>& all, const Choices& choices,
                     const Change& change) {
  std::vector<Ingredients<double>> longer;
  for (const Ingredients<double>& in : all) {
    for (const auto& choice : choices) {
      longer.push_back(in);
      change(longer.back(), choice);
    }
  }
  all = std::move(longer);
}

// Each choice of what this kind of case reads, at one pair of points.
std::vector<Ingredients<double>> ingredients_of(
    const BuiltKind& kind, const std::vector<std::vector<RewriteStep>>& rewrites,
    const Network<double>& network, const PointPair& pair) {
  const Uses& uses = kind.uses();
  const auto inputs = static_cast<int>(pair.input.size());
  Ingredients<double> plain{network,
                            as_vector<double>(pair.input),
                            as_vector<double>(pair.baseline),
                            Vector<double>::Ones(1),
                            0,
                            {}};
  plain.variant = kind.variant;
  plain.other = inputs > 1 ? 1 : 0;
  std::vector<Ingredients<double>> all = {std::move(plain)};
  for_each_choice(all, rewrites, [](auto& in, const auto& steps) { in.rewrites = steps; });
  std::vector<Index> features;
  for (Index i = 0; i < inputs; ++i) features.push_back(i);
  if (uses.feature || uses.pair) {
    for_each_choice(all, features, [](auto& in, Index feature) { in.feature = feature; });
  }
  if (uses.pair && inputs > 2) {
    for_each_choice(all, features, [](auto& in, Index other) { in.other = other; });
  } else if (uses.pair && inputs == 2) {
    for (Ingredients<double>& in : all) in.other = 1 - in.feature;
  }
  if (uses.second) {
    for_each_choice(all, second_functions(inputs), [](auto& in, const Network<double>& second) {
      in.second = second;
      in.second_target = Vector<double>::Ones(1);
    });
  }
  if (uses.map) {
    for_each_choice(all, kMaps, [&](auto& in, const Map& map) {
      in.factors = Vector<double>::Constant(inputs, map.factor);
      in.offsets = Vector<double>::Constant(inputs, map.offset);
    });
  }
  return all;
}

}  // namespace

std::vector<std::string> directly_asked_axioms() {
  std::vector<std::string> names;
  names.reserve(kDirectAxioms.size());
  for (const DirectAxiom& axiom : kDirectAxioms) names.emplace_back(axiom.name);
  return names;
}

bool asked_directly(const std::string& axiom) { return find_direct(axiom) != nullptr; }

bool compares_with_first(const std::string& axiom) {
  const DirectAxiom* direct = find_direct(axiom);
  return direct != nullptr && direct->compares_with_first;
}

std::vector<DirectCase> direct_cases(const std::string& axiom, const Scope& scope,
                                     std::size_t number, const IntegerNetwork& network,
                                     const PointPair& pair) {
  const DirectAxiom* direct = find_direct(axiom);
  if (direct == nullptr) return {};
  return direct->cases({scope.function(number), number, network, pair});
}

template <Scalar S>
Vector<S> as_vector(const std::vector<int>& point) {
  Vector<S> vector(static_cast<Index>(point.size()));
  for (std::size_t i = 0; i < point.size(); ++i) vector(static_cast<Index>(i)) = S(point[i]);
  return vector;
}

template <Scalar S>
Case<S> assembled(const std::string& axiom, const DirectCase& direct, const Network<S>& first,
                  const Network<S>& network, const PointPair& pair) {
  const Vector<S> input = as_vector<S>(pair.input);
  const Vector<S> baseline = as_vector<S>(pair.baseline);
  const Vector<S> target = Vector<S>::Ones(1);
  if (compares_with_first(axiom)) {
    return {{{"f", first, input, baseline, target}, {"g", network, input, baseline, target}},
            direct.features,
            direct.premise};
  }
  return {{{"F", network, input, baseline, target}}, direct.features, direct.premise};
}

std::size_t networks_to_build_from(const Axiom& axiom, const Scope& scope) {
  if (const DirectAxiom* direct = find_direct(axiom.info.name)) {
    return direct->builds_as_well ? scope.networks().size() : 0;
  }
  return scope.networks().count_up_to(scope.limits().wrapped_relus);
}

std::vector<Ingredients<double>> ingredients_on(const Axiom& axiom, const Scope& scope,
                                                std::size_t number,
                                                const std::vector<PointPair>& pairs) {
  const int inputs = scope.networks().at(number).front().reads;
  const auto has_as_many = [&](std::size_t k) {
    return scope.networks().at(k).front().reads == inputs;
  };
  if (!axiom.info.uses.network) {
    for (std::size_t k = 0; k < number; ++k) {
      if (has_as_many(k)) return {};
    }
  }
  const bool small = is_small(scope, number);
  const int highest = small ? scope.limits().highest_wrapped_input : scope.limits().highest_input;
  const Network<double> network = as_network<double>(scope.networks().at(number));
  const Index declared = axiom.info.uses.variants;
  std::vector<BuiltKind> kinds;
  std::vector<std::vector<std::vector<RewriteStep>>> rewrites;  // by kind
  const Index last = declared == kVariantPerFeature ? inputs : declared;
  // Larger networks are asked the last kind alone: sensitivity-b's features that cancel beside a live one,
  // where the output moves and nothing hangs on a zero difference.
  for (Index k = small ? 0 : last - 1; k < last; ++k) {
    kinds.push_back({axiom, k});
    rewrites.push_back(rewrites_for(kinds.back(), small, network));
  }
  std::vector<Ingredients<double>> all;
  for (const PointPair& pair : pairs) {
    if (std::ranges::max(pair.input) > highest) continue;
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      std::ranges::move(ingredients_of(kinds[k], rewrites[k], network, pair),
                        std::back_inserter(all));
    }
  }
  return all;
}

template Vector<double> as_vector<double>(const std::vector<int>&);
template Vector<Rational> as_vector<Rational>(const std::vector<int>&);
template Case<double> assembled(const std::string&, const DirectCase&, const Network<double>&,
                                const Network<double>&, const PointPair&);
template Case<Rational> assembled(const std::string&, const DirectCase&, const Network<Rational>&,
                                  const Network<Rational>&, const PointPair&);

}  // namespace axiomark
