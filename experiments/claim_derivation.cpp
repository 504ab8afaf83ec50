#include "experiments/claim_derivation.hpp"

#include <algorithm>

#include "report/derivation.hpp"

namespace axiomark {
namespace {

// An attribution of an exact network, asked and answered.
struct Answered {
  const Fact* fact;
  std::string method;
  Probe<Rational> probe;
  Answer<Rational> answer;
};

std::optional<Answered> answered(const Claim& claim, const Fact& fact, const ClaimRun& how) {
  const auto* asked = std::get_if<Attributed>(&fact.quantity());
  if (asked == nullptr) return std::nullopt;
  const ThreadPool pool(1);
  const Scene scene(claim, how.settings, ScalarType::rational, how.full, how.methods, pool);
  const auto* network = std::get_if<Network<Rational>>(&scene.network(asked->network).network);
  const auto method = scene.method(asked->method);
  if (network == nullptr || !method) return std::nullopt;
  const Index features = network->input_features();
  Vector<Rational> target = Vector<Rational>::Zero(network->output_features());
  target(asked->output) = 1;
  Case<Rational> one;
  one.probes.push_back({asked->network, *network, scene.point(asked->input, features),
                        scene.point(asked->baseline, features), target});
  const auto answers = ask<Rational>(*method, one, pool);
  if (!answers || !answers->front().attribution) return std::nullopt;
  return Answered{&fact, method->name(), one.probes.front(), answers->front()};
}

std::optional<DerivationTable> derive_together(const std::vector<Answered>& together) {
  std::vector<Probe<Rational>> probes;
  std::vector<Answer<Rational>> answers;
  for (const Answered& one : together) {
    probes.push_back(one.probe);
    answers.push_back(one.answer);
  }
  return derive(together.front().method, probes, answers, true);
}

bool asks_the_same(const Fact& a, const Fact& b) {
  const auto& left = std::get<Attributed>(a.quantity());
  const auto& right = std::get<Attributed>(b.quantity());
  return left.network == right.network && left.input == right.input &&
         left.baseline == right.baseline && left.output == right.output;
}

}  // namespace

std::optional<DerivationTable> derive_fact(const Claim& claim, const Fact& fact,
                                           const ClaimRun& how) {
  auto one = answered(claim, fact, how);
  if (!one) return std::nullopt;
  return derive_together({std::move(*one)});
}

std::vector<ClaimDerivation> derivations(const Claim& claim, const ClaimRun& how) {
  constexpr std::size_t kMostColumns = 3;
  std::vector<std::vector<Answered>> groups;
  for (const Fact& fact : claim.facts) {
    auto one = answered(claim, fact, how);
    if (!one || !derive_together({*one})) continue;
    const auto same_method = [&](const std::vector<Answered>& group) {
      return group.front().method == one->method;
    };
    const bool known = std::ranges::any_of(groups, [&](const std::vector<Answered>& group) {
      return same_method(group) && std::ranges::any_of(group, [&](const Answered& other) {
               return asks_the_same(*other.fact, fact);
             });
    });
    if (known) continue;
    const auto open = std::ranges::find_if(groups, [&](const std::vector<Answered>& group) {
      return same_method(group) && group.size() < kMostColumns;
    });
    if (open != groups.end()) {
      open->push_back(std::move(*one));
    } else {
      groups.push_back({std::move(*one)});
    }
  }
  std::vector<ClaimDerivation> all;
  for (const std::vector<Answered>& group : groups) {
    ClaimDerivation derivation{group.front().method, {}, *derive_together(group)};
    for (const Answered& one : group) derivation.facts.push_back(one.fact->name());
    all.push_back(std::move(derivation));
  }
  return all;
}

}  // namespace axiomark
