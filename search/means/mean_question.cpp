#include "search/means/mean_question.hpp"

#include <bit>
#include <functional>

#include "methods/registry.hpp"
#include "network/derivative_range.hpp"
#include "search/ingredient_source.hpp"
#include "search/means/noisy_layer.hpp"

namespace axiomark {
namespace {

constexpr Index kMostFeatures = 8;
// Larger than what the hunt begins with: only where three features or more act together do orders and
// coalitions have other means than each other.
constexpr DrawSize kSize = {5, 4, 2};

RandomStream question_stream(std::uint64_t seed, std::uint64_t k) {
  return case_stream(seed, "mean", k);
}

void include(MeanQuestion& q, Index i, double number) {
  q.low(i) = std::min(q.low(i), number);
  q.high(i) = std::max(q.high(i), number);
}

// F at every corner of the box, numbered by the bits of the features that are at the input.
Row<double> values_at_corners(const MeanQuestion& q) {
  const Index n = q.input.size();
  Batch<double> corners = q.baseline.replicate(1, Index{1} << n);
  for (Index c = 0; c < corners.cols(); ++c) {
    for (Index i = 0; i < n; ++i) {
      if ((c >> i & 1) != 0) corners(i, c) = q.input(i);
    }
  }
  return (evaluate(q.network, corners).colwise() * q.target).colwise().sum();
}

void bound_by_marginals(MeanQuestion& q) {
  const Row<double> value = values_at_corners(q);
  for (Index i = 0; i < q.input.size(); ++i) {
    const Index self = Index{1} << i;
    for (Index c = 0; c < value.size(); ++c) {
      if ((c & self) == 0) include(q, i, value(c | self) - value(c));
    }
  }
}

// From one coalition C, the least squares with their expected matrix give
//   (z_i - |C| / n) (v(C) - v(nobody)) 2 H + (v(everybody) - v(nobody)) / n,
// z_i = 1 for members, H = 1 + 1/2 + ... + 1/(n - 1): kernel_shap_sampling.hpp derives it.
void bound_by_coalitions(MeanQuestion& q) {
  const Row<double> value = values_at_corners(q);
  const Index n = q.input.size();
  const Index everybody = value.size() - 1;
  double harmonic = 0;
  for (Index s = 1; s < n; ++s) harmonic += 1.0 / static_cast<double>(s);
  const double share = (value(everybody) - value(0)) / static_cast<double>(n);
  for (Index i = 0; i < n; ++i) {
    if (n == 1) include(q, i, share);
    for (Index c = 1; c < everybody; ++c) {
      const auto size = static_cast<double>(std::popcount(static_cast<std::uint64_t>(c)));
      const double member = (c >> i & 1) != 0 ? 1 : 0;
      include(
          q, i,
          (member - size / static_cast<double>(n)) * (value(c) - value(0)) * 2 * harmonic + share);
    }
  }
}

Result<void> bound_by_slopes(MeanQuestion& q) {
  const auto range = derivative_range(q.network, q.target);
  if (!range) return tl::make_unexpected(range.error());
  for (Index i = 0; i < q.input.size(); ++i) {
    const double way = q.input(i) - q.baseline(i);
    include(q, i, way * range->low(i));
    include(q, i, way * range->high(i));
  }
  return {};
}

void allow_for_rounding(MeanQuestion& q, double error) {
  // The screen's tolerance: far above the rounding of sums of some thousand small numbers.
  const Vector<double> size = q.mean.abs().max(q.low.abs()).max(q.high.abs());
  q.slack = error + kScreenThreshold * (1 + size);
}

Result<MeanQuestion> on_drawn_network(const Estimand& estimand, std::uint64_t seed,
                                      std::uint64_t k) {
  const auto exact = make_method(estimand.method);
  if (!exact) return tl::make_unexpected(exact.error());
  const Ingredients<double> in = draw_ingredients(question_stream(seed, k), kSize);
  if (in.input.size() > kMostFeatures) {
    return fail(ErrorKind::unsupported, "the mean's test", "too many features to list coalitions",
                "8 at most");
  }
  const ThreadPool alone;
  const auto answer = exact->attribute<double>(
      in.network, {Batch<double>(in.input), Batch<double>(in.baseline), Batch<double>(in.target)},
      alone);
  if (!answer.front()) return tl::make_unexpected(answer.front().error());
  const Vector<double>& mean = answer.front()->values;
  MeanQuestion q{in.network, in.input, in.baseline, in.target, mean, mean, mean, {}};
  if (estimand.draws == Draws::marginals) bound_by_marginals(q);
  if (estimand.draws == Draws::coalitions) bound_by_coalitions(q);
  if (estimand.draws == Draws::slopes) {
    if (auto bounded = bound_by_slopes(q); !bounded) return tl::make_unexpected(bounded.error());
  }
  allow_for_rounding(q, 0);
  return q;
}

// The deviation that a method string asks for at x; 0 where there is no noise.
Result<double> deviation(const std::string& method, const Vector<double>& x) {
  const auto string = parse_method_string(method);
  if (!string) return tl::make_unexpected(string.error());
  const RegistryEntry* entry = find_entry(string->name);
  if (entry == nullptr) return fail(ErrorKind::internal, method, "no entry", "a method with noise");
  const auto options = Options::make(entry->name, entry->options, *string);
  if (!options) return tl::make_unexpected(options.error());
  const auto sigma = options->number("sigma");
  if (!sigma) return tl::make_unexpected(sigma.error());
  const bool relative = string->name == "smooth-gradient" && options->text("noise") == "relative";
  return convert<double>(*sigma) * (relative ? x.maxCoeff() - x.minCoeff() : 1.0);
}

Result<MeanQuestion> under_noise(const std::string& method, const Estimand& estimand,
                                 std::uint64_t seed, std::uint64_t k) {
  RandomStream stream = question_stream(seed, k);
  const NoisyLayer layer = draw_noisy_layer(stream);
  const Index n = layer.weights.cols();
  Vector<double> x(n);
  Vector<double> from(n);
  for (double& value : x) value = static_cast<double>(stream.between(-3, 3));
  for (double& value : from) value = static_cast<double>(stream.between(-1, 1));
  // With equal features, noise relative to their range would be none.
  if (x.maxCoeff() == x.minCoeff()) x(0) += 1;
  const auto s = deviation(method, x);
  if (!s) return tl::make_unexpected(s.error());
  const bool segment = estimand.draws == Draws::noisy_segment;
  const NoisyMean exact =
      segment ? mean_of_noisy_segments(layer, x, from, *s) : mean_of_noisy_slopes(layer, x, *s);
  MeanQuestion q{layer.network(), x,          from,       Vector<double>::Ones(1),
                 exact.mean,      exact.mean, exact.mean, {}};
  // normal_deviate stays below 8.3.
  constexpr double kFurthest = 8.3;
  for (Index i = 0; i < n; ++i) {
    const Vector<double> slopes = layer.weights.col(i) * layer.outer;
    for (const double slope : {slopes.min(0.0).sum(), slopes.max(0.0).sum()}) {
      if (!segment) include(q, i, slope);
      for (const double noise : {-kFurthest * *s, kFurthest * *s}) {
        if (segment) include(q, i, (x(i) - from(i) + noise) * slope);
      }
    }
  }
  allow_for_rounding(q, exact.error);
  return q;
}

}  // namespace

Result<MeanQuestion> mean_question(const std::string& method, const Estimand& estimand,
                                   std::uint64_t seed, std::uint64_t k) {
  switch (estimand.draws) {
    case Draws::marginals:
    case Draws::coalitions:
    case Draws::slopes:
      return on_drawn_network(estimand, seed, k);
    case Draws::noisy_slopes:
    case Draws::noisy_segment:
      return under_noise(method, estimand, seed, k);
    case Draws::none:
    case Draws::unknown:
      break;
  }
  return fail(ErrorKind::unsupported, method, "draws between unknown numbers",
              "draws that are known to lie in an interval");
}

}  // namespace axiomark
