#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "experiments/claims/random_networks.hpp"
#include "experiments/claims/trained_networks.hpp"
#include "experiments/convergence/study/finding.hpp"
#include "experiments/statistics.hpp"
#include "methods/automatic_integral.hpp"
#include "network/builder.hpp"

namespace axiomark::study {
namespace {

constexpr std::uint64_t kRandomRelus = 1;
constexpr std::uint64_t kRandomTanhs = 2;
constexpr std::uint64_t kPictures = 3;

Network<double> tanh_network(RandomStream& stream, Index features) {
  NetworkBuilder<double> b;
  Tensor at = b.input({features});
  Index width = features;
  for (const Index units : {32, 32}) {
    at = b.apply(
        Operator<double>(Tanh{}),
        {b.dense(at, claims::random_weights(stream, units, width), Vector<double>::Zero(units))});
    width = units;
  }
  return b.build(b.dense(at, claims::random_weights(stream, 1, width), Vector<double>::Zero(1)))
      .value();
}

}  // namespace

Result<Question> ask(const Setting& setting, std::string family, std::string name,
                     const Network<double>& network, const Vector<double>& target,
                     const Segment<double>& segment) {
  const auto function = bind_target<double>(network, target, {}, setting.pool);
  ConvergenceOptions options;
  options.time = false;
  // What a reference says must not depend on how busy a machine was.
  options.most_seconds = INFINITY;
  options.most_unshared_steps = 1000;
  options.seed = setting.seed;
  options.network = {network, target};
  auto studied = convergence_study(function, segment, options, &setting.rules);
  if (!studied) return tl::make_unexpected(studied.error());
  Question question{std::move(family), std::move(name), std::move(*studied), {}, false};
  const auto start = std::chrono::steady_clock::now();
  const auto chosen = automatic_integral<double>(function, segment, kAutomaticTolerance);
  if (!chosen) return tl::make_unexpected(chosen.error());
  MethodAnswer& said = question.automatic;
  said.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  said.name = "auto";
  said.gradient_evaluations = chosen->gradient_evaluations;
  said.errors = attribution_errors(chosen->values, question.study.truth.known);
  if (chosen->error_bound) {
    said.largest_bound = relative_to_rise(*chosen->error_bound, question.study.truth);
  }
  question.guaranteed = said.largest_bound && *said.largest_bound <= kAutomaticTolerance;
  said.note = chosen->notes.back();
  return question;
}

Result<std::vector<Question>> embedded_questions(const Setting& setting) {
  std::vector<Question> all;
  const RandomStream draws(setting.seed);
  const auto add = [&](const std::string& family, const std::string& name,
                       const Network<double>& network, Index output, const Vector<double>& from,
                       const Vector<double>& to) -> Result<void> {
    Vector<double> target = Vector<double>::Zero(network.output_features());
    target(output) = 1;
    auto question = ask(setting, family, name, network, target, {from, to});
    if (!question) return tl::make_unexpected(question.error());
    all.push_back(std::move(*question));
    return {};
  };
  for (std::uint64_t k = 0; k < 20; ++k) {
    RandomStream stream = draws.split(kRandomRelus).split(k);
    const auto relus = claims::random_relu_network(stream, {20, 64, 64, 1}, 1 / std::sqrt(20.0));
    const Vector<double> x = claims::normal_vector(stream, 20);
    if (auto ok = add("random relus", fmt::format("relus 20-64-64-1, draw {}", k), relus, 0,
                      Vector<double>::Zero(20), x);
        !ok) {
      return tl::make_unexpected(ok.error());
    }
  }
  for (std::uint64_t k = 0; k < 10; ++k) {
    RandomStream stream = draws.split(kRandomTanhs).split(k);
    const auto smooth = tanh_network(stream, 20);
    const Vector<double> x = claims::normal_vector(stream, 20);
    if (auto ok = add("random tanhs", fmt::format("tanhs 20-32-32-1, draw {}", k), smooth, 0,
                      Vector<double>::Zero(20), x);
        !ok) {
      return tl::make_unexpected(ok.error());
    }
  }
  RandomStream stream = draws.split(kPictures);
  const auto pictures = claims::draw_shapes(stream, claims::Polarity::bright_on_dark, 5);
  for (const std::vector<Index>& hidden :
       std::vector<std::vector<Index>>{{32}, {32, 32}, {32, 32, 32, 32}, {128, 128}}) {
    const auto network = claims::trained_on_shapes(hidden);
    for (Index k = 0; k < pictures.images.cols(); ++k) {
      if (auto ok = add("trained on shapes",
                        fmt::format("144-{}-3, picture {}", fmt::join(hidden, "-"), k), network,
                        pictures.shapes[static_cast<std::size_t>(k)],
                        Vector<double>::Zero(claims::kPixels), pictures.images.col(k));
          !ok) {
        return tl::make_unexpected(ok.error());
      }
    }
  }
  return all;
}

const RuleAnswer* answer_with(const RuleStudy& rule, long steps) {
  const auto at = std::ranges::find(rule.answers, steps, &RuleAnswer::steps);
  return at == rule.answers.end() ? nullptr : &*at;
}

const RuleStudy& rule_of(const ConvergenceStudy& study, std::string_view name) {
  return *std::ranges::find(study.rules, name, &RuleStudy::rule);
}

double steps_or_infinity(const std::optional<long>& steps) {
  return steps ? static_cast<double>(*steps) : INFINITY;
}

}  // namespace axiomark::study
