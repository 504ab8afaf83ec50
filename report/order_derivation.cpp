#include "report/order_derivation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/number_text.hpp"

namespace axiomark {
namespace {

using Order = std::vector<Index>;

// How often each order was drawn.
std::map<Order, long> drawn_orders(const SamplingOptions& sampling, Index n, bool both_ways) {
  std::map<Order, long> counts;
  for (long k = 0; k < sampling.samples; ++k) {
    Order order = random_order(sampling.stream(k), n);
    ++counts[order];
    if (!both_ways) continue;
    std::ranges::reverse(order);
    ++counts[order];
  }
  return counts;
}

// A feature's joinings, by the coalition it joins.
using Weights = std::map<Index, Rational>;

std::vector<std::vector<Joining>> listed(const std::vector<Weights>& weights) {
  std::vector<std::vector<Joining>> joinings;
  for (const Weights& of_feature : weights) {
    auto& list = joinings.emplace_back();
    for (const auto& [before, weight] : of_feature) list.push_back({before, weight});
  }
  return joinings;
}

Derived by_orders(const SamplingOptions& sampling, bool both_ways, const Probe<Rational>& probe) {
  const Index n = probe.input.size();
  const long all = both_ways ? 2 * sampling.samples : sampling.samples;
  DerivationColumn lines;
  lines.push_back({fmt::format("{} orders, drawn{} with seed {}", all,
                               both_ways ? " and reversed," : "", sampling.seed),
                   {},
                   Emphasis::section});
  std::vector<Weights> weights(static_cast<std::size_t>(n));
  for (const auto& [order, count] : drawn_orders(sampling, n, both_ways)) {
    std::string names;
    Index before = 0;
    for (const Index i : order) {
      weights[static_cast<std::size_t>(i)][before] += Rational(count) / all;
      before |= Index{1} << i;
      names += (names.empty() ? "" : ", ") + feature_name(i, n);
    }
    lines.push_back({names, fmt::format("{} of {}", count, all)});
  }
  return joining_lines(listed(weights), probe, std::move(lines));
}

// The mean over all sizes; the empty coalition and that of all others are taken once each.
Derived by_strata(const SamplingOptions& sampling, const Probe<Rational>& probe) {
  const Index n = probe.input.size();
  const Index everybody = (Index{1} << n) - 1;
  std::vector<Weights> weights(static_cast<std::size_t>(n));
  for (Index i = 0; i < n; ++i) {
    Weights& of_feature = weights[static_cast<std::size_t>(i)];
    const Rational stratum = Rational(1) / n;
    of_feature[0] += stratum;
    if (n > 1) of_feature[everybody & ~(Index{1} << i)] += stratum;
    const RandomStream stream = RandomStream(sampling.seed).split(static_cast<std::uint64_t>(i));
    for (Index size = 1; size + 1 < n; ++size) {
      for (long d = 0; d < sampling.samples; ++d) {
        const auto draw = static_cast<std::uint64_t>((size - 1) * sampling.samples + d);
        const Order others = random_order(stream.split(draw), n - 1);
        Index coalition = 0;
        for (Index k = 0; k < size; ++k) {
          const Index other = others[static_cast<std::size_t>(k)];
          coalition |= Index{1} << (other < i ? other : other + 1);
        }
        of_feature[coalition] += stratum / sampling.samples;
      }
    }
  }
  return joining_lines(listed(weights), probe);
}

}  // namespace

Derived order_lines(OrderDraws draws, const SamplingOptions& sampling,
                    const Probe<Rational>& probe) {
  if (draws == OrderDraws::stratified) return by_strata(sampling, probe);
  return by_orders(sampling, draws == OrderDraws::antithetic, probe);
}

}  // namespace axiomark
