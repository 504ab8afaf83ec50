#include "search/model_cases.hpp"

#include "network/exact_cost.hpp"
#include "search/ingredient_source.hpp"

namespace axiomark {
namespace {

// Features, or pairs of them, singled out per input: enough to meet one that a method ignores, few
// enough that a thousand inputs are judged in seconds.
constexpr int kFeaturesPerInput = 4;

// One feature after another that differs from its baseline; any, where none does.
std::vector<Index> draw_features(RandomStream& stream, const Ingredients<double>& plain) {
  std::vector<Index> candidates;
  for (Index i = 0; i < plain.input.size(); ++i) {
    if (plain.input(i) != plain.baseline(i)) candidates.push_back(i);
  }
  if (candidates.empty()) {
    for (Index i = 0; i < plain.input.size(); ++i) candidates.push_back(i);
  }
  std::vector<Index> drawn;
  while (drawn.size() < kFeaturesPerInput && !candidates.empty()) {
    const auto at =
        candidates.begin() + static_cast<std::ptrdiff_t>(stream.below(candidates.size()));
    drawn.push_back(*at);
    candidates.erase(at);
  }
  return drawn;
}

}  // namespace

std::vector<RewriteKind> fitting_rewrites(const ModelTrial& trial) {
  std::vector<RewriteKind> fitting;
  for (const RewriteKind kind : rewrite_kinds()) {
    if (rewrite(trial.network, {kind, 0, 1})) fitting.push_back(kind);
  }
  return fitting;
}

std::vector<Ingredients<double>> worth_judging(const ModelTrial& trial,
                                               const std::vector<RewriteKind>& rewrites,
                                               const AxiomInfo& axiom, std::uint64_t seed,
                                               Index input) {
  const Ingredients<double> plain{trial.network,
                                  trial.inputs.col(input),
                                  trial.baselines.col(input),
                                  trial.targets.col(input),
                                  0,
                                  {}};
  const auto features = static_cast<std::uint64_t>(plain.input.size());
  const auto outputs = static_cast<std::uint64_t>(plain.target.size());
  RandomStream stream = case_stream(seed, axiom.name, static_cast<std::uint64_t>(input));
  std::vector<Ingredients<double>> all = {plain};
  if (axiom.uses.feature || axiom.uses.pair) {
    all.clear();
    for (const Index feature : draw_features(stream, plain)) {
      all.push_back(plain);
      all.back().feature = feature;
      if (axiom.uses.pair) all.back().other = static_cast<Index>(stream.below(features));
    }
  }
  if (axiom.uses.rewrites) {
    const std::size_t unwritten = all.size();
    for (const RewriteKind kind : rewrites) {
      const auto at = [&](Index place) {
        all.push_back(all[all.size() % unwritten]);
        all.back().rewrites = {{kind, place, static_cast<int>(stream.between(1, 3))}};
      };
      // A place drawn for each input, and once the first, which is the input itself for insertions.
      if (input == 0) at(0);
      at(static_cast<Index>(stream.below(64)));
    }
  }
  const Index kinds =
      axiom.uses.variants == kVariantPerFeature ? plain.input.size() : axiom.uses.variants;
  const std::size_t of_one_kind = all.size();
  for (Index variant = 1; variant < kinds; ++variant) {
    for (std::size_t k = 0; k < of_one_kind; ++k) {
      all.push_back(all[k]);
      all.back().variant = variant;
    }
  }
  for (Ingredients<double>& in : all) {
    if (axiom.uses.second) {  // another output of the same model
      in.second_target = Vector<double>::Zero(plain.target.size());
      in.second_target(static_cast<Index>(stream.below(outputs))) = 1;
    }
    if (axiom.uses.second || axiom.uses.map) draw_maps(stream, in);
  }
  return all;
}

double seconds_of_passes(const Case<double>& c, const std::vector<Answer<double>>& answers) {
  double seconds = 0;
  for (std::size_t k = 0; k < answers.size(); ++k) {
    double passes = 2;
    if (const auto& a = answers[k].attribution) {
      passes += static_cast<double>(2 * a->gradient_evaluations + a->function_evaluations);
    }
    seconds += floating_seconds(c.probes[k].network, passes);
  }
  return seconds;
}

}  // namespace axiomark
