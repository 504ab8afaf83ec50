// Shapley values by samples: plain, antithetic, stratified, and what their intervals are worth.
#include <fmt/format.h>

#include <cmath>

#include "experiments/claims/random_networks.hpp"
#include "experiments/convergence/study/finding.hpp"
#include "methods/registry.hpp"

namespace axiomark::study {
namespace {

constexpr Index kFeatures = 8;
constexpr int kRuns = 200;
constexpr std::uint64_t kGame = 21;

struct Sampled {
  double evaluations = 0;  // of F
  double rms = 0;          // of the error of a feature
  double covered = 0;      // part of the 95 per cent intervals that hold the value
};

Result<Sampled> sampled(const Setting& setting, const Network<double>& network,
                        const Vector<double>& x, const Vector<double>& exact,
                        const std::string& rule, long samples) {
  Sampled found;
  double squares = 0;
  double covered = 0;
  for (int run = 0; run < kRuns; ++run) {
    const auto method =
        make_method(fmt::format("shapley:rule={},samples={},seed={}", rule, samples, run));
    if (!method) return tl::make_unexpected(method.error());
    const Queries<double> query{Batch<double>(x), Batch<double>::Zero(kFeatures, 1),
                                Batch<double>::Ones(1, 1)};
    const auto answer = method->attribute<double>(network, query, setting.pool).front();
    if (!answer) return tl::make_unexpected(answer.error());
    squares += (answer->values - exact).square().mean();
    const auto& error = *answer->sampling;
    covered += (error.low <= exact && exact <= error.high).cast<double>().mean();
    found.evaluations = static_cast<double>(answer->function_evaluations);
  }
  found.rms = std::sqrt(squares / kRuns);
  found.covered = covered / kRuns;
  return found;
}

}  // namespace

Result<std::vector<Finding>> sampling_findings(const Setting& setting) {
  RandomStream stream = RandomStream(setting.seed).split(kGame);
  const auto network = claims::random_relu_network(stream, {kFeatures, 16, 1}, 0.5);
  const Vector<double> x = claims::normal_vector(stream, kFeatures);
  const auto exact = make_method("shapley:rule=exact")
                         ->attribute<double>(network,
                                             {Batch<double>(x), Batch<double>::Zero(kFeatures, 1),
                                              Batch<double>::Ones(1, 1)},
                                             setting.pool)
                         .front();
  if (!exact) return tl::make_unexpected(exact.error());
  Finding errors{"shapley-sampling", "Shapley values by samples", {}, {}, {}};
  Plot& plot = errors.figure;
  plot.title = "Error of sampled Shapley values";
  plot.caption = "Root mean square over 200 seeds and 8 features, by evaluations of F.";
  plot.x_label = "evaluations of F";
  plot.y_label = "root mean square error";
  plot.log_x = true;
  plot.log_y = true;
  Finding coverage{"shapley-coverage", "Error bars of sampled Shapley values", {}, {}, {}};
  coverage.figure.title = "How often 95 per cent intervals hold the exact value";
  coverage.figure.caption =
      "1600 intervals a point: 0.95 is right, and 0.011 two standard errors if they were "
      "independent.";
  coverage.figure.x_label = "samples";
  coverage.figure.y_label = "part that hold it";
  coverage.figure.log_x = true;
  std::vector<std::string> constants;
  std::vector<std::string> shares;
  for (const std::string rule : {"permutations", "antithetic", "stratified"}) {
    PlotSeries line{rule, {}, {}, true};
    PlotSeries held{rule, {}, {}, true};
    std::string last;
    for (const long samples : {5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L}) {
      const auto one = sampled(setting, network, x, exact->values, rule, samples);
      if (!one) return tl::make_unexpected(one.error());
      line.x.push_back(one->evaluations);
      line.y.push_back(one->rms);
      held.x.push_back(static_cast<double>(samples));
      held.y.push_back(one->covered);
      errors.data[rule][fmt::format("{}", samples)] = {
          {"evaluations", one->evaluations}, {"rms error", one->rms}, {"covered", one->covered}};
      last = fmt::format("{} {:.3g}", rule, one->rms * std::sqrt(one->evaluations));
    }
    constants.push_back(last);
    shares.push_back(fmt::format("{} {:.0f}% with 5 samples and {:.0f}% with 640", rule,
                                 100 * held.y.front(), 100 * held.y.back()));
    plot.series.push_back(std::move(line));
    coverage.figure.series.push_back(std::move(held));
  }
  coverage.figure.series.push_back({"as stated", {5, 640}, {0.95, 0.95}, true});
  errors.text = fmt::format(
      "On a game of {} players (a random network of relus), root mean square error times the "
      "root of the evaluations, with 640 samples: {}.",
      kFeatures, fmt::join(constants, ", "));
  coverage.text = fmt::format("95% intervals hold the exact value: {}.", fmt::join(shares, ", "));
  coverage.data = errors.data;
  return std::vector{std::move(errors), std::move(coverage)};
}

}  // namespace axiomark::study
