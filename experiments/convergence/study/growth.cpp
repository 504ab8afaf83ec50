// How regions and errors grow with depth, width, dimension and distance.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "experiments/claims/random_networks.hpp"
#include "experiments/claims/trained_networks.hpp"
#include "experiments/convergence/study/finding.hpp"
#include "experiments/statistics.hpp"

namespace axiomark::study {
namespace {

constexpr std::uint64_t kPictures = 11;
constexpr std::uint64_t kDimensions = 12;
constexpr Index kPicturesEach = 20;

// Medians over questions of one kind.
struct Measured {
  double regions;
  double error_at_50;  // by the midpoint rule
  double steps_for_1;  // per cent, for good
};

class Growth {
 public:
  Growth(std::string id, std::string title, std::string label)
      : id_(std::move(id)), title_(std::move(title)), label_(std::move(label)) {}

  void add(double at, const Measured& measured) {
    at_.push_back(at);
    all_.push_back(measured);
    data_[fmt::format("{}", at)] = {{"median regions", measured.regions},
                                    {"median error at 50 midpoint steps", measured.error_at_50},
                                    {"median midpoint steps for 1 per cent", measured.steps_for_1}};
  }

  [[nodiscard]] Finding finding(const std::string& of) const {
    Finding finding{id_, title_, {}, {}, data_};
    Plot& plot = finding.figure;
    plot.title = title_;
    plot.caption =
        "Medians: linear pieces between baseline and input, and the error of 50 midpoint "
        "steps in per cent.";
    plot.x_label = label_;
    plot.y_label = "pieces; steps; per cent";
    plot.log_x = true;
    plot.log_y = true;
    plot.series = {{"linear pieces", at_, {}, true},
                   {"error at 50 steps, %", at_, {}, true},
                   {"steps to stay within 1%", at_, {}, true}};
    for (const Measured& one : all_) {
      plot.series[0].y.push_back(one.regions);
      plot.series[1].y.push_back(100 * one.error_at_50);
      plot.series[2].y.push_back(one.steps_for_1);
    }
    finding.text = fmt::format(
        "From {} {:g} to {:g} ({}), the median number of linear pieces goes from {:g} to {:g}, the "
        "error "
        "of 50 midpoint steps from {:.2g}% to {:.2g}%, and the steps to stay within 1% from {:g} "
        "to {:g}.",
        label_, at_.front(), at_.back(), of, all_.front().regions, all_.back().regions,
        100 * all_.front().error_at_50, 100 * all_.back().error_at_50, all_.front().steps_for_1,
        all_.back().steps_for_1);
    return finding;
  }

 private:
  std::string id_;
  std::string title_;
  std::string label_;
  std::vector<double> at_;
  std::vector<Measured> all_;
  nlohmann::ordered_json data_;
};

class Measurements {
 public:
  explicit Measurements(const Setting& setting) : setting_(setting) {}

  [[nodiscard]] Result<void> add(const Network<double>& network, Index output,
                                 const Vector<double>& from, const Vector<double>& to) {
    Vector<double> target = Vector<double>::Zero(network.output_features());
    target(output) = 1;
    ConvergenceOptions options;
    options.most_steps = 1000;
    options.time = false;
    const auto study = convergence_study(bind_target<double>(network, target, {}, setting_.pool),
                                         {from, to}, options, &setting_.few_rules);
    if (!study) return tl::make_unexpected(study.error());
    const RuleStudy& midpoint = rule_of(*study, "midpoint");
    regions_.push_back(static_cast<double>(study->truth.pieces->count()));
    errors_.push_back(answer_with(midpoint, 50)->errors.relative_l1.value_or(0));
    // Those that need more than 1000 count as that many: a median below does not depend on it.
    steps_.push_back(std::min(1000.0, steps_or_infinity(midpoint.steps_for_good[1])));
    return {};
  }

  [[nodiscard]] Measured medians() const {
    return {median_of(regions_), median_of(errors_), median_of(steps_)};
  }

 private:
  const Setting& setting_;
  std::vector<double> regions_;
  std::vector<double> errors_;
  std::vector<double> steps_;
};

Result<Measured> of_pictures(const Setting& setting, const Network<double>& network,
                             double distance = 1) {
  RandomStream stream = RandomStream(setting.seed).split(kPictures);
  const auto pictures =
      claims::draw_shapes(stream, claims::Polarity::bright_on_dark, kPicturesEach);
  Measurements measurements(setting);
  for (Index k = 0; k < kPicturesEach; ++k) {
    const Vector<double> x = pictures.images.col(k);
    // The baseline moves away from the picture, through black where the distance is 1.
    const auto ok = measurements.add(network, pictures.shapes[static_cast<std::size_t>(k)],
                                     (1 - distance) * x, x);
    if (!ok) return tl::make_unexpected(ok.error());
  }
  return measurements.medians();
}

Result<Finding> by_depth(const Setting& setting) {
  Growth growth("depth", "Depth", "hidden layers");
  for (const Index depth : {1, 2, 3, 4, 6, 8}) {
    const auto network =
        claims::trained_on_shapes(std::vector<Index>(static_cast<std::size_t>(depth), 32));
    const auto measured = of_pictures(setting, network);
    if (!measured) return tl::make_unexpected(measured.error());
    growth.add(static_cast<double>(depth), *measured);
  }
  return growth.finding("32 relus each, trained on pictures of shapes");
}

Result<Finding> by_width(const Setting& setting) {
  Growth growth("width", "Width", "units per layer");
  for (const Index width : {8, 16, 32, 64, 128, 256}) {
    const auto measured = of_pictures(setting, claims::trained_on_shapes({width, width}));
    if (!measured) return tl::make_unexpected(measured.error());
    growth.add(static_cast<double>(width), *measured);
  }
  return growth.finding("two hidden layers, trained on pictures of shapes");
}

Result<Finding> by_distance(const Setting& setting) {
  Growth growth("distance", "Distance to the baseline", "distance over that of black");
  const auto network = claims::trained_on_shapes({64, 64});
  for (const double distance : {1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0 / 2, 1.0, 2.0, 4.0}) {
    const auto measured = of_pictures(setting, network, distance);
    if (!measured) return tl::make_unexpected(measured.error());
    growth.add(distance, *measured);
  }
  return growth.finding("144-64-64-3, trained on pictures of shapes");
}

Result<Finding> by_dimension(const Setting& setting) {
  Growth growth("dimension", "Number of features", "features");
  for (const Index features : {2, 4, 8, 16, 32, 64, 128, 256, 512}) {
    Measurements measurements(setting);
    for (std::uint64_t k = 0; k < 20; ++k) {
      RandomStream stream = RandomStream(setting.seed)
                                .split(kDimensions)
                                .split(static_cast<std::uint64_t>(features))
                                .split(k);
      const auto network = claims::random_relu_network(
          stream, {features, 64, 64, 1}, 1 / std::sqrt(static_cast<double>(features)));
      const Vector<double> x = claims::normal_vector(stream, features);
      const auto ok = measurements.add(network, 0, Vector<double>::Zero(features), x);
      if (!ok) return tl::make_unexpected(ok.error());
    }
    growth.add(static_cast<double>(features), measurements.medians());
  }
  return growth.finding("random networks n-64-64-1, normal inputs, 20 each");
}

}  // namespace

Result<std::vector<Finding>> growth_findings(const Setting& setting) {
  std::vector<Finding> all;
  for (const auto& make : {by_depth, by_width, by_dimension, by_distance}) {
    auto finding = make(setting);
    if (!finding) return tl::make_unexpected(finding.error());
    all.push_back(std::move(*finding));
  }
  return all;
}

}  // namespace axiomark::study
